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

package io.migrationutilities;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * Everything that can be asked of, and done to, the schema of one database: status and
 * history, verified backups, safe upgrades and downgrades, and restore.
 * <p>
 * Reading never writes: it creates no table and changes no checksum. Every method throws
 * {@link MigrationException} when it can't do what it says; the exception names what
 * happened, the state of the database, and what to do next. Operations that change the
 * database run one at a time, in this process and across processes.
 * <p>
 * A method whose thread is interrupted stops what it does, undoes it, and fails with
 * {@link MigrationErrorCode#INTERRUPTED}; the thread stays interrupted. Work that can't
 * be stopped half way, such as a commit, is done to its end.
 *
 * @see MigrationDatabases
 */
public interface MigrationUtilities {

	/**
	 * Return the revision that was applied last, by {@code ORDEREXECUTED}.
	 * @return the current revision, or empty when nothing was applied yet
	 */
	Optional<String> getCurrentRevision();

	/**
	 * Return the last revision of the changelog that applies to this database, its
	 * contexts and its labels.
	 * @return the head revision, or empty when no change set applies
	 */
	Optional<String> getHeadRevision();

	/**
	 * Return every change set that was applied or is to be applied: first the applied
	 * ones in the order of their execution, then the pending ones in changelog order.
	 * @return the history, oldest first
	 */
	List<Migration> getMigrationHistory();

	/**
	 * Compare the database with the changelog.
	 * @return the status
	 */
	MigrationStatus checkMigrationStatus();

	/**
	 * Alias of {@link #checkMigrationStatus()}.
	 * @return the status
	 */
	default MigrationStatus getMigrationStatus() {
		return checkMigrationStatus();
	}

	/**
	 * Find the upgrade or downgrade that was killed when a part of it was committed, and
	 * that no later run has completed.
	 * @return the interrupted run, or {@code null} if there is none
	 */
	@Nullable InterruptedRun findInterruptedRun();

	/**
	 * Return the newest runs: those in the database's {@code MIGRATION_RUN}, and those
	 * that failed, left nothing in the database and have a record in the backup directory
	 * of this instance.
	 * @param limit how many to return at most
	 * @return the runs, newest first
	 * @throws MigrationException with code {@code LEDGER_TABLE_REFUSED} if what is called
	 * {@code MIGRATION_RUN} is something else
	 */
	List<RunReport> listRuns(int limit);

	/**
	 * Look at everything that an upgrade and the next boot need: connection, driver,
	 * lock, changelog, settings, programs and privileges for backups, backup directory
	 * and free space. Writes nothing, and fails for no reason that it could name in a
	 * finding: a database that can't be connected to is one.
	 * @return what was found, good and bad
	 */
	List<Finding> diagnose();

	/**
	 * Look at what the next upgrade needs for its backup, a part of {@link #diagnose()}.
	 * Something that is missing is an error only if the upgrade would fail because of it:
	 * not if {@code migration.backup.before-upgrade} is {@code false}, or
	 * {@code migration.backup.when-unavailable} says to go on, or the database holds
	 * nothing yet or is in memory.
	 * @return what was found, good and bad
	 */
	List<Finding> diagnoseBackups();

	/**
	 * Return who holds the lock of a migration, as {@link MigrationStatus#lock()} does,
	 * without looking at the changelog.
	 * @return the holder, or empty if a migration could begin
	 */
	Optional<MigrationLock> findLock();

	/**
	 * Release Liquibase's own lock that a process left behind when it was killed. The
	 * locks of this library end with their processes, and are never released while their
	 * holder lives. A plain Liquibase that still runs can't be told from one that was
	 * killed: make sure that the holder which {@link #findLock()} names no longer runs.
	 * @return who held the lock, or empty if there was nothing to release
	 * @throws MigrationException with code {@code LOCK_TIMEOUT} while an instance of this
	 * library migrates the database
	 */
	Optional<MigrationLock> releaseLock();

	/**
	 * Return the session of the server that holds the lock of an instance of this
	 * library.
	 * @return the session, or empty if there is none, or the database has no sessions
	 */
	Optional<LockSession> findLockSession();

	/**
	 * End the session that holds the lock of an instance, such as one whose host does not
	 * answer any more. What that instance has not committed is rolled back; if it still
	 * runs, its migration fails.
	 * @param session what {@link #findLockSession()} has returned
	 * @throws MigrationException with code {@code LOCK_TIMEOUT} if the session no longer
	 * holds the lock, is not one of this library, or may not be ended by the present user
	 */
	void terminateLockSession(LockSession session);

	/**
	 * Take a backup into the backup directory while the application goes on working. The
	 * backup is complete when this method returns; {@link #verifyDatabaseBackup(Path)}
	 * proves that it can be read.
	 * @return the new backup
	 */
	DatabaseBackup createDatabaseBackup();

	/**
	 * Take a backup to a place of the caller's choice, with its manifest beside it.
	 * @param path a path at which nothing exists yet, in a directory that exists
	 * @return the new backup
	 */
	DatabaseBackup createDatabaseBackup(Path path);

	/**
	 * Alias of {@link #createDatabaseBackup()}.
	 * @return the new backup
	 */
	default DatabaseBackup createBackup() {
		return createDatabaseBackup();
	}

	/**
	 * Alias of {@link #createDatabaseBackup(Path)}.
	 * @param path a path at which nothing exists yet, in a directory that exists
	 * @return the new backup
	 */
	default DatabaseBackup createBackup(Path path) {
		return createDatabaseBackup(path);
	}

	/**
	 * Verify a backup at the configured level ({@code migration.backup.verify}).
	 * @param backup path of the backup, or its bare name in the backup directory
	 * @return the findings; a bad backup is a finding, not an exception
	 */
	BackupVerification verifyDatabaseBackup(Path backup);

	/**
	 * Verify a backup.
	 * @param backup path of the backup, or its bare name in the backup directory
	 * @param level how far to go
	 * @return the findings; a bad backup is a finding, not an exception
	 */
	BackupVerification verifyDatabaseBackup(Path backup, VerificationLevel level);

	/**
	 * Alias of {@link #verifyDatabaseBackup(Path)}.
	 * @param backup path of the backup, or its bare name in the backup directory
	 * @return the findings
	 */
	default BackupVerification verifyBackup(Path backup) {
		return verifyDatabaseBackup(backup);
	}

	/**
	 * Alias of {@link #verifyDatabaseBackup(Path, VerificationLevel)}.
	 * @param backup path of the backup, or its bare name in the backup directory
	 * @param level how far to go
	 * @return the findings
	 */
	default BackupVerification verifyBackup(Path backup, VerificationLevel level) {
		return verifyDatabaseBackup(backup, level);
	}

	/**
	 * Return the backups of this database in the backup directory, with what an
	 * interrupted or damaged backup left there.
	 * @return the backups, newest first
	 */
	List<StoredBackup> listBackups();

	/**
	 * Delete the backups that {@code migration.backup.keep} and
	 * {@code migration.backup.keep-for} no longer cover. The newest good backup is never
	 * deleted.
	 * @return the paths of the deleted backups
	 */
	List<Path> pruneBackups();

	/**
	 * Release a pinned backup: the way back from a run of which a part is committed, or
	 * may be. Nothing deletes it until a later run is done, or this method is called.
	 * @param backup its path, or its bare name in the backup directory
	 * @return whether it was pinned
	 * @throws MigrationException with code {@code BACKUP_NOT_FOUND} or
	 * {@code BACKUP_PATH_REFUSED}
	 */
	boolean releaseBackup(Path backup);

	/**
	 * Write a verified backup over the live database. The present content is kept in a
	 * backup of its own first.
	 * @param backup path of the backup, or its bare name in the backup directory
	 * @return what was restored, and where the previous content is kept
	 */
	RestoreResult restoreDatabase(Path backup);

	/**
	 * Foresee what {@link #restoreDatabase(Path)} would do: verify the backup at the same
	 * level, and compare the rows of every table with those in the backup. On PostgreSQL
	 * counting is given up after a minute or two.
	 * @param backup path of the backup, or its bare name in the backup directory
	 * @return the findings; a bad backup and a database that can't be read are findings,
	 * not exceptions
	 */
	RestorePreview previewRestore(Path backup);

	/**
	 * Upgrade to the head of the changelog.
	 * @return what was applied
	 */
	UpgradeResult upgradeDatabase();

	/**
	 * Upgrade to a target.
	 * @param target {@code head}, {@code +N}, a revision, or {@code tag:T}
	 * @return what was applied
	 */
	UpgradeResult upgradeDatabase(String target);

	/**
	 * Upgrade to a target, with or without a backup, whatever
	 * {@code migration.backup.before-upgrade} says.
	 * @param target {@code head}, {@code +N}, a revision, or {@code tag:T}
	 * @param backup whether to take a backup first of a database that holds data
	 * @return what was applied
	 */
	UpgradeResult upgradeDatabase(String target, boolean backup);

	/**
	 * Alias of {@link #upgradeDatabase()}.
	 * @return what was applied
	 */
	default UpgradeResult upgradeToHead() {
		return upgradeDatabase();
	}

	/**
	 * Return the SQL that {@link #upgradeDatabase(String)} would run.
	 * @param target {@code head}, {@code +N}, a revision, or {@code tag:T}
	 * @return the SQL
	 */
	String previewUpgrade(String target);

	/**
	 * Roll back every change set that was applied after the target, in one transaction.
	 * Refused before anything runs when one of them can't be rolled back.
	 * @param target {@code -N}, a revision (it stays applied), {@code base}, or
	 * {@code tag:T}
	 * @return what was rolled back
	 */
	DowngradeResult downgradeDatabase(String target);

	/**
	 * Downgrade to a target, with or without a backup, whatever
	 * {@code migration.backup.before-downgrade} says.
	 * @param target {@code -N}, a revision (it stays applied), {@code base}, or
	 * {@code tag:T}
	 * @param backup whether to take a backup first of a database that holds data
	 * @return what was rolled back
	 */
	DowngradeResult downgradeDatabase(String target, boolean backup);

	/**
	 * Return the SQL that {@link #downgradeDatabase(String)} would run.
	 * @param target {@code -N}, a revision (it stays applied), {@code base}, or
	 * {@code tag:T}
	 * @return the SQL
	 */
	String previewDowngrade(String target);

	/**
	 * Foresee what {@link #downgradeDatabase(String)} would take out of the database, by
	 * the statements of the rollbacks and the rows that are there now. Counting takes a
	 * minute at most; what is left then is unknown. Values that are overwritten or
	 * converted are not losses in this sense.
	 * @param target {@code -N}, a revision (it stays applied), {@code base}, or
	 * {@code tag:T}
	 * @return the losses
	 */
	DowngradeImpact previewDowngradeImpact(String target);

	/**
	 * Generate a changelog from the difference between the entities and the database, and
	 * include it in the root changelog. It needs the sources of the application.
	 * @param message what the change is about
	 * @return what was generated
	 */
	default GeneratedMigration generateMigration(String message) {
		return generateMigration(message, GenerationOptions.DEFAULTS);
	}

	/**
	 * Generate a changelog.
	 * @param message what the change is about
	 * @param autogenerate whether to fill it with the difference between the entities and
	 * the database, or leave it empty
	 * @return what was generated
	 */
	default GeneratedMigration generateMigration(String message, boolean autogenerate) {
		return generateMigration(message, GenerationOptions.DEFAULTS.withAutogenerate(autogenerate));
	}

	/**
	 * Generate a changelog. Changes that would lose something are left out unless the
	 * options allow it; nothing in the database changes.
	 * @param message what the change is about
	 * @param options how it is generated
	 * @return what was generated
	 * @throws MigrationException with code {@code GENERATION_REFUSED} if change sets are
	 * pending, or the entities or the sources are not found
	 */
	GeneratedMigration generateMigration(String message, GenerationOptions options);

}
