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
 * Tests for {@link TriggerDefinition} and {@link ViewDefinition}.
 */
class TriggerDefinitionTests {

	@Test
	void readsTriggers() {
		TriggerDefinition trigger = TriggerDefinition
			.parse("CREATE TRIGGER \"tr\" AFTER UPDATE OF a, [b] ON main.t FOR EACH ROW WHEN new.c > 'x' "
					+ "BEGIN INSERT INTO 'log'(d) VALUES (old.\"E\"); DELETE FROM other; END");
		assertThat(trigger.name()).isEqualTo("tr");
		assertThat(trigger.table()).isEqualTo("t");
		assertThat(trigger.updatedColumns()).containsExactly("a", "b");
		assertThat(new String[] { "C", "log", "d", "e", "other" }).allMatch(trigger.namesUsed()::contains);
		assertThat(new String[] { "x", "a", "tr", "row", "values" }).noneMatch(trigger.namesUsed()::contains);
	}

	@ParameterizedTest
	@ValueSource(strings = { "DELETE", "BEFORE INSERT", "INSTEAD OF UPDATE", "AFTER DELETE" })
	void readsEvents(String event) {
		TriggerDefinition trigger = TriggerDefinition.parse("CREATE TRIGGER x " + event + " ON t BEGIN SELECT 1; END");
		assertThat(trigger.table()).isEqualTo("t");
		assertThat(trigger.updatedColumns()).isEmpty();
	}

	@Test
	void readsViews() {
		ViewDefinition view = ViewDefinition
			.parse("CREATE VIEW v (x) AS SELECT a.\"B\" || 'c' FROM t AS a JOIN 'u' ON 1");
		assertThat(view.name()).isEqualTo("v");
		assertThat(new String[] { "x", "b", "T", "u" }).allMatch(view.namesUsed()::contains);
		assertThat(view.namesUsed().contains("c")).isFalse();
	}

	@Test
	void refusesOtherStatements() {
		assertThatExceptionOfType(SqliteAlterationException.class)
			.isThrownBy(() -> TriggerDefinition.parse("CREATE VIEW v AS SELECT 1"))
			.withMessageContaining("This is a view, not a trigger");
		assertThatExceptionOfType(SqliteAlterationException.class)
			.isThrownBy(() -> ViewDefinition.parse("CREATE TABLE t (a)"))
			.withMessageContaining("This is a table, not a view");
		assertThatExceptionOfType(SqliteAlterationException.class)
			.isThrownBy(() -> TriggerDefinition.parse("CREATE TRIGGER x AFTER SELECT ON t BEGIN SELECT 1; END"))
			.withMessageContaining("Expected is UPDATE");
	}

}
