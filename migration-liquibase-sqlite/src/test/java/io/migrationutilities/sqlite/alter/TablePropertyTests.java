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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.migrationutilities.sql.SqlToken;
import io.migrationutilities.sqlite.table.ColumnDefinition;
import io.migrationutilities.sqlite.table.Constraint.Kind;
import io.migrationutilities.sqlite.table.CreateTableParser;
import io.migrationutilities.sqlite.table.SqlName;
import io.migrationutilities.sqlite.table.SqliteAlterationException;
import io.migrationutilities.sqlite.table.TableDefinition;
import io.migrationutilities.sqlite.table.TokenCursor;
import io.migrationutilities.test.TakesLong;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Compares what is read from random statements, and random edits of them, with what
 * SQLite says about them.
 */
@TakesLong
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
			assertThat(joined(sql)).isEqualTo(sql);
			assertThat(table.sql()).isEqualTo(sql);
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

	@Test
	void neverMisreadsDamagedStatements() throws SQLException {
		Random random = new Random(6);
		int compared = 0;
		for (int i = 0; i < TABLES * 4; i++) {
			String sql = damaged(stored(new RandomTable(random).sql()), random);
			Optional<Map<String, String>> facts = findFactsOf(sql);
			Optional<TableDefinition> table = findTable(sql);
			if (facts.isPresent() && table.isPresent()) {
				assertThat(SchemaFacts.differences(SchemaFacts.of(table.get()), facts.get())).as(sql).isEmpty();
				compared++;
			}
		}
		assertThat(compared).isGreaterThan(TABLES / 2);
	}

	private static String damaged(String sql, Random random) {
		List<SqlToken> tokens = TokenCursor.tokenize(sql);
		SqlToken one = tokens.get(random.nextInt(tokens.size()));
		SqlToken other = tokens.get(random.nextInt(tokens.size()));
		String text = random.nextBoolean() ? "" : " " + other.text() + (random.nextBoolean() ? "" : " " + one.text());
		return new StringBuilder(sql).replace(one.start(), one.end(), text).toString();
	}

	private static Optional<TableDefinition> findTable(String sql) {
		try {
			return Optional.of(CreateTableParser.parse(sql));
		}
		catch (SqliteAlterationException ex) {
			return Optional.empty();
		}
	}

	private static Optional<Map<String, String>> findFactsOf(String sql) {
		try (SqliteFile database = SqliteFile.inMemory()) {
			database.execute(sql);
			return Optional.of(SchemaFacts.of(database.connection()));
		}
		catch (SQLException ex) {
			return Optional.empty();
		}
	}

	private static boolean verify(TableDefinition table, RandomEdit edit, Random random) throws SQLException {
		ColumnDefinition column = table.columns().get(random.nextInt(table.columns().size()));
		TableDefinition edited = findEdited(table, edit, column);
		if (edited == null) {
			return false;
		}
		String as = "%s of %s:%n%s%n->%n%s".formatted(edit, column.name(), table.sql(), edited.sql());
		Map<String, String> before = SchemaFacts.of(table);
		Map<String, String> after = factsOf(edited.sql());
		assertThat(SchemaFacts.differences(SchemaFacts.of(edited), after)).as(as).isEmpty();
		Predicate<String> expected = edit.changes(column);
		Set<String> differences = SchemaFacts.differences(before, after);
		assertThat(differences).as(as).allMatch(expected);
		if (!edit.isRepeatable()) {
			assertThatExceptionOfType(SqliteAlterationException.class).as(as)
				.isThrownBy(() -> edit.apply(edited, column));
		}
		assertThat(comments(table)).as(as)
			.containsAll(comments(edited).stream().filter((text) -> !"/* a */".equals(text)).toList());
		return true;
	}

	private static @Nullable TableDefinition findEdited(TableDefinition table, RandomEdit edit,
			ColumnDefinition column) {
		String as = "%s of %s: %s".formatted(edit, column.name(), table.sql());
		try {
			TableDefinition edited = edit.apply(table, column);
			assertThat(edit.isRefused(table, column)).as(as).isFalse();
			return edited;
		}
		catch (SqliteAlterationException ex) {
			boolean comment = ex.getMessage().contains("comment before GENERATED ALWAYS");
			assertThat(comment || edit.isRefused(table, column)).as(as).isTrue();
			return null;
		}
	}

	private static List<String> comments(TableDefinition table) {
		return TokenCursor.tokenize(table.sql())
			.stream()
			.filter((token) -> token.kind() == SqlToken.Kind.COMMENT)
			.map(SqlToken::text)
			.toList();
	}

	private static List<Set<String>> checks(TableDefinition table) {
		return table.allConstraints(Kind.CHECK).stream().map((check) -> SqlName.fold(check.columns())).toList();
	}

	private static String joined(String sql) {
		return TokenCursor.tokenize(sql).stream().map(SqlToken::text).collect(Collectors.joining());
	}

	private static String stored(String sql) throws SQLException {
		try (SqliteFile database = SqliteFile.inMemory()) {
			execute(database, sql);
			return database.definition("t");
		}
	}

	private static Map<String, String> factsOf(String sql) throws SQLException {
		try (SqliteFile database = SqliteFile.inMemory()) {
			execute(database, sql);
			return SchemaFacts.of(database.connection());
		}
	}

	private static void execute(SqliteFile database, String sql) {
		try {
			database.execute(sql);
		}
		catch (SQLException ex) {
			throw new AssertionError("SQLite refuses: " + sql, ex);
		}
	}

}
