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

package io.migrationutilities.sqlite.alter;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.migrationutilities.sqlite.table.SqliteSession;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link DefaultValues}, which SQLite has to agree with.
 */
class DefaultValuesTests {

	private Connection connection;

	private SqliteSession session;

	@BeforeEach
	void openDatabase() throws SQLException {
		this.connection = DriverManager.getConnection("jdbc:sqlite::memory:");
		this.session = new SqliteSession(this.connection);
	}

	@AfterEach
	void closeDatabase() throws SQLException {
		this.connection.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "1", "-1", "+ 1.5e3", "'it''s'", "x'00ff'", "NULL", "true", "FALSE", "1 + 1", "lower('A')",
			"'a' || 'b'", "(1)", "(1) + (2)", "((1 + 2))", "CASE WHEN 1 THEN 'x' END", "- -1", "'a' -- why" })
	void writesWhatSqliteComputes(String value) throws SQLException {
		this.session.execute("CREATE TABLE t (id, a DEFAULT " + DefaultValues.parenthesize(value) + "\n)");
		this.session.execute("INSERT INTO t (id) VALUES (1)");
		assertThat(this.session.strings("SELECT quote(a) FROM t"))
			.isEqualTo(this.session.strings("SELECT quote(" + value + "\n)"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "CURRENT_TIMESTAMP", "current_date", "Current_Time", "1", "'text'", "-1", "NULL", "(1)" })
	void addsNoParenthesesWithoutNeed(String value) {
		assertThat(DefaultValues.parenthesize(value)).isEqualTo(value);
	}

	// SQLite adds a column to a table that has rows if its default is a constant.
	@ParameterizedTest
	@ValueSource(
			strings = { "1", "-1", "'a'", "x'00'", "NULL", "true", "CURRENT_TIMESTAMP", "(random())", "(lower('A'))" })
	void knowsConstantsOfSqlite(String value) throws SQLException {
		this.session.execute("CREATE TABLE t (id)");
		this.session.execute("INSERT INTO t VALUES (1)");
		boolean added = true;
		try {
			this.session.execute("ALTER TABLE t ADD COLUMN a DEFAULT " + value);
		}
		catch (SQLException ex) {
			added = false;
		}
		assertThat(DefaultValues.isConstant(value)).isEqualTo(added);
	}

}
