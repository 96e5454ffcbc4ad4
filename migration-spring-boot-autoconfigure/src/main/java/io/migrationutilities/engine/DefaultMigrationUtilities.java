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
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.slf4j.MDC.MDCCloseable;
import org.springframework.util.Assert;

import io.migrationutilities.BackupVerification;
import io.migrationutilities.DatabaseBackup;
import io.migrationutilities.DowngradeImpact;
import io.migrationutilities.DowngradeResult;
import io.migrationutilities.Finding;
import io.migrationutilities.GeneratedMigration;
import io.migrationutilities.GenerationOptions;
import io.migrationutilities.InterruptedRun;
import io.migrationutilities.LockSession;
import io.migrationutilities.Migration;
import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationException;
import io.migrationutilities.MigrationLock;
import io.migrationutilities.MigrationStatus;
import io.migrationutilities.MigrationUtilities;
import io.migrationutilities.RestorePreview;
import io.migrationutilities.RestoreResult;
import io.migrationutilities.RunReport;
import io.migrationutilities.StoredBackup;
import io.migrationutilities.UpgradeResult;
import io.migrationutilities.VerificationLevel;
import io.migrationutilities.engine.lock.DatabaseLocks;
import io.migrationutilities.engine.lock.LockOwner;
import io.migrationutilities.engine.lock.LockRelease;
import io.migrationutilities.engine.plan.SchemaComparison;
import io.migrationutilities.engine.plan.Target;
import io.migrationutilities.engine.preview.RunPreviews;
import io.migrationutilities.engine.run.DatabaseRestore;
import io.migrationutilities.engine.run.MigrationReport;
import io.migrationutilities.engine.run.MigrationRunner;
import io.migrationutilities.engine.run.MigrationSettings;
import io.migrationutilities.engine.run.SnapshotReader;
import io.migrationutilities.engine.session.Failures;
import io.migrationutilities.engine.session.LiquibaseSession;
import io.migrationutilities.engine.session.LiquibaseSession.Reader;
import io.migrationutilities.engine.session.MigrationDatabase;
import io.migrationutilities.engine.session.RunHistory;
import io.migrationutilities.sqlite.table.SqliteAlterationException;

/**
 * {@link MigrationUtilities} of one database, on the engine that also serves the boot.
 */
public final class DefaultMigrationUtilities implements MigrationUtilities {

	private final MigrationDatabase database;

	private final MigrationSettings settings;

	private final MigrationRunner runner;

	private final RunPreviews previews;

	private final DatabaseRestore restore;

	private final RequestedBackups backups;

	private final DatabaseDoctor doctor;

	private final MigrationGenerator generator;

	private final OperationObserver observer;

	/**
	 * Create the utilities.
	 * @param database the database
	 * @param settings the settings of the runs
	 * @param runner upgrades and downgrades
	 * @param previews tell what runs would do
	 * @param restore restores
	 * @param backups takes, verifies and lists backups
	 * @param doctor looks for what would go wrong
	 * @param generator generates migrations
	 * @param observer watches the operations
	 */
	public DefaultMigrationUtilities(MigrationDatabase database, MigrationSettings settings, MigrationRunner runner,
			RunPreviews previews, DatabaseRestore restore, RequestedBackups backups, DatabaseDoctor doctor,
			MigrationGenerator generator, OperationObserver observer) {
		this.database = database;
		this.settings = settings;
		this.runner = runner;
		this.previews = previews;
		this.restore = restore;
		this.backups = backups;
		this.doctor = doctor;
		this.generator = generator;
		this.observer = observer;
	}

	@Override
	public Optional<String> getCurrentRevision() {
		return read((session) -> Optional.ofNullable(SchemaComparison.of(session).getCurrentRevision()));
	}

	@Override
	public Optional<String> getHeadRevision() {
		return read((session) -> Optional.ofNullable(SchemaComparison.of(session).getHeadRevision()));
	}

	@Override
	public List<Migration> getMigrationHistory() {
		return read((session) -> new MigrationReport(SchemaComparison.of(session)).toHistory());
	}

	@Override
	public MigrationStatus checkMigrationStatus() {
		return read(
				(session) -> SnapshotReader.look(session).remember().statusWith(DatabaseLocks.of(session).findLock()));
	}

	@Override
	public @Nullable InterruptedRun findInterruptedRun() {
		return read(
				(session) -> Optional.ofNullable(this.doctor.findInterruptedRun(session, SchemaComparison.of(session))))
			.orElse(null);
	}

	@Override
	public List<RunReport> listRuns(int limit) {
		Assert.isTrue(limit > 0, "'limit' must be positive");
		List<RunReport> failed = this.backups.failedRuns();
		return LiquibaseSession.read(this.database,
				(session) -> new RunHistory(session.getLedger(), failed).read(0, limit).runs());
	}

	@Override
	public List<Finding> diagnose() {
		return this.doctor.diagnose(this.database);
	}

