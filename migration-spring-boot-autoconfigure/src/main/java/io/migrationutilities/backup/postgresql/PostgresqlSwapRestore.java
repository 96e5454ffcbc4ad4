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
import java.time.Duration;
import java.util.List;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.migrationutilities.BackupManifest;
import io.migrationutilities.MigrationException;
import io.migrationutilities.backup.RestoreRecord;
import io.migrationutilities.database.PostgresqlAccess;
import io.migrationutilities.database.Queries;
import io.migrationutilities.work.Gauge;
import io.migrationutilities.work.Interruption;

/**
 * Restores a backup into a new database beside the live one, and puts it in its place:
 * <ol>
 * <li>refuse what a restore would lose, or can't put aside;</li>
 * <li>create a database like the live one, load the backup, compare it with the
 * manifest;</li>
 * <li>free Liquibase's lock, record the restore, gather statistics;</li>
 * <li>swap the two by their names; the previous one is kept.</li>
 * </ol>
 * Up to the last step the live database is only looked at.
 */
final class PostgresqlSwapRestore {

	private static final Log logger = LogFactory.getLog(PostgresqlSwapRestore.class);

	static final String SESSION = "migration-utilities restore";

	private static final Duration MIN_LOCK_TIMEOUT = Duration.ofSeconds(1);

	private static final Duration MAX_LOCK_TIMEOUT = Duration.ofSeconds(30);

	private final PostgresqlToolSettings settings;

	private final Path backup;

	private final BackupManifest manifest;

	private final String lockTable;

	private final RestoreRecord record;

	PostgresqlSwapRestore(PostgresqlToolSettings settings, Path backup, BackupManifest manifest, String lockTable,
			RestoreRecord record) {
		this.settings = settings;
		this.backup = backup;
		this.manifest = manifest;
		this.lockTable = lockTable;
		this.record = record;
	}

	/**
	 * Restore the backup.
	 * @param access the way to the live database
	 * @param gauge shows how much is loaded
	 * @return the name under which the previous database is kept
	 */
	String run(PostgresqlAccess access, Gauge gauge) {
		try (Connection session = neighbour(access)) {
			PostgresqlScratchDatabase.sweep(session, access.database());
			PostgresqlBlockers.refuseUnmovable(session, access.database());
			PostgresqlSwap swap = new PostgresqlSwap(access, session, lockTimeout(this.settings));
			try (PostgresqlScratchDatabase replacement = PostgresqlScratchDatabase.create(access, session)) {
				swap.rehearse(replacement.name());
				load(access, session, replacement, gauge);
				PostgresqlBlockers.refuseUnmovable(session, access.database());
				return swap.run(replacement.name());
			}
		}
		catch (SQLException ex) {
			throw PostgresqlRestoreFailures.ofRestore(ex);
		}
		catch (IOException ex) {
			throw PostgresqlRestoreFailures.notRun(ex);
		}
	}

	// To the server a timeout of zero is none.
	static Duration lockTimeout(PostgresqlToolSettings settings) {
		Duration configured = settings.lockWaitTimeout();
		if (configured.compareTo(MIN_LOCK_TIMEOUT) < 0) {
			return MIN_LOCK_TIMEOUT;
		}
		return (configured.compareTo(MAX_LOCK_TIMEOUT) < 0) ? configured : MAX_LOCK_TIMEOUT;
	}

	private static Connection neighbour(PostgresqlAccess access) throws SQLException {
		try (Connection session = access.open(SESSION)) {
			return PostgresqlNeighbour.open(access, session, SESSION)
				.orElseThrow(() -> PostgresqlRestoreFailures.blocked("no other database can be connected to",
						"Grant the user of the application CONNECT on the database postgres", null));
		}
	}

	private void load(PostgresqlAccess access, Connection session, PostgresqlScratchDatabase replacement, Gauge gauge)
			throws SQLException, IOException {
		PostgresqlLoader loader = new PostgresqlLoader(this.settings, access, this.backup, this.manifest);
		PostgresqlProcess.Result result = loader.load(session, replacement, gauge);
		if (!result.isSuccess()) {
			throw PostgresqlRestoreFailures.ofProgram("pg_restore", result);
		}
		List<String> differences = loader.differences(replacement.name());
		if (!differences.isEmpty()) {
			throw PostgresqlRestoreFailures.badBackup(differences);
		}
		try (Connection loaded = access.open(replacement.name(), SESSION)) {
			List<String> updates = Queries.strings(loaded, PostgresqlLockRow.updates(this.lockTable));
			Queries.execute(loaded, updates.toArray(String[]::new));
			record(loaded);
			PostgresqlStatistics.gather(loaded, lockTimeout(this.settings));
		}
	}

	private void record(Connection loaded) throws SQLException {
		loaded.setAutoCommit(false);
		try {
			this.record.write(loaded);
			loaded.commit();
		}
		catch (SQLException | MigrationException ex) {
			Interruption.check();
			loaded.rollback();
			logger.info("The restore is recorded after it, since it can't be with it: " + ex.getMessage());
		}
		finally {
			loaded.setAutoCommit(true);
		}
	}

}
