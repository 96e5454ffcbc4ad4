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

import java.nio.file.Path;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import liquibase.exception.LiquibaseException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests that Liquibase finds in a SQLite database what is there.
 */
class PreconditionTests {

	@TempDir
	private Path directory;

	private PlainLiquibase liquibase;

	@BeforeEach
	void createDatabase() throws Exception {
		this.liquibase = new PlainLiquibase(this.directory, true).execute(
				"CREATE TABLE Owner (id INTEGER PRIMARY KEY, CODE TEXT, CONSTRAINT uq_code UNIQUE (code, id))",
				"CREATE TABLE pet (id INTEGER, chip TEXT CONSTRAINT uq_chip UNIQUE," + " tag TEXT UNIQUE, o INTEGER,"
						+ " CONSTRAINT pk_pet PRIMARY KEY (id), CONSTRAINT fk_o FOREIGN KEY (o) REFERENCES Owner)",
				"CREATE INDEX ix_o ON pet (o)", "CREATE VIEW pets AS SELECT id, tag FROM pet",
				"CREATE VIRTUAL TABLE words USING fts5(word)",
				"CREATE TABLE toy (p INTEGER REFERENCES pet, a INTEGER, b INTEGER, FOREIGN KEY (a, b) REFERENCES Owner (code, id),"
						+ " CONSTRAINT \"My Key\" FOREIGN KEY (b) REFERENCES pet, PRIMARY KEY (b, a))",
				"CREATE UNIQUE INDEX \"Ix Toy\" ON toy (lower(a), b)");
	}

	@ParameterizedTest
	@ValueSource(strings = { "tableExists: { tableName: owner }", "tableExists: { tableName: Owner }",
			"viewExists: { viewName: PETS }", "columnExists: { tableName: OWNER, columnName: code }",
			"columnExists: { tableName: Owner, columnName: CODE }",
			"columnExists: { tableName: pets, columnName: tag }", "indexExists: { indexName: ix_o, tableName: PET }",
			"indexExists: { tableName: pet, columnNames: O }", "primaryKeyExists: { tableName: PET }",
			"primaryKeyExists: { tableName: pet, primaryKeyName: PK_PET }",
			"foreignKeyConstraintExists: { foreignKeyTableName: PET, foreignKeyName: FK_O }",
			"foreignKeyConstraintExists: { foreignKeyName: fk_o }",
			"foreignKeyConstraintExists: { foreignKeyName: FK_O }",
			"foreignKeyConstraintExists: { foreignKeyTableName: toy, foreignKeyName: toy_p_fkey }",
			"foreignKeyConstraintExists: { foreignKeyTableName: TOY, foreignKeyName: TOY_A_B_FKEY }",
			"foreignKeyConstraintExists: { foreignKeyName: toy_p_fkey }",
			"foreignKeyConstraintExists: { foreignKeyTableName: toy, foreignKeyName: my key }",
			"primaryKeyExists: { tableName: owner, primaryKeyName: owner_pkey }",
			"primaryKeyExists: { tableName: toy, primaryKeyName: TOY_PKEY }", "primaryKeyExists: { tableName: toy }",
			"primaryKeyExists: { primaryKeyName: PK_PET }", "primaryKeyExists: { primaryKeyName: owner_pkey }",
			"primaryKeyExists: { primaryKeyName: toy_pkey, schemaName: public }",
			"uniqueConstraintExists: { tableName: pet }", "uniqueConstraintExists: { constraintName: UQ_CHIP }",
			"uniqueConstraintExists: { constraintName: pet_tag_key }",
			"indexExists: { indexName: ix_o, columnNames: o }", "indexExists: { indexName: IX_O }",
			"indexExists: { indexName: ix toy }", "indexExists: { tableName: pet, indexName: pet_tag_key }",
			"indexExists: { indexName: UQ_CHIP }", "indexExists: { indexName: pk_pet, tableName: pet }",
			"indexExists: { indexName: toy_pkey }", "indexExists: { tableName: owner, columnNames: 'CODE, id' }",
			"indexExists: { tableName: toy, columnNames: 'b, a' }",
			"indexExists: { tableName: Owner, columnNames: id }", "indexExists: { tableName: pet, columnNames: ID }",
			"uniqueConstraintExists: { tableName: owner, constraintName: UQ_CODE }",
			"uniqueConstraintExists: { tableName: Owner, columnNames: 'code, ID' }",
			"uniqueConstraintExists: { tableName: Owner, constraintName: uq_code, columnNames: 'code, id' }",
			"uniqueConstraintExists: { tableName: pet, constraintName: uq_chip }",
			"uniqueConstraintExists: { tableName: pet, constraintName: pet_tag_key }",
			"uniqueConstraintExists: { tableName: pet, columnNames: tag }" })
	void finds(String precondition) throws Exception {
		assertThat(holds(precondition)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "tableExists: { tableName: own_r }", "tableExists: { tableName: pets }",
			"viewExists: { viewName: pet }", "columnExists: { tableName: pet, columnName: code }",
			"columnExists: { tableName: p_t, columnName: chip }", "columnExists: { tableName: none, columnName: chip }",
			"indexExists: { indexName: ix_code }", "foreignKeyConstraintExists: { foreignKeyName: fk_code }",
			"foreignKeyConstraintExists: { foreignKeyTableName: pet, foreignKeyName: pet_o_fkey }",
			"foreignKeyConstraintExists: { foreignKeyTableName: pet, foreignKeyName: uq_chip }",
			"foreignKeyConstraintExists: { foreignKeyTableName: toy, foreignKeyName: fk_o }",
			"foreignKeyConstraintExists: { foreignKeyTableName: none, foreignKeyName: fk_o }",
			"primaryKeyExists: { tableName: pet, primaryKeyName: pet_pkey }", "primaryKeyExists: { tableName: pets }",
			"primaryKeyExists: { tableName: none }", "primaryKeyExists: { primaryKeyName: none }",
			"primaryKeyExists: { primaryKeyName: uq_code }", "primaryKeyExists: {}",
			"primaryKeyExists: { tableName: owner, primaryKeyName: pk_pet }",
			"foreignKeyConstraintExists: { foreignKeyTableName: pet }", "foreignKeyConstraintExists: {}",
			"indexExists: {}", "indexExists: { tableName: pet }", "indexExists: { columnNames: o }", "tableExists: {}",
			"viewExists: {}", "columnExists: { tableName: pet }", "columnExists: { columnName: chip }",
			"uniqueConstraintExists: { tableName: toy }", "uniqueConstraintExists: { constraintName: pk_pet }",
			"sequenceExists: { sequenceName: pet }", "indexExists: { tableName: pet, indexName: pk_owner }",
			"indexExists: { tableName: owner, columnNames: 'id, code' }",
			"indexExists: { tableName: toy, columnNames: a }", "indexExists: { indexName: fk_o }",
			"indexExists: { tableName: toy, indexName: toy_p_fkey }",
			"uniqueConstraintExists: { tableName: pet, constraintName: uq_code }",
			"uniqueConstraintExists: { tableName: pet, constraintName: fk_o }",
			"uniqueConstraintExists: { tableName: pet, columnNames: o }",
			"uniqueConstraintExists: { tableName: pet, columnNames: 'tag, chip' }",
			"uniqueConstraintExists: { tableName: pet, constraintName: uq_chip, columnNames: tag }",
			"uniqueConstraintExists: { tableName: none, columnNames: tag }",
			"uniqueConstraintExists: { tableName: pets, columnNames: tag }",
			"uniqueConstraintExists: { tableName: words, columnNames: word }" })
	void findsNothing(String precondition) throws Exception {
		assertThat(holds(precondition)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "uniqueConstraintExists: { columnNames: tag }", "uniqueConstraintExists: {}" })
	void refusesToGuessTheTableOfUniqueConstraints(String precondition) {
		assertThatExceptionOfType(LiquibaseException.class).isThrownBy(() -> holds(precondition))
			.withStackTraceContaining("A unique constraint without a name can be found in a given table only");
	}

