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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link ViewReplacement}.
 */
class ViewReplacementTests {

	@Test
	void leavesTheRestOfTheStatementAsItIs() {
		ViewReplacement replacement = ViewReplacement
			.parse("/* a */ create or /* b */ replace  View [My View] (a) AS SELECT 1 -- OR REPLACE")
			.orElseThrow();
		assertThat(replacement.view()).isEqualTo("My View");
		assertThat(replacement.isInMain()).isTrue();
		assertThat(replacement.statements()).containsExactly("DROP VIEW IF EXISTS \"main\".\"My View\"",
				"/* a */ create View [My View] (a) AS SELECT 1 -- OR REPLACE");
	}

	@Test
	void knowsTheSchema() {
		assertThat(ViewReplacement.parse("CREATE OR REPLACE VIEW Main.v AS SELECT 1").orElseThrow().isInMain())
			.isTrue();
		for (String sql : new String[] { "CREATE OR REPLACE TEMP VIEW v AS SELECT 1",
				"CREATE OR REPLACE TEMPORARY VIEW v AS SELECT 1", "CREATE OR REPLACE VIEW temp.v AS SELECT 1" }) {
			ViewReplacement replacement = ViewReplacement.parse(sql).orElseThrow();
			assertThat(replacement.isInMain()).isFalse();
			assertThat(replacement.statements().get(0)).isEqualTo("DROP VIEW IF EXISTS \"temp\".\"v\"");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "CREATE VIEW v AS SELECT 1", "CREATE OR REPLACE FUNCTION f() RETURNS int",
			"CREATE OR REPLACE RECURSIVE VIEW v (a) AS SELECT 1", "CREATE OR REPLACE", "CREATE OR REPLACE VIEW", "",
			"INSERT OR REPLACE INTO t VALUES (1)" })
	void leavesOtherStatements(String sql) {
		assertThat(ViewReplacement.parse(sql)).isEmpty();
	}

}
