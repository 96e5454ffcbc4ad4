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
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.UserPrincipal;
import java.time.Instant;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationException;
import io.migrationutilities.MigrationLock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Tests for {@link LockFile}. Locks that other classes of this process hold stand for
 * those of other processes, which {@link ProcessLockTests} has.
 */
class LockFileTests {

	private static final MigrationLock OWNER = new MigrationLock("me", Instant.parse("2026-11-22T10:00:00Z"));

	@TempDir
	private Path directory;

	private Path file() {
		return this.directory.resolve("app.db.lock");
	}

	@Test
	void refusesAPathThatNamesNoFile() {
		assertThatIllegalArgumentException().isThrownBy(() -> LockFile.of(Path.of("/")));
	}

	@Test
	void refusesADirectoryInPlaceOfTheFile() throws IOException {
		Files.createDirectory(file());
		LockFile file = LockFile.of(file());
		assertThatExceptionOfType(MigrationException.class).isThrownBy(() -> file.tryAcquire(OWNER))
			.withMessageContaining("'" + file + "' can't be used")
			.satisfies((ex) -> assertThat(ex.getCode()).isEqualTo(MigrationErrorCode.DATABASE_UNAVAILABLE))
			.satisfies((ex) -> assertThat(ex.getHint()).contains("ls -ld '" + this.directory.toRealPath() + "'"));
	}

	@Test
	void refusesADirectoryThatCanNotBeResolved() throws IOException {
		Path loop = this.directory.resolve("loop");
		Files.createSymbolicLink(loop, loop);
		assertThatExceptionOfType(MigrationException.class).isThrownBy(() -> LockFile.of(loop.resolve("app.lock")))
			.satisfies((ex) -> assertThat(ex.getCode()).isEqualTo(MigrationErrorCode.DATABASE_UNAVAILABLE));
	}

	@Test
	void namesTheOwnerOfAFileThatThisUserMayNotOpen() throws IOException {
		Path file = Files.createFile(this.directory.resolve("owned.lock"));
		assertThat(LockFile.unusable(file, new AccessDeniedException(file.toString())))
			.hasMessageContaining("can't be used: ");
		Files.setOwner(file, nobody());
		MigrationException refusal = LockFile.unusable(file, new AccessDeniedException(file.toString()));
		String user = System.getProperty("user.name");
		assertThat(refusal).hasMessage("The lock file '" + file
				+ "' can't be opened: it belongs to nobody, and this process runs as " + user + ".");
		assertThat(refusal.getHint()).contains("chown " + user + " '" + file + "'");
		assertThat(LockFile.unusable(file, new IOException("no locks"))).hasMessageContaining("can't be used: ");
	}

	// Only the superuser can give files away.
	private static UserPrincipal nobody() {
		assumeThat(System.getProperty("user.name")).isEqualTo("root");
		try {
			return FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByName("nobody");
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void tellsTheHolderToEveryOtherOfTheSameFile() throws IOException {
		LockFile file = LockFile.of(file());
		assertThat(file.tryAcquire(OWNER)).isNull();
		LockFile other = LockFile.of(file());
		assertThat(other.tryAcquire(new MigrationLock("you", Instant.now()))).isEqualTo(OWNER);
		assertThat(other.holder()).isEqualTo(OWNER);
		file.release();
		assertThat(other.holder()).isNull();
	}

	@Test
	void writesItsOwnerInOneLine() throws IOException {
		LockFile file = LockFile.of(file());
		file.tryAcquire(new MigrationLock("studio\r\n2.0\nand more", OWNER.since()));
		assertThat(Files.readAllLines(file())).containsExactly("studio 2.0 and more", "2026-11-22T10:00:00Z");
		file.release();
	}

	@Test
	void readsTheOwnerThatAnotherProgramHasWritten() throws IOException {
		assertThat(holderOf("studio 2.0\n2026-11-22T10:00:00Z\n"))
			.isEqualTo(new MigrationLock("studio 2.0", Instant.parse("2026-11-22T10:00:00Z")));
	}

	@ParameterizedTest
	@ValueSource(strings = { "studio 2.0", "studio 2.0\n", "studio 2.0\nsince yesterday\n" })
	void readsAnOwnerWhoseTimeIsNotKnown(String content) throws IOException {
		assertThat(holderOf(content)).isEqualTo(new MigrationLock("studio 2.0", null));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "\n", " \nsince yesterday\n" })
	void knowsOfAHolderThatHasNoName(String content) throws IOException {
		assertThat(holderOf(content)).isEqualTo(new MigrationLock("another process", null));
	}

	@Test
	void readsNoMoreOfAForeignFileThanAnOwnerMayTake() throws IOException {
		MigrationLock holder = holderOf("x".repeat(100_000));
		assertThat(holder).isNotNull();
		assertThat(holder.owner()).hasSize(4096);
	}

	@Test
	void acquiresWhatAnotherHasFreedAfterItWasRefused() throws IOException {
		LockFile file = LockFile.of(file());
		try (FileChannel other = lock("the other")) {
			assertThat(file.tryAcquire(OWNER)).isEqualTo(new MigrationLock("the other", null));
			assertThat(file.holder()).isEqualTo(new MigrationLock("the other", null));
			assertThat(other.isOpen()).isTrue();
		}
		assertThat(file.holder()).isNull();
		assertThat(file.tryAcquire(OWNER)).isNull();
		assertThat(Files.readString(file())).startsWith("me\n");
		file.release();
		assertThat(file()).isEmptyFile();
	}

	@Test
	void releasesOnce() throws IOException {
		LockFile file = LockFile.of(file());
		file.release();
		assertThat(file()).doesNotExist();
		file.tryAcquire(OWNER);
		file.release();
		Files.writeString(file(), "of the next holder");
		file.release();
		assertThat(file()).hasContent("of the next holder");
	}

	private @Nullable MigrationLock holderOf(String content) throws IOException {
		try (FileChannel other = lock(content)) {
			assertThat(other.isOpen()).isTrue();
			MigrationLock holder = LockFile.of(file()).holder();
			assertThat(LockFile.of(file()).tryAcquire(OWNER)).isEqualTo(holder);
			return holder;
		}
		finally {
			LockFile.of(file()).tryAcquire(OWNER);
			LockFile.of(file()).release();
		}
	}

	private FileChannel lock(String content) throws IOException {
		Files.writeString(file(), content);
		FileChannel channel = FileChannel.open(file(), StandardOpenOption.READ, StandardOpenOption.WRITE);
		channel.lock(Long.MAX_VALUE - 1, 1, false);
		return channel;
	}

}
