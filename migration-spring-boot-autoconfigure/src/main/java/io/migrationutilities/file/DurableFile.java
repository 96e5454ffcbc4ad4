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
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.util.Set;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Writes files so that they are there as a whole or not at all, also after a power cut.
 */
public final class DurableFile {

	private static final Log logger = LogFactory.getLog(DurableFile.class);

	private DurableFile() {
	}

	/**
	 * Write a text to a file that does not exist yet.
	 * @param file the file
	 * @param text what to write
	 * @throws IOException if it can't be written, or exists
	 */
	public static void create(Path file, String text) throws IOException {
		Path temporary = writeTemporary(file, text);
		try {
			// A link is made of the whole file or fails where the name is taken.
			Files.createLink(file, temporary);
			forceDirectory(PrivateFiles.directoryOf(file));
		}
		catch (UnsupportedOperationException ex) {
			Files.move(temporary, file);
			forceDirectory(PrivateFiles.directoryOf(file));
		}
		finally {
			Files.deleteIfExists(temporary);
		}
	}

	/**
	 * Replace a file by a text.
	 * @param file the file
	 * @param text what to write
	 * @throws IOException if it can't be written
	 */
	public static void replace(Path file, String text) throws IOException {
		Path temporary = writeTemporary(file, text);
		try {
			Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
			forceDirectory(PrivateFiles.directoryOf(file));
		}
		finally {
			Files.deleteIfExists(temporary);
		}
	}

	private static Path writeTemporary(Path file, String text) throws IOException {
		Path temporary = file.resolveSibling("." + file.getFileName() + "." + ProcessHandle.current().pid() + ".tmp");
		Files.deleteIfExists(temporary);
		try {
			write(temporary, text.getBytes(StandardCharsets.UTF_8));
			return temporary;
		}
		catch (IOException ex) {
			Files.deleteIfExists(temporary);
			throw ex;
		}
	}

	/**
	 * Write a new file and force it to the disk, following no link and replacing nothing.
	 * Its name is durable once its directory is forced, or it is {@linkplain #rename
	 * renamed}.
	 * @param file the file
	 * @param content its content
	 * @param attributes the attributes that it is created with
	 * @throws IOException if it exists already or can't be written
	 */
	public static void write(Path file, byte[] content, FileAttribute<?>... attributes) throws IOException {
		try (FileChannel channel = FileChannel.open(file,
				Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), attributes)) {
			ByteBuffer bytes = ByteBuffer.wrap(content);
			while (bytes.hasRemaining()) {
				channel.write(bytes);
			}
			channel.force(true);
		}
	}

	/**
	 * Force a file that somebody else has written to the disk.
	 * @param file the file
	 * @throws IOException if that fails
	 */
	public static void force(Path file) throws IOException {
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
			channel.force(true);
		}
	}

	/**
	 * Force the entries of a directory to the disk, where the platform can do that.
	 * @param directory the directory
	 */
	public static void forceDirectory(Path directory) {
		try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
			channel.force(true);
		}
		catch (IOException ex) {
			logger.debug("The directory '%s' can't be forced to the disk here".formatted(directory), ex);
		}
	}

	/**
	 * Give a file or directory its name for good.
	 * @param from its temporary path
	 * @param to its path, in the same directory
	 * @throws IOException if it can't be renamed
	 */
	public static void rename(Path from, Path to) throws IOException {
		Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
		forceDirectory(PrivateFiles.directoryOf(to));
	}

}
