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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationException;
import io.migrationutilities.file.DurableFile;
import io.migrationutilities.file.PrivateFiles;
import io.migrationutilities.file.ProcessLock;

/**
 * The backup directory. A backup that is being written has a temporary name
 * ({@code .<name>.partial}); a backup is complete when its manifest has its own name.
 * Everything that writes holds the lock of the directory, so that a partial file found
 * under the lock was left behind by a process that died.
 */
public final class BackupStore {

	private static final Log logger = LogFactory.getLog(BackupStore.class);

	private static final Duration LOCK_TIMEOUT = Duration.ofMinutes(10);

	private static final String LOCK_FILE = ".lock";

	private static final String MANIFEST_SUFFIX = ".json";

	private static final List<String> SQLITE_SIDE_FILES = List.of("-journal", "-wal", "-shm");

	private static final Comparator<BackupName> OLDEST_FIRST = Comparator.comparing(BackupName::time)
		.thenComparing(BackupName::toString);

	private final Path directory;

	public BackupStore(Path directory) {
		this.directory = directory.toAbsolutePath().normalize();
	}

	/**
	 * Return the directory, without links where it exists.
	 * @return the absolute path
	 */
	Path directory() {
		try {
			return this.directory.toRealPath();
		}
		catch (IOException ex) {
			return this.directory;
		}
	}

	/**
	 * Create the directory if there is none, and make sure that it can be written to.
	 * @return the directory without links
	 * @throws MigrationException with code {@code BACKUP_DIRECTORY_UNUSABLE} if it can't
	 * be used
	 */
	Path prepare() {
		try {
			requireUsable();
			if (!PrivateFiles.exists(this.directory)) {
				Files.createDirectories(this.directory, PrivateFiles.directoryAttributes(this.directory));
			}
			// Another process may sweep it away at once.
			Files.deleteIfExists(Files.createTempFile(this.directory, ".probe", ".partial"));
			return this.directory.toRealPath();
		}
		catch (IOException ex) {
			throw BackupFailures.unusableDirectory(this.directory,
					"it can't be created or written to (%s)".formatted(ex), ex);
		}
	}

	/**
	 * Make sure that the directory can be written to or, where there is none, be created,
	 * as far as that can be told without writing anything.
	 * @return the directory, or the one in which it is to be created, without links
	 * @throws MigrationException with code {@code BACKUP_DIRECTORY_UNUSABLE} if it can't
	 * be used
	 */
	Path requireUsable() {
		Path existing = this.directory;
		while (!PrivateFiles.exists(existing) && existing.getParent() != null) {
			existing = existing.getParent();
		}
		if (!Files.isDirectory(existing)) {
			throw BackupFailures.unusableDirectory(this.directory,
					describe(existing)
							+ (Files.exists(existing) ? " is not a directory" : " is a link to what can't be read"),
					null);
		}
		if (!Files.isWritable(existing)) {
			String owner = PrivateFiles.findOtherOwner(existing);
			throw BackupFailures.unusableDirectory(this.directory, describe(existing) + " can't be written to"
					+ ((owner != null) ? " (it belongs to %s)".formatted(owner) : ""), null);
		}
		try {
			return existing.toRealPath();
		}
		catch (IOException ex) {
			throw BackupFailures.unusableDirectory(this.directory, describe(existing) + " can't be read", ex);
		}
	}

	private String describe(Path existing) {
		return existing.equals(this.directory) ? "it" : "'" + existing + "'";
	}

	<T, X extends Exception> T locked(String purpose, Action<T, X> action) throws X {
		return locked(purpose, LOCK_TIMEOUT, action);
	}

	/**
	 * Do something that writes to the store while nothing else does.
	 * @param purpose what is done, told to others that wait
	 * @param timeout how long to wait for others
	 * @param action what to do
	 * @param <T> the type of its result
	 * @param <X> the type of exception it throws
	 * @return the result of the action
	 * @throws X if the action throws it
	 */
	<T, X extends Exception> T locked(String purpose, Duration timeout, Action<T, X> action) throws X {
		ProcessLock lock = acquire(purpose, timeout);
		try {
			return action.run();
		}
		finally {
			lock.close();
		}
	}

	private ProcessLock acquire(String purpose, Duration timeout) {
		Path file = prepare().resolve(LOCK_FILE);
		try {
			return ProcessLock.acquire(file, "%s by process %d".formatted(purpose, ProcessHandle.current().pid()),
					timeout, (holder) -> logger.info("Waiting for the backup directory '%s', used by: %s"
						.formatted(this.directory, holder.owner())));
		}
		catch (MigrationException ex) {
			throw translate(ex);
		}
	}

	/**
	 * Make sure that the lock of the directory can be taken, as far as that can be told
	 * without taking it.
	 * @throws MigrationException with code {@code BACKUP_DIRECTORY_UNUSABLE} if it can't
	 */
	void requireLockable() {
		try {
			ProcessLock.holder(directory().resolve(LOCK_FILE));
		}
		catch (MigrationException ex) {
			throw translate(ex);
		}
	}

	private MigrationException translate(MigrationException ex) {
		return (ex.getCode() == MigrationErrorCode.DATABASE_UNAVAILABLE)
				? BackupFailures.unusableDirectory(this.directory,
						"its lock can't be taken: " + String.valueOf(ex.getMessage()).replaceFirst("\\.$", ""), ex)
				: ex;
	}

	/**
	 * Return what is in the directory by a name of ours and can't be read.
	 * @return the files and directories
	 */
	List<Path> unreadable() {
		return children().filter(BackupStore::isOurs).filter((child) -> !Files.isReadable(child)).sorted().toList();
	}

