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

package io.migrationutilities.engine;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.migrationutilities.Migration;
import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationEvent;
import io.migrationutilities.MigrationException;
import io.migrationutilities.MigrationLock;
import io.migrationutilities.MigrationState;
import io.migrationutilities.RunReport;
import io.migrationutilities.UpgradeResult;
import io.migrationutilities.backup.BackupStrategy;
import io.migrationutilities.backup.sqlite.SqliteBackupStrategy;
import io.migrationutilities.engine.EngineFixture.Application;
import io.migrationutilities.engine.session.DatabaseSnapshot;
import io.migrationutilities.engine.session.RunPage;
import io.migrationutilities.file.ProcessLock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link DatabaseMonitor}.
 */
class DatabaseMonitorTests {

	private static final String TAGS = "changelog-with-tags.yaml";

	private EngineFixture studio;

	@BeforeEach
	void createStudio(@TempDir Path directory) {
		this.studio = new EngineFixture(directory);
	}

	@Test
	void knowsWhatAnUpgradeHasFoundOut() {
		Application application = this.studio.start(TAGS);
		application.upgrade("+2");
		DatabaseMonitor monitor = monitor(application);
		DatabaseSnapshot known = monitor.getKnown().orElseThrow();
		assertThat(known.status()).isEqualTo(application.utilities().checkMigrationStatus());
		assertThat(known.status().pendingMigrations()).hasSize(3);
		assertThat(known.lastRun()).isNotNull();
		assertThat(monitor.getLastRun()).isNotNull();
		assertThat(monitor.isCurrent()).isTrue();
	}

	@Test
	void comparesOnlyOnceWhatDoesNotChange() {
		Application application = this.studio.start(TAGS);
		application.upgrade("head");
		DatabaseMonitor monitor = monitor(application);
		DatabaseSnapshot first = monitor.read().snapshot();
		assertThat(monitor.read().snapshot()).isNotNull().isSameAs(first);
	}

	@Test
	void readsTheHistoryAgainOnlyWhenItHasChanged() {
		Application application = this.studio.start(TAGS);
		application.upgrade("+2");
		DatabaseMonitor monitor = monitor(application);
		List<Migration> first = monitor.getHistory();
		assertThat(first).hasSize(5);
		assertThat(monitor.getHistory()).isSameAs(first);
		this.studio.upgrade(TAGS, "+1");
		assertThat(monitor.getHistory()).extracting(Migration::state)
			.endsWith(MigrationState.PENDING)
			.filteredOn(MigrationState.APPLIED::equals)
			.hasSize(3);
	}

	@Test
	void noticesWhatOthersDo() {
		Application application = this.studio.start(TAGS);
		application.upgrade("+2");
		DatabaseMonitor monitor = monitor(application);
		this.studio.upgrade(TAGS, "+1");
		assertThat(monitor.isCurrent()).isFalse();
		assertThat(snapshot(monitor).status().pendingMigrations()).hasSize(2);
		assertThat(monitor.isCurrent()).isTrue();
	}

	@Test
	void readsAnewInTheBackgroundWhatOthersHaveDone() {
		Application application = this.studio.start(TAGS);
		application.upgrade("+2");
		DatabaseMonitor monitor = monitor(application);
		this.studio.upgrade(TAGS, "+1");
		assertThat(monitor.isCurrent()).isFalse();
		assertThat(monitor.getKnown().orElseThrow().status().pendingMigrations()).hasSize(2);
		assertThat(monitor.isCurrent()).isTrue();
	}

	@Test
	void noticesClearedCheckSums() {
		Application application = this.studio.start(TAGS);
		application.upgrade("head");
		this.studio.execute("UPDATE DATABASECHANGELOG SET MD5SUM = NULL");
		assertThat(monitor(application).isCurrent()).isFalse();
	}

	@Test
	void waitsForNoRunOfAnotherDatabase(@TempDir Path other) throws Exception {
		DatabaseMonitor monitor = monitor(new EngineFixture(other).start(TAGS));
		CountDownLatch running = new CountDownLatch(1);
		CountDownLatch asked = new CountDownLatch(1);
		this.studio.listener((event) -> {
			if (event instanceof MigrationEvent.UpgradeStarted) {
				running.countDown();
				assertThatNoException().isThrownBy(() -> asked.await(1, TimeUnit.MINUTES));
			}
		});
		CompletableFuture<UpgradeResult> run = CompletableFuture.supplyAsync(() -> this.studio.upgrade(TAGS),
				(task) -> new Thread(task).start());
		running.await();
		long start = System.nanoTime();
		for (ThrowingCallable reading : List.<ThrowingCallable>of(monitor::read, monitor::getHistory,
				monitor::previewUpgrade)) {
			MigrationException failure = EngineFixture.fail(reading);
			assertThat(failure.getCode()).isEqualTo(MigrationErrorCode.DATABASE_LOCKED);
			assertThat(failure).hasMessageContaining("is migrating 'liquibase'");
		}
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
		asked.countDown();
		run.join();
		assertThat(snapshot(monitor).status().pendingMigrations()).hasSize(5);
	}