	@Override
	public List<Finding> diagnoseBackups() {
		return this.doctor.diagnoseBackups(this.database);
	}

	@Override
	public Optional<MigrationLock> findLock() {
		return read((session) -> Optional.ofNullable(DatabaseLocks.of(session).findLock()));
	}

	@Override
	public Optional<MigrationLock> releaseLock() {
		return read(new LockRelease(LockOwner.describe(this.settings.application()))::release);
	}

	@Override
	public Optional<LockSession> findLockSession() {
		return read((session) -> DatabaseLocks.of(session).findSession());
	}

	@Override
	public void terminateLockSession(LockSession lockSession) {
		Assert.notNull(lockSession, "'lockSession' must not be null");
		read((session) -> {
			DatabaseLocks.of(session).terminate(lockSession);
			return true;
		});
	}

	@Override
	public DatabaseBackup createDatabaseBackup() {
		return observed("backup", this.backups::create);
	}

	@Override
	public DatabaseBackup createDatabaseBackup(Path path) {
		Assert.notNull(path, "'path' must not be null");
		return observed("backup", () -> this.backups.create(path));
	}

	@Override
	public BackupVerification verifyDatabaseBackup(Path backup) {
		return verifyDatabaseBackup(backup, this.settings.verificationLevel());
	}

	@Override
	public BackupVerification verifyDatabaseBackup(Path backup, VerificationLevel level) {
		Assert.notNull(backup, "'backup' must not be null");
		Assert.notNull(level, "'level' must not be null");
		return observed("verify", () -> this.backups.verify(backup, level));
	}

	@Override
	public List<StoredBackup> listBackups() {
		return this.backups.list();
	}

	@Override
	public List<Path> pruneBackups() {
		return this.backups.prune();
	}

	@Override
	public boolean releaseBackup(Path backup) {
		Assert.notNull(backup, "'backup' must not be null");
		return this.backups.release(backup);
	}

	@Override
	public RestoreResult restoreDatabase(Path backup) {
		Assert.notNull(backup, "'backup' must not be null");
		return observed("restore", () -> this.restore.restore(this.database, backup));
	}

	@Override
	public RestorePreview previewRestore(Path backup) {
		Assert.notNull(backup, "'backup' must not be null");
		return this.previews.previewRestore(this.database, backup);
	}

	@Override
	public UpgradeResult upgradeDatabase() {
		return upgradeDatabase(Target.HEAD);
	}

	@Override
	public UpgradeResult upgradeDatabase(String target) {
		return upgradeDatabase(target, this.settings.backupBeforeUpgrade());
	}

	@Override
	public UpgradeResult upgradeDatabase(String target, boolean backup) {
		Assert.notNull(target, "'target' must not be null");
		return observed("upgrade", () -> this.runner.upgrade(this.database, target, backup));
	}

	@Override
	public String previewUpgrade(String target) {
		Assert.notNull(target, "'target' must not be null");
		this.database.requireExistence();
		return this.previews.previewUpgrade(this.database, target);
	}

	@Override
	public DowngradeResult downgradeDatabase(String target) {
		return downgradeDatabase(target, this.settings.backupBeforeDowngrade());
	}

	@Override
	public DowngradeResult downgradeDatabase(String target, boolean backup) {
		Assert.notNull(target, "'target' must not be null");
		this.database.requireExistence();
		return observed("downgrade", () -> this.runner.downgrade(this.database, target, backup));
	}

	@Override
	public String previewDowngrade(String target) {
		Assert.notNull(target, "'target' must not be null");
		this.database.requireExistence();
		return this.previews.previewDowngrade(this.database, target);
	}

	@Override
	public DowngradeImpact previewDowngradeImpact(String target) {
		Assert.notNull(target, "'target' must not be null");
		return this.previews.previewDowngradeImpact(this.database, target);
	}

	@Override
	public GeneratedMigration generateMigration(String message, GenerationOptions options) {
		Assert.notNull(message, "'message' must not be null");
		Assert.notNull(options, "'options' must not be null");
		if (options.autogenerate()) {
			refusePending(checkMigrationStatus());
		}
		try {
			return this.generator.generate(this.database, message, options);
		}
		catch (MigrationException | SqliteAlterationException ex) {
			throw Failures.translate(ex);
		}
	}

	private static void refusePending(MigrationStatus status) {
		if (!status.pendingMigrations().isEmpty()) {
			throw new MigrationException(MigrationErrorCode.GENERATION_REFUSED,
					"The database lacks " + status.pendingMigrations().size()
							+ " change sets that are written already, which would be generated once more.",
					"Upgrade first, then generate.");
		}
	}

	private <T> T read(Reader<T> reader) {
		return LiquibaseSession.read(this.database, reader);
	}

	private <T> T observed(String operation, Supplier<T> work) {
		try (MDCCloseable name = MDC.putCloseable("migration.database", this.database.getName())) {
			return this.observer.observe(this.database.getName(), operation, work);
		}
	}

}
