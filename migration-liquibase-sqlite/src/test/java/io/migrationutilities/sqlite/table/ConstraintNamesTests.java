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

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link ConstraintNames}. The names are those that PostgreSQL gives the
 * constraints of such a table.
 */
class ConstraintNamesTests {

	private static final TableDefinition TABLE = CreateTableParser
		.parse("""
				CREATE TABLE Pet (a INTEGER PRIMARY KEY, b INTEGER UNIQUE REFERENCES pet, c INTEGER NOT NULL CHECK (c > 0),
					d INTEGER CONSTRAINT named UNIQUE REFERENCES pet REFERENCES pet (b), e INTEGER CHECK (e > 0) CHECK (e > 1),
					UNIQUE (b, c), FOREIGN KEY (b, c) REFERENCES pet (b, c), CHECK (b > c))""");

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "pet_pkey | PRIMARY_KEY", "pet_b_key | UNIQUE", "PET_B_FKEY | FOREIGN_KEY",
					"pet_c_not_null | NOT_NULL", "pet_c_check | CHECK", "pet_d_fkey | FOREIGN_KEY",
					"pet_d_fkey1 | FOREIGN_KEY", "pet_e_check | CHECK", "pet_e_check1 | CHECK", "pet_b_c_key | UNIQUE",
					"pet_b_c_fkey | FOREIGN_KEY", "pet_check | CHECK", "NAMED | UNIQUE" })
	void areThoseOfPostgresql(String name, Constraint.Kind kind) {
		assertThat(ConstraintNames.find(TABLE, name)).extracting(Constraint::kind).containsExactly(kind);
	}

	@ParameterizedTest
	@ValueSource(strings = { "pet_d_key", "pet_b_fkey1", "pet_a_key", "pet_c_key", "owner_pkey", "" })
	void areNotGivenTwiceOrToOthers(String name) {
		assertThat(ConstraintNames.find(TABLE, name)).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "CREATE TABLE t (a UNIQUE, b CONSTRAINT t_a_key UNIQUE)",
			"CREATE TABLE t (b CONSTRAINT \"T_A_KEY\" UNIQUE, a UNIQUE)" })
	void giveWayToTheNameThatAConstraintHas(String sql) {
		assertThat(ConstraintNames.find(CreateTableParser.parse(sql), "t_a_key"))
			.extracting((constraint) -> constraint.columns().get(0))
			.containsExactly("b");
	}

}