	@Test
	void writesNothing() {
		this.studio.execute("CREATE TABLE other (id INTEGER)");
		String before = this.studio.content();
		DatabaseMonitor monitor = monitor(this.studio.start(TAGS));
		assertThat(monitor.isCurrent()).isFalse();
		assertThat(snapshot(monitor).status().currentRevision()).isNull();
		assertThat(monitor.read().lock()).isNull();
		assertThat(monitor.getRuns(0, 10).runs()).isEmpty();
		assertThat(this.studio.content()).isEqualTo(before);
	}

	@Test
	void remembersAFailureThatLeftNoTrace() {
		Application application = this.studio.start("changelog-2-with-failing-change-set-in-the-middle.yaml");
		EngineFixture.fail(() -> application.upgrade("head"));
		RunReport last = monitor(application).getLastRun();
		assertThat(last).isNotNull();
		assertThat(last.hasFailed()).isTrue();
		assertThat(monitor(application).getKnown()).isEmpty();
		assertThat(monitor(application).getRunningSince()).isNull();
	}

	@Test
	void pagesTheRuns() {
		this.studio.upgrade(TAGS, "+1");
		this.studio.upgrade(TAGS, "+1");
		this.studio.downgrade(TAGS, "-1");
		RunPage runs = monitor(this.studio.start(TAGS)).getRuns(1, 1);
		assertThat(runs.total()).isEqualTo(3);
		assertThat(runs.runs()).singleElement().extracting(RunReport::kind).isEqualTo("UPGRADE");
		assertThat(monitor(this.studio.start(TAGS)).getRuns(3, 1).runs()).isEmpty();
	}

	@Test
	void tellsRunsThatFailedAlsoAfterARestart() {
		String failing = "changelog-2-with-failing-change-set-in-the-middle.yaml";
		this.studio.upgrade("changelog-1-with-crews.yaml");
		MigrationException failure = this.studio.failUpgrade(failing);
		this.studio.upgrade("changelog-2-with-agents.yaml");
		RunPage runs = monitor(this.studio.start("changelog-2-with-agents.yaml")).getRuns(0, 10);
		assertThat(runs.total()).isEqualTo(3);
		assertThat(runs.runs()).extracting(RunReport::outcome).containsExactly("SUCCEEDED", "FAILED", "SUCCEEDED");
		RunReport failed = runs.runs().get(1);
		assertThat(failed.error()).isEqualTo(failure.getCode().name());
		assertThat(failed.backup()).isNotNull();
		assertThat(failed.failure()).isNotNull();
		assertThat(failed.failure().message()).isEqualTo(failure.getMessage());
		assertThat(failure.getMessage()).contains(failed.failure().changeSet(), failed.failure().statement());
		assertThat(failed.failure().databaseState()).isEqualTo("UNCHANGED");
		assertThat(monitor(this.studio.start("changelog-2-with-agents.yaml")).getRuns(1, 1).runs())
			.containsExactly(failed);
		assertThat(this.studio.utilities("changelog-2-with-agents.yaml").listRuns(2))
			.containsExactlyElementsOf(runs.runs().subList(0, 2));
	}

	@Test
	void tellsARunThatIsPartlyCommittedOnce() {
		this.studio.upgrade("changelog-1.sql");
		this.studio.failUpgrade("changelog-with-failure-after-vacuum.sql");
		RunPage runs = monitor(this.studio.start("changelog-1.sql")).getRuns(0, 10);
		assertThat(runs.total()).isEqualTo(2);
		assertThat(runs.runs().get(0).failure()).isNotNull();
		assertThat(runs.runs().get(0).failure().databaseState()).isEqualTo("PARTLY_CHANGED");
	}

	@Test
	void readsWhatIsKnownByOneQueryAndLeavesTheConnectionAsItWas() {
		this.studio.upgrade(TAGS, "+2");
		CountingDataSource counting = new CountingDataSource(this.studio.url());
		this.studio.dataSource(counting);
		Application application = this.studio.start(TAGS);
		application.utilities().createDatabaseBackup();
		DatabaseMonitor monitor = monitor(application);
		monitor.read();
		monitor.getBackups();
		counting.reset();
		monitor.read();
		monitor.getBackups();
		assertThat(counting.statements()).hasSize(1);
		monitor.isCurrent();
		monitor.findNewestVerifiedBackup();
		assertThat(counting.statements()).hasSize(2);
		assertThat(counting.changedSettings()).isEmpty();
	}

	@Test
	void showsWhoHoldsTheLock() {
		Application application = this.studio.start(TAGS);
		application.upgrade("+2");
		DatabaseMonitor monitor = monitor(application);
		assertThat(monitor.read().lock()).isNull();
		try (ProcessLock lock = ProcessLock.acquire(this.studio.lockFile(), "another instance", Duration.ZERO,
				(holder) -> {
				})) {
			assertThat(monitor.read().lock()).isNotNull()
				.extracting(MigrationLock::owner)
				.isEqualTo("another instance");
		}
		assertThat(monitor.read().lock()).isNull();
	}

