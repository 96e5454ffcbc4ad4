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

package io.migrationutilities.generate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import liquibase.change.Change;
import liquibase.change.ColumnConfig;
import liquibase.change.core.AddColumnChange;
import liquibase.change.core.AddDefaultValueChange;
import liquibase.change.core.AddForeignKeyConstraintChange;
import liquibase.change.core.AddNotNullConstraintChange;
import liquibase.change.core.AddUniqueConstraintChange;
import liquibase.change.core.CreateIndexChange;
import liquibase.change.core.CreateSequenceChange;
import liquibase.change.core.CreateTableChange;
import liquibase.change.core.DropUniqueConstraintChange;
import liquibase.change.core.InsertDataChange;
import liquibase.change.core.ModifyDataTypeChange;
import liquibase.change.core.RawSQLChange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.migrationutilities.generate.Schema.Check;
import io.migrationutilities.generate.Schema.Column;
import io.migrationutilities.generate.Schema.ForeignKey;
import io.migrationutilities.generate.Schema.Index;
import io.migrationutilities.generate.Schema.Key;
import io.migrationutilities.generate.Schema.Sequence;
import io.migrationutilities.generate.Schema.Table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Tests for {@link Changes}.
 */
class ChangesTests {

	private static final Column ID = new Column("id", "bigint", false, true, null);

	private static final Column TITLE = new Column("title", "character varying(20)", true, false, "'none'");

	private static final Table TASK = new Table("task", List.of(ID, TITLE), new Key(null, List.of("id")), List.of(),
			List.of(), List.of(), List.of(), List.of());

	private final Changes changes = new Changes(new PostgresqlSchemaDialect(false));

	@Test
	void createsTableWithNamedPrimaryKey() {
		CreateTableChange change = as(CreateTableChange.class, this.changes.createTable(TASK));
		assertThat(change.getTableName()).isEqualTo("task");
		ColumnConfig id = change.getColumns().get(0);
		assertThat(id.isAutoIncrement()).isTrue();
		assertThat(id.getConstraints().isNullable()).isFalse();
		assertThat(id.getConstraints().isPrimaryKey()).isTrue();
		assertThat(id.getConstraints().getPrimaryKeyName()).isEqualTo("pk_task");
		ColumnConfig title = change.getColumns().get(1);
		assertThat(title.getType()).isEqualTo("varchar(20)");
		assertThat(title.getDefaultValueComputed().getValue()).isEqualTo("'none'");
		assertThat(title.isAutoIncrement()).isNull();
		assertThat(title.getConstraints()).isNull();
	}

	@Test
	void addsColumnThatTakesNoNulls() {
		Column column = new Column("step", "integer", false, false, null);
		AddColumnChange change = as(AddColumnChange.class, this.changes.addColumn(TASK, column));
		assertThat(change.getTableName()).isEqualTo("task");
		assertThat(change.getColumns()).singleElement().satisfies((config) -> {
			assertThat(config.getName()).isEqualTo("step");
			assertThat(config.getConstraints().isNullable()).isFalse();
			assertThat(config.getConstraints().isPrimaryKey()).isNull();
			assertThat(config.getDefaultValueComputed()).isNull();
		});
	}

	@Test
	void insertsNumbersTextsAndNothing() {
		Map<String, @Nullable Object> row = new LinkedHashMap<>();
		row.put("next", 50);
		row.put("name", "task");
		row.put("comment", null);
		InsertDataChange change = as(InsertDataChange.class, this.changes.insert(TASK, row));
		assertThat(change.getColumns())
			.extracting(ColumnConfig::getName, ColumnConfig::getValueNumeric, ColumnConfig::getValue)
			.containsExactly(tuple("next", 50, null), tuple("name", null, "task"), tuple("comment", null, null));
	}

	@Test
	void namesTheTypeWhereLiquibaseNeedsIt() {
		assertThat(as(ModifyDataTypeChange.class, this.changes.modifyType(TASK, TITLE)).getNewDataType())
			.isEqualTo("varchar(20)");
		assertThat(as(AddNotNullConstraintChange.class, this.changes.addNotNull(TASK, TITLE)).getColumnDataType())
			.isEqualTo("varchar(20)");
		AddDefaultValueChange change = as(AddDefaultValueChange.class, this.changes.addDefault(TASK, TITLE, "now()"));
		assertThat(change.getColumnDataType()).isEqualTo("varchar(20)");
		assertThat(change.getDefaultValueComputed().getValue()).isEqualTo("now()");
	}

