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

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.migrationutilities.BackupReason;
import io.migrationutilities.BackupVerification;
import io.migrationutilities.DatabaseBackup;
import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationEvent;
import io.migrationutilities.MigrationException;
import io.migrationutilities.RestorePreview;
import io.migrationutilities.RestoreResult;
import io.migrationutilities.VerificationLevel;
import io.migrationutilities.backup.BackupSource;
import io.migrationutilities.backup.DatabaseBackups;
import io.migrationutilities.backup.Interruption;
import io.migrationutilities.backup.Interruption.Deferral;
import io.migrationutilities.backup.SourceContent;
import io.migrationutilities.backup.SqlState;
import io.migrationutilities.engine.Ledger.Outcome;

/**
 * Restores a backup over the live database without making anything worse:
 * <ol>
 * <li>verify the backup: a bad one changes nothing.</li>
 * <li>lock: other instances wait.</li>
 * <li>safety copy: what is there now is kept in a backup of its own, unless the restore
 * keeps it.</li>
 * <li>restore: wholly or not at all.</li>
 * <li>record: a ledger row in the restored database.</li>
 * </ol>
 */
public final class DatabaseRestore {

	private static final Log logger = LogFactory.getLog(DatabaseRestore.class);

	private static final Duration RECONNECT_TIMEOUT = Duration.ofSeconds(10);

	private final MigrationSettings settings;

	private final DatabaseBackups backups;

	private final MigrationEvents events;

	/**
	 * Create the restore.
	 * @param settings the settings of the runs
	 * @param backups takes, verifies and restores backups
	 * @param events tell what happens
	 */
	public DatabaseRestore(MigrationSettings settings, DatabaseBackups backups, MigrationEvents events) {
		this.settings = settings;
		this.backups = backups;
		this.events = events;
	}

	/**
	 * Restore a backup.
	 * @param database the database
	 * @param path path of the backup, or its bare name in the backup directory
	 * @return what was restored, and where the previous content is kept
	 * @throws MigrationException if the restore was refused or failed
	 */
	public RestoreResult restore(MigrationDatabase database, Path path) {
		return LiquibaseScope.call(database, () -> {
			long startedAt = System.nanoTime();
			try {
				RestoreResult result = execute(database, path);
				this.events.publish(new MigrationEvent.RestoreCompleted(database.getName(), result));
				return result;
			}
			catch (Exception ex) {
				MigrationException failure = Failures.translate(ex);
				fail(database, failure, Duration.ofNanos(System.nanoTime() - startedAt));
				throw failure;
			}
			finally {
				database.getMemory().end();
			}
		});
	}

	// What was refused before anything was begun is no run.
	private void fail(MigrationDatabase database, MigrationException failure, Duration duration) {
		if (database.getMemory().getRunningSince() != null) {
			database.getMemory()
				.setLastRun(new RunReport(RunKind.RESTORE.name(), null, null, Outcome.FAILED.name(),
						Instant.now().minus(duration).truncatedTo(ChronoUnit.MILLIS), duration,
						this.settings.application().version(), null, failure.getCode()));
		}
		this.events.publish(new MigrationEvent.RestoreFailed(database.getName(), failure, duration));
	}

	/**
	 * Foresee what {@link #restore} would do. Nothing is locked and nothing changed.
	 * @param database the database
	 * @param path path of the backup, or its bare name in the backup directory
	 * @return the findings
	 */
	public RestorePreview preview(MigrationDatabase database, Path path) {
		return new RestoreRehearsal(this.settings, this.backups).preview(database, path);
	}

	private RestoreResult execute(MigrationDatabase database, Path path) throws Exception {
		long startedAt = System.nanoTime();
		DatabaseBackup backup = verified(database, path);
		String before;
		String after;
		DatabaseBackup safetyCopy;
		String previous;
		BackupSource source;
		boolean keepPrevious;
		LiquibaseSession session = LiquibaseSession.open(database);
		try (RunLock lock = lock(session)) {
			database.getMemory().begin();
			try (session) {
				before = currentRevision(session);
				source = session.getDetachedBackupSource();
				keepPrevious = this.backups.keepsPrevious(session.getBackupSource());
				safetyCopy = keepPrevious ? null : takeSafetyCopy(session);
			}
			database.getMemory().forget();
			previous = this.backups.restore(backup, source, keepPrevious);
			after = record(database, backup, before, Duration.ofNanos(System.nanoTime() - startedAt));
		}
		logger.info("Restored '" + database.getName() + "' from " + backup.path());
		return new RestoreResult(before, after, backup, safetyCopy, previous,
				Duration.ofNanos(System.nanoTime() - startedAt));
	}

