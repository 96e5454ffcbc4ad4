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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.migrationutilities.BackupManifest;
import io.migrationutilities.BackupManifest.BackupFile;
import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationException;
import io.migrationutilities.file.PrivateFiles;

/**
 * An account of a backup without a read of its data: whether its manifest can be relied
 * on, belongs to it, and whether every file is there in its recorded size.
 *
 * @param manifest the manifest, or {@code null} if it can't be relied on
 * @param size the size on disk in bytes
 * @param problems what is wrong, in sentences
 */
public record BackupInspection(@Nullable BackupManifest manifest, long size, List<String> problems) {

	static BackupInspection of(Path backup) {
		return of(backup, new ManifestCache());
	}

	static BackupInspection of(Path backup, ManifestCache manifests) {
		try {
			long size = sizeOf(backup);
			try {
				BackupManifest manifest = manifests.read(BackupName.manifestOf(backup));
				return new BackupInspection(manifest, size, problems(backup, manifest));
			}
			catch (InvalidManifestException ex) {
				return new BackupInspection(null, size, List.of(ex.getMessage()));
			}
		}
		catch (IOException ex) {
			return new BackupInspection(null, 0, List.of("'%s' can't be read: %s.".formatted(backup, ex)));
		}
	}

	/**
	 * Find what keeps this process from reading a backup that is there.
	 * @param backup the data of the backup
	 * @return its manifest or its data, or {@code null} if both can be read
	 */
	static @Nullable Path findUnreadable(Path backup) {
		return Stream.of(BackupName.manifestOf(backup), backup)
			.filter((path) -> PrivateFiles.isRegularFile(path) || PrivateFiles.isDirectory(path))
			.filter((path) -> !Files.isReadable(path))
			.findFirst()
			.orElse(null);
	}

	static String describeUnreadable(Path file) {
		return "'%s' can't be read: %s. Give it to this process: %s".formatted(file.getFileName(),
				PrivateFiles.describeFailure(file, new AccessDeniedException(file.toString())),
				PrivateFiles.takeOver(file));
	}

	/**
	 * Make sure that this process may read a backup.
	 * @param backup the data of the backup
	 * @throws MigrationException with code {@code BACKUP_UNREADABLE} if it may not
	 */
	static void requireReadable(Path backup) {
		Path closed = findUnreadable(backup);
		if (closed != null) {
			throw new MigrationException(MigrationErrorCode.BACKUP_UNREADABLE,
					"The backup '%s' is there, but '%s' can't be read: %s.".formatted(backup, closed.getFileName(),
							PrivateFiles.describeFailure(closed, new AccessDeniedException(closed.toString()))),
					"Give it to the user of this process: %s && %s".formatted(PrivateFiles.takeOver(backup),
							PrivateFiles.takeOver(BackupName.manifestOf(backup))));
		}
	}

	/**
	 * Read the manifest of a backup that can be relied on.
	 * @param backup the data of the backup
	 * @return the manifest
	 * @throws MigrationException with code {@code BACKUP_INVALID} if something is wrong,
	 * {@code BACKUP_UNREADABLE} if this process may not read it
	 */
	static BackupManifest requireSound(Path backup) {
		requireReadable(backup);
		BackupInspection inspection = of(backup);
		BackupManifest manifest = inspection.manifest();
		if (manifest == null || !inspection.problems().isEmpty()) {
			throw new MigrationException(MigrationErrorCode.BACKUP_INVALID,
					"'%s' is not a sound backup: %s".formatted(backup, String.join(" ", inspection.problems())),
					"Choose another backup: 'migrations backups' tells which ones are good.");
		}
		return manifest;
	}

	/**
	 * Return where a file of a backup is.
	 * @param backup the data of the backup
	 * @param file the file
	 * @return its path
	 */
	static Path pathOf(Path backup, BackupFile file) {
		return PrivateFiles.isDirectory(backup) ? backup.resolve(file.name()) : backup;
	}

	public static long sizeOf(Path path) throws IOException {
		if (PrivateFiles.isRegularFile(path)) {
			return Files.size(path);
		}
		if (!PrivateFiles.isDirectory(path)) {
			return 0;
		}
		long size = 0;
		for (Path child : PrivateFiles.list(path)) {
			size += PrivateFiles.isRegularFile(child) ? Files.size(child) : 0;
		}
		return size;
	}

	private static List<String> problems(Path backup, BackupManifest manifest) throws IOException {
		String name = String.valueOf(backup.getFileName());
		if (!PrivateFiles.exists(backup)) {
			return List.of("'%s' is missing.".formatted(name));
		}
		Optional<BackupName> parsed = BackupName.parse(name);
		if (parsed.isPresent() && !parsed.get().id().equals(manifest.id())) {
			return List
				.of("The manifest '%s.json' is that of another backup: its id is '%s'.".formatted(name, manifest.id()));
		}
		if (PrivateFiles.isDirectory(backup)) {
			return directoryProblems(backup, name, manifest);
		}
		if (!PrivateFiles.isRegularFile(backup)) {
			return List.of("'%s' is not a regular file.".formatted(name));
		}
		return singleFileProblems(backup, name, manifest);
	}

	private static List<String> singleFileProblems(Path backup, String name, BackupManifest manifest)
			throws IOException {
		BackupFile file = manifest.files().get(0);
		if (manifest.files().size() != 1 || !file.name().equals(name)) {
			return List
				.of("The manifest '%s.json' is that of another backup: it lists '%s'.".formatted(name, file.name()));
		}
		return sizeProblems(backup, file);
	}

	private static List<String> directoryProblems(Path backup, String name, BackupManifest manifest)
			throws IOException {
		Set<String> expected = manifest.files().stream().map(BackupFile::name).collect(Collectors.toSet());
		if (expected.contains(name)) {
			return List.of("'%s' is a directory instead of a file.".formatted(name));
		}
		List<String> problems = new ArrayList<>();
		for (String child : new TreeSet<>(childNames(backup))) {
			if (!expected.contains(child)) {
				problems.add("'%s/%s' is not in the manifest.".formatted(name, child));
			}
		}
		for (BackupFile file : manifest.files()) {
			problems.addAll(sizeProblems(backup.resolve(file.name()), file));
		}
		return problems;
	}

	private static Set<String> childNames(Path directory) throws IOException {
		return PrivateFiles.list(directory)
			.stream()
			.map((child) -> String.valueOf(child.getFileName()))
			.collect(Collectors.toSet());
	}

	private static List<String> sizeProblems(Path path, BackupFile file) throws IOException {
		if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
			return List.of("'%s' is missing.".formatted(file.name()));
		}
		if (!PrivateFiles.isRegularFile(path)) {
			return List.of("'%s' is not a regular file.".formatted(file.name()));
		}
		long size = Files.size(path);
		return (size == file.size()) ? List.of()
				: List.of("'%s' has %d bytes instead of %d.".formatted(file.name(), size, file.size()));
	}

}
