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

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import liquibase.change.Change;
import liquibase.change.core.AddColumnChange;
import liquibase.change.core.AddDefaultValueChange;
import liquibase.change.core.AddForeignKeyConstraintChange;
import liquibase.change.core.AddNotNullConstraintChange;
import liquibase.change.core.AddUniqueConstraintChange;
import liquibase.change.core.CreateTableChange;
import liquibase.change.core.DropDefaultValueChange;
import liquibase.change.core.DropNotNullConstraintChange;
import liquibase.change.core.ModifyDataTypeChange;
import liquibase.change.core.RawSQLChange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.migrationutilities.generate.Difference.ColumnOfTable;
import io.migrationutilities.generate.Schema.Check;
import io.migrationutilities.generate.Schema.Column;
import io.migrationutilities.generate.Schema.ForeignKey;
import io.migrationutilities.generate.Schema.Index;
import io.migrationutilities.generate.Schema.Key;
import io.migrationutilities.generate.Schema.Sequence;
import io.migrationutilities.generate.Schema.Table;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SchemaDiff}.
 */
class SchemaDiffTests {

	private static final Column ID = new Column("id", "integer", false, false, null);

	private static final Column TITLE = new Column("title", "varchar(20)", true, false, null);

	private static final Column PARENT = new Column("parent_id", "integer", true, false, null);

	private static final Key UNIQUE = new Key("uk", List.of("title"));

	@Test
	void dropsTablesWithTheirRowsChildrenFirstAndBringsThemBack() {
		Table parent = table("a_parent", ID);
		Table child = new TableBuilder("b_child", ID, PARENT).foreignKey("parent_id", "A_PARENT", "CASCADE")
			.unique(UNIQUE)
			.build();
		List<Difference> differences = compare(schema(), schema(parent, child));
		assertThat(differences).extracting(Difference::description)
			.containsExactly("drop table b_child", "drop table a_parent");
		assertThat(differences).extracting(Difference::hazard).containsOnly("the rows of the table");
		assertThat(differences.get(0).rollback()).extracting(SchemaDiffTests::type)
			.containsExactly(CreateTableChange.class, AddUniqueConstraintChange.class,
					AddForeignKeyConstraintChange.class);
	}

	@Test
	void dropsTablesThatReferToEachOther() {
		Table one = new TableBuilder("one", ID, PARENT).foreignKey("parent_id", "two", ForeignKey.NO_ACTION).build();
		Table two = new TableBuilder("two", ID, PARENT).foreignKey("parent_id", "one", ForeignKey.NO_ACTION).build();
		assertThat(compare(schema(), schema(one, two))).hasSize(2);
	}

	@Test
	void dropsColumnsWithTheirValues() {
		List<Difference> differences = compare(schema(table("task", ID)),
				schema(new TableBuilder("task", ID, TITLE).unique(UNIQUE).build()));
		assertThat(differences).singleElement().satisfies((difference) -> {
			assertThat(difference.description()).isEqualTo("drop column task.title");
			assertThat(difference.hazard()).isEqualTo("the values of the column");
			assertThat(difference.column()).isEqualTo(new ColumnOfTable("task", "title", "varchar(20)"));
			assertThat(difference.rollback()).extracting(SchemaDiffTests::type)
				.containsExactly(AddColumnChange.class, AddUniqueConstraintChange.class);
		});
	}

	@Test
	void dropsUniqueConstraintsThatNobodyAsksFor() {
		Difference difference = only(compare(schema(table("task", ID, TITLE)),
				schema(new TableBuilder("task", ID, TITLE).unique(UNIQUE).build())));
		assertThat(difference.description()).isEqualTo("drop unique constraint of task (title)");
		assertThat(difference.hazard()).isEqualTo("values are no longer unique");
		assertThat(type(difference.rollback().get(0))).isEqualTo(AddUniqueConstraintChange.class);
	}

	@Test
	void saysWhichChangesOfTypesMayLoseValues() {
		Column longer = new Column("title", "varchar(50)", true, false, null);
		Difference narrowing = only(compare(schema(table("task", TITLE)), schema(table("task", longer))));
		assertThat(narrowing.description()).isEqualTo("change type of task.title from varchar(50) to varchar(20)");
		assertThat(narrowing.hazard()).isEqualTo("values that don't fit");
		assertThat(((ModifyDataTypeChange) narrowing.rollback().get(0)).getNewDataType()).isEqualTo("varchar(50)");
		Difference widening = only(compare(schema(table("task", longer)), schema(table("task", TITLE))));
		assertThat(widening.hazard()).isNull();
	}

