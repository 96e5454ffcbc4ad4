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

import java.sql.SQLException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.migrationutilities.sqlite.table.ColumnDefinition;
import io.migrationutilities.sqlite.table.CreateTableParser;
import io.migrationutilities.sqlite.table.SqlName;
import io.migrationutilities.sqlite.table.TableDefinition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link RowCopy}.
 */
class RowCopyTests {

	@ParameterizedTest
	@ValueSource(strings = { "id INTEGER PRIMARY KEY, a VARCHAR(2) NOT NULL", "id TEXT PRIMARY KEY, a) WITHOUT ROWID" })
	void copiesRecordByRecordWhereColumnsAreTheSame(String columns) throws SQLException {
		String source = "CREATE TABLE t (" + columns + (columns.endsWith("ROWID") ? "" : ")");
		String target = source.replace("TABLE t", "TABLE n").replace("(2) NOT NULL", "(3)");
		String copy = copy(source, target);
		assertThat(copy).isEqualTo("INSERT OR ABORT INTO \"n\" SELECT * FROM \"t\" NOT INDEXED");
		try (SqliteFile database = SqliteFile.inMemory()) {
			database.execute(source, target, "INSERT INTO t VALUES (3, 'x'), (-1, 5)");
			assertThat(database.rows("EXPLAIN " + copy))
				.anyMatch((step) -> step.contains("|RowCell|") || step.contains("|RowData|"));
			database.execute(copy);
			assertThat(database.values("n")).isEqualTo(database.values("t"));
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '>', textBlock = """
			a, b                        > a, b                        > rowid, "a", "b"
			id INTEGER PRIMARY KEY, a   > id INTEGER, a               > rowid, "id", "a"
			id INTEGER, a               > id INTEGER PRIMARY KEY, a   > "id", "a"
			id INTEGER PRIMARY KEY, a   > a, id INTEGER PRIMARY KEY   > "a", "id"
			id INTEGER PRIMARY KEY, a   > id INTEGER PRIMARY KEY, a, b > "id", "a"
			id INTEGER PRIMARY KEY, a   > id INTEGER PRIMARY KEY      > "id"
			id INTEGER PRIMARY KEY, a AS (1) > id INTEGER PRIMARY KEY, a AS (1) > "id"
			""")
	void copiesColumnsByTheirNamesOtherwise(String source, String target, String columns) {
		assertThat(copy("CREATE TABLE t (%s)".formatted(source), "CREATE TABLE n (%s)".formatted(target)))
			.startsWith("INSERT OR ABORT INTO \"n\" (%s) SELECT ".formatted(columns))
			.contains(" FROM \"t\" NOT INDEXED ORDER BY ");
	}

	@Test
	void looksAtTheTypesOfStrictTables() throws SQLException {
		String source = "CREATE TABLE t (id INTEGER PRIMARY KEY, a ANY) STRICT";
		String target = "CREATE TABLE n (id INTEGER PRIMARY KEY, a BLOB) STRICT";
		try (SqliteFile database = SqliteFile.inMemory()) {
			database.execute(source, target, "INSERT INTO t VALUES (1, 'text')");
			assertThatExceptionOfType(SQLException.class).isThrownBy(() -> database.execute(copy(source, target)))
				.withMessageContaining("cannot store TEXT value in BLOB column");
		}
	}

	private static String copy(String source, String target) {
		TableDefinition table = CreateTableParser.parse(source);
		return new RowCopy(table, CreateTableParser.parse(target),
				SqlName.fold(table.columns().stream().map(ColumnDefinition::name).toList()))
			.statement("n");
	}

}
