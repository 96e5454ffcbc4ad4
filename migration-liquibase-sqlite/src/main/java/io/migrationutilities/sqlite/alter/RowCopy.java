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

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import io.migrationutilities.sqlite.table.ColumnDefinition;
import io.migrationutilities.sqlite.table.SqlName;
import io.migrationutilities.sqlite.table.TableDefinition;

/**
 * Copies the rows of a table to the one that replaces it, with their
 * <a href="https://sqlite.org/rowidtable.html">rowids</a>. Where columns have all names
 * of the rowid, nobody can ask for it; then the rows keep their order.
 */
final class RowCopy {

	private static final List<String> ROWID_NAMES = List.of("rowid", "_rowid_", "oid");

	private final TableDefinition source;

	private final TableDefinition target;

	private final Set<String> kept;

	/**
	 * Create a copy.
	 * @param source the table
	 * @param target the table that replaces it
	 * @param kept the folded names of the columns whose values are copied
	 */
	RowCopy(TableDefinition source, TableDefinition target, Set<String> kept) {
		this.source = source;
		this.target = target;
		this.kept = kept;
	}

	/**
	 * Return the statement. It fails even where a constraint wants conflicts resolved in
	 * another way, and reads the table itself: an index of all columns has another order.
	 * @param targetName the name of the target for the time being
	 * @return the statement
	 */
	String statement(String targetName) {
		String insert = "INSERT OR ABORT INTO " + SqlName.quote(targetName);
		String table = SqlName.quote(this.source.name()) + " NOT INDEXED";
		return isWhole() ? insert + " SELECT * FROM " + table : insert + columnwise(table);
	}

	// SQLite copies whole tables record by record if it can. It does not look at types
	// then, which matters to those of strict tables only.
	private boolean isWhole() {
		return !this.target.strict() && this.source.columns().stream().allMatch(this::isCopied)
				&& names(this.source.columns().stream()).equals(names(this.target.columns().stream()))
				&& names(this.source.rowidColumn().stream()).equals(names(this.target.rowidColumn().stream()))
				&& (this.source.withoutRowid() || this.source.rowidColumn().isPresent());
	}

	private static List<String> names(Stream<ColumnDefinition> columns) {
		return columns.map((column) -> SqlName.fold(column.name())).toList();
	}

	private String columnwise(String table) {
		List<String> into = new ArrayList<>();
		List<String> from = new ArrayList<>();
		Optional<String> rowid = rowid(this.source);
		if (rowid.isPresent() && !isRowidCopiedAsColumn()) {
			rowid(this.target).ifPresent((targetRowid) -> {
				into.add(targetRowid);
				from.add(rowid.get());
			});
		}
		this.target.columns()
			.stream()
			.filter(this::isCopied)
			.map((column) -> SqlName.quote(column.name()))
			.forEach((column) -> {
				into.add(column);
				from.add(column);
			});
		return " (%s) SELECT %s FROM %s%s".formatted(String.join(", ", into), String.join(", ", from), table,
				rowid.map((name) -> " ORDER BY " + name).orElse(""));
	}

	private boolean isRowidCopiedAsColumn() {
		return this.target.rowidColumn().filter(this::isCopied).isPresent();
	}

	private static Optional<String> rowid(TableDefinition table) {
		if (table.withoutRowid()) {
			return Optional.empty();
		}
		return Stream
			.concat(table.rowidColumn().map((column) -> SqlName.quote(column.name())).stream(),
					ROWID_NAMES.stream().filter((name) -> table.findColumn(name).isEmpty()))
			.findFirst();
	}

	private boolean isCopied(ColumnDefinition column) {
		return column.generated().isEmpty() && this.kept.contains(SqlName.fold(column.name()));
	}

}