	@Test
	void namesUniqueConstraintsReadablyAndDropsThemByTheirOwnName() {
		Key hashed = new Key("UKabcdefghijklmnop1", List.of("title", "step"));
		AddUniqueConstraintChange add = as(AddUniqueConstraintChange.class, this.changes.addUnique(TASK, hashed));
		assertThat(add.getConstraintName()).isEqualTo("uk_task_title_step");
		assertThat(add.getColumnNames()).isEqualTo("title, step");
		assertThat(as(DropUniqueConstraintChange.class, this.changes.dropUnique(TASK, hashed)).getConstraintName())
			.isEqualTo("UKabcdefghijklmnop1");
	}

	@Test
	void createsIndexesOfColumnsInOrder() {
		CreateIndexChange unique = as(CreateIndexChange.class,
				this.changes.createIndex(TASK, new Index("by_title", List.of("title", "id"), true)));
		assertThat(unique.getIndexName()).isEqualTo("by_title");
		assertThat(unique.isUnique()).isTrue();
		assertThat(unique.getColumns()).extracting(ColumnConfig::getName).containsExactly("title", "id");
		assertThat(as(CreateIndexChange.class,
				this.changes.createIndex(TASK, new Index("by_title", List.of("title"), false)))
			.isUnique()).isNull();
	}

	@Test
	void saysOfForeignKeysOnlyWhatIsNotTheDefault() {
		ForeignKey plain = new ForeignKey(null, List.of("parent_id"), "task", List.of("id"), ForeignKey.NO_ACTION,
				ForeignKey.NO_ACTION);
		AddForeignKeyConstraintChange change = as(AddForeignKeyConstraintChange.class,
				this.changes.addForeignKey(TASK, plain));
		assertThat(change.getConstraintName()).isEqualTo("fk_task_parent_id");
		assertThat(change.getReferencedTableName()).isEqualTo("task");
		assertThat(change.getReferencedColumnNames()).isEqualTo("id");
		assertThat(change.getOnDelete()).isNull();
		assertThat(change.getOnUpdate()).isNull();
		ForeignKey cascading = new ForeignKey("parent", List.of("parent_id"), "task", List.of("id"), "CASCADE",
				"SET NULL");
		change = as(AddForeignKeyConstraintChange.class, this.changes.addForeignKey(TASK, cascading));
		assertThat(change.getConstraintName()).isEqualTo("parent");
		assertThat(change.getOnDelete()).isEqualTo("CASCADE");
		assertThat(change.getOnUpdate()).isEqualTo("SET NULL");
	}

	@Test
	void writesChecksAsOneStatementOfQuotedNames() {
		Table hostile = new Table("to\"do", List.of(), null, List.of(), List.of(), List.of(), List.of(), List.of());
		Check check = new Check("to\"do_check", false, List.of("step"), "step > 0; step < 9");
		RawSQLChange add = as(RawSQLChange.class, this.changes.addCheck(hostile, check));
		assertThat(add.getSql())
			.isEqualTo("ALTER TABLE \"to\"\"do\" ADD CONSTRAINT \"ck_to_do_step\" CHECK (step > 0; step < 9)");
		assertThat(add.isSplitStatements()).isFalse();
		assertThat(as(RawSQLChange.class, this.changes.dropCheck(hostile, check)).getSql())
			.isEqualTo("ALTER TABLE \"to\"\"do\" DROP CONSTRAINT \"to\"\"do_check\"");
		assertThat(as(RawSQLChange.class,
				this.changes.addCheck(TASK, new Check("positive", true, List.of("step"), "step > 0")))
			.getSql()).contains("\"positive\"");
	}

	@Test
	void createsSequences() {
		CreateSequenceChange change = as(CreateSequenceChange.class,
				this.changes.createSequence(new Sequence("task_seq", 1, 50)));
		assertThat(change.getSequenceName()).isEqualTo("task_seq");
		assertThat(change.getStartValue()).isEqualTo(1);
		assertThat(change.getIncrementBy()).isEqualTo(50);
	}

	private static <T extends Change> T as(Class<T> type, Change change) {
		assertThat(change).isInstanceOf(type);
		return type.cast(change);
	}

}
