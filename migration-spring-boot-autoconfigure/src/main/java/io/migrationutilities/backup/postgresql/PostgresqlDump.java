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
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.migrationutilities.BackupManifest.Database;
import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationException;
import io.migrationutilities.backup.BackupFailures;
import io.migrationutilities.backup.BackupInspection;
import io.migrationutilities.backup.BackupStrategy.Capture;
import io.migrationutilities.backup.DatabaseContent;
import io.migrationutilities.backup.RevisionNaming;
import io.migrationutilities.database.BackupSource;
import io.migrationutilities.database.PostgresqlAccess;
import io.migrationutilities.database.Queries;
import io.migrationutilities.file.PrivateFiles;
import io.migrationutilities.work.Gauge;

/**
 * Dumps a PostgreSQL database with {@code pg_dump}, in the snapshot of a transaction of
 * ours that meanwhile counts the rows and reads the history: both are of the same moment,
 * and of the same server, since no other knows the snapshot.
 */
final class PostgresqlDump {

	private static final Log logger = LogFactory.getLog(PostgresqlDump.class);

	private static final String SNAPSHOT_SESSION = "migration-utilities backup";

	// Text without an encoding can't be converted.
	private static final String ENCODING = "SELECT CASE pg_catalog.current_setting('server_encoding') "
			+ "WHEN 'SQL_ASCII' THEN 'SQL_ASCII' ELSE 'UTF8' END";

	private static final String DUMP_SESSION = "migration-utilities dump for ";

	// A dump goes on when our process is killed, and keeps its locks on all tables. The
	// session that its name refers to has ended then.
	private static final String END_ORPHANS = "SELECT pg_catalog.pg_terminate_backend(d.pid) "
			+ "FROM pg_catalog.pg_stat_activity d WHERE d.datname = current_database() AND d.usename = session_user "
			+ "AND d.application_name LIKE '" + DUMP_SESSION + "%' AND NOT EXISTS (SELECT 1 "
			+ "FROM pg_catalog.pg_stat_activity s WHERE s.application_name = '" + SNAPSHOT_SESSION + "' "
			+ "AND d.application_name = '" + DUMP_SESSION + "' || s.pid)";

	private final PostgresqlToolSettings settings;

	private final BackupSource source;

	PostgresqlDump(PostgresqlToolSettings settings, BackupSource source) {
		this.settings = settings;
		this.source = source;
	}

	/**
	 * Write the dump.
	 * @param database the database, as the manifest describes it
	 * @param target a path at which nothing exists yet
	 * @param naming names the revision applied last
	 * @param gauge shows how much is written
	 * @return what was written
	 */
	Capture run(Database database, Path target, RevisionNaming naming, Gauge gauge) {
		PostgresqlAccess access = PostgresqlAccess.of(this.source);
		try (Connection snapshot = access.open(SNAPSHOT_SESSION)) {
			PostgresqlTools tools = PostgresqlTools.find(this.settings, PostgresqlPreconditions.majorVersion(snapshot));
			create(target, tools);
			long size = new PostgresqlPreconditions(this.settings).expectedSize(snapshot, tools);
			Runnable look = () -> showSize(target, size, gauge);
			try (PostgresqlLogin login = PostgresqlLogin.create(access, tools)) {
				DatabaseContent content = dump(snapshot, login, tools, target, naming, look);
				makePrivate(target);
				return new Capture(database, content.history().revision(), content.history().digest(), content.tables(),
						Map.of("pg_dump", tools.version()));
			}
		}
		catch (FileAlreadyExistsException ex) {
			throw new MigrationException(MigrationErrorCode.BACKUP_EXISTS,
					"'%s' exists already, so no backup was written.".formatted(target), "Choose another name.", ex);
		}
		catch (IOException ex) {
			throw BackupFailures.translate(ex, target);
		}
		catch (SQLException ex) {
			throw PostgresqlFailures.ofConnection(ex);
		}
	}

