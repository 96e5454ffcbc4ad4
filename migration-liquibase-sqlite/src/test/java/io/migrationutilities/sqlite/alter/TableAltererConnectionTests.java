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

import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.migrationutilities.sqlite.alter.Alteration.SetNotNull;
import io.migrationutilities.sqlite.table.SqliteAlterationException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link TableAlterer} on connections that were used before, and databases that
 * are in use.
 */
class TableAltererConnectionTests {

	private static final SetNotNull SET_NOT_NULL = new SetNotNull("parent", "name", null);

	private Path file;

	private SqliteFile database;

	@BeforeEach
	void open(@TempDir Path directory) throws SQLException {
		this.file = directory.resolve("test.db");
		this.database = SqliteFile.at(this.file);
		this.database.execute("CREATE TABLE parent (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT)",
				"CREATE TABLE child (parent_id REFERENCES parent ON DELETE CASCADE)",
				"INSERT INTO parent VALUES (1, 'a'), (41, 'b')", "DELETE FROM parent WHERE id = 41",
				"INSERT INTO child VALUES (1)", "PRAGMA foreign_keys = ON");
	}

	@AfterEach
	void close() throws SQLException {
		this.database.close();
	}

	@Test
	void seesTheTablesBehindTemporaryOnes() throws SQLException {
		this.database.execute("CREATE TEMP TABLE child (x)");
		this.database.connection().setAutoCommit(false);
		assertThatExceptionOfType(SqliteAlterationException.class).isThrownBy(() -> this.database.alter(SET_NOT_NULL))
			.withMessageContaining("table 'child' refers to it");
		this.database.connection().commit();
		assertThat(this.database.rows("SELECT * FROM main.child")).containsExactly("1");
	}

	@Test
	void checksTheTablesBehindTemporaryOnes() throws SQLException {
		this.database.execute("CREATE TABLE log (entry)",
				"CREATE TRIGGER tr AFTER DELETE ON child BEGIN INSERT INTO log VALUES (old.parent_id); END",
				"CREATE VIEW v AS SELECT name FROM parent", "CREATE TEMP TABLE child AS SELECT 9 AS parent_id",
				"CREATE TEMP TABLE v (x)", "CREATE TEMP TABLE log (entry)");
		this.database.alter(SET_NOT_NULL);
		assertThat(this.database.rows("SELECT * FROM main.child")).containsExactly("1");
		assertThat(this.database.rows("SELECT * FROM child")).containsExactly("9");
	}

	@Test
	void keepsTheSequenceAndStatisticsBehindTemporaryOnes() throws SQLException {
		this.database.execute("CREATE INDEX i ON parent (name)", "ANALYZE",
				"CREATE TEMP TABLE tmp (id INTEGER PRIMARY KEY AUTOINCREMENT, x UNIQUE)",
				"INSERT INTO tmp VALUES (7, 8)", "ANALYZE temp");
		List<String> statistics = this.database.rows("SELECT * FROM main.sqlite_stat1 ORDER BY tbl");
		this.database.alter(SET_NOT_NULL);
		this.database.execute("INSERT INTO parent (name) VALUES ('c')");
		assertThat(this.database.rows("SELECT max(id) FROM parent")).containsExactly("42");
		assertThat(this.database.rows("SELECT * FROM main.sqlite_stat1 ORDER BY tbl")).isEqualTo(statistics);
	}

	@Test
	void namesKeysThatRowsViolatedBeforeInTablesWithTemporaryTriggers() throws SQLException {
		this.database.execute("PRAGMA foreign_keys = OFF", "INSERT INTO child VALUES (99)",
				"CREATE TEMP TRIGGER tr AFTER INSERT ON child BEGIN SELECT 1; END");
		this.database.alter(SET_NOT_NULL);
		assertThat(this.database.rows("SELECT * FROM child")).containsExactly("1", "99");
	}

	@Test
	void leavesNoTransactionBehindWhenReadersStandAgainstTheCommit() throws SQLException {
		this.database.execute("PRAGMA busy_timeout = 1");
		List<String> content = this.database.content();
		try (SqliteFile other = SqliteFile.at(this.file)) {
			try (Statement reader = other.connection().createStatement();
					ResultSet rows = reader.executeQuery("SELECT * FROM parent")) {
				assertThat(rows.next()).isTrue();
				assertThatExceptionOfType(SQLException.class).isThrownBy(() -> this.database.alter(SET_NOT_NULL))
					.withMessageContaining("SQLITE_BUSY");
			}
			assertThat(this.database.rows("PRAGMA foreign_keys")).containsExactly("1");
			assertThat(this.database.content()).isEqualTo(content);
			this.database.execute("INSERT INTO child VALUES (1)");
			assertThat(other.rows("SELECT count(*) FROM child")).containsExactly("2");
		}
	}

	@Test
	void leavesNoTransactionBehindWhenTheDatabaseIsFull() throws SQLException {
		this.database.execute("INSERT INTO parent (name) VALUES (hex(zeroblob(100000)))");
		List<String> content = this.database.content();
		this.database.execute("PRAGMA max_page_count = 1");
		assertThatExceptionOfType(SQLException.class).isThrownBy(() -> this.database.alter(SET_NOT_NULL))
			.withMessageContaining("SQLITE_FULL");
		assertThat(this.database.rows("PRAGMA foreign_keys")).containsExactly("1");
		this.database.execute("BEGIN", "ROLLBACK");
		assertThat(this.database.content()).isEqualTo(content);
	}

	@Test
	void altersWhateverTheConnectionIsSetTo() throws SQLException {
		this.database.execute("CREATE TRIGGER no BEFORE DELETE ON parent BEGIN SELECT RAISE(ABORT, 'no'); END",
				"INSERT INTO parent VALUES (-5, 'c')", "PRAGMA reverse_unordered_selects = ON",
				"PRAGMA recursive_triggers = ON", "PRAGMA case_sensitive_like = ON", "PRAGMA writable_schema = ON",
				"PRAGMA defer_foreign_keys = ON");
		this.database.alter(SET_NOT_NULL);
		assertThat(this.database.rows("SELECT * FROM parent ORDER BY id")).containsExactly("-5|c", "1|a");
		assertThat(this.database.rows("SELECT * FROM child")).containsExactly("1");
		assertThat(this.database.rows("PRAGMA integrity_check")).containsExactly("ok");
	}

}
