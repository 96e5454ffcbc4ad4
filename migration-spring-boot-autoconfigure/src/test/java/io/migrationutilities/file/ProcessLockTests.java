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
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.Assert;

import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationException;
import io.migrationutilities.MigrationLock;
import io.migrationutilities.backup.BackupStrategyContractTests;
import io.migrationutilities.backup.ChildJvm;
import io.migrationutilities.test.StartsProcesses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ProcessLock}.
 */
@StartsProcesses
class ProcessLockTests {

	private static final Duration LONG = Duration.ofMinutes(1);

	private static final Consumer<MigrationLock> IGNORE = (holder) -> {
	};

	@TempDir
	private Path directory;

	private Path file() {
		return this.directory.resolve("app.db.lock");
	}

	@Test
	void fileIsPrivateAndStaysEmptyAfterRelease() throws IOException {
		try (ProcessLock lock = ProcessLock.acquire(file(), "me", Duration.ZERO, IGNORE)) {
			assertThat(lock).isNotNull();
			assertThat(BackupStrategyContractTests.permissions(file())).isEqualTo("rw-------");
		}
		assertThat(file()).exists().isEmptyFile();
	}

	@Test
	void holderIsKnownWhileHeldOnly() {
		assertThat(ProcessLock.holder(file())).isNull();
		assertThat(file()).doesNotExist();
		ProcessLock lock = ProcessLock.acquire(file(), "the owner", Duration.ZERO, IGNORE);
		MigrationLock holder = ProcessLock.holder(file());
		assertThat(holder).isNotNull();
		assertThat(holder.owner()).isEqualTo("the owner");
		assertThat(holder.since()).isNotNull();
		lock.close();
		lock.close();
		assertThat(ProcessLock.holder(file())).isNull();
	}

	@Test
	void refusesAtOnceWithoutTimeoutAndNamesTheHolder() {
		try (ProcessLock lock = ProcessLock.acquire(file(), "the first", Duration.ZERO, IGNORE)) {
			assertThat(lock).isNotNull();
			assertThatExceptionOfType(MigrationException.class)
				.isThrownBy(() -> ProcessLock.acquire(file(), "the second", Duration.ZERO, IGNORE))
				.withMessageContaining("the first")
				.satisfies((ex) -> assertThat(ex.getCode()).isEqualTo(MigrationErrorCode.LOCK_TIMEOUT));
		}
	}

	@Test
	void sameFileUnderAnotherPathIsTheSameLock() throws IOException {
		Path link = Files.createSymbolicLink(this.directory.resolve("link"), this.directory);
		try (ProcessLock lock = ProcessLock.acquire(file(), "the first", Duration.ZERO, IGNORE)) {
			assertThat(lock).isNotNull();
			MigrationLock holder = ProcessLock.holder(link.resolve(".").resolve(file().getFileName()));
			assertThat(holder).isNotNull();
		}
	}

	@Test
	void threadsExcludeEachOther() {
		AtomicInteger inside = new AtomicInteger();
		AtomicInteger most = new AtomicInteger();
		List<CompletableFuture<Void>> threads = new ArrayList<>();
		for (int i = 0; i < 5; i++) {
			threads.add(CompletableFuture.runAsync(() -> {
				try (ProcessLock lock = ProcessLock.acquire(file(), "a thread", LONG, IGNORE)) {
					assertThat(lock).isNotNull();
					most.accumulateAndGet(inside.incrementAndGet(), Math::max);
					Thread.onSpinWait();
					inside.decrementAndGet();
				}
			}, (task) -> new Thread(task).start()));
		}
		threads.forEach(CompletableFuture::join);
		assertThat(most).hasValue(1);
	}

	@Test
	void waitsForTheHolderAndTellsOnce() throws InterruptedException {
		ProcessLock first = ProcessLock.acquire(file(), "the first", Duration.ZERO, IGNORE);
		CountDownLatch waiting = new CountDownLatch(1);
		AtomicReference<MigrationLock> told = new AtomicReference<>();
		CompletableFuture<ProcessLock> second = CompletableFuture
			.supplyAsync(() -> ProcessLock.acquire(file(), "the second", LONG, (holder) -> {
				told.set(holder);
				waiting.countDown();
			}), (task) -> new Thread(task).start());
		waiting.await();
		assertThat(second).isNotDone();
		first.close();
		second.join().close();
		assertThat(told.get().owner()).isEqualTo("the first");
	}

	@Test
	void interruptionEndsTheWait() throws InterruptedException {
		try (ProcessLock lock = ProcessLock.acquire(file(), "the first", Duration.ZERO, IGNORE)) {
			assertThat(lock).isNotNull();
			AtomicReference<MigrationException> failure = new AtomicReference<>();
			Thread thread = new Thread(() -> {
				try {
					Thread.currentThread().interrupt();
					ProcessLock.acquire(file(), "the second", LONG, IGNORE);
				}
				catch (MigrationException ex) {
					failure.set(ex);
				}
			});
			thread.start();
			thread.join();
			assertThat(failure.get()).hasMessageContaining("Interrupted while waiting")
				.extracting(MigrationException::getCode)
				.isEqualTo(MigrationErrorCode.INTERRUPTED);
		}
	}