	@Test
	void leavesWhatOnlyTheDatabaseHas() {
		Table present = new TableBuilder("task", ID, new Column("title", "varchar(20)", true, false, "'none'"), PARENT)
			.foreignKey("parent_id", "task", "CASCADE")
			.index(new Index("by_title", List.of("title"), false))
			.check(new Check("short", true, List.of("title"), "length(title) < 9"))
			.build();
		assertThat(compare(schema(table("task", ID, TITLE, PARENT)), schema(present))).isEmpty();
	}

	@Test
	void leavesNamesOfConstraintsAndTheOrderOfColumns() {
		Table wanted = new TableBuilder("task", ID, TITLE, PARENT).unique(UNIQUE)
			.foreignKey("parent_id", "task", ForeignKey.NO_ACTION)
			.build();
		Table present = new TableBuilder("TASK", PARENT, TITLE, ID).unique(new Key("other", List.of("TITLE")))
			.foreignKey("PARENT_ID", "TASK", "CASCADE")
			.build();
		assertThat(compare(schema(wanted), schema(present))).isEmpty();
	}

	@Test
	void createsWhatIsMissingInAnOrderInWhichItCanBeCreated() {
		Table child = new TableBuilder("a_child", ID, PARENT).foreignKey("parent_id", "b_parent", ForeignKey.NO_ACTION)
			.index(new Index("by_parent", List.of("parent_id"), false))
			.check(new Check("unnamed", false, List.of("parent_id"), "parent_id > 0"))
			.build();
		Table parent = new TableBuilder("b_parent", ID, TITLE).unique(UNIQUE).row(Map.of("id", 1)).build();
		Schema wanted = new Schema(String.CASE_INSENSITIVE_ORDER, List.of(child, parent),
				List.of(new Sequence("seq", 1, 50)));
		List<Difference> differences = compare(wanted, schema());
		assertThat(differences).extracting(Difference::description)
			.containsExactly("create sequence seq", "create table a_child", "create index on a_child (parent_id)",
					"add check of a_child (parent_id)", "create table b_parent", "insert into b_parent",
					"add unique constraint to b_parent (title)", "add foreign key of a_child (parent_id) to b_parent");
		assertThat(differences).extracting(Difference::hazard).containsOnlyNulls();
		assertThat(((RawSQLChange) differences.get(5).rollback().get(0)).getSql())
			.isEqualTo("DELETE FROM \"b_parent\"");
		assertThat(((RawSQLChange) differences.get(3).rollback().get(0)).getSql())
			.isEqualTo("ALTER TABLE \"a_child\" DROP CONSTRAINT \"ck_a_child_parent_id\"");
		assertThat(compare(wanted, wanted)).isEmpty();
	}

	@Test
	void saysWhichNewColumnsExistingRowsNeedAValueFor() {
		Column required = new Column("step", "integer", false, false, null);
		Difference difference = only(compare(schema(table("task", ID, required)), schema(table("task", ID))));
		assertThat(difference.description()).isEqualTo("add column task.step, which rows that exist need a value for");
		assertThat(difference.column()).isEqualTo(new ColumnOfTable("task", "step", "integer"));
		Column filled = new Column("step", "integer", false, false, "0");
		assertThat(only(compare(schema(table("task", ID, filled)), schema(table("task", ID)))).description())
			.isEqualTo("add column task.step");
	}

	@Test
	void changesNullabilityInBothDirections() {
		Column required = new Column("title", "varchar(20)", false, false, null);
		Difference add = only(compare(schema(table("task", required)), schema(table("task", TITLE))));
		assertThat(add.description()).isEqualTo("add NOT NULL to task.title, which fails where rows have no value");
		assertThat(type(add.change())).isEqualTo(AddNotNullConstraintChange.class);
		assertThat(type(add.rollback().get(0))).isEqualTo(DropNotNullConstraintChange.class);
		Difference drop = only(compare(schema(table("task", TITLE)), schema(table("task", required))));
		assertThat(drop.description()).isEqualTo("drop NOT NULL of task.title");
		assertThat(type(drop.change())).isEqualTo(DropNotNullConstraintChange.class);
		assertThat(type(drop.rollback().get(0))).isEqualTo(AddNotNullConstraintChange.class);
	}

