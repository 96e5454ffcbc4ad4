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
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import liquibase.exception.LiquibaseException;
import liquibase.integration.spring.SpringLiquibase;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.migrationutilities.test.UsesPostgresql;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that changelogs in the manner of real applications, in every format, give the
 * same on SQLite and PostgreSQL, with the engine and with Liquibase alone.
 */
@UsesPostgresql
class RealWorldChangelogTests {

	private static final Map<String, DatabaseContents> expectations = new ConcurrentHashMap<>();

	@TempDir
	private Path directory;

	static Stream<String> changelogs() {
		return Stream.of("library", "fleet", "workflow")
			.flatMap((application) -> Stream.of("changelog.xml", "changelog.yaml", "changelog-of-sql.yaml")
				.map((file) -> application + "/" + file));
	}

	@ParameterizedTest
	@MethodSource("changelogs")
	void givesSameOnPostgresqlWithLiquibaseAlone(String changelog) throws Exception {
		onPostgresql(changelog, (database) -> {
			runLiquibase(database, changelog);
			assertContents(database, changelog);
		});
	}

	@ParameterizedTest
	@MethodSource("changelogs")
	void upgradesDowngradesAndUpgradesAgainOnPostgresql(String changelog) throws Exception {
		onPostgresql(changelog, (database) -> upgradeDowngradeAndUpgradeAgain(database, changelog));
	}

	@ParameterizedTest
	@MethodSource("changelogs")
	void givesSameOnSqliteWithLiquibaseAlone(String changelog) throws Exception {
		EngineFixture database = configure(new EngineFixture(this.directory), changelog);
		runLiquibase(database, changelog);
		assertContents(database, changelog);
	}

	@ParameterizedTest
	@MethodSource("changelogs")
	void givesSameOnSqliteThatEnforcesForeignKeysWithLiquibaseAlone(String changelog) throws Exception {
		EngineFixture database = configure(EngineFixture.withForeignKeys(this.directory), changelog);
		runLiquibase(database, changelog);
		assertContents(database, changelog);
	}

	@ParameterizedTest
	@MethodSource("changelogs")
	void upgradesDowngradesAndUpgradesAgainOnSqlite(String changelog) throws Exception {
		upgradeDowngradeAndUpgradeAgain(configure(new EngineFixture(this.directory), changelog), changelog);
	}

	@ParameterizedTest
	@MethodSource("changelogs")
	void upgradesDowngradesAndUpgradesAgainOnSqliteThatEnforcesForeignKeys(String changelog) throws Exception {
		upgradeDowngradeAndUpgradeAgain(configure(EngineFixture.withForeignKeys(this.directory), changelog), changelog);
	}

	private void upgradeDowngradeAndUpgradeAgain(EngineFixture database, String changelog) throws Exception {
		database.upgrade(changelog);
		assertContents(database, changelog);
		database.downgrade(changelog, "base");
		assertThat(contents(database)).matches(DatabaseContents::isEmpty, "is empty");
		database.upgrade(changelog);
		assertContents(database, changelog);
	}

	private void assertContents(EngineFixture database, String changelog) throws Exception {
		DatabaseContents expected = expected(changelog);
		assertThat(contents(database).differences(changelog, expected, "XML on PostgreSQL")).isEmpty();
	}

	// What plain Liquibase makes of the XML on PostgreSQL, with no code of ours.
	private DatabaseContents expected(String changelog) throws Exception {
		String original = changelog.replaceFirst("/.*", "/changelog.xml");
		DatabaseContents known = expectations.get(original);
		if (known == null) {
			onPostgresql(original, (database) -> {
				runLiquibase(database, original);
				expectations.put(original, contents(database));
			});
		}
		return expectations.get(original);
	}

	private void onPostgresql(String changelog, Use use) throws Exception {
		PostgresqlFixture database = new PostgresqlFixture(this.directory);
		try {
			use.accept(configure(database, changelog));
		}
		finally {
			database.drop();
		}
	}

	private static EngineFixture configure(EngineFixture database, String changelog) {
		return database.withoutBackups().bean((liquibase) -> {
			liquibase.setChangeLog("classpath:changelogs/" + changelog);
			liquibase.setContexts("dev");
		});
	}

	private static void runLiquibase(EngineFixture database, String changelog) throws LiquibaseException {
		SpringLiquibase liquibase = database.liquibase(changelog);
		liquibase.afterPropertiesSet();
	}

	private static DatabaseContents contents(EngineFixture database) throws SQLException {
		try (Connection connection = database.connect()) {
			return DatabaseContents.of(connection);
		}
	}

	/**
	 * Uses a database.
	 */
	private interface Use {

		void accept(EngineFixture database) throws Exception;

	}

}