	@Test
	void showsWhoHoldsTheLockOfLiquibase() {
		Application application = this.studio.start(TAGS);
		application.upgrade("+2");
		this.studio.execute("CREATE TABLE IF NOT EXISTS DATABASECHANGELOGLOCK (ID INT PRIMARY KEY, LOCKED BOOLEAN,"
				+ " LOCKGRANTED TEXT, LOCKEDBY TEXT)");
		DatabaseMonitor monitor = monitor(this.studio.start(TAGS));
		assertThat(monitor.read().lock()).isNull();
		this.studio.execute("INSERT OR REPLACE INTO DATABASECHANGELOGLOCK VALUES (1, 1, NULL, 'a pipeline')");
		assertThat(monitor.read().lock()).isNotNull().extracting(MigrationLock::owner).isEqualTo("a pipeline");
	}

	@Test
	void noticesRunsThatChangeNoHistory() {
		Application application = this.studio.start(TAGS);
		application.upgrade("head");
		Path backup = application.utilities().createDatabaseBackup().path();
		DatabaseMonitor monitor = monitor(application);
		monitor.read();
		this.studio.utilities(TAGS).restoreDatabase(backup);
		assertThat(monitor.isCurrent()).isFalse();
		monitor.read();
		assertThat(monitor.getLastRun()).isNotNull().extracting(RunReport::kind).isEqualTo("RESTORE");
	}

	@Test
	void saysThatAFileIsNoDatabase() throws IOException {
		Files.writeString(this.studio.file(), "This is no database. ".repeat(500));
		DatabaseMonitor monitor = monitor(this.studio.start(TAGS));
		assertThat(EngineFixture.fail(monitor::isCurrent).getCode()).isEqualTo(MigrationErrorCode.DATABASE_UNAVAILABLE);
		assertThat(EngineFixture.fail(monitor::read).getCode()).isEqualTo(MigrationErrorCode.DATABASE_UNAVAILABLE);
	}

	@Test
	void findsItsWayWhenTheHistoryIsGone() {
		Application application = this.studio.start(TAGS);
		application.upgrade("+2");
		this.studio.execute("DROP TABLE DATABASECHANGELOG");
		DatabaseMonitor monitor = monitor(application);
		assertThat(monitor.isCurrent()).isFalse();
		assertThat(snapshot(monitor).status().currentRevision()).isNull();
		assertThat(monitor.isCurrent()).isTrue();
	}

	@Test
	void remembersARestoreThatFailed() {
		Application application = this.studio.start(TAGS);
		application.upgrade("head");
		Path backup = application.utilities().createDatabaseBackup().path();
		this.studio.strategy(strategyWithoutRestore());
		Application later = this.studio.start(TAGS);
		EngineFixture.fail(() -> later.utilities().restoreDatabase(backup));
		RunReport last = monitor(later).getLastRun();
		assertThat(last).isNotNull();
		assertThat(last.kind()).isEqualTo("RESTORE");
		assertThat(last.error()).isEqualTo("RESTORE_FAILED");
		assertThat(last.duration()).isPositive();
		later.upgrade("head");
		assertThat(monitor(later).getLastRun()).isNotNull().extracting(RunReport::hasFailed).isEqualTo(false);
	}

	@Test
	void remembersARestoreThoughTheChangelogIsBroken() {
		Application application = this.studio.start(TAGS);
		application.upgrade("head");
		Path backup = application.utilities().createDatabaseBackup().path();
		Application broken = this.studio.start("changelog-with-syntax-error.yaml");
		broken.utilities().restoreDatabase(backup);
		RunReport last = monitor(broken).getLastRun();
		assertThat(last).isNotNull();
		assertThat(last.kind()).isEqualTo("RESTORE");
		assertThat(last.to()).isNotNull().isEqualTo(last.from());
		assertThat(last.hasFailed()).isFalse();
	}

	@Test
	void remembersNoRestoreThatWasRefused() {
		Application application = this.studio.start(TAGS);
		application.upgrade("head");
		EngineFixture.fail(() -> application.utilities().restoreDatabase(Path.of("no-such.db")));
		assertThat(monitor(application).getLastRun()).isNotNull().extracting(RunReport::kind).isEqualTo("UPGRADE");
	}

	private static BackupStrategy strategyWithoutRestore() {
		SqliteBackupStrategy strategy = new SqliteBackupStrategy();
		return (BackupStrategy) Proxy.newProxyInstance(BackupStrategy.class.getClassLoader(),
				new Class<?>[] { BackupStrategy.class }, (proxy, method, arguments) -> {
					if (method.getName().equals("restore")) {
						throw new MigrationException(MigrationErrorCode.RESTORE_FAILED, "The disk is full.",
								"Empty it.");
					}
					return method.invoke(strategy, arguments);
				});
	}

	private static DatabaseSnapshot snapshot(DatabaseMonitor monitor) {
		return Objects.requireNonNull(monitor.read().snapshot());
	}

	private static DatabaseMonitor monitor(Application application) {
		return application.monitor();
	}

}
