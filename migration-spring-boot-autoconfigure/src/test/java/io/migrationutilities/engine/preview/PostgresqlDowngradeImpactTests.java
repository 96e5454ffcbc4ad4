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

package io.migrationutilities.engine.preview;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import io.migrationutilities.DowngradeImpact;
import io.migrationutilities.engine.PostgresqlFixture;
import io.migrationutilities.test.UsesPostgresql;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DowngradeImpactPreview} with PostgreSQL.
 */
@UsesPostgresql
class PostgresqlDowngradeImpactTests {

	private static final String TYPED = "changelog-with-losses.yaml";

	private static final String SQL = "changelog-with-losses-on-postgresql.sql";

	private static final String LEDGER = "\"Back Office\".\"Ledger \"\"A\"\"\"";

	private PostgresqlFixture studio;

	@BeforeEach
	void createStudio(@TempDir Path directory) {
		this.studio = new PostgresqlFixture(directory);
	}

	@AfterEach
	void dropStudio() {
		this.studio.expectNoSessions();
		this.studio.drop();
	}

	@Test
	void namesWhatIsLost() {
		this.studio.upgrade(TYPED);
		this.studio.execute("INSERT INTO volume (id, shelf, remark) VALUES (4, 'low', 'x')");
		assertThat(describe(previewUnchanged(TYPED))).containsExactly(
				"first-volumes: table volume: 3 rows are lost, and with them rows of tag",
				"rename-title: column remark of volume: 1 value is lost", "create-tag: table draft is dropped, empty",
				"create-tag: table tag: 2 rows are lost", "add-shelf: column shelf of volume: 3 values are lost",
				"add-shelf: column author of volume is dropped, without values",
				"create-book: table volume: 4 rows are lost");
	}

	@Test
	void readsStatementsOfSqlRollbacks() {
		createLedger();
		assertThat(describe(previewUnchanged(SQL))).containsExactly(
				"block: can't be foreseen: DO $$ BEGIN DELETE FROM hidden; END $$",
				"delete: table Back Office.Ledger \"A\": 1 row is lost, and with them rows of line",
				"drop-column: column note of Back Office.line: 2 values are lost",
				"create: table Back Office.line: 3 rows are lost",
				"create: table Back Office.Ledger \"A\": 2 rows are lost", "create: table hidden: 1 row is lost");
	}

	@Test
	void doesNotKnowWhatItMayNotRead() {
		createLedger();
		String role = this.studio.server().createRole("secret");
		this.studio.execute("GRANT SELECT ON databasechangelog, databasechangeloglock, migration_run TO " + role,
				"GRANT USAGE ON SCHEMA \"Back Office\" TO " + role, "GRANT SELECT ON \"Back Office\".line TO " + role);
		this.studio
			.dataSource(new DriverManagerDataSource(this.studio.server().url(this.studio.database()), role, "secret"));
		try {
			assertThat(describe(this.studio.utilities(SQL).previewDowngradeImpact("rename"))).containsExactly(
					"block: can't be foreseen: DO $$ BEGIN DELETE FROM hidden; END $$",
					"delete: table Back Office.Ledger \"A\": its rows are lost, how many can't be counted, and with them rows of line",
					"drop-column: column note of Back Office.line: 2 values are lost");
		}
		finally {
			this.studio.execute("DROP OWNED BY " + role);
			this.studio.server().execute("DROP ROLE " + role);
		}
	}

	@Test
	void givesUpCountingWhenTimeIsUp() throws SQLException {
		this.studio.upgrade(TYPED);
		try (Connection other = this.studio.connect();
				Statement statement = other.createStatement();
				Connection connection = this.studio.connect()) {
			other.setAutoCommit(false);
			statement.execute("LOCK TABLE tag IN ACCESS EXCLUSIVE MODE");
			RowCounter counter = new RowCounter(connection, Duration.ofSeconds(2));
			assertThat(counter.count("SELECT count(*) FROM tag")).isNull();
			assertThat(counter.isMissing()).isFalse();
			assertThat(new RowCounter(connection, Duration.ofMinutes(1)).count("SELECT count(*) FROM volume"))
				.isEqualTo(3);
			assertThat(new RowCounter(connection, Duration.ZERO).count("SELECT count(*) FROM volume")).isNull();
		}
	}

	private void createLedger() {
		this.studio.upgrade(SQL);
		this.studio.execute("INSERT INTO " + LEDGER + " VALUES (1, 1), (2, 2)",
				"INSERT INTO \"Back Office\".line VALUES (1, 1, 'a'), (2, 1, 'b'), (3, 2, NULL)",
				"INSERT INTO hidden VALUES (1)");
	}

	private DowngradeImpact previewUnchanged(String changelog) {
		String before = this.studio.content();
		DowngradeImpact impact = this.studio.utilities(changelog).previewDowngradeImpact("base");
		assertThat(this.studio.content()).isEqualTo(before);
		return impact;
	}

	private static List<String> describe(DowngradeImpact impact) {
		return impact.losses().stream().map((loss) -> loss.revision() + ": " + loss.description()).toList();
	}

}
