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

package io.migrationutilities.engine;

import java.util.List;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.migrationutilities.engine.SqlScript.Kind;
import io.migrationutilities.engine.SqlScript.Token;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SqlScript}.
 */
class SqlScriptTests {

	@Test
	void splitsStatements() {
		assertThat(split("DROP TABLE a; ;DROP TABLE \"b;c\";\n-- the end; of it\n", true))
			.containsExactly("DROP|TABLE|a", "DROP|TABLE|\"b;c\"");
	}

	@Test
	void leavesCommentsOut() {
		assertThat(split("/* a; /* b; */ c; */ SELECT/**/1 -- ;\n;--", true)).containsExactly("SELECT|1");
		assertThat(split("/* a; /* b; */ SELECT 1", false)).containsExactly("SELECT|1");
	}

	@Test
	void keepsStringsWhole() {
		assertThat(split("SELECT 'it''s; a', E'\\'; b', $x$ '; $$ ; $x$, $$;$$ ; SELECT $1", true))
			.containsExactly("SELECT|'it''s; a'|,|E'\\'; b'|,|$x$ '; $$ ; $x$|,|$$;$$", "SELECT|$1");
		assertThat(split("SELECT 'a\\'; SELECT 'b'", true)).containsExactly("SELECT|'a\\'", "SELECT|'b'");
	}

	@Test
	void keepsQuotedNamesWhole() {
		assertThat(split("DROP TABLE [a;b]; DROP TABLE `c``;d`; DROP TABLE \"e\"\";f\"", false))
			.containsExactly("DROP|TABLE|[a;b]", "DROP|TABLE|`c``;d`", "DROP|TABLE|\"e\"\";f\"");
		assertThat(split("SELECT a[1]; SELECT 2", true)).containsExactly("SELECT|a|[|1|]", "SELECT|2");
	}

	@Test
	void keepsBodiesOfRoutinesWhole() {
		String trigger = "CREATE TEMP TRIGGER t AFTER INSERT ON a BEGIN DELETE FROM b; SELECT CASE 1 WHEN 1 THEN 2 END; END";
		assertThat(split(trigger + "; DROP TABLE a", false)).hasSize(2).last().isEqualTo("DROP|TABLE|a");
		assertThat(split("CREATE TABLE t (begin INT); DROP TABLE a", true)).hasSize(2);
	}

	@ParameterizedTest
	@ValueSource(strings = { "DROP TABLE \"a; DROP TABLE b", "SELECT 'a; DROP TABLE b", "SELECT $a$ ; DROP TABLE b $$",
			"SELECT E'a\\'", "SELECT E'\\" })
	void marksWhatIsNeverClosed(String sql) {
		List<List<Token>> statements = SqlScript.split(sql, true);
		assertThat(statements).hasSize(1);
		assertThat(statements.get(0)).last().extracting(Token::kind).isEqualTo(Kind.UNFINISHED);
	}

	@Test
	void readsEmptyText() {
		assertThat(split("", true)).isEmpty();
		assertThat(split(" ;; -- nothing", false)).isEmpty();
		assertThat(split("\uFEFF/* never closed", false)).isEmpty();
	}

	private static List<String> split(String sql, boolean postgresql) {
		return SqlScript.split(sql, postgresql)
			.stream()
			.map((tokens) -> tokens.stream().map(Token::text).collect(Collectors.joining("|")))
			.toList();
	}

}
