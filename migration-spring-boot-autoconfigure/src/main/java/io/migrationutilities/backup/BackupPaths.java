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
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationException;
import io.migrationutilities.file.PrivateFiles;

/**
 * Resolves the paths of backups that callers name, and refuses those that are not safe.
 */
final class BackupPaths {

	private final BackupStore store;

	BackupPaths(BackupStore store) {
		this.store = store;
	}

	/**
	 * Resolve the path of an existing backup.
	 * @param backup a path, or a bare name in the store
	 * @return the absolute path; only the directory was resolved
	 * @throws MigrationException with code {@code BACKUP_PATH_REFUSED} or
	 * {@code BACKUP_NOT_FOUND}, and with {@code BACKUP_DIRECTORY_UNUSABLE} if its
	 * directory can't be read
	 */
	Path resolveExisting(Path backup) {
		Path absolute = resolve(backup);
		boolean bareName = backup.getNameCount() == 1 && !backup.isAbsolute();
		if (bareName && !PrivateFiles.exists(absolute) && !PrivateFiles.exists(BackupName.manifestOf(absolute))) {
			absolute = this.store.directory().resolve(backup);
		}
		Path manifest = BackupName.manifestOf(absolute);
		refuseLink(absolute);
		refuseLink(manifest);
		if (!PrivateFiles.exists(absolute) && !PrivateFiles.exists(manifest)) {
			requireKnownToBeMissing(absolute);
			throw new MigrationException(MigrationErrorCode.BACKUP_NOT_FOUND,
					"There is no backup '%s', and none of that name in '%s'.".formatted(backup, this.store.directory()),
					"'migrations backups' tells which backups there are.");
		}
		return absolute;
	}

	private static void requireKnownToBeMissing(Path backup) {
		Path directory = PrivateFiles.directoryOf(backup);
		if (!Files.notExists(backup, LinkOption.NOFOLLOW_LINKS)) {
			AccessDeniedException denied = new AccessDeniedException(directory.toString());
			throw BackupFailures.unusableDirectory(directory,
					"it can't be read (%s)".formatted(PrivateFiles.describeFailure(directory, denied)), denied);
		}
	}

	/**
	 * Resolve the path of a backup to be written.
	 * @param target the path
	 * @return the absolute path
	 * @throws MigrationException with code {@code BACKUP_PATH_REFUSED},
	 * {@code BACKUP_EXISTS}, or {@code BACKUP_DIRECTORY_UNUSABLE} if its directory does
	 * not exist
	 */
	Path resolveNew(Path target) {
		Path absolute = resolve(target);
		Path directory = absolute.getParent();
		if (directory == null || !Files.isDirectory(directory)) {
			throw BackupFailures.unusableDirectory(directory, "it does not exist or is not a directory", null);
		}
		String name = String.valueOf(absolute.getFileName());
		if (BackupStore.isSideFile(name)) {
			throw refused(target, "SQLite would take a file of that name for a part of a database");
		}
		refuseLink(absolute);
		refuseExisting(absolute);
		refuseExisting(BackupName.manifestOf(absolute));
		refuseExisting(BackupName.partialOf(absolute));
		refuseExisting(BackupName.partialOf(BackupName.manifestOf(absolute)));
		refuseExisting(absolute.resolveSibling(name + "-journal"));
		refuseExisting(absolute.resolveSibling(name + "-wal"));
		return absolute;
	}

	/**
	 * Return the form of a path that is the same for all ways to name a file, for
	 * comparisons.
	 * @param path the path
	 * @return the absolute path, whose directory has no links
	 */
	Path canonical(Path path) {
		Path absolute = path.toAbsolutePath().normalize();
		Path directory = absolute.getParent();
		try {
			return (directory != null) ? directory.toRealPath().resolve(absolute.getFileName()) : absolute;
		}
		catch (IOException ex) {
			return absolute;
		}
	}

	private static Path resolve(Path path) {
		for (Path element : path) {
			if (element.toString().equals("..")) {
				throw refused(path, "it contains '..'");
			}
		}
		Path absolute = path.toAbsolutePath().normalize();
		Path directory = absolute.getParent();
		Path name = absolute.getFileName();
		if (directory == null || name == null) {
			throw refused(path, "it names no file");
		}
		try {
			return Files.exists(directory) ? directory.toRealPath().resolve(name) : absolute;
		}
		catch (IOException ex) {
			throw refused(path, "its directory can't be read (%s)".formatted(ex));
		}
	}

	private static void refuseLink(Path path) {
		if (Files.isSymbolicLink(path)) {
			throw refused(path, "it is a symbolic link");
		}
	}

	private static void refuseExisting(Path path) {
		if (PrivateFiles.exists(path)) {
			throw new MigrationException(MigrationErrorCode.BACKUP_EXISTS,
					"'%s' exists already, so no backup was written.".formatted(path),
					"Choose another name, or move it away if you no longer need it and no backup is being written: mv '%1$s' '%1$s.old'"
						.formatted(path));
		}
	}

	private static MigrationException refused(Path path, String reason) {
		return new MigrationException(MigrationErrorCode.BACKUP_PATH_REFUSED,
				"The path '%s' is refused: %s.".formatted(path, reason),
				"Give the real path of the backup, or its bare name in the backup directory.");
	}

}