	@Test
	void interruptedHolderReleasesCleanly() {
		ProcessLock lock = ProcessLock.acquire(file(), "me", Duration.ZERO, IGNORE);
		Thread.currentThread().interrupt();
		lock.close();
		assertThat(Thread.interrupted()).isTrue();
		assertThat(file()).isEmptyFile();
	}

	@Test
	void missingDirectoryIsRefused() {
		Path file = this.directory.resolve("missing/app.lock");
		assertThatExceptionOfType(MigrationException.class)
			.isThrownBy(() -> ProcessLock.acquire(file, "me", Duration.ZERO, IGNORE))
			.satisfies((ex) -> assertThat(ex.getCode()).isEqualTo(MigrationErrorCode.DATABASE_UNAVAILABLE));
		assertThat(ProcessLock.holder(file)).isNull();
	}

	@Test
	void interruptIsSaidAsSuch() {
		Thread.currentThread().interrupt();
		try {
			assertThatExceptionOfType(MigrationException.class)
				.isThrownBy(() -> ProcessLock.acquire(file(), "me", Duration.ZERO, IGNORE))
				.satisfies((ex) -> assertThat(ex.getCode()).isEqualTo(MigrationErrorCode.INTERRUPTED));
		}
		finally {
			assertThat(Thread.interrupted()).isTrue();
		}
		ProcessLock.acquire(file(), "me", Duration.ZERO, IGNORE).close();
	}

	@Test
	void linkIsNotFollowed() throws IOException {
		Path precious = Files.writeString(this.directory.resolve("precious"), "precious");
		Files.createSymbolicLink(file(), precious);
		assertThatExceptionOfType(MigrationException.class)
			.isThrownBy(() -> ProcessLock.acquire(file(), "me", Duration.ZERO, IGNORE));
		assertThat(precious).hasContent("precious");
	}

	@Test
	void excludesAnotherProcessUntilItIsKilled() throws IOException {
		try (ChildJvm child = ChildJvm.start("hold", file())) {
			assertThat(child.answer()).isEqualTo("held");
			MigrationLock holder = ProcessLock.holder(file());
			assertThat(holder).isNotNull();
			assertThat(holder.owner()).isEqualTo("the child");
			assertThatExceptionOfType(MigrationException.class)
				.isThrownBy(() -> ProcessLock.acquire(file(), "me", Duration.ZERO, IGNORE))
				.withMessageContaining("the child");
			child.kill();
			assertThat(ProcessLock.holder(file())).isNull();
			ProcessLock.acquire(file(), "me", Duration.ZERO, IGNORE).close();
		}
	}

	@Test
	void lookingAtTheHolderDoesNotDropTheLock() throws IOException {
		try (ProcessLock lock = ProcessLock.acquire(file(), "the parent", Duration.ZERO, IGNORE)) {
			assertThat(lock).isNotNull();
			ProcessLock.holder(file());
			assertThatExceptionOfType(MigrationException.class)
				.isThrownBy(() -> ProcessLock.acquire(file(), "me", Duration.ZERO, IGNORE));
			try (ChildJvm child = ChildJvm.start("probe", file())) {
				assertThat(child.answer()).isEqualTo("refused: the parent");
			}
		}
		try (ChildJvm child = ChildJvm.start("probe", file())) {
			assertThat(child.answer()).startsWith("acquired");
		}
	}

	@Test
	void anotherClassLoaderOfThisProcessNeitherGetsNorDropsTheLock() throws Exception {
		try (ProcessLock lock = ProcessLock.acquire(file(), "the parent", Duration.ZERO, IGNORE);
				URLClassLoader other = new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader())) {
			assertThat(lock).isNotNull();
			Class<?> otherLock = other.loadClass(ProcessLock.class.getName());
			Object holder = otherLock.getMethod("holder", Path.class).invoke(null, file());
			assertThat(holder).hasToString(String.valueOf(ProcessLock.holder(file())));
			Consumer<Object> ignore = (ignored) -> {
			};
			assertThatExceptionOfType(ReflectiveOperationException.class)
				.isThrownBy(
						() -> otherLock.getMethod("acquire", Path.class, String.class, Duration.class, Consumer.class)
							.invoke(null, file(), "the other", Duration.ZERO, ignore))
				.withStackTraceContaining("the parent");
			try (ChildJvm child = ChildJvm.start("probe", file())) {
				assertThat(child.answer()).isEqualTo("refused: the parent");
			}
		}
	}

	private static URL[] classPath() {
		List<URL> urls = new ArrayList<>();
		for (Class<?> type : List.of(ProcessLock.class, LogFactory.class, Assert.class, Nullable.class)) {
			urls.add(type.getProtectionDomain().getCodeSource().getLocation());
		}
		return urls.toArray(URL[]::new);
	}

}
