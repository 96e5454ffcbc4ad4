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
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.migrationutilities.BackupManifest;
import io.migrationutilities.BackupManifest.Database;
import io.migrationutilities.BackupManifest.Verification;
import io.migrationutilities.BackupState;
import io.migrationutilities.MigrationException;
import io.migrationutilities.RunReport;
import io.migrationutilities.StoredBackup;
import io.migrationutilities.file.PrivateFiles;

/**
 * Lists the backups of one database in the store, without asking the database.
 */
public final class BackupListing {

	private final BackupStore store;

	private final Database database;

	private final String suffix;

	private final ManifestCache manifests = new ManifestCache();

	BackupListing(BackupStore store, Database database, String suffix) {
		this.store = store;
		this.database = database;
		this.suffix = suffix;
	}

	/**
	 * Return the backups, with what can't be relied on.
	 * @return the backups, newest first
	 * @throws MigrationException with code {@code BACKUP_DIRECTORY_UNUSABLE} if the
	 * backup directory can't be read
	 */
	public List<StoredBackup> backups() {
		List<BackupName> names = this.store.names(BackupName.label(this.database.name()), this.suffix);
		Path directory = this.store.directory();
		List<Path> paths = names.stream().map((name) -> directory.resolve(name.toString())).toList();
		this.manifests.retain(paths.stream().map(BackupName::manifestOf).collect(Collectors.toSet()));
		return paths.stream().map(this::describe).filter(Objects::nonNull).toList();
	}

	/**
	 * Return the failed runs of the database that left a record beside the backups.
	 * @return the runs, newest first
	 * @throws MigrationException with code {@code BACKUP_DIRECTORY_UNUSABLE} if the
	 * backup directory can't be read
	 */
	public List<RunReport> failedRuns() {
		return new FailedRunFiles(this.store, BackupName.label(this.database.name())).list();
	}

	/**
	 * Return the newest backup that can be relied on most.
	 * @param backups backups of one database, newest first
	 * @return the newest good one whose last verification was passed
	 */
	public static Optional<StoredBackup> newestVerified(List<StoredBackup> backups) {
		return backups.stream()
			.filter((backup) -> backup.state() == BackupState.GOOD)
			.filter(BackupListing::isVerified)
			.findFirst();
	}

	private static boolean isVerified(StoredBackup backup) {
		Verification last = (backup.manifest() != null) ? lastVerification(backup.manifest()) : null;
		return last != null && last.valid();
	}

	private @Nullable StoredBackup describe(Path path) {
		String name = String.valueOf(path.getFileName());
		Path partial = BackupName.partialOf(path);
		Path manifest = BackupName.manifestOf(path);
		if (PrivateFiles.exists(BackupName.tombstoneOf(path))) {
			return null;
		}
		if (PrivateFiles.exists(manifest)) {
			return describeComplete(name, path);
		}
		if (PrivateFiles.exists(partial)) {
			return incomplete(name, partial);
		}
		if (PrivateFiles.exists(BackupName.partialOf(manifest))) {
			return incomplete(name, path);
		}
		return new StoredBackup(name, path, BackupState.NO_MANIFEST, size(path), null,
				"Its manifest '%s.json' is missing, so nothing is known about it.".formatted(name),
				BackupPin.find(path));
	}

	private @Nullable StoredBackup describeComplete(String name, Path path) {
		Path closed = BackupInspection.findUnreadable(path);
		if (closed != null) {
			return new StoredBackup(name, path, BackupState.UNREADABLE, size(path), null,
					BackupInspection.describeUnreadable(closed), BackupPin.find(path));
		}
		BackupInspection inspection = BackupInspection.of(path, this.manifests);
		BackupManifest manifest = inspection.manifest();
		if (manifest != null && !BackupOrigin.isSame(manifest.database(), this.database)) {
			return null;
		}
		String problem = problem(inspection);
		BackupState state = (problem != null) ? BackupState.DAMAGED : BackupState.GOOD;
		return new StoredBackup(name, path, state, inspection.size(), manifest, problem, BackupPin.find(path));
	}

	private static @Nullable String problem(BackupInspection inspection) {
		if (!inspection.problems().isEmpty()) {
			return String.join(" ", inspection.problems());
		}
		Verification last = (inspection.manifest() != null) ? lastVerification(inspection.manifest()) : null;
		if (last == null || last.valid()) {
			return null;
		}
		return "It did not pass its verification of %s: %s".formatted(last.verifiedAt(),
				String.join(" ", last.errors()));
	}

	private static @Nullable Verification lastVerification(BackupManifest manifest) {
		List<Verification> all = manifest.verifications();
		return all.isEmpty() ? null : all.get(all.size() - 1);
	}

	private static StoredBackup incomplete(String name, Path path) {
		return new StoredBackup(name, path, BackupState.INCOMPLETE, size(path), null,
				"It is being written at the moment, or was left behind by an interrupted backup.", null);
	}

	private static long size(Path path) {
		try {
			return BackupInspection.sizeOf(path);
		}
		catch (IOException ex) {
			return 0;
		}
	}

}
