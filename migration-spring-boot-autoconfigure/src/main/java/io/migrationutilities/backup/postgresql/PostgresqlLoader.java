/*
 * Copyright 2026 the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package io.migrationutilities.backup.postgresql;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.migrationutilities.BackupManifest;
import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationException;
import io.migrationutilities.backup.BackupStore;
import io.migrationutilities.backup.ScratchDirectory;
import io.migrationutilities.database.PostgresqlAccess;
import io.migrationutilities.database.Queries;
import io.migrationutilities.file.FreeSpace;
import io.migrationutilities.file.PrivateFiles;
import io.migrationutilities.work.Gauge;

/**
 * Loads a backup into an empty database with {@code pg_restore}, and compares what is
 * there afterwards with the manifest.
 */
final class PostgresqlLoader {

	private static final Log logger = LogFactory.getLog(PostgresqlLoader.class);

	private static final PostgresqlProcess.Result SUCCESS = new PostgresqlProcess.Result(0, "");

	private static final String SESSION = "migration-utilities load";

	// A dump gives objects to their owners before it lets these create in the schema.
	private static final String GRANTS = "SELECT pg_catalog.format('GRANT CREATE ON SCHEMA public TO %I', r.rolname) "
			+ "FROM pg_catalog.pg_roles r JOIN pg_catalog.pg_namespace n ON n.nspname = 'public' "
			+ "WHERE pg_catalog.pg_has_role(r.oid, 'USAGE') AND NOT r.rolsuper AND r.rolname <> current_user "
			+ "AND NOT pg_catalog.starts_with(r.rolname::text, 'pg_') "
			+ "AND pg_catalog.has_schema_privilege(r.oid, n.oid, 'CREATE') "
			+ "AND pg_catalog.current_setting('server_version_num')::int >= 150000";

	private final PostgresqlToolSettings settings;

	private final PostgresqlAccess access;

	private final Path backup;

	private final BackupManifest manifest;

	private final PostgresqlArchive archive;

	private List<String> selection = List.of();

	private List<String> preparation = List.of();

	PostgresqlLoader(PostgresqlToolSettings settings, PostgresqlAccess access, Path backup, BackupManifest manifest) {
		this.settings = settings;
		this.access = access;
		this.backup = backup;
		this.manifest = manifest;
		this.archive = new PostgresqlArchive(settings, backup, manifest);
	}

	/**
	 * Load only what a restore loads that leaves alone what belongs to others. A program
	 * that doesn't see our files has to do without, as in the restore.
	 * @param live a session of the live database, where it is
	 * @param directory a private directory
	 * @throws SQLException if the live database can't be asked
	 * @throws IOException if the backup can't be read or the list not be written
	 */
	void leaveAloneWhatOthersOwn(Connection live, Path directory) throws SQLException, IOException {
		PostgresqlTools tools = this.archive.tools(PostgresqlPreconditions.majorVersion(live));
		if (tools.seeFiles()) {
			PostgresqlRestoreSelection selected = PostgresqlRestoreSelection.of(this.archive.contents(tools), live);
			Path list = directory.resolve("restore.list");
			PrivateFiles.createFile(list);
			Files.writeString(list, selected.listForEmptyDatabase());
			this.selection = List.of("--use-list=" + list);
			this.preparation = Stream
				.concat(selected.schemasOfOthers().stream().map((schema) -> "CREATE SCHEMA " + Queries.quote(schema)),
						Queries.strings(live, GRANTS).stream())
				.toList();
		}
	}

	private void prepare(String database) throws SQLException {
		if (!this.preparation.isEmpty()) {
			try (Connection connection = this.access.open(database, SESSION)) {
				Queries.execute(connection, this.preparation.toArray(String[]::new));
			}
		}
	}

	/**
	 * Load the backup. Where it can't be loaded without a search path, as
	 * {@code pg_restore} does it, it is loaded with the one of the live database.
	 * @param session a session of the server, at rest
	 * @param database an empty database of the server
	 * @param gauge shows how much is loaded
	 * @return how {@code pg_restore} ended
	 * @throws SQLException if the server can't be asked for its version
	 * @throws IOException if {@code pg_restore} can't be run
	 */
	PostgresqlProcess.Result load(Connection session, PostgresqlScratchDatabase database, Gauge gauge)
			throws SQLException, IOException {
		PostgresqlTools tools = this.archive.tools(PostgresqlPreconditions.majorVersion(session));
		PostgresqlGrowth growth = new PostgresqlGrowth(session, this.access.database(), database.name(),
				this.manifest.totalSize(), gauge);
		try (PostgresqlLogin login = PostgresqlLogin.create(this.access, tools)) {
			prepare(database.name());
			PostgresqlProcess.Result result = loadPlainly(tools, login, database.name(),
					PostgresqlPreconditions.fittingJobs(this.settings, session, database.name(), 0), growth);
			if (result.isSuccess() || !PostgresqlRestoreFailures.isOfContent(result, session) || !hasPsql(tools)) {
				return result;
			}
			logger.info("The backup is loaded with the search path of the application: " + result.describe());
			database.empty();
			prepare(database.name());
			return loadByScript(tools, login, database.name(), growth).isSuccess() ? SUCCESS : result;
		}
	}

