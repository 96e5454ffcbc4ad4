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
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link DurableFile}.
 */
class DurableFileTests {

	@TempDir
	private Path directory;

	@Test
	void createsNoFileWhereOneIs() throws IOException {
		Path file = Files.writeString(this.directory.resolve("file"), "old");
		assertThatExceptionOfType(FileAlreadyExistsException.class).isThrownBy(() -> DurableFile.create(file, "new"));
		assertThatExceptionOfType(FileAlreadyExistsException.class)
			.isThrownBy(() -> DurableFile.write(file, new byte[0]));
		assertThat(file).hasContent("old");
		assertOnly(file);
	}

	@Test
	void leavesNothingWhereThereIsNoDirectory() {
		Path file = this.directory.resolve("missing").resolve("file");
		assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(() -> DurableFile.replace(file, "new"));
		assertThat(this.directory).isEmptyDirectory();
	}

	@Test
	void createsAndReplacesFiles() throws IOException {
		Path file = this.directory.resolve("file");
		DurableFile.create(file, "ä one");
		assertThat(file).hasContent("ä one");
		DurableFile.replace(file, "two");
		assertThat(file).hasContent("two");
		assertOnly(file);
	}

	@Test
	void writesOverWhatAKilledProcessOfTheSameNumberLeftBehind() throws IOException {
		Path left = this.directory.resolve(".file.%d.tmp".formatted(ProcessHandle.current().pid()));
		Files.writeString(left, "a longer text than the new one");
		Path file = this.directory.resolve("file");
		DurableFile.create(file, "new");
		assertThat(file).hasContent("new");
		assertOnly(file);
	}

	@Test
	void writesPrivateFilesAndRenamesThem() throws IOException {
		Path partial = this.directory.resolve(".file.partial");
		DurableFile.write(partial, new byte[] { 'a' }, PrivateFiles.fileAttributes(partial));
		Path file = this.directory.resolve("file");
		DurableFile.rename(partial, file);
		assertThat(file).hasContent("a");
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
		assertOnly(file);
	}

	private void assertOnly(Path file) {
		assertThat(this.directory).isDirectoryContaining((child) -> child.equals(file));
		assertThat(this.directory.toFile().list()).hasSize(1);
	}

}
