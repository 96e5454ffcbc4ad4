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

import java.nio.file.Path;
import java.util.Objects;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.migrationutilities.engine.EngineFixture.Application;

import static org.assertj.core.api.Assertions.assertThat;

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
	void noticesClearedCheckSums() {
		Application application = this.studio.start(TAGS);
		application.upgrade("head");
		this.studio.execute("UPDATE DATABASECHANGELOG SET MD5SUM = NULL");
		assertThat(monitor(application).isCurrent()).isFalse();
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

	private static DatabaseSnapshot snapshot(DatabaseMonitor monitor) {
		return Objects.requireNonNull(monitor.read().snapshot());
	}

	private DatabaseMonitor monitor(Application application) {
		return new DatabaseMonitor(application.database(), application.utilities(), this.studio.settings(),
				this.studio.databaseBackups());
	}

}
