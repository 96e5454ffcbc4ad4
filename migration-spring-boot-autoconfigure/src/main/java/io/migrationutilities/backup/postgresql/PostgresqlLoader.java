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
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import io.migrationutilities.BackupManifest;
import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.database.PostgresqlAccess;
import io.migrationutilities.database.Queries;
import io.migrationutilities.file.PrivateFiles;
import io.migrationutilities.work.Gauge;

/**
 * Loads a backup into an empty database with {@code pg_restore}, and compares what is
 * there afterwards with the manifest.
 */
final class PostgresqlLoader {

	private static final String SESSION = "migration-utilities load";

	private final PostgresqlToolSettings settings;

	private final PostgresqlAccess access;

	private final Path backup;

	private final BackupManifest manifest;

	private final PostgresqlArchive archive;

	PostgresqlLoader(PostgresqlToolSettings settings, PostgresqlAccess access, Path backup, BackupManifest manifest) {
		this.settings = settings;
		this.access = access;
		this.backup = backup;
		this.manifest = manifest;
		this.archive = new PostgresqlArchive(settings, backup, manifest);
	}

	/**
	 * Load the backup.
	 * @param session a session of the server, at rest
	 * @param database an empty database of the server
	 * @param options further options of {@code pg_restore}
	 * @param gauge shows how much is loaded
	 * @return how {@code pg_restore} ended
	 * @throws SQLException if the server can't be asked for its version
	 * @throws IOException if {@code pg_restore} can't be run
	 */
	PostgresqlProcess.Result load(Connection session, String database, List<String> options, Gauge gauge)
			throws SQLException, IOException {
		PostgresqlTools tools = this.archive.tools(PostgresqlPreconditions.majorVersion(session));
		PostgresqlGrowth growth = new PostgresqlGrowth(session, this.access.database(), database,
				this.manifest.totalSize(), gauge);
		try (PostgresqlLogin login = PostgresqlLogin.create(this.access, tools)) {
			List<String> command = new ArrayList<>(tools.pgRestore());
			command.addAll(List.of("--exit-on-error", "--no-password", "--no-subscriptions"));
			command.addAll(options);
			command.addAll(login.roleOption());
			if (PrivateFiles.isDirectory(this.backup)) {
				command.add("--jobs=" + this.settings.numberOfJobs());
			}
			command.add("--dbname=" + login.connectionString(database, SESSION));
			ProcessBuilder builder = this.archive.withInput(command, tools);
			try (PostgresqlProcess process = PostgresqlProcess.start(login.applyTo(builder),
					PostgresqlProcess.OutputReader.NOTHING)) {
				return process.await(this.settings.timeout(), MigrationErrorCode.RESTORE_FAILED, growth::look);
			}
		}
	}

	/**
	 * Compare the loaded database with the manifest.
	 * @param database the loaded database
	 * @param searchPath the search path of the database that the backup was taken from,
	 * which may be a setting of that database
	 * @return the differences, in sentences
	 * @throws SQLException if the loaded database can't be read
	 */
	List<String> differences(String database, String searchPath) throws SQLException {
		try (Connection connection = this.access.open(database, SESSION)) {
			Queries.string(connection, "SELECT pg_catalog.set_config('search_path', ?, false)", searchPath);
			return PostgresqlContent
				.read(connection, this.manifest.database().historySchema(), this.manifest.database().historyTable(),
						(id, author, path) -> id)
				.differencesFrom(this.manifest, "the database restored from '%s'".formatted(this.backup.getFileName()));
		}
	}

}