	private static boolean isOurs(Path child) {
		return backupNameOf(child).isPresent() || BackupName.backupOfTombstone(child).isPresent()
				|| BackupPin.isPin(child) || ScratchDirectory.isScratch(child);
	}

	/**
	 * Return a name that sorts after all others, also when the clock was set back.
	 * @param databaseName the name of the database
	 * @param suffix what the name ends with
	 * @param now the time
	 * @return a new name
	 */
	BackupName nextName(String databaseName, String suffix, Instant now) {
		Instant newest = names().stream().map(BackupName::time).max(Comparator.naturalOrder()).orElse(Instant.MIN);
		Instant time = now.isAfter(newest.plusMillis(1)) ? now : newest.plusMillis(1);
		return BackupName.create(databaseName, time, suffix);
	}

	/**
	 * Return the names of the backups of a database, complete or not.
	 * @param label the label of the database
	 * @param suffix what the names of its backups end with
	 * @return the names, newest first
	 */
	List<BackupName> names(String label, String suffix) {
		return names().stream()
			.filter((name) -> name.label().equals(label) && name.suffix().equals(suffix))
			.sorted(OLDEST_FIRST.reversed())
			.toList();
	}

	/**
	 * Return whether a name in the directory ends with a suffix, of whatever database.
	 * @param suffix the suffix
	 * @return whether there is one
	 */
	boolean hasNames(String suffix) {
		return children().anyMatch((child) -> child.toString().endsWith(suffix));
	}

	private Collection<BackupName> names() {
		Set<BackupName> names = new TreeSet<>(OLDEST_FIRST);
		children().map(BackupStore::backupNameOf).flatMap(Optional::stream).forEach(names::add);
		return names;
	}

	private Stream<Path> children() {
		try {
			boolean missing = Files.exists(this.directory) ? !Files.isDirectory(this.directory)
					: Files.notExists(this.directory);
			return missing ? Stream.empty() : PrivateFiles.list(directory()).stream();
		}
		catch (IOException ex) {
			throw BackupFailures.unusableDirectory(this.directory,
					"it can't be read (%s)".formatted(PrivateFiles.describeFailure(this.directory, ex)), ex);
		}
	}

	private static Optional<BackupName> backupNameOf(Path child) {
		String name = String.valueOf(child.getFileName());
		return BackupName.parse(withoutManifestSuffix(BackupName.completeNameOf(name).orElse(name)));
	}

	private static String withoutManifestSuffix(String name) {
		return name.endsWith(MANIFEST_SUFFIX) ? name.substring(0, name.length() - MANIFEST_SUFFIX.length()) : name;
	}

	/**
	 * Create a private directory in the store.
	 * @return the directory, which ends with its holder
	 * @throws IOException if it can't be created
	 */
	public ScratchDirectory createScratchDirectory() throws IOException {
		return locked("creating a scratch directory", () -> ScratchDirectory.create(directory()));
	}

	/**
	 * Delete what processes that died left behind. The caller holds the lock.
	 */
	void sweep() {
		for (Path child : children().toList()) {
			try {
				sweep(child);
			}
			catch (IOException ex) {
				Leftovers.warn(BackupName.backupOfTombstone(child).filter(PrivateFiles::exists).orElse(child), ex);
			}
		}
		ScratchDirectory.sweep(children().toList());
	}

	private void sweep(Path child) throws IOException {
		Optional<Path> deleted = BackupName.backupOfTombstone(child);
		if (deleted.isPresent()) {
			finishDeletion(deleted.get());
			logger.info("Deleted '%s', whose deletion was interrupted".formatted(deleted.get()));
			return;
		}
		Optional<String> name = BackupName.completeNameOf(String.valueOf(child.getFileName()));
		if (name.isEmpty()) {
			return;
		}
		Path complete = child.resolveSibling(name.get());
		if (name.get().endsWith(MANIFEST_SUFFIX) && !PrivateFiles.exists(complete)) {
			Path data = child.resolveSibling(withoutManifestSuffix(name.get()));
			if (BackupName.parse(String.valueOf(data.getFileName())).isPresent()) {
				deleteData(data);
				BackupPin.release(data);
			}
		}
		deleteData(child);
		logger.info("Deleted '%s', left behind by an interrupted backup".formatted(child));
	}

	/**
	 * Delete a complete backup, in an order that an interruption can't turn into
	 * something that looks like a backup. The caller holds the lock.
	 * @param backup the data of the backup
	 * @throws IOException if it can't be deleted
	 */
	void delete(Path backup) throws IOException {
		DurableFile.rename(BackupName.manifestOf(backup), BackupName.tombstoneOf(backup));
		finishDeletion(backup);
	}

	private static void finishDeletion(Path backup) throws IOException {
		deleteData(backup);
		BackupPin.release(backup);
		PrivateFiles.delete(BackupName.tombstoneOf(backup));
	}

	static void deleteData(Path data) throws IOException {
		for (String suffix : SQLITE_SIDE_FILES) {
			PrivateFiles.delete(data.resolveSibling(data.getFileName() + suffix));
		}
		PrivateFiles.delete(data);
	}

	/**
	 * Return whether a name is one that SQLite gives to the files beside a database.
	 * @param name the name of a file
	 * @return whether no backup may have that name
	 */
	static boolean isSideFile(String name) {
		return SQLITE_SIDE_FILES.stream().anyMatch(name::endsWith);
	}

	/**
	 * Something to do under the lock.
	 *
	 * @param <T> the type of the result
	 * @param <X> the type of exception thrown
	 */
	@FunctionalInterface
	interface Action<T, X extends Exception> {

		T run() throws X;

	}

}