	private static void create(Path target, PostgresqlTools tools) throws IOException {
		if (tools.seeFiles()) {
			Files.createDirectory(target, PrivateFiles.directoryAttributes(target));
		}
		else {
			PrivateFiles.createFile(target);
		}
	}

	private DatabaseContent dump(Connection connection, PostgresqlLogin login, PostgresqlTools tools, Path target,
			RevisionNaming naming, Runnable look) throws SQLException, IOException {
		endOrphans(connection);
		String snapshot = exportSnapshot(connection);
		long pid = Queries.number(connection, "SELECT pg_catalog.pg_backend_pid()");
		List<String> command = command(login, tools, target, snapshot, pid, jobs(connection));
		command.add("--encoding=" + Queries.strings(connection, ENCODING).get(0));
		ProcessBuilder builder = new ProcessBuilder(command);
		if (!tools.seeFiles()) {
			builder.redirectOutput(target.toFile());
		}
		try (PostgresqlProcess process = PostgresqlProcess.start(login.applyTo(builder),
				PostgresqlProcess.OutputReader.NOTHING)) {
			DatabaseContent content = PostgresqlContent.read(connection, this.source.historySchema(),
					this.source.historyTable(), naming, () -> {
						look.run();
						return !process.hasFailed();
					});
			PostgresqlProcess.Result result = process.await(this.settings.timeout(), MigrationErrorCode.BACKUP_FAILED,
					look);
			if (!result.isSuccess()) {
				throw PostgresqlFailures.ofDump(result, connection, target, login.describeUnknown());
			}
			if (!result.errors().isBlank()) {
				logger.warn("pg_dump says: " + result.describe());
			}
			connection.rollback();
			return content;
		}
	}

	// One of several jobs only gives out the work.
	private int jobs(Connection connection) throws SQLException {
		return PostgresqlPreconditions.fittingJobs(this.settings, connection, connection.getCatalog(), 1);
	}

	private static void showSize(Path target, long expected, Gauge gauge) {
		try {
			gauge.show(BackupInspection.sizeOf(target), expected);
		}
		catch (IOException ex) {
			logger.trace("The size of what pg_dump has written is not known", ex);
		}
	}

	private static void endOrphans(Connection connection) throws SQLException {
		int ended = PostgresqlAccess.askAsLogin(connection, (login) -> Queries.strings(login, END_ORPHANS)).size();
		if (ended > 0) {
			logger.warn("Ended %d sessions of a dump whose application was killed".formatted(ended));
		}
	}

	private String exportSnapshot(Connection connection) throws SQLException {
		Queries.execute(connection, "SET lock_timeout = " + millis(this.settings.lockWaitTimeout()),
				"SET statement_timeout = " + millis(this.settings.timeout()));
		connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
		connection.setReadOnly(true);
		connection.setAutoCommit(false);
		return Queries.strings(connection, "SELECT pg_catalog.pg_export_snapshot()").get(0);
	}

	private List<String> command(PostgresqlLogin login, PostgresqlTools tools, Path target, String snapshot, long pid,
			int jobs) {
		List<String> command = new ArrayList<>(tools.pgDump());
		if (tools.seeFiles()) {
			// We make the files durable ourselves, while we read them back.
			command.addAll(List.of("--format=directory", "--jobs=" + jobs, "--no-sync", "--file=" + target));
		}
		else {
			command.add("--format=custom");
		}
		command.addAll(List.of("--compress=" + tools.compression(this.settings), "--snapshot=" + snapshot,
				"--lock-wait-timeout=" + millis(this.settings.lockWaitTimeout()), "--no-password",
				"--dbname=" + login.connectionString(DUMP_SESSION + pid)));
		command.addAll(login.roleOption());
		return command;
	}

	private static long millis(Duration timeout) {
		return Math.max(1, Math.min(Integer.MAX_VALUE, timeout.toMillis()));
	}

	// pg_dump creates files by the umask of the process.
	private static void makePrivate(Path target) throws IOException {
		if (!PrivateFiles.isDirectory(target)) {
			return;
		}
		for (Path file : PrivateFiles.list(target)) {
			PrivateFiles.restrict(file);
		}
	}

}
