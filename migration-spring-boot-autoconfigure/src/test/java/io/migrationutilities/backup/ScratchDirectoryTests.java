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
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.migrationutilities.file.PrivateFiles;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ScratchDirectory}.
 */
class ScratchDirectoryTests {

	@TempDir
	private Path parent;

	@Test
	void isPrivateAndGoneWithWhatIsInIt() throws IOException {
		try (ScratchDirectory scratch = ScratchDirectory.create(this.parent)) {
			Path directory = PrivateFiles.directoryOf(scratch.path());
			assertThat(BackupStrategyContractTests.permissions(directory)).isEqualTo("rwx------");
			Files.createDirectory(scratch.path());
			Files.writeString(scratch.path().resolve("restored.db"), "data");
		}
		assertThat(this.parent).isEmptyDirectory();
	}

	@Test
	void isSweptWhenItsProcessDiedAndNotWhileItIsInUse() throws IOException {
		Path left = Files.createDirectory(this.parent.resolve(".scratch-1"));
		Files.writeString(left.resolve(".lock"), "verification\n");
		Files.writeString(left.resolve("data"), "data");
		Path file = Files.writeString(this.parent.resolve(".scratch-file"), "no directory");
		Path other = Files.createDirectory(this.parent.resolve("scratch-2"));
		try (ScratchDirectory used = ScratchDirectory.create(this.parent)) {
			Path directory = PrivateFiles.directoryOf(used.path());
			ScratchDirectory.sweep(List.of(left, file, other, directory));
			assertThat(PrivateFiles.list(this.parent)).containsExactlyInAnyOrder(file, other, directory);
		}
	}

}
