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
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;

import org.jspecify.annotations.Nullable;

import io.migrationutilities.BackupManifest;
import io.migrationutilities.InterruptedRun;
import io.migrationutilities.Migration;
import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationException;
import io.migrationutilities.MigrationLock;
import io.migrationutilities.MigrationUtilities;
import io.migrationutilities.RunReport;
import io.migrationutilities.RunReport.Outcome;
import io.migrationutilities.StoredBackup;
import io.migrationutilities.backup.BackupListing;
import io.migrationutilities.backup.DatabaseBackups;
import io.migrationutilities.engine.lock.DatabaseLocks;
import io.migrationutilities.engine.lock.LockOwner;
import io.migrationutilities.engine.plan.Target;
import io.migrationutilities.engine.run.MigrationSettings;
import io.migrationutilities.engine.run.MigrationSettings.OnUnknown;
import io.migrationutilities.engine.run.SnapshotReader;
import io.migrationutilities.engine.session.DatabaseSnapshot;
import io.migrationutilities.engine.session.Failures;
import io.migrationutilities.engine.session.HistoryFingerprint;
import io.migrationutilities.engine.session.HistoryFingerprint.Sight;
import io.migrationutilities.engine.session.Ledger;
import io.migrationutilities.engine.session.LiquibaseScope;
import io.migrationutilities.engine.session.LiquibaseSession;
import io.migrationutilities.engine.session.LiquibaseTable;
import io.migrationutilities.engine.session.MigrationDatabase;
import io.migrationutilities.engine.session.ParameterMask;
import io.migrationutilities.engine.session.RunHistory;
import io.migrationutilities.engine.session.RunPage;

/**
 * Tells about a database what is known already, and finds out again only what may have
 * changed. While this process migrates the database, it tells what was known before.
 */
public final class DatabaseMonitor {

	private final MigrationDatabase database;

	private final MigrationUtilities utilities;

	private final MigrationSettings settings;

	private final DatabaseBackups backups;

	private final BackgroundReading reading;

	private volatile @Nullable BackupListing listing;

	private volatile @Nullable KnownHistory history;

	private volatile @Nullable KnownInterruption interruption;

