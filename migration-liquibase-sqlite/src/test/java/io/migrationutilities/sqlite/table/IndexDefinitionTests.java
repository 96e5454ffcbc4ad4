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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link IndexDefinition}.
 */
class IndexDefinitionTests {

	@Test
	void readsIndexes() {
		IndexDefinition index = IndexDefinition
			.parse("CREATE UNIQUE INDEX IF NOT EXISTS main.\"i i\" ON [t](a COLLATE nocase DESC, 'b', random(), "
					+ "substr(c, ',') ASC) WHERE d IS NOT NULL AND (e > ')')");
		assertThat(index.name()).isEqualTo("i i");
		assertThat(index.table()).isEqualTo("t");
		assertThat(index.unique()).isTrue();
		assertThat(index.terms()).containsExactly("a COLLATE nocase DESC", "'b'", "random()", "substr(c, ',') ASC");
		assertThat(index.where()).isEqualTo("d IS NOT NULL AND (e > ')')");
		assertThat(index.columns()).containsExactlyInAnyOrder("a", "b", "c", "d", "e");
	}

	@Test
	void readsPlainIndexes() {
		IndexDefinition index = IndexDefinition.parse("CREATE INDEX i ON t (a)");
		assertThat(index.unique()).isFalse();
		assertThat(index.where()).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "CREATE TABLE i (a)", "CREATE INDEX i ON t", "CREATE INDEX i ON t ()",
			"CREATE INDEX i ON t (a,)", "CREATE INDEX i ON t (a", "CREATE INDEX i ON t (a) WHERE",
			"CREATE INDEX i ON t (a) x", "CREATE INDEX i ON t (a) WHERE a; DROP TABLE t" })
	void refusesWhatItDoesNotUnderstand(String sql) {
		assertThatExceptionOfType(SqliteAlterationException.class).isThrownBy(() -> IndexDefinition.parse(sql))
			.withMessageContaining("is not understood");
	}

}