	@Test
	void leavesTheNullabilityOfPrimaryKeys() {
		Table present = new TableBuilder("task", new Column("id", "integer", true, false, null)).primaryKey("id")
			.build();
		assertThat(compare(schema(new TableBuilder("task", ID).primaryKey("id").build()), schema(present))).isEmpty();
	}

	@Test
	void setsDefaultsAndBringsBackTheFormerOnes() {
		Column one = new Column("step", "integer", true, false, "1");
		Column two = new Column("step", "integer", true, false, "2");
		Column none = new Column("step", "integer", true, false, null);
		Difference changed = only(compare(schema(table("task", one)), schema(table("task", two))));
		assertThat(changed.description()).isEqualTo("set default of task.step to 1");
		assertThat(((AddDefaultValueChange) changed.rollback().get(0)).getDefaultValueComputed().getValue())
			.isEqualTo("2");
		Difference set = only(compare(schema(table("task", one)), schema(table("task", none))));
		assertThat(type(set.rollback().get(0))).isEqualTo(DropDefaultValueChange.class);
		Column numbered = new Column("step", "integer", true, true, "nextval('s')");
		assertThat(compare(schema(table("task", one)), schema(table("task", numbered)))).isEmpty();
	}

	@Test
	void replacesForeignKeysThatDoOtherThings() {
		Table wanted = new TableBuilder("task", ID, PARENT).foreignKey("parent_id", "task", "CASCADE").build();
		Table present = new TableBuilder("task", ID, PARENT).foreignKey("parent_id", "task", "SET NULL").build();
		List<Difference> differences = compare(schema(wanted), schema(present));
		assertThat(differences).extracting(Difference::description)
			.containsExactly("drop foreign key of task (parent_id) to task",
					"add foreign key of task (parent_id) to task");
		assertThat(((AddForeignKeyConstraintChange) differences.get(0).rollback().get(0)).getOnDelete())
			.isEqualTo("SET NULL");
	}

	@Test
	void replacesChecksOfTheSameColumns() {
		Table wanted = new TableBuilder("task", TITLE)
			.check(new Check("new", false, List.of("title"), "title IN ('A', 'B')"))
			.build();
		Table present = new TableBuilder("task", TITLE)
			.check(new Check("old", false, List.of("title"), "title IN ('A')"))
			.build();
		assertThat(compare(schema(wanted), schema(present))).extracting(Difference::description)
			.containsExactly("drop check of task (title)", "add check of task (title)");
	}

	private static List<Difference> compare(Schema reference, Schema live) {
		return SchemaDiff.compare(new SqliteSchemaDialect(false), reference, live);
	}

	private static Difference only(List<Difference> differences) {
		assertThat(differences).hasSize(1);
		return differences.get(0);
	}

	private static Class<?> type(Change change) {
		return change.getClass();
	}

	private static Schema schema(Table... tables) {
		return new Schema(String.CASE_INSENSITIVE_ORDER, Arrays.asList(tables), List.of());
	}

	private static Table table(String name, Column... columns) {
		return new TableBuilder(name, columns).build();
	}

	private static final class TableBuilder {

		private final String name;

		private final List<Column> columns;

		private @Nullable Key primaryKey;

		private final List<Key> uniques = new ArrayList<>();

		private final List<ForeignKey> foreignKeys = new ArrayList<>();

		private final List<Index> indexes = new ArrayList<>();

		private final List<Check> checks = new ArrayList<>();

		private final List<Map<String, @Nullable Object>> rows = new ArrayList<>();

		TableBuilder(String name, Column... columns) {
			this.name = name;
			this.columns = Arrays.asList(columns);
		}

		TableBuilder primaryKey(String column) {
			this.primaryKey = new Key(null, List.of(column));
			return this;
		}

		TableBuilder unique(Key key) {
			this.uniques.add(key);
			return this;
		}

		TableBuilder foreignKey(String column, String other, String onDelete) {
			this.foreignKeys
				.add(new ForeignKey(null, List.of(column), other, List.of("id"), onDelete, ForeignKey.NO_ACTION));
			return this;
		}

		TableBuilder index(Index index) {
			this.indexes.add(index);
			return this;
		}

		TableBuilder check(Check check) {
			this.checks.add(check);
			return this;
		}

		TableBuilder row(Map<String, @Nullable Object> row) {
			this.rows.add(row);
			return this;
		}

		Table build() {
			return new Table(this.name, this.columns, this.primaryKey, this.uniques, this.foreignKeys, this.indexes,
					this.checks, this.rows);
		}

	}

}