	/**
	 * Create a monitor.
	 * @param database the database
	 * @param utilities the operations on it
	 * @param settings the settings of the runs
	 * @param backups lists and deletes backups
	 * @param executor has the threads to read in what others have changed
	 */
	public DatabaseMonitor(MigrationDatabase database, MigrationUtilities utilities, MigrationSettings settings,
			DatabaseBackups backups, Executor executor) {
		this.database = database;
		this.utilities = utilities;
		this.settings = settings;
		this.backups = backups;
		this.reading = new BackgroundReading(database.getName(), this::readPatiently, executor);
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
	 * Return the newest run if it was killed when a part of it was committed. The
	 * database is read once for each state of its history.
	 * @return the run, or {@code null} if the newest run has ended
	 * @throws MigrationException if the database or the changelog can't be read
	 */
	public @Nullable InterruptedRun findInterruptedRun() {
		RunReport run = getLastRun();
		DatabaseSnapshot snapshot = this.database.getMemory().getSnapshot();
		if (run == null || snapshot == null || !run.outcome().equals(Outcome.RUNNING.name())) {
			return null;
		}
		KnownInterruption known = this.interruption;
		if (known == null || !known.fingerprint().equals(snapshot.fingerprint())) {
			known = new KnownInterruption(snapshot.fingerprint(),
					LiquibaseScope.withoutLongWait(this.utilities::findInterruptedRun));
			this.interruption = known;
		}
		return known.run();
	}

	/**
	 * Return why the runs can't be told.
	 * @return the code, or {@code null} if they can, or nothing is known yet
	 */
	public @Nullable MigrationErrorCode getLedgerProblem() {
		DatabaseSnapshot known = this.database.getMemory().getSnapshot();
		return (known != null && known.fingerprint().ledgerKind() == Ledger.Kind.FOREIGN)
				? MigrationErrorCode.LEDGER_TABLE_REFUSED : null;
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
	 * changed since it was last compared, and nobody is waited for who migrates.
	 * @return what is known, and who migrates the database
	 * @throws MigrationException if the database or the changelog can't be read
	 */
	public DatabaseReading read() {
		return LiquibaseScope.withoutLongWait(this::readPatiently);
	}

	private DatabaseReading readPatiently() {
		DatabaseSnapshot known = this.database.getMemory().getSnapshot();
		Instant runningSince = getRunningSince();
		if (runningSince != null) {
			return new DatabaseReading(known,
					new MigrationLock(LockOwner.describe(this.settings.application()), runningSince));
		}
		this.database.requireExistence();
		Sight sight = (known != null) ? look(known) : null;
		if (sight != null && sight.same()) {
			return new DatabaseReading(known, sight.locked() ? this.utilities.findLock().orElse(null) : null);
		}
		return LiquibaseSession.read(this.database,
				(session) -> new DatabaseReading(SnapshotReader.look(session).remember(),
						DatabaseLocks.of(session).findLock()));
	}

	/**
	 * Return whether what is known is how the database is now, by one small query. If it
	 * is not, it will be soon: the database is read anew while nobody waits for it.
	 * @return whether it is
	 * @throws MigrationException if the database can't be read
	 */
	public boolean isCurrent() {
		this.database.requireExistence();
		DatabaseSnapshot known = this.database.getMemory().getSnapshot();
		boolean current = (known != null) ? look(known).same() : query(this::requireTables);
		if (!current) {
			this.reading.request();
		}
		return current;
	}

	// SQLite reads nothing of a file before it is asked what is in it.
	private boolean requireTables(Connection connection) throws SQLException {
		String table = this.database.getHistoryTable();
		new LiquibaseTable(this.database.getHistorySchema(), table, table).exists(connection);
		return false;
	}

	private Sight look(DatabaseSnapshot known) {
		return query(known.fingerprint()::look);
	}

	private <T> T query(ConnectionQuery<T> query) {
		try (Connection connection = this.database.getConnection()) {
			try {
				return query.run(connection);
			}
			finally {
				if (!connection.getAutoCommit()) {
					connection.rollback();
				}
			}
		}
		catch (SQLException ex) {
			throw Failures.translate(ex);
		}
	}

	/**
	 * Return the runs in the ledger, and those that failed and left a record beside the
	 * backups.
	 * @param offset how many of the newest to leave out
	 * @param limit how many to return at most
	 * @return the runs, newest first
	 * @throws MigrationException if the database can't be read, or the table of the
	 * ledger's name is not a ledger
	 */
	public RunPage getRuns(int offset, int limit) {
		LiquibaseTable ledger = getSnapshot().fingerprint().ledger();
		BackupListing known = findListing();
		List<RunReport> failed = (known != null) ? known.failedRuns() : List.of();
		return query((connection) -> new RunHistory(new Ledger(connection, ledger), failed).read(offset, limit));
	}

	/**
	 * Return the change sets. They are read when somebody asks for them for the first
	 * time, and again when the history has changed.
	 * @return all of the history and those that are pending, oldest first
	 * @throws MigrationException if the database or the changelog can't be read
	 */
	public List<Migration> getHistory() {
		HistoryFingerprint fingerprint = getSnapshot().fingerprint();
		KnownHistory known = this.history;
		if (known != null && (known.fingerprint().equals(fingerprint) || getRunningSince() != null)) {
			return known.migrations();
		}
		if (getRunningSince() != null) {
			throw beingMigrated();
		}
		List<Migration> migrations = LiquibaseScope.withoutLongWait(this.utilities::getMigrationHistory);
		this.history = new KnownHistory(fingerprint, migrations);
		return migrations;
	}

	private DatabaseSnapshot getSnapshot() {
		DatabaseSnapshot snapshot = read().snapshot();
		if (snapshot == null) {
			throw beingMigrated();
		}
		return snapshot;
	}

	private MigrationException beingMigrated() {
		return new MigrationException(MigrationErrorCode.DATABASE_LOCKED,
				"'" + this.database.getName() + "' is being migrated, and what is asked for was not known before.",
				"Ask again when the run has ended.");
	}

	/**
	 * Return the SQL that an upgrade to the head would run.
	 * @return the SQL, with the names of the bean's parameters in place of their values
	 * @throws MigrationException if the upgrade would be refused
	 */
	public String previewUpgrade() {
		return new ParameterMask(this.database.getChangeLogParameters())
			.mask(LiquibaseScope.withoutLongWait(() -> this.utilities.previewUpgrade(Target.HEAD)));
	}

	/**
	 * Return the backups of the database.
	 * @return the backups, newest first
	 * @throws MigrationException if the database or the backup directory can't be read
	 */
	public List<StoredBackup> getBackups() {
		BackupListing known = findListing();
		return (known != null) ? known.backups() : List.of();
	}

	private @Nullable BackupListing findListing() {
		BackupListing known = this.listing;
		if (known == null) {
			this.database.requireExistence();
			known = this.backups.listing(this.database.getBackupSource()).orElse(null);
			this.listing = known;
		}
		return known;
	}

	/**
	 * Return when the newest good backup was taken that has passed a verification.
	 * @return the moment, or {@code null} if there is no such backup
	 * @throws MigrationException if the database or the backup directory can't be read
	 */
	public @Nullable Instant findNewestVerifiedBackup() {
		return BackupListing.newestVerified(getBackups())
			.map(StoredBackup::manifest)
			.map(BackupManifest::createdAt)
			.orElse(null);
	}

	/**
	 * Delete a backup.
	 * @param backup one of {@link #getBackups()}
	 * @throws MigrationException with code {@code BACKUP_NEEDED} if it is the newest good
	 * one, or the newest that has passed a verification
	 */
	public void deleteBackup(StoredBackup backup) {
		this.backups.delete(this.database.getBackupSource(), backup);
	}

	private record KnownHistory(HistoryFingerprint fingerprint, List<Migration> migrations) {

	}

	private record KnownInterruption(HistoryFingerprint fingerprint, @Nullable InterruptedRun run) {

	}

	@FunctionalInterface
	private interface ConnectionQuery<T> {

		T run(Connection connection) throws SQLException;

	}

}
