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

package io.migrationutilities.sample;

import java.nio.file.Path;
import java.util.List;

import liquibase.Liquibase;
import liquibase.changelog.ChangeSet;
import liquibase.changelog.DatabaseChangeLog;
import liquibase.database.Database;
import liquibase.database.DatabaseFactory;
import liquibase.resource.ClassLoaderResourceAccessor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.migrationutilities.test.TakesLong;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the changelog with plain Liquibase, which every database has to pass.
 */
abstract class ChangelogContractTests {

	private static final int CHANGE_SETS = 28;

	@TempDir
	private Path directory;

	private StudioDatabase database;

	/**
	 * Creates an empty database.
	 * @param directory where its files may lie
	 * @return the database
	 */
	abstract StudioDatabase createDatabase(Path directory);

	@BeforeEach
	void setUp() {
		this.database = createDatabase(this.directory);
	}

	@Test
	void everyReleaseEndsWithItsTag() {
		this.database.upgrade();
		assertThat(this.database.changeSets()).hasSize(CHANGE_SETS);
		assertThat(this.database.tags()).containsExactly("1.0", "1.1", "2.0");
		assertThat(this.database.query("SELECT id || '|' || tag FROM DATABASECHANGELOG WHERE id LIKE '%-tag'"))
			.containsExactly("1.0-tag|1.0", "1.1-tag|1.1", "2.0-tag|2.0");
	}

	@Test
	void everyChangeSetIsDescribedAndBelongsToItsRelease() throws Exception {
		for (ChangeSet changeSet : parse().getChangeSets()) {
			assertThat(changeSet.getComments()).as(changeSet.getId()).isNotBlank();
			assertThat(changeSet.getAuthor()).as(changeSet.getId()).isEqualTo("crew-studio");
			assertThat(changeSet.getFilePath()).as(changeSet.getId())
				.isEqualTo("db/changelog/release-%s.yaml".formatted(changeSet.getId().substring(0, 3)));
		}
	}

	@TakesLong
	@Test
	void everyChangeSetCanBeUndoneAndAppliedAgain() {
		for (int applied = 0; applied < CHANGE_SETS; applied++) {
			List<String> before = this.database.schema();
			this.database.upgradeBy(1);
			List<String> after = this.database.schema();
			this.database.rollBackBy(1);
			assertThat(this.database.schema()).isEqualTo(before);
			this.database.upgradeBy(1);
			assertThat(this.database.schema()).isEqualTo(after);
			assertThat(this.database.problems()).isEmpty();
		}
		assertThat(this.database.changeSets()).hasSize(CHANGE_SETS);
	}

	@TakesLong
	@Test
	void everythingCanBeUndoneStepByStep() {
		this.database.upgrade();
		List<String> newest = this.database.schema();
		for (int remaining = CHANGE_SETS - 1; remaining >= 0; remaining--) {
			this.database.rollBackBy(1);
			assertThat(this.database.changeSets()).hasSize(remaining);
			assertThat(this.database.problems()).isEmpty();
		}
		assertThat(this.database.schema()).isEmpty();
		this.database.upgrade();
		assertThat(this.database.schema()).isEqualTo(newest);
	}

	@Test
	void releaseTwoMovesResultsAndUndoingItBringsThemHome() {
		String results = "SELECT id, result, status FROM task ORDER BY id";
		List<String> before = this.database.upgradeTo("1.0").addTasks(20).upgradeTo("1.1").query(results);
		this.database.upgrade();
		assertThat(this.database.count("task_output")).isEqualTo(11);
		this.database.rollBackTo("1.1");
		assertThat(this.database.query(results)).isEqualTo(before).hasSize(23).contains("5|Result 2|DONE");
	}

	@Test
	void releaseOneDotOneDerivesTheStatus() {
		this.database.upgradeTo("1.1");
		assertThat(this.database.query("SELECT status FROM task ORDER BY id")).containsExactly("DONE", "IN_PROGRESS",
				"OPEN");
	}

	@Test
	void releaseTwoNumbersTasks() {
		this.database.upgradeTo("1.0").addTasks(2).upgrade();
		assertThat(this.database.query("SELECT title, step FROM task ORDER BY id")).containsExactly("Collect sources|1",
				"Write the article|2", "Review the article|3", "Task 1|4", "Task 2|5");
	}

	@Test
	void demonstrationIsRemovedButNotWhatUsersAdded() {
		this.database.upgradeTo("1.0").addTasks(1);
		this.database.rollBackBy(2);
		assertThat(this.database.query("SELECT title FROM task")).containsExactly("Task 1");
		assertThat(this.database.count("crew")).isEqualTo(1);
		assertThat(this.database.count("agent")).isZero();
	}

	private DatabaseChangeLog parse() throws Exception {
		Database offline = DatabaseFactory.getInstance()
			.openDatabase("offline:sqlite?changeLogFile=" + this.directory.resolve("history.csv"), null, null, null,
					new ClassLoaderResourceAccessor());
		return new Liquibase(StudioDatabase.CHANGELOG, new ClassLoaderResourceAccessor(), offline)
			.getDatabaseChangeLog();
	}

}
