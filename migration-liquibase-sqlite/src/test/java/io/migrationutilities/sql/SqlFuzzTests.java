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

package io.migrationutilities.sql;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Reads texts that nobody would write, with {@link SqlTokenizer} and {@link SqlScript}.
 */
class SqlFuzzTests {

	private static final int ROUNDS = 3_000;

	private static final List<String> ALPHABET = List.of("'", "''", "\"", "`", "[", "]", "$", "$$", "$a$", "$1", "--",
			"/*", "*/", "/", "*", "-", ";", "; ", "(", ")", ".", ":", "::", "?", "@", "#", "\\", "E'", "e'\\'", "U&'",
			"U&\"", "B'01'", "x'0", "X'00'", "N'", "0x", "1", "1.5e", "_", "a", "\u00E9", "\uD83D\uDE00", "\uD83D",
			"\uDE00", "\uFEFF", "\u00A0", "\u2028", "\u000B", "\u0000", " ", "\t", "\f", "\r", "\n", "\r\n", "BEGIN ",
			" END", ";END;", "END IF", "CASE ", "BEGIN ATOMIC ", "CREATE ", "CREATE TRIGGER t ", "TEMP ",
			"CREATE FUNCTION f() ", "OR REPLACE ", "TABLE ", "SELECT ", "COMMIT", "DROP TABLE ");

	@ParameterizedTest
	@EnumSource
	@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
	void losesNothing(SqlDialect dialect) {
		long first = new Random().nextLong();
		for (long seed = first; seed < first + ROUNDS; seed++) {
			String sql = randomText(new Random(seed));
			String round = "seed %d: %s".formatted(seed, sql);
			try {
				expectTokensCover(sql, dialect, round);
				expectStatementsCover(sql, dialect, round);
			}
			catch (RuntimeException ex) {
				throw new AssertionError(round, ex);
			}
		}
	}

	private static void expectTokensCover(String sql, SqlDialect dialect, String round) {
		int end = 0;
		for (SqlToken token : SqlTokenizer.tokenize(sql, dialect)) {
			assertThat(token.start()).as(round).isEqualTo(end);
			assertThat(token.text()).as(round).isNotEmpty();
			assertThat(sql.startsWith(token.text(), end)).as(round).isTrue();
			assertThat(token.name()).as(round).isNotNull();
			end = token.end();
		}
		assertThat(end).as(round).isEqualTo(sql.length());
	}

	private static void expectStatementsCover(String sql, SqlDialect dialect, String round) {
		List<SqlStatement> statements = SqlScript.cut(sql, dialect);
		if (statements.isEmpty()) {
			assertThat(SqlTokenizer.significant(sql, dialect)).as(round).allMatch((token) -> token.is(";"));
			return;
		}
		assertThat(statements.stream().map((statement) -> statement.extent().of(sql)).collect(Collectors.joining()))
			.as(round)
			.isEqualTo(sql);
		for (SqlStatement statement : statements) {
			assertThat(statement.number()).as(round).isEqualTo(statements.indexOf(statement) + 1);
			assertThat(statement.place()).as(round).isEqualTo(countedPlace(sql, statement.range().start()));
			expectTokensOf(statement, dialect, round);
		}
	}

	// What is cut out of a text is the same statement on its own.
	private static void expectTokensOf(SqlStatement statement, SqlDialect dialect, String round) {
		List<SqlStatement> alone = SqlScript.cut(statement.text(), dialect);
		assertThat(alone).as(round).hasSize(1);
		assertThat(alone.get(0).text()).as(round).isEqualTo(statement.text());
		assertThat(alone.get(0).kind()).as(round).isEqualTo(statement.kind());
		assertThat(alone.get(0).tokens()).as(round)
			.map(SqlToken::text)
			.isEqualTo(statement.tokens().stream().map(SqlToken::text).toList());
	}

	private static SqlPlace countedPlace(String sql, int offset) {
		int line = 1;
		int column = 1;
		for (int i = 0; i < offset; i += Character.charCount(sql.codePointAt(i))) {
			boolean endOfLine = sql.charAt(i) == '\n';
			line += endOfLine ? 1 : 0;
			column = endOfLine ? 1 : column + 1;
		}
		return new SqlPlace(line, column);
	}

	private static String randomText(Random random) {
		StringBuilder text = new StringBuilder();
		for (int i = random.nextInt(30); i > 0; i--) {
			text.append(ALPHABET.get(random.nextInt(ALPHABET.size())));
		}
		return text.toString();
	}

}
