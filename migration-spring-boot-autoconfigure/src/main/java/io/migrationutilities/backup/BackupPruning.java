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
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Stream;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.migrationutilities.BackupManifest;
import io.migrationutilities.BackupManifest.Verification;
import io.migrationutilities.BackupState;
import io.migrationutilities.DatabaseBackup;
import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationException;
import io.migrationutilities.StoredBackup;

/**
 * Deletes the good backups of one database that the retention no longer covers. Only good
 * ones count. The newest good one and the newest that passed a verification stay.
 */
final class BackupPruning {

	private static final Log logger = LogFactory.getLog(BackupPruning.class);

	private final BackupStore store;

	private final Retention retention;

	private final Set<Path> kept;

	private final BiPredicate<DatabaseBackup, DatabaseBackup> sameData;

	/**
	 * Create an instance.
	 * @param store the store
	 * @param retention how many backups are kept, and for how long
	 * @param kept paths of backups that must not be deleted
	 * @param sameData tells whether two backups hold the same data
	 */
	BackupPruning(BackupStore store, Retention retention, Set<Path> kept,
			BiPredicate<DatabaseBackup, DatabaseBackup> sameData) {
		this.store = store;
		this.retention = retention;
		this.kept = kept;
		this.sameData = sameData;
	}

	/**
	 * Delete backups. The caller holds the lock of the store.
	 * @param backups the backups of the database, newest first
	 * @param now the time
	 * @return the paths of the deleted backups
	 */
	List<Path> prune(List<StoredBackup> backups, Instant now) {
		List<StoredBackup> good = backups.stream().filter((backup) -> backup.state() == BackupState.GOOD).toList();
		Path newestVerified = BackupListing.newestVerified(good).map(StoredBackup::path).orElse(null);
		List<Path> deleted = new ArrayList<>();
		for (int index = 0; index < good.size(); index++) {
			Path path = good.get(index).path();
			BackupManifest manifest = good.get(index).manifest();
			if (manifest != null && !this.retention.covers(index, manifest.createdAt(), now)
					&& good.get(index).pin() == null && !path.equals(newestVerified) && !this.kept.contains(path)
					&& delete(path)) {
				deleted.add(path);
			}
		}
		return deleted;
	}

	/**
	 * Delete the backups directly before one that were taken for the same reason at the
	 * same point of the change history, if they hold the same data and it was verified at
	 * least as far. The caller holds the lock of the store.
	 * @param backups the backups of the database, newest first
	 * @param latest the backup that replaces them
	 * @param now the time
	 * @return the paths of the deleted backups
	 */
	List<Path> pruneEarlierAttempts(List<StoredBackup> backups, DatabaseBackup latest, Instant now) {
		List<StoredBackup> attempts = attempts(backups, latest);
		return attempts.stream()
			.skip(1)
			.filter((attempt) -> isReplaced(attempt, attempts.get(0)) && !isKept(attempt, now))
			.map(StoredBackup::path)
			.filter(this::delete)
			.toList();
	}

	/**
	 * Delete backups of attempts whose processes were killed, so that no more of them are
	 * there than the retention keeps. The first one stays, which holds the data as it was
	 * before things went wrong, and so does the newest that was verified. The caller
	 * holds the lock of the store.
	 * @param backups the backups of the database, newest first
	 * @param latest the backup of the latest attempt
	 * @param now the time
	 * @return the paths of the deleted backups
	 */
	List<Path> thinOutAttempts(List<StoredBackup> backups, DatabaseBackup latest, Instant now) {
		List<StoredBackup> attempts = attempts(backups, latest);
		Optional<Path> verified = BackupListing.newestVerified(attempts).map(StoredBackup::path);
		int between = Math.max(0, this.retention.keep() - 2);
		return attempts.stream()
			.limit(Math.max(0, attempts.size() - 1))
			.skip(1L + between)
			.filter((attempt) -> !isKept(attempt, now))
			.map(StoredBackup::path)
			.filter((path) -> !path.equals(verified.orElse(null)))
			.filter(this::delete)
			.toList();
	}

	// The latest and those directly before it that were taken for the same.
	private static List<StoredBackup> attempts(List<StoredBackup> backups, DatabaseBackup latest) {
		return backups.stream()
			.dropWhile((backup) -> !backup.path().equals(latest.path()))
			.takeWhile((backup) -> isSameAttempt(backup, latest.manifest()))
			.toList();
	}

	private boolean isKept(StoredBackup backup, Instant now) {
		return backup.pin() != null
				|| (backup.manifest() != null && this.retention.covers(backup.manifest().createdAt(), now));
	}

	private boolean isReplaced(StoredBackup backup, StoredBackup latest) {
		return backup.manifest() != null && latest.manifest() != null
				&& this.sameData.test(new DatabaseBackup(backup.path(), backup.manifest()),
						new DatabaseBackup(latest.path(), latest.manifest()))
				&& levelOf(latest.manifest()) >= levelOf(backup.manifest());
	}

	private static int levelOf(BackupManifest manifest) {
		return manifest.verifications()
			.stream()
			.filter(Verification::valid)
			.mapToInt((verification) -> verification.level().ordinal())
			.max()
			.orElse(-1);
	}

	/**
	 * Make sure that a backup may be deleted, whatever the retention says.
	 * @param backups the backups of the database, newest first
	 * @param backup one of them
	 * @throws MigrationException with code {@code BACKUP_NEEDED} if it is the newest good
	 * one or the newest that has passed a verification, or pinned
	 */
	static void requireNotNeeded(List<StoredBackup> backups, StoredBackup backup) {
		if (backup.pin() != null) {
			throw new MigrationException(MigrationErrorCode.BACKUP_NEEDED,
					"'%s' is pinned: %s".formatted(backup.name(), backup.pin()),
					"Release it first: 'migrations release-backup %s'.".formatted(backup.name()));
		}
		Stream<StoredBackup> newest = backups.stream().filter((other) -> other.state() == BackupState.GOOD).limit(1);
		if (Stream.concat(newest, BackupListing.newestVerified(backups).stream())
			.anyMatch((needed) -> needed.name().equals(backup.name()))) {
			throw new MigrationException(MigrationErrorCode.BACKUP_NEEDED,
					"'%s' is the newest good backup, or the newest that was verified.".formatted(backup.name()),
					"Take and verify another one first.");
		}
	}

	private static boolean isSameAttempt(StoredBackup backup, BackupManifest latest) {
		BackupManifest manifest = backup.manifest();
		return backup.state() == BackupState.GOOD && manifest != null && manifest.reason() == latest.reason()
				&& manifest.historyDigest().equals(latest.historyDigest());
	}

	private boolean delete(Path backup) {
		try {
			this.store.delete(backup);
			return true;
		}
		catch (IOException ex) {
			logger.warn("The backup '%s' can't be deleted: %s".formatted(backup, ex));
			return false;
		}
	}

}
