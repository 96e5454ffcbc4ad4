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
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

import io.migrationutilities.file.DurableFile;
import io.migrationutilities.file.PrivateFiles;

/**
 * The pin of a backup: a file beside it, {@code <backup>.pin}, that says why the backup
 * must not be deleted. It outlives the process that has set it.
 */
final class BackupPin {

	private static final String SUFFIX = ".pin";

	private static final int LONGEST_REASON = 2000;

	private BackupPin() {
	}

	/**
	 * Pin a backup. One that is pinned already keeps its first reason.
	 * @param backup the data of the backup
	 * @param reason why it is needed
	 * @throws IOException if the file can't be written
	 */
	static void set(Path backup, String reason) throws IOException {
		if (!PrivateFiles.exists(fileOf(backup))) {
			DurableFile.replace(fileOf(backup), reason);
		}
	}

	/**
	 * Return why a backup is pinned.
	 * @param backup the data of the backup
	 * @return the reason, or {@code null} if it is not pinned
	 */
	static @Nullable String find(Path backup) {
		Path file = fileOf(backup);
		if (!PrivateFiles.exists(file)) {
			return null;
		}
		try (InputStream input = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
			return new String(input.readNBytes(LONGEST_REASON), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			return "The reason can't be read: " + ex.getMessage();
		}
	}

	/**
	 * Release a backup.
	 * @param backup the data of the backup
	 * @return whether it was pinned
	 * @throws IOException if the file can't be deleted
	 */
	static boolean release(Path backup) throws IOException {
		boolean pinned = PrivateFiles.exists(fileOf(backup));
		PrivateFiles.delete(fileOf(backup));
		return pinned;
	}

	static boolean isPin(Path file) {
		String name = String.valueOf(file.getFileName());
		return name.endsWith(SUFFIX)
				&& BackupName.parse(name.substring(0, name.length() - SUFFIX.length())).isPresent();
	}

	private static Path fileOf(Path backup) {
		return backup.resolveSibling(backup.getFileName() + SUFFIX);
	}

}
