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

package io.migrationutilities.backup;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

import io.migrationutilities.BackupManifest;
import io.migrationutilities.BackupManifest.Database;
import io.migrationutilities.BackupReason;
import io.migrationutilities.BackupVerification;
import io.migrationutilities.DatabaseBackup;
import io.migrationutilities.Finding;
import io.migrationutilities.MigrationException;
import io.migrationutilities.Progress.Activity;
import io.migrationutilities.RestoreForecast;
import io.migrationutilities.RunReport;
import io.migrationutilities.StoredBackup;
import io.migrationutilities.VerificationLevel;
import io.migrationutilities.backup.BackupWriter.Order;
import io.migrationutilities.database.BackupSource;
import io.migrationutilities.file.PrivateFiles;
import io.migrationutilities.work.ActivityProgress;
import io.migrationutilities.work.Interruption;
import io.migrationutilities.work.ProgressListeners;

/**
 * Takes, finds, verifies, restores and prunes backups of databases, whatever their kind.
 * Every failure is a {@link MigrationException}.
 */
public final class DatabaseBackups {

	private static final Log logger = LogFactory.getLog(DatabaseBackups.class);

	private final BackupStore store;

	private final BackupStrategies strategies;

	private final Retention retention;

	private final BackupManifest.Application application;

	private final Clock clock;

	private final BackupPaths paths;

	private final BackupChecks checks;

	private final BackupWriter writer;

	private final BackupVerifier verifier;

	private final VerificationRecorder recorder;

	private final ProgressListeners progress;

	/**
	 * Create an instance. Nothing is read or written yet.
	 * @param directory the backup directory, created when it is needed
	 * @param strategies the kinds of database that are supported
	 * @param retention how many backups are kept, and for how long
	 * @param application the application, as recorded in manifests
	 * @param clock tells the time
	 * @param progress is told how far the work is
	 */
	public DatabaseBackups(Path directory, List<BackupStrategy> strategies, Retention retention,
			BackupManifest.Application application, Clock clock, ProgressListeners progress) {
		Assert.notNull(directory, "'directory' must not be null");
		Assert.notNull(strategies, "'strategies' must not be null");
		Assert.notNull(retention, "'retention' must not be null");
		Assert.notNull(application, "'application' must not be null");
		Assert.notNull(clock, "'clock' must not be null");
		Assert.notNull(progress, "'progress' must not be null");
		this.store = new BackupStore(directory);
		this.strategies = new BackupStrategies(strategies);
		this.retention = retention;
		this.application = application;
		this.clock = clock;
		this.paths = new BackupPaths(this.store);
		this.checks = new BackupChecks(this.store, this.strategies);
		this.writer = new BackupWriter(application, clock, progress);
		this.verifier = new BackupVerifier(this.strategies, this.store, progress);
		this.recorder = new VerificationRecorder(this.store, clock);
		this.progress = progress;
	}

	/**
	 * Return whether backups can be taken of this kind of database.
	 * @param source the database
	 * @return whether there is a strategy for it
	 */
	public boolean isSupported(BackupSource source) {
		return this.strategies.find(source).isPresent();
	}

	/**
	 * Return what a database holds.
	 * @param source the database
	 * @return the content; in doubt, as with a database that no strategy supports,
	 * {@code DATA}
	 */
	public SourceContent content(BackupSource source) {
		return this.strategies.contentOf(source);
	}

	/**
	 * Make sure that nothing that can be known beforehand keeps a backup from being
	 * taken. Creates the backup directory.
	 * @param source the database
	 * @param level how far the backup is going to be verified
	 * @throws MigrationException with code {@code BACKUP_UNAVAILABLE},
	 * {@code BACKUP_DIRECTORY_UNUSABLE} or {@code NO_SPACE}
	 */
	public void checkAvailable(BackupSource source, VerificationLevel level) {
		this.checks.require(source, level);
	}

	/**
	 * Look for what would keep a backup from being taken or verified. Writes nothing.
	 * @param source the database
	 * @param level how far backups are going to be verified
	 * @return what was found
	 */
	public List<Finding> diagnose(BackupSource source, VerificationLevel level) {
		return this.checks.examine(source, level);
	}

