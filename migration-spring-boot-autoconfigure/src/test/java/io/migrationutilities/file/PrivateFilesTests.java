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
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.migrationutilities.backup.BackupStrategyContractTests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link PrivateFiles}.
 */
class PrivateFilesTests {

	@TempDir
	private Path directory;

	@Test
	void createsNoFileInPlaceOfAnotherOrThroughALink() throws IOException {
		Path file = Files.writeString(this.directory.resolve("file"), "precious");
		assertThatExceptionOfType(FileAlreadyExistsException.class).isThrownBy(() -> PrivateFiles.createFile(file));
		Path nowhere = this.directory.resolve("nowhere");
		Path link = Files.createSymbolicLink(this.directory.resolve("link"), nowhere);
		assertThatExceptionOfType(FileAlreadyExistsException.class).isThrownBy(() -> PrivateFiles.createFile(link));
		assertThat(file).hasContent("precious");
		assertThat(nowhere).doesNotExist();
	}

	@Test
	void letsOnlyTheOwnerReadWhatItCreatesAndRestricts() throws IOException {
		Path file = this.directory.resolve("file");
		PrivateFiles.createFile(file);
		assertThat(BackupStrategyContractTests.permissions(file)).isEqualTo("rw-------");
		Path open = Files.writeString(this.directory.resolve("open"), "by a program");
		PrivateFiles.restrict(open);
		assertThat(BackupStrategyContractTests.permissions(open)).isEqualTo("rw-------");
	}

	@Test
	void deletesDirectoriesButNothingBehindLinks() throws IOException {
		Path kept = Files.createDirectory(this.directory.resolve("kept"));
		Files.writeString(kept.resolve("file"), "precious");
		Path deleted = Files.createDirectories(this.directory.resolve("deleted/more"));
		Files.writeString(deleted.resolve("file"), "superfluous");
		Files.createSymbolicLink(deleted.resolve("link"), kept);
		PrivateFiles.delete(this.directory.resolve("deleted"));
		PrivateFiles.delete(this.directory.resolve("missing"));
		assertThat(PrivateFiles.list(this.directory)).containsExactly(kept);
		assertThat(kept.resolve("file")).hasContent("precious");
	}

	@Test
	void looksAtLinksThemselves() throws IOException {
		Path link = Files.createSymbolicLink(this.directory.resolve("link"), this.directory);
		Path broken = Files.createSymbolicLink(this.directory.resolve("broken"), this.directory.resolve("nowhere"));
		assertThat(PrivateFiles.isDirectory(link)).isFalse();
		assertThat(PrivateFiles.exists(broken)).isTrue();
		Path file = Files.writeString(this.directory.resolve("file"), "text");
		assertThat(PrivateFiles.isRegularFile(file)).isTrue();
		assertThat(PrivateFiles.isRegularFile(Files.createSymbolicLink(this.directory.resolve("other"), file)))
			.isFalse();
	}

	@Test
	void knowsTheDirectoryOfEveryPathButTheRoot() {
		assertThat(PrivateFiles.directoryOf(Path.of("file"))).isEqualTo(Path.of("").toAbsolutePath());
		assertThatIllegalArgumentException().isThrownBy(() -> PrivateFiles.directoryOf(Path.of("/")));
	}

}
