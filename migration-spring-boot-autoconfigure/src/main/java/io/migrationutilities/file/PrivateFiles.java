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

package io.migrationutilities.file;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.util.function.SingletonSupplier;

/**
 * Creates files and directories that only their owner can read, and looks at them without
 * following links.
 */
public final class PrivateFiles {

	private static final FileAttribute<?>[] NONE = {};

	// The property user.name is a question mark where a container gives a user no name.
	private static final SingletonSupplier<String> user = SingletonSupplier.of(PrivateFiles::readUser);

	private PrivateFiles() {
	}

	public static FileAttribute<?>[] fileAttributes(Path path) {
		return attributes(path.getFileSystem(), "rw-------");
	}

	public static FileAttribute<?>[] directoryAttributes(Path path) {
		return attributes(path.getFileSystem(), "rwx------");
	}

	private static FileAttribute<?>[] attributes(FileSystem fileSystem, String permissions) {
		if (!fileSystem.supportedFileAttributeViews().contains("posix")) {
			return NONE;
		}
		return new FileAttribute<?>[] {
				PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions)) };
	}

	/**
	 * Create an empty file, following no link and replacing nothing.
	 * @param file the file
	 * @throws IOException if it exists already or can't be created
	 */
	public static void createFile(Path file) throws IOException {
		Files.createFile(file, fileAttributes(file));
	}

	/**
	 * Let only the owner read a file that somebody else has created, where the platform
	 * can do that.
	 * @param file the file
	 * @throws IOException if that fails
	 */
	public static void restrict(Path file) throws IOException {
		if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
			Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
		}
	}

	/**
	 * Return who owns a file that this process may not use, if that is the reason.
	 * @param file the file; a link is not followed
	 * @return the owner, or {@code null} if it is the user of this process, or can't be
	 * told
	 */
	public static @Nullable String findOtherOwner(Path file) {
		try {
			String owner = Files.getOwner(file, LinkOption.NOFOLLOW_LINKS).getName();
			return owner.equals(user()) ? null : owner;
		}
		catch (IOException | UnsupportedOperationException ex) {
			return null;
		}
	}

	/**
	 * Return the user of this process as the owner of its files is called.
	 * @return the name or, where the user has none, the number
	 */
	public static String user() {
		return user.obtain();
	}

	private static String readUser() {
		try {
			Path file = Files.createTempFile("migration-utilities-", ".owner");
			try {
				return Files.getOwner(file).getName();
			}
			finally {
				Files.delete(file);
			}
		}
		catch (IOException | UnsupportedOperationException ex) {
			return System.getProperty("user.name");
		}
	}

	/**
	 * Say why this process can't use a file.
	 * @param file the file; a link is not followed
	 * @param cause what the attempt has failed with
	 * @return a clause that names the owner, if that is somebody else
	 */
	public static String describeFailure(Path file, Exception cause) {
		String owner = findOtherOwner(file);
		return (owner != null) ? "it belongs to %s, and this process runs as %s".formatted(owner, user())
				: cause.toString();
	}

	/**
	 * Return the command that gives a file to the user of this process.
	 * @param file the file or directory
	 * @return the command
	 */
	public static String takeOver(Path file) {
		return "chown -R %s '%s'".formatted(user(), file);
	}

	/**
	 * Return whether users other than the owner and its group can write to a file.
	 * @param path the file or directory
	 * @return whether anybody can
	 */
	public static boolean isWritableByOthers(Path path) {
		try {
			return Files.getPosixFilePermissions(path).contains(PosixFilePermission.OTHERS_WRITE);
		}
		catch (IOException | UnsupportedOperationException ex) {
			return false;
		}
	}

	public static Path directoryOf(Path path) {
		Path directory = path.toAbsolutePath().getParent();
		if (directory == null) {
			throw new IllegalArgumentException("'%s' is in no directory".formatted(path));
		}
		return directory;
	}

	public static boolean exists(Path path) {
		return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
	}

	public static boolean isDirectory(Path path) {
		return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
	}

	public static boolean isRegularFile(Path path) {
		return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
	}

	/**
	 * Delete a file, or a directory with what is in it; no link is followed.
	 * @param path the file or directory; it may not exist
	 * @throws IOException if something can't be deleted
	 */
	public static void delete(Path path) throws IOException {
		if (isDirectory(path)) {
			for (Path child : list(path)) {
				delete(child);
			}
		}
		Files.deleteIfExists(path);
	}

	public static Set<Path> list(Path directory) throws IOException {
		try (Stream<Path> children = Files.list(directory)) {
			return Set.copyOf(children.toList());
		}
	}

}