	/**
	 * Foresee whether the present user could restore a backup of a database as it is now.
	 * Writes nothing.
	 * @param target the database
	 * @param now whether what sessions of others hold counts, which come and go
	 * @return the forecast
	 * @throws MigrationException if the database can't be asked
	 */
	public RestoreForecast forecast(BackupSource target, boolean now) {
		return this.strategies.get(target).forecast(target, now);
	}

	/**
	 * Foresee whether the present user could restore a backup now. Writes nothing.
	 * @param backup the backup
	 * @param target the database
	 * @return the forecast
	 * @throws MigrationException if the database can't be asked
	 */
	public RestoreForecast forecast(DatabaseBackup backup, BackupSource target) {
		return this.strategies.get(target).forecast(backup.path(), backup.manifest(), target);
	}

	/**
	 * Look at the backup directory, which needs no database. Writes nothing.
	 * @return what was found
	 */
	public Finding diagnoseDirectory() {
		return this.checks.examineDirectory();
	}

	/**
	 * Take a backup into the backup directory. It is complete and durable when this
	 * method returns; whether it can be read is shown by {@link #verify}.
	 * @param source the database
	 * @param reason why
	 * @param naming names the revision applied last
	 * @return the new backup
	 */
	public DatabaseBackup create(BackupSource source, BackupReason reason, RevisionNaming naming) {
		return create(new Order(source, this.strategies.get(source), reason, naming, foresee(source), false));
	}

	/**
	 * Take a backup into the backup directory, as
	 * {@link #create(BackupSource, BackupReason, RevisionNaming)} does, whose restore has
	 * been foreseen, and which {@link #verifyNew} is going to verify.
	 * @param source the database
	 * @param reason why
	 * @param naming names the revision applied last
	 * @param forecast what the manifest says about a restore, or {@code null} if nothing
	 * is known
	 * @param level how far it is going to be verified; what can be done of that while it
	 * is written is done then
	 * @return the new backup
	 */
	public DatabaseBackup create(BackupSource source, BackupReason reason, RevisionNaming naming,
			@Nullable RestoreForecast forecast, VerificationLevel level) {
		return create(new Order(source, this.strategies.get(source), reason, naming, forecast,
				level == VerificationLevel.STRUCTURE));
	}

	private DatabaseBackup create(Order order) {
		BackupStrategy strategy = order.strategy();
		Database database = strategy.describe(order.source());
		return this.store.locked("backup of '%s'".formatted(database.name()), () -> {
			this.store.sweep();
			Path directory = this.store.directory();
			long size = strategy.requiredSpace(order.source());
			BackupChecks.requireSpace(size, directory);
			BackupName name = this.store.nextName(database.name(), strategy.suffix(), this.clock.instant());
			return this.writer.write(order, name.id(), directory.resolve(name.toString()), size);
		});
	}

	/**
	 * Take a backup to a place of the caller's choice.
	 * @param source the database
	 * @param reason why
	 * @param naming names the revision applied last
	 * @param target a path at which nothing exists yet, in a directory that exists
	 * @return the new backup
	 */
	public DatabaseBackup create(BackupSource source, BackupReason reason, RevisionNaming naming, Path target) {
		Path path = this.paths.resolveNew(target);
		BackupStrategy strategy = this.strategies.get(source);
		long size = strategy.requiredSpace(source);
		BackupChecks.requireSpace(size, PrivateFiles.directoryOf(path));
		BackupName name = BackupName.create(String.valueOf(path.getFileName()), this.clock.instant(),
				strategy.suffix());
		Order order = new Order(source, strategy, reason, naming, foresee(source), false);
		return this.writer.write(order, name.id(), path, size);
	}

	private @Nullable RestoreForecast foresee(BackupSource source) {
		try {
			return forecast(source, false);
		}
		catch (MigrationException ex) {
			logger.debug("A restore can't be foreseen", ex);
			return null;
		}
	}

	/**
	 * Find a backup and read its manifest.
	 * @param backup its path, or its bare name in the backup directory
	 * @return the backup, whose data was not read
	 * @throws MigrationException with code {@code BACKUP_NOT_FOUND},
	 * {@code BACKUP_PATH_REFUSED} or {@code BACKUP_INVALID}
	 */
	public DatabaseBackup open(Path backup) {
		Path path = this.paths.resolveExisting(backup);
		return new DatabaseBackup(path, BackupInspection.requireSound(path));
	}