	@Test
	void findsColumnAmongThousands() throws Exception {
		createTables();
		assertThat(holds("columnExists: { tableName: t7, columnName: b }")).isTrue();
		assertThat(holds("columnExists: { tableName: t7, columnName: c }")).isFalse();
	}

	@Test
	void loadsDataIntoOneOfManyTables() throws Exception {
		createTables();
		this.liquibase.write("rows.csv", "A,b\n007,1.50\n").update("""
				- changeSet:
				    id: load
				    author: ada
				    changes:
				      - loadData: { tableName: T7, file: rows.csv }
				""");
		assertThat(this.liquibase.query("SELECT a, typeof(a), b, typeof(b) FROM t7"))
			.containsExactly("007|text|1.5|real");
	}

	private void createTables() throws Exception {
		this.liquibase.execute(
				Stream
					.of(Stream.of("BEGIN"),
							IntStream.range(0, 500)
								.mapToObj("CREATE TABLE t%d (id INTEGER PRIMARY KEY, a TEXT, b REAL)"::formatted),
							Stream.of("COMMIT"))
					.flatMap((statements) -> statements)
					.toArray(String[]::new));
	}

	private boolean holds(String precondition) throws Exception {
		this.liquibase.update("""
				- changeSet:
				    id: '%s'
				    author: ada
				    preConditions:
				      - onFail: MARK_RAN
				      - onError: HALT
				      - %s
				    changes:
				      - tagDatabase: { tag: holds }
				""".formatted(precondition.replace("'", "''"), precondition));
		return this.liquibase.query("SELECT exectype FROM databasechangelog ORDER BY orderexecuted DESC LIMIT 1")
			.get(0)
			.equals("EXECUTED");
	}

}
