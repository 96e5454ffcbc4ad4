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

import java.util.List;
import java.util.Optional;
import java.util.Set;

import io.migrationutilities.sqlite.alter.Alteration.AddColumn;
import io.migrationutilities.sqlite.alter.Alteration.DropColumn;
import io.migrationutilities.sqlite.alter.Alteration.IfTableExists;
import io.migrationutilities.sqlite.table.ColumnConstraint;
import io.migrationutilities.sqlite.table.ColumnDefinition;
import io.migrationutilities.sqlite.table.ColumnParser;
import io.migrationutilities.sqlite.table.Constraint.Kind;
import io.migrationutilities.sqlite.table.IndexDefinition;
import io.migrationutilities.sqlite.table.SqlName;
import io.migrationutilities.sqlite.table.TableDefinition;

/**
 * Tells which alterations SQLite has a statement for:
 * <a href="https://sqlite.org/lang_altertable.html">ALTER TABLE</a> adds a column whose
 * value for present rows is a constant, and drops one that nothing else uses.
 */
public final class NativeAlteration {

	private static final Set<Kind> DROPPED_WITH_COLUMN = Set.of(Kind.NOT_NULL, Kind.NULLABILITY, Kind.DEFAULT,
			Kind.COLLATE);

	private final TableDefinition table;

	private final List<IndexDefinition> indexes;

	NativeAlteration(TableDefinition table, List<IndexDefinition> indexes) {
		this.table = table;
		this.indexes = indexes;
	}

	/**
	 * Return whether SQLite has a statement for an alteration whatever the table is.
	 * @param alteration the alteration
	 * @return whether no table is ever rebuilt for it
	 */
	public static boolean isAlways(Alteration alteration) {
		if (alteration instanceof IfTableExists conditional) {
			return isAlways(conditional.alteration());
		}
		return alteration instanceof AddColumn add && isAddable(ColumnParser.parse(add.definition()));
	}

	/**
	 * Return the statement for an alteration.
	 * @param alteration the alteration
	 * @return the statement, empty if SQLite has none
	 */
	Optional<String> statement(Alteration alteration) {
		if (alteration instanceof AddColumn add) {
			return addition(add.definition(), ColumnParser.parse(add.definition()));
		}
		if (alteration instanceof DropColumn drop && isDroppable(this.table.column(drop.column()))) {
			return Optional.of(alterTable() + " DROP COLUMN " + SqlName.quote(drop.column()));
		}
		return Optional.empty();
	}

	private Optional<String> addition(String sql, ColumnDefinition column) {
		return isAddable(column) ? Optional.of(alterTable() + " ADD COLUMN " + column.range().of(sql))
				: Optional.empty();
	}

	private String alterTable() {
		return "ALTER TABLE " + SqlName.quote(this.table.name());
	}

	private static boolean isAddable(ColumnDefinition column) {
		if (column.has(Kind.PRIMARY_KEY) || column.has(Kind.UNIQUE)) {
			return false;
		}
		if (column.generated().isPresent()) {
			return column.generated().filter(ColumnConstraint.Generated::stored).isEmpty();
		}
		String value = column.defaultValue().map(ColumnConstraint.Default::value).orElse("NULL");
		boolean isNull = SqlName.same(value, "NULL");
		return DefaultValues.isConstant(value) && !(isNull && column.has(Kind.NOT_NULL))
				&& !(!isNull && column.has(Kind.FOREIGN_KEY));
	}

	private boolean isDroppable(ColumnDefinition column) {
		return column.constraints().stream().allMatch((constraint) -> DROPPED_WITH_COLUMN.contains(constraint.kind()))
				&& ColumnUses.findFirst(this.table, column).isEmpty()
				&& this.indexes.stream().noneMatch((index) -> index.uses(column.name()));
	}

}