	/**
	 * Verify a backup, and record the result in its manifest where that is possible.
	 * @param backup its path, or its bare name in the backup directory
	 * @param level how far to go
	 * @param source the database it was taken from; it is asked only at level
	 * {@code RESTORE}, and only if its server holds the scratch database
	 * @return the findings; a bad backup is a finding
	 * @throws MigrationException with code {@code BACKUP_NOT_FOUND} or
	 * {@code BACKUP_PATH_REFUSED}; at level {@code RESTORE} also if there is no room for
	 * a scratch database
	 */
	public BackupVerification verify(Path backup, VerificationLevel level, BackupSource source) {
		Path path = this.paths.resolveExisting(backup);
		BackupVerification verification = this.verifier.verify(path, level, source);
		Interruption.check();
		this.recorder.record(path, verification);
		return verification;
	}

	/**
	 * Verify a backup that {@code create} has returned a moment ago: what was done of it
	 * while the backup was written is not done again.
	 * @param backup the backup
	 * @param level how far to go
	 * @param source the database it was taken from
	 * @return the findings; a bad backup is a finding
	 * @throws MigrationException as {@link #verify} does
	 */
	public BackupVerification verifyNew(DatabaseBackup backup, VerificationLevel level, BackupSource source) {
		BackupManifest manifest = backup.manifest();
		return manifest.verifications()
			.stream()
			.filter((verification) -> verification.valid() && verification.level() == level)
			.findFirst()
			.map((passed) -> new BackupVerification(true, manifest.totalSize(), manifest.tables().size(), List.of(),
					level, passed.duration()))
			.orElseGet(() -> verify(backup.path(), level, source));
	}

	/**
	 * Replace the content of a database by that of a backup, wholly or not at all. The
	 * caller has verified the backup, and taken one of what is to be replaced unless that
	 * is kept.
	 * @param backup the backup
	 * @param target the database
	 * @param keepPrevious whether the previous database must be kept beside the restored
	 * one: what {@link #keepsPrevious} has answered
	 * @return the name under which the previous database is kept beside the restored one,
	 * or {@code null} if it is not
	 * @throws MigrationException with the state in which the database was left; code
	 * {@code BACKUP_OF_OTHER_DATABASE} if the application, or kind or name of the
	 * database differ
	 */
	public @Nullable String restore(DatabaseBackup backup, BackupSource target, boolean keepPrevious) {
		return restore(backup, target, keepPrevious, RestoreRecord.NONE);
	}

	/**
	 * Replace the content of a database, as
	 * {@link #restore(DatabaseBackup, BackupSource, boolean)} does, and record that in
	 * it.
	 * @param backup the backup
	 * @param target the database
	 * @param keepPrevious whether the previous database must be kept
	 * @param record the record of the restore; where it can't be written the restore is
	 * done without
	 * @return the name under which the previous database is kept, or {@code null}
	 */
	public @Nullable String restore(DatabaseBackup backup, BackupSource target, boolean keepPrevious,
			RestoreRecord record) {
		DatabaseBackup sound = open(backup.path());
		requireOf(target, sound);
		ActivityProgress activity = this.progress.begin(Activity.RESTORE, sound.manifest().totalSize(), 1);
		String previous = this.strategies.get(target)
			.restore(sound.path(), sound.manifest(), target, keepPrevious, record, activity.part(0));
		activity.finish();
		return previous;
	}

	/**
	 * Make sure that a backup is of this application and of a database.
	 * @param source the database
	 * @param backup the backup
	 * @throws MigrationException with code {@code BACKUP_OF_OTHER_DATABASE} if it is not
	 */
	public void requireOf(BackupSource source, DatabaseBackup backup) {
		new BackupOrigin(this.application, this.strategies.get(source).describe(source)).require(backup.manifest());
	}

