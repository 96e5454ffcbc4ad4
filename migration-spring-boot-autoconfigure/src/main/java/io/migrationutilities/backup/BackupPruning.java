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
import java.util.Set;
import java.util.stream.Stream;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.migrationutilities.BackupManifest;
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

	BackupPruning(BackupStore store, Retention retention, Set<Path> kept) {
		this.store = store;
		this.retention = retention;
		this.kept = kept;
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
					&& !path.equals(newestVerified) && !this.kept.contains(path) && delete(path)) {
				deleted.add(path);
			}
		}
		return deleted;
	}

	/**
	 * Delete the backups directly before one that were taken for the same reason at the
	 * same point of the change history. The caller holds the lock of the store.
	 * @param backups the backups of the database, newest first
	 * @param latest the backup that replaces them
	 * @return the paths of the deleted backups
	 */
	List<Path> pruneEarlierAttempts(List<StoredBackup> backups, DatabaseBackup latest) {
		return backups.stream()
			.dropWhile((backup) -> !backup.path().equals(latest.path()))
			.skip(1)
			.takeWhile((backup) -> isSameAttempt(backup, latest.manifest()))
			.map(StoredBackup::path)
			.filter(this::delete)
			.toList();
	}

	/**
	 * Make sure that a backup may be deleted, whatever the retention says.
	 * @param backups the backups of the database, newest first
	 * @param backup one of them
	 * @throws MigrationException with code {@code BACKUP_NEEDED} if it is the newest good
	 * one or the newest that has passed a verification
	 */
	static void requireNotNeeded(List<StoredBackup> backups, StoredBackup backup) {
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
