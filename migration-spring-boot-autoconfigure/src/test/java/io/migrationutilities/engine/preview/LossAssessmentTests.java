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

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.migrationutilities.DataLoss;
import io.migrationutilities.sql.SqlDialect;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LossAssessment}, with statements of SQLite.
 */
class LossAssessmentTests {

	private Connection connection;

	@BeforeEach
	void createTables() throws SQLException {
		this.connection = DriverManager.getConnection("jdbc:sqlite::memory:");
		try (Statement statement = this.connection.createStatement()) {
			statement.executeUpdate("CREATE TABLE crew (id INTEGER PRIMARY KEY, name TEXT, more TEXT); "
					+ "CREATE TABLE agent (id INTEGER, crew INTEGER REFERENCES crew ON DELETE CASCADE); "
					+ "CREATE TABLE nobody (id INTEGER); INSERT INTO crew VALUES (1, 'a', NULL), (2, 'b', 'c'); "
					+ "INSERT INTO agent VALUES (1, 1)");
		}
	}

	@AfterEach
	void close() throws SQLException {
		this.connection.close();
	}

	@Test
	void countsRowsOfDroppedTables() {
		assertThat(lossesOf("DROP TABLE agent; DROP TABLE nobody; DROP TABLE missing"))
			.containsExactly("table agent: 1 row is lost", "table nobody is dropped, empty");
	}

	@Test
	void namesTablesThatLoseTheirRowsAsWell() {
		assertThat(lossesOf("DROP TABLE crew"))
			.containsExactly("table crew: 2 rows are lost, and with them rows of agent");
		assertThat(lossesOf("DELETE FROM crew WHERE id = 1"))
			.containsExactly("table crew: 1 row is lost, and with them rows of agent");
	}

	@Test
	void namesNoTableThatIsDroppedItself() {
		assertThat(lossesOf("DROP TABLE agent; DROP TABLE crew")).containsExactly("table agent: 1 row is lost",
				"table crew: 2 rows are lost");
	}

	@Test
	void countsValuesOfDroppedColumns() {
		assertThat(lossesOf("ALTER TABLE crew DROP COLUMN more; ALTER TABLE crew DROP COLUMN missing; "
				+ "ALTER TABLE nobody DROP COLUMN id"))
			.containsExactly("column more of crew: 1 value is lost", "column id of nobody is dropped, without values");
	}

	@Test
	void findsDataUnderTheNameThatItHasNow() {
		assertThat(lossesOf("ALTER TABLE agent RENAME TO member; ALTER TABLE member RENAME COLUMN crew TO team; "
				+ "ALTER TABLE member DROP COLUMN team; DELETE FROM member; DROP TABLE member"))
			.containsExactly("column crew of agent: 1 value is lost",
					"table agent: its rows are lost, how many can't be counted", "table agent: 1 row is lost");
	}

	@Test
	void admitsWhatCanNotBeForeseen() {
		assertThat(lossesOf("REPLACE INTO crew\n VALUES (1, 'x', 'a text that is longer than what is shown')"))
			.containsExactly("can't be foreseen: REPLACE INTO crew VALUES (1, 'x', 'a text that is longer tha…");
	}

	private List<String> lossesOf(String sql) {
		LossAssessment fresh = new LossAssessment(this.connection,
				new RowCounter(this.connection, Duration.ofMinutes(1)), true);
		new SqlEffects(SqlDialect.SQLITE, null).of(sql).forEach((effect) -> fresh.add("1", effect));
		return fresh.getLosses().stream().map(DataLoss::description).toList();
	}

}