	private DatabaseBackup verified(MigrationDatabase database, Path path) {
		DatabaseBackup backup = this.backups.open(path);
		BackupVerification verification = this.backups.verify(backup.path(), level(this.settings),
				database.getBackupSource());
		this.events.publish(new MigrationEvent.BackupVerified(database.getName(), backup.path(), verification));
		if (!verification.valid()) {
			throw VerifyStep.invalid("The backup " + backup.path() + " can't be restored", verification,
					"Nothing was changed. Choose another backup; 'migrations backups' names them.");
		}
		return this.backups.open(backup.path());
	}

	/**
	 * Return how far a backup is verified before it is restored.
	 * @param settings the settings of the runs
	 * @return the configured level, but no less than the structure
	 */
	static VerificationLevel level(MigrationSettings settings) {
		VerificationLevel configured = settings.verificationLevel();
		return (configured == VerificationLevel.CHECKSUM) ? VerificationLevel.STRUCTURE : configured;
	}

	// A database that no backup strategy knows must not be locked: the lock could not be
	// released through the connection that is closed before the restore.
	private RunLock lock(LiquibaseSession session) throws Exception {
		try {
			requireSupport(session);
			return session.getDialect()
				.acquireLock(session, LockOwner.describe(this.settings.application()), this.settings.lockTimeout());
		}
		catch (Exception ex) {
			session.close();
			throw ex;
		}
	}

	private void requireSupport(LiquibaseSession session) {
		if (!this.backups.isSupported(session.getBackupSource())) {
			throw new MigrationException(MigrationErrorCode.BACKUP_UNAVAILABLE,
					"'" + session.getName() + "' is of a kind of database that can't be restored.",
					"Nothing was changed. Restore it with the database's own tools.");
		}
	}

	private @Nullable DatabaseBackup takeSafetyCopy(LiquibaseSession session) {
		try {
			BackupSource source = session.getBackupSource();
			if (this.backups.content(source) != SourceContent.DATA) {
				return null;
			}
			Revisions revisions = SchemaComparison.revisionsOfHistory(session);
			DatabaseBackup copy = this.backups.create(source, BackupReason.BEFORE_RESTORE,
					BackupStep.naming(revisions));
			this.events.publish(new MigrationEvent.BackupCreated(session.getName(), copy));
			return copy;
		}
		catch (Exception ex) {
			MigrationException failure = Failures.translate(ex);
			if (failure.getCode() == MigrationErrorCode.INTERRUPTED) {
				throw failure;
			}
			throw new MigrationException(failure.getCode(),
					"The present content could not be kept in a safety copy: " + failure.getMessage(),
					"Nothing was changed. " + failure.getHint()
							+ " If the database is damaged beyond reading, put it aside (SQLite: stop the "
							+ "application and move its file away) and restore into an empty one.",
					failure);
		}
	}

	/**
	 * Return the current revision, as far as anything can be read.
	 * @param session the session to read it with
	 * @return the revision, or {@code null} if there is none or it can't be read
	 */
	static @Nullable String currentRevision(LiquibaseSession session) {
		try {
			return SchemaComparison.of(session).getCurrentRevision();
		}
		catch (Exception ex) {
			logger.debug("The changelog can't be read", ex);
			return currentRevisionOfHistory(session);
		}
	}

	private static @Nullable String currentRevisionOfHistory(LiquibaseSession session) {
		try {
			return SchemaComparison.currentRevisionOfHistory(session);
		}
		catch (Exception ex) {
			logger.debug("The history can't be read", ex);
			return null;
		}
	}

	// PostgreSQL ends all sessions of a database that another one takes the place of, so
	// that a pool may still hand out connections that are dead.
	private LiquibaseSession reconnect(MigrationDatabase database) throws Exception {
		return new Patience(RECONNECT_TIMEOUT, (ex) -> SqlState.of(ex) == SqlState.LOST).call(database.getName(),
				() -> LiquibaseSession.open(database));
	}

	private static void remember(LiquibaseSession session) {
		try {
			DatabaseSnapshot.take(session);
		}
		catch (Exception ex) {
			logger.debug("What was restored can't be remembered", ex);
		}
	}

	private @Nullable String record(MigrationDatabase database, DatabaseBackup backup, @Nullable String before,
			Duration duration) {
		try (Deferral deferral = Interruption.defer(); LiquibaseSession session = reconnect(database)) {
			String after = currentRevision(session);
			session.getTransaction().begin();
			Ledger.of(session)
				.insert(new Ledger.Row(UUID.randomUUID().toString(), RunKind.RESTORE, before, after,
						this.settings.application().version(), backup.manifest().id(), Outcome.SUCCEEDED, null,
						duration));
			session.getTransaction().commit();
			remember(session);
			return after;
		}
		catch (Exception ex) {
			logger.warn("The restore could not be recorded in the ledger: " + Failures.rootMessage(ex));
			return backup.manifest().revision();
		}
	}

}
