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

package io.migrationutilities.sqlite.table;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SchemaFindings}.
 */
class SchemaFindingsTests {

	private Connection connection;

	@BeforeEach
	void open() throws SQLException {
		this.connection = DriverManager.getConnection("jdbc:sqlite::memory:");
	}

	@AfterEach
	void close() throws SQLException {
		this.connection.close();
	}

	private void execute(String... statements) throws SQLException {
		try (Statement statement = this.connection.createStatement()) {
			for (String sql : statements) {
				statement.execute(sql);
			}
		}
	}

	private List<String> findings() throws SQLException {
		return SqliteIntegrity.findProblems(this.connection).entrySet().stream().map(String::valueOf).toList();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '%',
			value = { "a REFERENCES gone | FOREIGN KEY (a) to 'gone', which is no table",
					"a REFERENCES p (gone) | FOREIGN KEY (a) to 'p', which has no column 'gone'",
					"a REFERENCES p (n) | FOREIGN KEY (a) to 'p', which has no such key",
					"a REFERENCES p (part) | FOREIGN KEY (a) to 'p', which has no such key",
					"a REFERENCES v (x) | FOREIGN KEY (a) to 'v', which is no table",
					"a CONSTRAINT \"its\" REFERENCES p (gone) | FOREIGN KEY 'its' to 'p', which has no column 'gone'",
					"a, b, FOREIGN KEY (a, b) REFERENCES p | FOREIGN KEY (a, b) to 'p', which has no such key",
					"a, b, FOREIGN KEY (a, b) REFERENCES p (id, u) | FOREIGN KEY (a, b) to 'p', which has no such key",
					"a REFERENCES bare | FOREIGN KEY (a) to 'bare', which has no such key" })
	void findsForeignKeysToNothing(String columns, String finding) throws SQLException {
		parents();
		execute("CREATE TABLE c (" + columns + ")");
		assertThat(findings()).containsExactly("a foreign key of table 'c' that fits nothing: " + finding + "=1");
	}

	@ParameterizedTest
	@ValueSource(strings = { "a REFERENCES p", "a REFERENCES P (ID)", "a REFERENCES p (u)", "a REFERENCES p (k)",
			"a, b, FOREIGN KEY (a, b) REFERENCES p (y, x)", "a, b, FOREIGN KEY (a, b) REFERENCES two",
			"a, b, FOREIGN KEY (a, b) REFERENCES two (y, x)", "a REFERENCES wr", "a UNIQUE REFERENCES c (a)",
			"a INTEGER PRIMARY KEY, b REFERENCES c" })
	void findsNothingWhereForeignKeysFit(String columns) throws SQLException {
		parents();
		execute("CREATE TABLE c (" + columns + ")");
		assertThat(findings()).isEmpty();
	}

	private void parents() throws SQLException {
		execute("CREATE TABLE p (id INTEGER PRIMARY KEY, u UNIQUE, n, part, k, x, y, UNIQUE (x, y))",
				"CREATE UNIQUE INDEX i ON p (part) WHERE part > 1", "CREATE UNIQUE INDEX j ON p (k)",
				"CREATE UNIQUE INDEX l ON p (lower(n))", "CREATE VIEW v AS SELECT 1 AS x", "CREATE TABLE bare (x)",
				"CREATE TABLE two (x, y, PRIMARY KEY (y, x))", "CREATE TABLE wr (x PRIMARY KEY) WITHOUT ROWID");
	}

	@Test
	void oneForeignKeyDoesNotHideAnother() throws SQLException {
		execute("CREATE TABLE p (id INTEGER PRIMARY KEY)",
				"CREATE TABLE c (a REFERENCES p (x), b REFERENCES gone, d REFERENCES p (x), e REFERENCES p (y))");
		assertThat(findings()).containsExactlyInAnyOrder(
				"a foreign key of table 'c' that fits nothing: FOREIGN KEY (a) to 'p', which has no column 'x'=1",
				"a foreign key of table 'c' that fits nothing: FOREIGN KEY (b) to 'gone', which is no table=1",
				"a foreign key of table 'c' that fits nothing: FOREIGN KEY (d) to 'p', which has no column 'x'=1",
				"a foreign key of table 'c' that fits nothing: FOREIGN KEY (e) to 'p', which has no column 'y'=1");
	}

	@Test
	void brokenViewWithTriggerIsAFinding() throws SQLException {
		execute("CREATE VIEW v AS SELECT * FROM gone", "CREATE TRIGGER tr INSTEAD OF UPDATE ON v BEGIN SELECT 1; END",
				"CREATE TRIGGER td INSTEAD OF DELETE ON v BEGIN SELECT 1; END",
				"CREATE TRIGGER ti INSTEAD OF INSERT ON v BEGIN SELECT 1; END");
		assertThat(findings()).hasSize(4).allMatch((finding) -> finding.contains("does not work"));
	}

}
