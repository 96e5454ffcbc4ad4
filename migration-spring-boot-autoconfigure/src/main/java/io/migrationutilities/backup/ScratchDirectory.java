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
import java.util.Collection;

import io.migrationutilities.MigrationException;
import io.migrationutilities.file.PrivateFiles;
import io.migrationutilities.file.ProcessLock;

/**
 * A private directory for a scratch database, or for a secret. It holds a lock, so that
 * the directory of a process that died can be told from one in use, also where each
 * process has the same number, as in containers.
 */
public final class ScratchDirectory implements AutoCloseable {

	private static final String PREFIX = ".scratch-";

	private static final String LOCK_FILE = ".lock";

	private final Path directory;

	private final ProcessLock lock;

	private ScratchDirectory(Path directory, ProcessLock lock) {
		this.directory = directory;
		this.lock = lock;
	}

	static ScratchDirectory create(Path parent) throws IOException {
		return create(parent, PREFIX);
	}

	/**
	 * Create a directory.
	 * @param parent the directory to create it in
	 * @param prefix what its name begins with
	 * @return the directory
	 * @throws IOException if it can't be created
	 */
	public static ScratchDirectory create(Path parent, String prefix) throws IOException {
		Path directory = Files.createTempDirectory(parent, prefix);
		return new ScratchDirectory(directory,
				ProcessLock.acquire(directory.resolve(LOCK_FILE), "its process", Duration.ZERO, (holder) -> {
				}));
	}

	public Path path() {
		return this.directory.resolve("data");
	}

	static boolean isScratch(Path directory) {
		return String.valueOf(directory.getFileName()).startsWith(PREFIX);
	}

	/**
	 * Delete the scratch directories of processes that died.
	 * @param candidates files and directories, of which scratch directories are looked at
	 */
	static void sweep(Collection<Path> candidates) {
		sweep(candidates, PREFIX);
	}

	/**
	 * Delete the directories of processes that died.
	 * @param candidates files and directories
	 * @param prefix what the names of those begin with that are looked at
	 */
	public static void sweep(Collection<Path> candidates, String prefix) {
		for (Path candidate : candidates) {
			if (String.valueOf(candidate.getFileName()).startsWith(prefix) && PrivateFiles.isDirectory(candidate)
					&& isLeft(candidate)) {
				delete(candidate);
			}
		}
	}

	private static boolean isLeft(Path directory) {
		try {
			return ProcessLock.holder(directory.resolve(LOCK_FILE)) == null;
		}
		catch (MigrationException ex) {
			Leftovers.warn(directory, ex);
			return false;
		}
	}

	private static void delete(Path directory) {
		try {
			PrivateFiles.delete(directory);
		}
		catch (IOException ex) {
			Leftovers.warn(directory, ex);
		}
	}

	@Override
	public void close() {
		this.lock.close();
		delete(this.directory);
	}

}
