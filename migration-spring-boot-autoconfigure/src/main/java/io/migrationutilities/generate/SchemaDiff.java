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
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import liquibase.change.Change;

import io.migrationutilities.database.Queries;
import io.migrationutilities.generate.Schema.Check;
import io.migrationutilities.generate.Schema.Column;
import io.migrationutilities.generate.Schema.ForeignKey;
import io.migrationutilities.generate.Schema.Index;
import io.migrationutilities.generate.Schema.Key;
import io.migrationutilities.generate.Schema.Sequence;
import io.migrationutilities.generate.Schema.Table;

/**
 * Finds what has to change in a database so that its schema is the one that entities ask
 * for. Details that entities can't say, or need not say, are no difference: defaults,
 * foreign keys, checks and indexes that only the database has, and the order of columns.
 */
final class SchemaDiff {

	private final SchemaDialect dialect;

	private final Changes changes;

	private final Schema reference;

	private final Schema live;

	private final ConstraintMatcher matcher;

	private final List<Difference> differences = new ArrayList<>();

	private SchemaDiff(SchemaDialect dialect, Schema reference, Schema live) {
		this.dialect = dialect;
		this.changes = new Changes(dialect);
		this.reference = reference;
		this.live = live;
		this.matcher = new ConstraintMatcher(live);
	}

	/**
	 * Compare two schemas.
	 * @param dialect the dialect of both
	 * @param reference the schema that is as it should be
	 * @param live the schema to change
	 * @return the differences, in an order in which their changes can be made
	 */
	static List<Difference> compare(SchemaDialect dialect, Schema reference, Schema live) {
		SchemaDiff diff = new SchemaDiff(dialect, reference, live);
		diff.addSequences();
		diff.addTables();
		diff.forEachTable(diff::dropConstraints);
		diff.forEachTable(diff::addColumns);
		diff.forEachTable(diff::alterColumns);
		diff.forEachTable(diff::addConstraints);
		diff.addForeignKeys();
		diff.forEachTable(diff::dropColumns);
		diff.dropTables();
		return List.copyOf(diff.differences);
	}

	private void forEachTable(TableVisitor visitor) {
		for (Table table : this.reference.tables()) {
			Table present = this.live.table(table.name());
			if (present != null) {
				visitor.visit(table, present);
			}
		}
	}

	private void addSequences() {
		for (Sequence sequence : this.reference.sequences()) {
			if (this.live.sequence(sequence.name()) == null) {
				add("create sequence " + sequence.name(), this.changes.createSequence(sequence));
			}
		}
	}

	private void addTables() {
		for (Table table : this.reference.tables()) {
			if (this.live.table(table.name()) == null) {
				add("create table " + table.name(), this.changes.createTable(table));
				table.rows()
					.forEach((row) -> this.differences
						.add(Difference.of("insert into " + table.name(), this.changes.insert(table, row))
							.undoneBy(Changes.sql("DELETE FROM " + Queries.quote(table.name())))));
				table.uniques().forEach((key) -> addUnique(table, key));
				table.indexes().forEach((index) -> addIndex(table, index));
				table.checks().forEach((check) -> addCheck(table, check));
			}
		}
	}

	private void dropConstraints(Table table, Table present) {
		for (Key key : present.uniques()) {
			if (!this.matcher.isUnique(table, key.columns()) && haveColumns(table, key.columns())) {
				this.differences.add(Difference
					.of("drop unique constraint of " + columnsOf(present, key.columns()),
							this.changes.dropUnique(present, key))
					.undoneBy(this.changes.addUnique(present, key))
					.losing("values are no longer unique"));
			}
		}
		for (ForeignKey key : present.foreignKeys()) {
			ForeignKey wanted = this.matcher.findForeignKey(table.foreignKeys(), key.columns());
			if (wanted != null && !this.matcher.isSame(wanted, key)) {
				this.differences.add(Difference
					.of("drop foreign key of " + columnsOf(present, key.columns()) + " to " + key.table(),
							this.changes.dropForeignKey(present, key))
					.undoneBy(this.changes.addForeignKey(present, key)));
			}
		}
		for (Check check : present.checks()) {
			if (this.matcher.isReplaced(table, check)) {
				this.differences.add(Difference
					.of("drop check of " + columnsOf(present, check.columns()), this.changes.dropCheck(present, check))
					.undoneBy(this.changes.addCheck(present, check)));
			}
		}
	}

	private void addColumns(Table table, Table present) {
		for (Column column : table.columns()) {
			if (this.live.column(present, column.name()) == null) {
				String fills = (column.nullable() || column.defaultValue() != null) ? ""
						: ", which rows that exist need a value for";
				this.differences.add(Difference
					.of("add column " + table.name() + "." + column.name() + fills,
							this.changes.addColumn(present, column))
					.about(present.name(), column.name(), column.type()));
			}
		}
	}

	private void alterColumns(Table table, Table present) {
		for (Column column : table.columns()) {
			Column found = this.live.column(present, column.name());
			if (found != null) {
				alterType(present, column, found);
				alterDefault(present, column, found);
				alterNullability(present, column, found);
			}
		}
	}