	private PostgresqlProcess.Result loadPlainly(PostgresqlTools tools, PostgresqlLogin login, String database,
			int jobs, PostgresqlGrowth growth) throws IOException {
		List<String> command = new ArrayList<>(tools.pgRestore());
		command.addAll(List.of("--exit-on-error", "--no-password", "--no-subscriptions"));
		command.addAll(login.roleOption());
		command.addAll(this.selection);
		if (PrivateFiles.isDirectory(this.backup)) {
			command.add("--jobs=" + jobs);
		}
		command.add("--dbname=" + login.connectionString(database, SESSION));
		return run(login.applyTo(this.archive.withInput(command, tools)), PostgresqlProcess.OutputReader.NOTHING,
				growth::look);
	}

	private static boolean hasPsql(PostgresqlTools tools) {
		try {
			tools.requirePsql();
			return true;
		}
		catch (MigrationException ex) {
			logger.debug("The backup can't be loaded by a script", ex);
			return false;
		}
	}

	private PostgresqlProcess.Result loadByScript(PostgresqlTools tools, PostgresqlLogin login, String database,
			PostgresqlGrowth growth) throws SQLException, IOException {
		BackupStore store = new BackupStore(PrivateFiles.directoryOf(this.backup));
		try (ScratchDirectory scratch = store.createScratchDirectory()) {
			FreeSpace.require(this.manifest.totalSize(), this.backup, "write the script of the restore");
			Path script = scratch.path();
			PrivateFiles.createFile(script);
			PostgresqlProcess.Result written = write(tools, script);
			if (!written.isSuccess()) {
				return written;
			}
			ProcessBuilder psql = new ProcessBuilder(
					tools.psqlScript(login.connectionString(database, SESSION), this.access.role()));
			return run(login.applyTo(psql).redirectInput(script.toFile()), PostgresqlProcess.OutputReader.NOTHING,
					growth::look);
		}
	}

	private PostgresqlProcess.Result write(PostgresqlTools tools, Path script) throws SQLException, IOException {
		List<String> command = new ArrayList<>(tools.pgRestore());
		command.addAll(List.of("--no-subscriptions", "--file=-"));
		command.addAll(this.selection);
		String searchPath = searchPath();
		return run(this.archive.withInput(command, tools), (output) -> {
			try (OutputStream stream = Files.newOutputStream(script, StandardOpenOption.APPEND)) {
				PostgresqlSearchPath.copyHead(output, stream, searchPath);
				output.transferTo(stream);
			}
		}, () -> {
		});
	}

	private PostgresqlProcess.Result run(ProcessBuilder builder, PostgresqlProcess.OutputReader reader, Runnable look)
			throws IOException {
		try (PostgresqlProcess process = PostgresqlProcess.start(builder, reader)) {
			return process.await(this.settings.timeout(), MigrationErrorCode.RESTORE_FAILED, look);
		}
	}

	/**
	 * Return the search path of the live database.
	 * @return the search path
	 * @throws SQLException if it can't be asked
	 */
	String searchPath() throws SQLException {
		try (Connection live = this.access.open(SESSION)) {
			return searchPath(live);
		}
	}

	static String searchPath(Connection session) throws SQLException {
		return Queries.strings(session, "SHOW search_path").get(0);
	}

	/**
	 * Compare the loaded database with the manifest.
	 * @param database the loaded database
	 * @return the differences, in sentences
	 * @throws SQLException if the loaded database can't be read
	 */
	List<String> differences(String database) throws SQLException {
		try (Connection connection = this.access.open(database, SESSION)) {
			Queries.string(connection, "SELECT pg_catalog.set_config('search_path', ?, false)", searchPath());
			return PostgresqlContent
				.read(connection, this.manifest.database().historySchema(), this.manifest.database().historyTable(),
						(id, author, path) -> id)
				.differencesFrom(this.manifest, "the database restored from '%s'".formatted(this.backup.getFileName()));
		}
	}

}
