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
import java.nio.file.Files;
import java.nio.file.Path;

import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationException;

/**
 * Refuses what would not fit on a disk, before it fills the disk.
 */
public final class FreeSpace {

	/**
	 * The bytes of a mebibyte.
	 */
	public static final long MIB = 1024 * 1024;

	private FreeSpace() {
	}

	/**
	 * Require free space.
	 * @param bytes the space needed, in bytes
	 * @param place an existing file or directory on the disk
	 * @param purpose what it is needed for, as in "to ..."
	 * @return the space that is free, in bytes
	 * @throws IOException if the disk can't be asked
	 * @throws MigrationException with code {@code NO_SPACE} if there is too little
	 */
	public static long require(long bytes, Path place, String purpose) throws IOException {
		long usable = Files.getFileStore(place).getUsableSpace();
		if (usable < bytes) {
			throw new MigrationException(MigrationErrorCode.NO_SPACE,
					"There are only %d MiB free on the disk of '%s', but %d MiB are needed to %s."
						.formatted(usable / MIB, place, mebibytes(bytes), purpose),
					"Free space there (check with: df -h '%s'), or set migration.backup.directory to a directory on a larger disk."
						.formatted(place));
		}
		return usable;
	}

	public static long mebibytes(long bytes) {
		return (bytes + MIB - 1) / MIB;
	}

}
