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

import io.migrationutilities.sqlite.alter.Alteration.AddColumn;
import io.migrationutilities.sqlite.alter.Alteration.DropColumn;
import io.migrationutilities.sqlite.alter.Alteration.IfTableExists;
import io.migrationutilities.sqlite.table.CreateTableParser;
import io.migrationutilities.sqlite.table.SqliteAlterationException;
import io.migrationutilities.sqlite.table.TableDefinition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link Alteration}.
 */
class AlterationTests {

	private final TableDefinition table = CreateTableParser
		.parse("CREATE TABLE t (a INT, b AS (A + 1), c AS (b * 2), d AS (length('a')))");

	@Test
	void addsAColumnUnlessItIsThere() {
		assertThat(new AddColumn("t", "\"A\" TEXT", true).applyTo(this.table)).isSameAs(this.table);
		assertThat(new AddColumn("t", "e INT", true).applyTo(this.table).lastColumn().name()).isEqualTo("e");
		assertThatExceptionOfType(SqliteAlterationException.class)
			.isThrownBy(() -> new AddColumn("t", "A TEXT").applyTo(this.table))
			.withMessageContaining("has a column 'A' already");
	}

	@Test
	void dropsAColumnIfItIsThere() {
		assertThat(new DropColumn("t", "e", true, false).applyTo(this.table)).isSameAs(this.table);
		assertThat(new DropColumn("t", "D", true, false).applyTo(this.table).sql())
			.isEqualTo("CREATE TABLE t (a INT, b AS (A + 1), c AS (b * 2))");
		assertThatExceptionOfType(SqliteAlterationException.class)
			.isThrownBy(() -> new DropColumn("t", "e").applyTo(this.table))
			.withMessageContaining("has no column 'e'");
	}

	@Test
	void dropsTheColumnsComputedFromADroppedOne() {
		TableDefinition wider = new AddColumn("t", "e INT").applyTo(this.table);
		assertThat(new DropColumn("t", "a", false, true).applyTo(wider).sql())
			.isEqualTo("CREATE TABLE t ( d AS (length('a')), e INT)");
		assertThatExceptionOfType(SqliteAlterationException.class)
			.isThrownBy(() -> new DropColumn("t", "a").applyTo(wider))
			.withMessageContaining("It is used by");
	}

	@Test
	void doesToATableThatExistsWhatItIsToldTo() {
		IfTableExists alteration = new IfTableExists(new DropColumn("t", "d"));
		assertThat(alteration.table()).isEqualTo("t");
		assertThat(alteration.applyTo(this.table)).isEqualTo(new DropColumn("t", "d").applyTo(this.table));
	}

}