	/**
	 * Count the rows of every table of a live database, without keeping those who write
	 * waiting.
	 * @param source the database
	 * @return the number of rows, by table name as in manifests
	 * @throws MigrationException if they can't be counted, or not in time
	 */
	public Map<String, Long> countRows(BackupSource source) {
		return this.strategies.get(source).countRows(source);
	}

	/**
	 * Return the directory that backups are taken into.
	 * @return the backup directory, which may not exist yet
	 */
	public Path directory() {
		return this.store.directory();
	}

	/**
	 * Return whether a restore can keep the previous database beside the restored one.
	 * @param target the database
	 * @return whether no copy of it has to be taken before
	 */
	public boolean keepsPrevious(BackupSource target) {
		return this.strategies.get(target).keepsPrevious(target);
	}

	/**
	 * Drop the previous databases that restores have kept, and what interrupted restores
	 * and verifications have left behind.
	 * @param source the database
	 * @return the names of the dropped databases
	 */
	public List<String> dropPrevious(BackupSource source) {
		return this.strategies.get(source).dropPrevious(source);
	}

	/**
	 * List the backups of a database in the backup directory.
	 * @param source the database
	 * @return the backups with what interrupted or damaged ones left there, newest first
	 */
	public List<StoredBackup> list(BackupSource source) {
		return listing(source).map(BackupListing::backups).orElseGet(List::of);
	}

	/**
	 * Return what lists the backups of a database again and again. The database is asked
	 * only now, for its name.
	 * @param source the database
	 * @return the listing, or empty if no strategy supports this kind of database
	 */
	public Optional<BackupListing> listing(BackupSource source) {
		return this.strategies.find(source)
			.map((strategy) -> new BackupListing(this.store, strategy.describe(source), strategy.suffix()));
	}

	/**
	 * Write a record of a failed run beside the backups.
	 * @param source the database
	 * @param run the run
	 * @throws IOException if it can't be written
	 */
	public void recordFailure(BackupSource source, RunReport run) throws IOException {
		BackupStrategy strategy = this.strategies.find(source).orElse(null);
		if (strategy != null) {
			recordFailure(BackupName.label(strategy.describe(source).name()), run);
		}
	}

	/**
	 * Write a record of a failed run beside the backups, without asking the database.
	 * @param backup the backup of the run
	 * @param run the run
	 * @throws IOException if it can't be written
	 */
	public void recordFailure(DatabaseBackup backup, RunReport run) throws IOException {
		recordFailure(BackupName.label(backup.manifest().database().name()), run);
	}

	/**
	 * Keep the record of a restore beside the backups, since its ledger can't be written.
	 * @param backup the backup that was restored
	 * @param run the restore
	 * @throws IOException if it can't be kept
	 */
	public void keepRecord(DatabaseBackup backup, RunReport run) throws IOException {
		keptRecords(backup.manifest().database()).add(run, this.clock.instant());
	}

	/**
	 * Hand the records that were kept to whoever can write them, oldest first, and forget
	 * those that are written. Where there is none the database is not asked.
	 * @param source the database
	 * @param writer writes them
	 * @throws Exception if a record can't be written or not be forgotten
	 */
	public void takeKeptRecords(Supplier<BackupSource> source, KeptRecords.Writer writer) throws Exception {
		if (KeptRecords.areIn(this.store)) {
			BackupSource asked = source.get();
			BackupStrategy strategy = this.strategies.find(asked).orElse(null);
			if (strategy != null) {
				keptRecords(strategy.describe(asked)).take(writer);
			}
		}
	}

	private KeptRecords keptRecords(Database database) {
		return new KeptRecords(this.store, BackupName.label(database.name()));
	}

	private void recordFailure(String label, RunReport run) throws IOException {
		new FailedRunFiles(this.store, label).add(run, this.clock.instant());
	}

	/**
	 * Delete the good backups of a database that the retention no longer covers, and what
	 * interrupted backups left behind. The newest good backup, and the newest that passed
	 * a verification, are never deleted; damaged ones are left for a human to look at.
	 * @param source the database
	 * @param keep paths of backups that must not be deleted
	 * @return the paths of the deleted backups
	 */
	public List<Path> prune(BackupSource source, Set<Path> keep) {
		Set<Path> kept = keep.stream().map(this.paths::canonical).collect(Collectors.toSet());
		BackupPruning pruning = pruning(source, kept);
		return this.store.locked("pruning", () -> {
			this.store.sweep();
			return pruning.prune(list(source), this.clock.instant());
		});
	}

