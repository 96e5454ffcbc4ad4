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

package io.migrationutilities.database;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link Queries}.
 */
class QueriesTests {

	private Connection connection;

	@BeforeEach
	void connect() throws SQLException {
		this.connection = DriverManager.getConnection("jdbc:sqlite::memory:");
		Queries.execute(this.connection, "CREATE TABLE \"odd\"\"name\" (id INT, name TEXT)",
				"INSERT INTO \"odd\"\"name\" VALUES (1, 'one'), (2, NULL), (3, 'what?')");
	}

	@AfterEach
	void disconnect() throws SQLException {
		this.connection.close();
	}

	@Test
	void stopsAtTheFirstStatementThatIsRefused() throws SQLException {
		assertThatExceptionOfType(SQLException.class)
			.isThrownBy(() -> Queries.execute(this.connection, "CREATE TABLE a (id INT)", "NONSENSE", "DROP TABLE a"));
		assertThat(Queries.number(this.connection, "SELECT count(*) FROM a")).isZero();
	}

	@Test
	void answersWithoutRows() throws SQLException {
		String none = "SELECT id FROM " + Queries.quote("odd\"name") + " WHERE id > 3";
		assertThat(Queries.strings(this.connection, none)).isEmpty();
		assertThat(Queries.string(this.connection, none)).isEmpty();
		assertThat(Queries.number(this.connection, none)).isZero();
		assertThat(Queries.isTrue(this.connection, none)).isFalse();
	}

	@Test
	void answersWithParametersAndWithout() throws SQLException {
		String table = Queries.quote("odd\"name");
		assertThat(Queries.strings(this.connection, "SELECT name FROM " + table + " ORDER BY id"))
			.containsExactly("one", "null", "what?");
		assertThat(Queries.string(this.connection, "SELECT name FROM " + table + " WHERE name = 'what?'"))
			.isEqualTo("what?");
		assertThat(Queries.number(this.connection, "SELECT id FROM " + table + " WHERE name = ?", "what?"))
			.isEqualTo(3);
		assertThat(Queries.isTrue(this.connection, "SELECT ? IS NULL", (Object) null)).isTrue();
		assertThat(Queries.list(this.connection, "SELECT id, name FROM " + table + " WHERE id < ? ORDER BY id",
				(row) -> row.getInt(1) + row.getString(2), 3))
			.containsExactly("1one", "2null");
	}

}
