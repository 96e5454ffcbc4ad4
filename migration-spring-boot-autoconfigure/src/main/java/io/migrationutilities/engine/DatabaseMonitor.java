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

package io.migrationutilities.engine;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.migrationutilities.MigrationException;
import io.migrationutilities.MigrationLock;
import io.migrationutilities.MigrationUtilities;
import io.migrationutilities.StoredBackup;
import io.migrationutilities.backup.DatabaseBackups;
import io.migrationutilities.engine.MigrationSettings.OnUnknown;

/**
 * Tells about a database what is known already, and finds out again only what may have
 * changed. While this process migrates the database, it tells what was known before.
 */
public final class DatabaseMonitor {

	private static final Log logger = LogFactory.getLog(DatabaseMonitor.class);

	private final MigrationDatabase database;

	private final MigrationUtilities utilities;

	private final MigrationSettings settings;

	private final DatabaseBackups backups;

	/**
	 * Create a monitor.
	 * @param database the database
	 * @param utilities the operations on it
	 * @param settings the settings of the runs
	 * @param backups lists and deletes backups
	 */
	public DatabaseMonitor(MigrationDatabase database, MigrationUtilities utilities, MigrationSettings settings,
			DatabaseBackups backups) {
		this.database = database;
		this.utilities = utilities;
		this.settings = settings;
		this.backups = backups;
	}

	/**
	 * Return the operations on the database.
	 * @return the utilities
	 */
	public MigrationUtilities getUtilities() {
		return this.utilities;
	}

	/**
	 * Return since when this process has been migrating the database.
	 * @return the moment, or {@code null} if it is not migrating it
	 */
	public @Nullable Instant getRunningSince() {
		return this.database.getMemory().getRunningSince();
	}

	/**
	 * Return what is known, without asking anybody.
	 * @return the snapshot, or empty if nothing is known yet
	 */
	public Optional<DatabaseSnapshot> getKnown() {
		return Optional.ofNullable(this.database.getMemory().getSnapshot());
	}

	/**
	 * Return the newest run that is known.
	 * @return the run, or {@code null} if there is none
	 */
	public @Nullable RunReport getLastRun() {
		return this.database.getMemory().getLastRun();
	}

	/**
	 * Return whether applied change sets that the changelog doesn't hold are refused.
	 * @return whether they keep the application from working
	 */
	public boolean isUnknownRefused() {
		return this.settings.onUnknown() == OnUnknown.FAIL;
	}

	/**
	 * Return how the database is now. The changelog is parsed only if the history has
	 * changed since it was last compared.
	 * @return the snapshot
	 * @throws MigrationException if the database or the changelog can't be read
	 */
	public DatabaseSnapshot read() {
		DatabaseSnapshot known = this.database.getMemory().getSnapshot();
		if (known != null && (getRunningSince() != null || isCurrent(known))) {
			return known;
		}
		this.database.requireExistence();
		return LiquibaseScope.call(this.database, () -> {
			try (LiquibaseSession session = LiquibaseSession.open(this.database)) {
				return DatabaseSnapshot.take(session);
			}
		});
	}

	/**
	 * Return whether what is known is how the database is now, by one small query.
	 * @return whether it is
	 * @throws MigrationException if the database can't be read
	 */
	public boolean isCurrent() {
		DatabaseSnapshot known = this.database.getMemory().getSnapshot();
		if (known != null) {
			return isCurrent(known);
		}
		this.database.requireExistence();
		try (Connection connection = this.database.getConnection()) {
			connection.getMetaData().getDatabaseProductVersion();
			return false;
		}
		catch (SQLException ex) {
			throw Failures.translate(ex);
		}
	}

	private boolean isCurrent(DatabaseSnapshot known) {
		this.database.requireExistence();
		if (known.fingerprint().isOfNoHistory()) {
			return false;
		}
		try (Connection connection = this.database.getConnection()) {
			try {
				return known.fingerprint().equals(HistoryFingerprint.query(connection, known.historyTable()));
			}
			finally {
				endTransaction(connection);
			}
		}
		catch (SQLException ex) {
			throw Failures.translate(ex);
		}
	}

	private static void endTransaction(Connection connection) throws SQLException {
		if (!connection.getAutoCommit()) {
			connection.rollback();
		}
	}

	/**
	 * Return who migrates the database.
	 * @return the holder of the lock, or {@code null} if there is none
	 */
	public @Nullable MigrationLock findLock() {
		Instant since = getRunningSince();
		if (since != null) {
			return new MigrationLock(LockOwner.describe(this.settings.application()), since);
		}
		DatabaseSnapshot known = this.database.getMemory().getSnapshot();
		return (known != null && isLocked(known.lockTable())) ? this.utilities.findLock().orElse(null) : null;
	}

	private boolean isLocked(String lockTable) {
		try (Connection connection = this.database.getConnection();
				Statement statement = connection.createStatement();
				ResultSet row = statement
					.executeQuery("SELECT COUNT(*) FROM " + lockTable + " WHERE LOCKEDBY IS NOT NULL")) {
			boolean locked = row.next() && row.getInt(1) > 0;
			endTransaction(connection);
			return locked;
		}
		catch (SQLException ex) {
			logger.debug("There is no lock table", ex);
			return false;
		}
	}

	/**
	 * Return the runs in the ledger.
	 * @param offset how many of the newest to leave out
	 * @param limit how many to return at most
	 * @return the runs, newest first
	 * @throws MigrationException if the database can't be read
	 */
	public RunPage getRuns(int offset, int limit) {
		this.database.requireExistence();
		return LiquibaseScope.call(this.database, () -> {
			try (LiquibaseSession session = LiquibaseSession.open(this.database)) {
				return Ledger.of(session).read(offset, limit);
			}
		});
	}

	/**
	 * Return the backups of the database.
	 * @return the backups, newest first
	 */
	public List<StoredBackup> getBackups() {
		return this.backups.list(this.database.getBackupSource());
	}

	/**
	 * Delete a backup.
	 * @param backup one of {@link #getBackups()}
	 */
	public void deleteBackup(StoredBackup backup) {
		this.backups.delete(backup);
	}

}