	private void alterType(Table table, Column wanted, Column found) {
		if (!this.dialect.isSameType(wanted.type(), found.type())) {
			Column target = new Column(found.name(), wanted.type(), found.nullable(), false, null);
			boolean narrowing = this.dialect.isNarrowing(found.type(), wanted.type());
			this.differences.add(Difference
				.of("change type of " + table.name() + "." + found.name() + " from " + found.type() + " to "
						+ wanted.type(), this.changes.modifyType(table, target))
				.undoneBy(this.changes.modifyType(table, found))
				.losing(narrowing ? "values that don't fit" : null));
		}
	}

	private void alterDefault(Table table, Column wanted, Column found) {
		String value = wanted.defaultValue();
		if (value != null && !value.equals(found.defaultValue()) && !found.autoIncrement()) {
			Change undo = (found.defaultValue() != null) ? this.changes.addDefault(table, found, found.defaultValue())
					: this.changes.dropDefault(table, found);
			this.differences.add(
					Difference
						.of("set default of " + table.name() + "." + found.name() + " to " + value,
								this.changes.addDefault(table, found, value))
						.undoneBy(undo));
		}
	}

	private void alterNullability(Table table, Column wanted, Column found) {
		if (wanted.nullable() == found.nullable() || table.isInPrimaryKey(found.name())) {
			return;
		}
		String name = table.name() + "." + found.name();
		if (wanted.nullable()) {
			add("drop NOT NULL of " + name, this.changes.dropNotNull(table, found),
					this.changes.addNotNull(table, found));
		}
		else {
			add("add NOT NULL to " + name + ", which fails where rows have no value",
					this.changes.addNotNull(table, found), this.changes.dropNotNull(table, found));
		}
	}

	private void addConstraints(Table table, Table present) {
		table.uniques()
			.stream()
			.filter((key) -> !this.matcher.isUnique(present, key.columns()))
			.forEach((key) -> addUnique(present, key));
		table.indexes()
			.stream()
			.filter((index) -> !this.matcher.hasIndex(present, index))
			.forEach((index) -> addIndex(present, index));
		table.checks()
			.stream()
			.filter((check) -> this.matcher.isMissing(check, present))
			.forEach((check) -> addCheck(present, check));
	}

	private void addForeignKeys() {
		for (Table table : this.reference.tables()) {
			Table present = this.live.table(table.name());
			for (ForeignKey key : table.foreignKeys()) {
				ForeignKey found = (present != null) ? this.matcher.findForeignKey(present.foreignKeys(), key.columns())
						: null;
				if (found == null || !this.matcher.isSame(key, found)) {
					Table base = (present != null) ? present : table;
					add("add foreign key of " + columnsOf(base, key.columns()) + " to " + key.table(),
							this.changes.addForeignKey(base, key));
				}
			}
		}
	}

	private void dropColumns(Table table, Table present) {
		DropUndo undo = new DropUndo(this.changes, this.matcher);
		for (Column column : present.columns()) {
			if (this.reference.column(table, column.name()) == null) {
				this.differences.add(Difference
					.of("drop column " + present.name() + "." + column.name(), this.changes.dropColumn(present, column))
					.undoneBy(undo.of(present, column))
					.losing("the values of the column")
					.about(present.name(), column.name(), column.type()));
			}
		}
	}

	private void dropTables() {
		List<Table> surplus = new ArrayList<>();
		this.live.tables().stream().filter((table) -> this.reference.table(table.name()) == null).forEach(surplus::add);
		for (Table table : childrenFirst(surplus)) {
			this.differences.add(Difference.of("drop table " + table.name(), this.changes.dropTable(table))
				.undoneBy(new DropUndo(this.changes, this.matcher).of(table))
				.losing("the rows of the table"));
		}
	}

	private List<Table> childrenFirst(List<Table> tables) {
		List<Table> sorted = new ArrayList<>();
		Set<Table> left = new HashSet<>(tables);
		while (!left.isEmpty()) {
			Table next = tables.stream()
				.filter(left::contains)
				.filter((table) -> left.stream().noneMatch((other) -> other != table && refersTo(other, table)))
				.findFirst()
				.orElse(left.iterator().next());
			left.remove(next);
			sorted.add(next);
		}
		return sorted;
	}

	private boolean refersTo(Table table, Table other) {
		return table.foreignKeys().stream().anyMatch((key) -> this.live.isSame(key.table(), other.name()));
	}

	private boolean haveColumns(Table table, List<String> columns) {
		return columns.stream().allMatch((name) -> this.reference.column(table, name) != null);
	}

	private void addUnique(Table table, Key key) {
		add("add unique constraint to " + columnsOf(table, key.columns()), this.changes.addUnique(table, key));
	}

	private void addIndex(Table table, Index index) {
		add("create index on " + columnsOf(table, index.columns()), this.changes.createIndex(table, index));
	}

	private void addCheck(Table table, Check check) {
		Check named = check.named() ? check : new Check(ReadableNames.check(table.name(), check.columns()), true,
				check.columns(), check.expression());
		add("add check of " + columnsOf(table, check.columns()), this.changes.addCheck(table, named),
				this.changes.dropCheck(table, named));
	}

	private static String columnsOf(Table table, List<String> columns) {
		return table.name() + " (" + String.join(", ", columns) + ")";
	}

	private void add(String description, Change change, Change... rollback) {
		this.differences.add(Difference.of(description, change).undoneBy(rollback));
	}

	@FunctionalInterface
	private interface TableVisitor {

		void visit(Table table, Table present);

	}

}
