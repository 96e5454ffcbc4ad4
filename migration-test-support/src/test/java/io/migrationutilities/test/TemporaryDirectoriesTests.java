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

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TemporaryDirectories}.
 */
class TemporaryDirectoriesTests {

	private static final Path DISK = Path.of(System.getProperty("java.io.tmpdir"));

	@TempDir
	private Path memory;

	@Test
	void areInMemory() {
		assertThat(TemporaryDirectories.parent(this.memory, 1)).isEqualTo(this.memory);
	}

	@Test
	void areOnTheDiskWithoutMemory() {
		assertThat(TemporaryDirectories.parent(this.memory.resolve("missing"), 1)).isEqualTo(DISK);
	}

	@Test
	void areOnTheDiskWhereThereIsTooLittleMemory() {
		assertThat(TemporaryDirectories.parent(this.memory, Long.MAX_VALUE)).isEqualTo(DISK);
	}

	@Test
	void areThoseOfTests() {
		assertThat(this.memory).hasParent(TemporaryDirectories.parent());
	}

}
