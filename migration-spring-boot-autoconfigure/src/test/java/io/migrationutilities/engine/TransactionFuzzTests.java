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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.migrationutilities.DatabaseState;
import io.migrationutilities.MigrationException;
import io.migrationutilities.engine.plan.TransactionMode;
import io.migrationutilities.test.UsesPostgresql;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs random scripts with statements that begin and end transactions at random places.
 * Whatever becomes of them, what is said about the database is what is seen in it. The
 * system properties {@code fuzz.scripts} and {@code fuzz.seed} say how many, and which.
 */
@UsesPostgresql
class TransactionFuzzTests {

	private static final int SCRIPTS = Integer.getInteger("fuzz.scripts", 150);

	private static final List<String> CONTROLS = List.of("BEGIN", "COMMIT", "END", "ROLLBACK", "SAVEPOINT s",
			"RELEASE s", "BEGIN TRANSACTION", "/* a */ COMMIT", "-- b\nCOMMIT", "commit work", "ROLLBACK TO s");

	private static final List<String> HARMLESS = List.of("SELECT 'COMMIT; BEGIN'", "-- COMMIT\nSELECT 1",
			"/* ; ROLLBACK; */ SELECT 2", "SELECT 1 AS \"COMMIT\"", "");

	private final long seed = Long.getLong("fuzz.seed", System.nanoTime());

	private final Random random = new Random(this.seed);

	private final Set<String> outcomes = new HashSet<>();

	@TempDir
	private Path directory;

	@Test
	void saysNothingThatIsNotSoOnSqlite() throws IOException {
		for (int script = 0; script < SCRIPTS; script++) {
			Path place = Files.createDirectory(this.directory.resolve("script-" + script));
			run(new EngineFixture(place).withoutBackups(), script);
		}
		assertThat(this.outcomes).contains("upgraded", "UNCHANGED", "PARTLY_CHANGED");
	}

	@Test
	void saysNothingThatIsNotSoOnPostgresql() {
		PostgresqlFixture studio = new PostgresqlFixture(this.directory);
		try {
			for (int script = 0; script < SCRIPTS; script++) {
				studio.execute("DROP SCHEMA public CASCADE", "CREATE SCHEMA public");
				run(studio, script);
			}
			assertThat(this.outcomes).contains("upgraded", "UNCHANGED", "PARTLY_CHANGED");
		}
		finally {
			studio.drop();
		}
	}

	private void run(EngineFixture studio, int script) {
		studio.execute("CREATE TABLE t (id INTEGER)");
		StringBuilder changelog = new StringBuilder("--liquibase formatted sql\n");
		int changeSets = 1 + this.random.nextInt(3);
		int inserts = 0;
		for (int i = 0; i < changeSets; i++) {
			changelog.append("--changeset ada:")
				.append(i)
				.append(" splitStatements:")
				.append(this.random.nextBoolean())
				.append(" runInTransaction:")
				.append(this.random.nextInt(5) > 0)
				.append('\n');
			inserts += addStatements(changelog);
		}
		String text = changelog.toString();
		String what = "seed " + this.seed + ", script " + script + ":\n" + text;
		studio.write("changelog.sql", text)
			.transaction(this.random.nextBoolean() ? TransactionMode.ALL : TransactionMode.PER_CHANGE_SET);
		String before = studio.content();
		try {
			studio.upgrade("changelog.sql");
			this.outcomes.add("upgraded");
			assertThat(studio.query("SELECT count(*) FROM DATABASECHANGELOG")).as(what)
				.isEqualTo(String.valueOf(changeSets));
			if (!text.toUpperCase(Locale.ROOT).contains("ROLLBACK")) {
				assertThat(studio.query("SELECT count(*) FROM t")).as(what).isEqualTo(String.valueOf(inserts));
			}
		}
		catch (MigrationException ex) {
			this.outcomes.add(ex.getDatabaseState().name());
			String after = studio.content();
			assertThat(ex.getDatabaseState()).as(what + ex).isIn(DatabaseState.UNCHANGED, DatabaseState.PARTLY_CHANGED);
			assertThat(ex.getDatabaseState() == DatabaseState.UNCHANGED).as(what + ex).isEqualTo(after.equals(before));
		}
	}

	private int addStatements(StringBuilder changelog) {
		int inserts = 0;
		int statements = 1 + this.random.nextInt(5);
		for (int i = 0; i < statements; i++) {
			int kind = this.random.nextInt(10);
			if (kind < 6) {
				changelog.append("INSERT INTO t VALUES (").append(i).append(')');
				inserts++;
			}
			else {
				changelog.append((kind < 8) ? pick(CONTROLS) : (kind < 9) ? pick(HARMLESS)
						: (this.random.nextInt(3) == 0) ? "INSERT INTO missing VALUES (1)" : "SELECT 3");
			}
			changelog.append(";\n");
		}
		return inserts;
	}

	private String pick(List<String> texts) {
		return texts.get(this.random.nextInt(texts.size()));
	}

}
