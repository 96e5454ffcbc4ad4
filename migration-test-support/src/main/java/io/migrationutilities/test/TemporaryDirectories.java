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

package io.migrationutilities.test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDirFactory;

/**
 * Creates the temporary directories of tests in memory where the machine has enough of
 * it. A disk has to be waited for, and Linux searches long for the number of a new file
 * after many others were deleted, as whole databases are here.
 */
public final class TemporaryDirectories implements TempDirFactory {

	private static final Path MEMORY = Path.of("/dev/shm");

	// Containers often have 64 MiB.
	private static final long ENOUGH = 3L << 30;

	/**
	 * Return where the directories are created.
	 * @return an existing directory
	 */
	static Path parent() {
		return parent(MEMORY, ENOUGH);
	}

	static Path parent(Path memory, long enough) {
		return (Files.isWritable(memory) && hasRoom(memory, enough)) ? memory
				: Path.of(System.getProperty("java.io.tmpdir"));
	}

	private static boolean hasRoom(Path memory, long enough) {
		try {
			return Files.getFileStore(memory).getUsableSpace() >= enough;
		}
		catch (IOException ex) {
			return false;
		}
	}

	@Override
	public Path createTempDirectory(AnnotatedElementContext annotated, ExtensionContext context) throws IOException {
		return Files.createTempDirectory(parent(), "junit-");
	}

}