	/**
	 * Delete a backup that is not needed.
	 * @param source the database it is of
	 * @param backup what was listed
	 * @throws MigrationException with code {@code BACKUP_NEEDED} if it is the newest good
	 * one or the newest that has passed a verification, and with
	 * {@code BACKUP_DIRECTORY_UNUSABLE} if it can't be deleted
	 */
	public void delete(BackupSource source, StoredBackup backup) {
		this.store.locked("deletion of a backup", () -> {
			BackupPruning.requireNotNeeded(list(source), backup);
			try {
				this.store.delete(backup.path());
				return true;
			}
			catch (IOException ex) {
				throw BackupFailures.unusableDirectory(this.store.directory(),
						"the backup '%s' can't be deleted (%s)".formatted(backup.name(), ex), ex);
			}
		});
	}

	/**
	 * Delete the backups of earlier attempts at what a backup was taken for: those
	 * directly before it that have the same reason, the same change history and the same
	 * data, which was not verified further. An application that fails at every start
	 * would otherwise fill the disk.
	 * @param source the database
	 * @param latest the backup of the latest attempt
	 * @return the paths of the deleted backups
	 */
	public List<Path> pruneEarlierAttempts(BackupSource source, DatabaseBackup latest) {
		BackupPruning pruning = pruning(source, Set.of(latest.path()));
		return this.store.locked("pruning",
				() -> pruning.pruneEarlierAttempts(list(source), latest, this.clock.instant()));
	}

	/**
	 * Delete backups of earlier attempts that were killed, so that no more of them are
	 * there than the retention keeps.
	 * @param source the database
	 * @param latest the backup of the latest attempt
	 * @return the paths of the deleted backups
	 */
	public List<Path> thinOutAttempts(BackupSource source, DatabaseBackup latest) {
		BackupPruning pruning = pruning(source, Set.of(latest.path()));
		return this.store.locked("pruning", () -> pruning.thinOutAttempts(list(source), latest, this.clock.instant()));
	}

	private BackupPruning pruning(BackupSource source, Set<Path> kept) {
		return new BackupPruning(this.store, this.retention, kept, this.strategies.get(source)::holdsSameData);
	}

	/**
	 * Pin a backup, so that nothing deletes it before it is released.
	 * @param backup the backup
	 * @param reason why it is needed, a sentence
	 * @throws MigrationException with code {@code BACKUP_DIRECTORY_UNUSABLE} if that
	 * can't be written down
	 */
	public void pin(Path backup, String reason) {
		this.store.locked("pinning", () -> {
			try {
				BackupPin.set(backup, reason);
				return true;
			}
			catch (IOException ex) {
				throw BackupFailures.unusableDirectory(this.store.directory(),
						"the backup '%s' can't be pinned (%s)".formatted(backup.getFileName(), ex), ex);
			}
		});
	}

	/**
	 * Release a pinned backup.
	 * @param backup its path, or its bare name in the backup directory
	 * @return whether it was pinned
	 * @throws MigrationException with code {@code BACKUP_NOT_FOUND} or
	 * {@code BACKUP_PATH_REFUSED}, and with {@code BACKUP_DIRECTORY_UNUSABLE} if the pin
	 * can't be removed
	 */
	public boolean release(Path backup) {
		Path path = this.paths.resolveExisting(backup);
		return this.store.locked("release of a backup", () -> {
			try {
				return BackupPin.release(path);
			}
			catch (IOException ex) {
				throw BackupFailures.unusableDirectory(this.store.directory(),
						"the backup '%s' can't be released (%s)".formatted(path.getFileName(), ex), ex);
			}
		});
	}

	/**
	 * Release all backups of a database.
	 * @param source the database
	 * @return the names of those that were pinned
	 */
	public List<String> releaseAll(BackupSource source) {
		return list(source).stream()
			.filter((backup) -> backup.pin() != null && release(backup.path()))
			.map(StoredBackup::name)
			.toList();
	}

}
