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

package io.migrationutilities.sqlite;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;

import org.junit.jupiter.api.Test;

import io.migrationutilities.MigrationException;
import io.migrationutilities.sqlite.Constraint.Kind;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compares what is read from random statements, and random edits of them, with what
 * SQLite says about them.
 */
class TablePropertyTests {

	private static final int TABLES = 400;

	@Test
	void readsWhatSqliteReads() throws SQLException {
		Random random = new Random(4);
		for (int i = 0; i < TABLES; i++) {
			RandomTable randomTable = new RandomTable(random);
			String sql = stored(randomTable.sql());
			TableDefinition table = CreateTableParser.parse(sql);
			assertThat(SchemaFacts.differences(SchemaFacts.of(table), factsOf(sql))).as(sql).isEmpty();
			assertThat(checks(table)).as(sql).isEqualTo(randomTable.checks().stream().map(SqlName::fold).toList());
		}
	}

	@Test
	void editsWhatIsToBeEditedAndNothingElse() throws SQLException {
		Random random = new Random(5);
		int edited = 0;
		for (int i = 0; i < TABLES; i++) {
			TableDefinition table = CreateTableParser.parse(stored(new RandomTable(random).sql()));
			for (RandomEdit edit : RandomEdit.values()) {
				edited += verify(table, edit, random) ? 1 : 0;
			}
		}
		assertThat(edited).isGreaterThan(TABLES * RandomEdit.values().length / 4);
	}

	private static boolean verify(TableDefinition table, RandomEdit edit, Random random) throws SQLException {
		ColumnDefinition column = table.columns().get(random.nextInt(table.columns().size()));
		TableDefinition edited;
		try {
			edited = edit.apply(table, column);
		}
		catch (MigrationException ex) {
			boolean comment = ex.getMessage().contains("comment before GENERATED ALWAYS");
			assertThat(comment || edit.isRefused(table, column))
				.as("%s of %s: %s", edit, column.name(), ex.getMessage())
				.isTrue();
			return false;
		}
		String as = "%s of %s:%n%s%n->%n%s".formatted(edit, column.name(), table.sql(), edited.sql());
		assertThat(edit.isRefused(table, column)).as(as).isFalse();
		Map<String, String> before = SchemaFacts.of(table);
		Map<String, String> after = factsOf(edited.sql());
		assertThat(SchemaFacts.differences(SchemaFacts.of(edited), after)).as(as).isEmpty();
		Predicate<String> expected = edit.changes(column);
		Set<String> differences = SchemaFacts.differences(before, after);
		assertThat(differences).as(as).allMatch(expected);
		assertThat(comments(table)).as(as)
			.containsAll(comments(edited).stream().filter((text) -> !"/* a */".equals(text)).toList());
		return true;
	}

	private static List<String> comments(TableDefinition table) {
		return SqlTokenizer.tokenize(table.sql())
			.stream()
			.filter((token) -> token.kind() == SqlToken.Kind.COMMENT)
			.map(SqlToken::text)
			.toList();
	}

	private static List<Set<String>> checks(TableDefinition table) {
		return table.allConstraints(Kind.CHECK).stream().map((check) -> SqlName.fold(check.columns())).toList();
	}

	private static String stored(String sql) throws SQLException {
		try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:");
				Statement statement = connection.createStatement()) {
			execute(statement, sql);
			return statement.executeQuery("SELECT sql FROM sqlite_schema WHERE name = 't'").getString(1);
		}
	}

	private static Map<String, String> factsOf(String sql) throws SQLException {
		try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:");
				Statement statement = connection.createStatement()) {
			execute(statement, sql);
			return SchemaFacts.of(connection);
		}
	}

	private static void execute(Statement statement, String sql) {
		try {
			statement.execute(sql);
		}
		catch (SQLException ex) {
			throw new AssertionError("SQLite refuses: " + sql, ex);
		}
	}

}
