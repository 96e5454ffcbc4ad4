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
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import liquibase.change.core.RenameColumnChange;
import org.jspecify.annotations.Nullable;

import io.migrationutilities.GenerationOptions;
import io.migrationutilities.generate.Difference.ColumnOfTable;

/**
 * Decides which differences are removed: those that lose something only if that is
 * allowed, and a column that is dropped while one of its type is added is renamed only if
 * somebody says so.
 *
 * @param active the differences to remove
 * @param leftOut the differences to leave
 * @param possibleRenames the renames to ask about, as {@code table.old=new}
 */
record Judge(List<Difference> active, List<Difference> leftOut, List<String> possibleRenames) {

	private static final Pattern RENAME = Pattern.compile("(.+)\\.([^.=]+)=([^.=]+)");

	static Judge decide(SchemaDialect dialect, List<Difference> differences, GenerationOptions options) {
		List<Difference> rest = new ArrayList<>(differences);
		for (String rename : options.renames()) {
			apply(dialect, rest, rename);
		}
		List<Difference> leftOut = options.allowDestructive() ? List.of()
				: rest.stream().filter((difference) -> difference.hazard() != null).toList();
		List<String> possible = findRenames(dialect, rest);
		rest.removeAll(leftOut);
		return new Judge(List.copyOf(rest), leftOut, possible);
	}

	private static void apply(SchemaDialect dialect, List<Difference> differences, String rename) {
		Matcher matcher = RENAME.matcher(rename);
		if (!matcher.matches()) {
			throw GeneratorFailures.refused("'" + rename + "' is not a rename.", "Write it as table.old=new.");
		}
		String table = matcher.group(1);
		Difference dropped = find(dialect, differences, table, matcher.group(2), true);
		Difference added = find(dialect, differences, table, matcher.group(3), false);
		if (dropped == null || added == null) {
			throw GeneratorFailures
				.refused("'" + rename + "' can't be done: the entities have not lost the one column of '" + table
						+ "' and gained the other.", "Look at the differences without that rename.");
		}
		differences.set(differences.indexOf(added), rename(added, dropped));
		differences.remove(dropped);
	}

	private static Difference rename(Difference added, Difference dropped) {
		ColumnOfTable from = column(dropped);
		ColumnOfTable to = column(added);
		RenameColumnChange change = new RenameColumnChange();
		change.setTableName(from.table());
		change.setOldColumnName(from.name());
		change.setNewColumnName(to.name());
		change.setColumnDataType(from.type());
		return Difference.of("rename column " + from.table() + "." + from.name() + " to " + to.name(), change);
	}

	private static ColumnOfTable column(Difference difference) {
		ColumnOfTable column = difference.column();
		if (column == null) {
			throw new IllegalStateException("Not about a column: " + difference.description());
		}
		return column;
	}

	private static @Nullable Difference find(SchemaDialect dialect, List<Difference> differences, String table,
			String name, boolean dropped) {
		return differences.stream().filter((difference) -> {
			ColumnOfTable column = difference.column();
			return column != null && (difference.hazard() != null) == dropped
					&& dialect.names().compare(column.table(), table) == 0
					&& dialect.names().compare(column.name(), name) == 0;
		}).findFirst().orElse(null);
	}

	private static List<String> findRenames(SchemaDialect dialect, List<Difference> differences) {
		List<String> possible = new ArrayList<>();
		for (Difference dropped : differences) {
			for (Difference added : differences) {
				if (isPossible(dialect, dropped, added)) {
					ColumnOfTable from = column(dropped);
					possible.add(from.table() + "." + from.name() + "=" + column(added).name());
				}
			}
		}
		return List.copyOf(possible);
	}

	private static boolean isPossible(SchemaDialect dialect, Difference dropped, Difference added) {
		ColumnOfTable from = dropped.column();
		ColumnOfTable to = added.column();
		return from != null && to != null && dropped.hazard() != null && added.hazard() == null
				&& from.table().equals(to.table()) && dialect.isSameType(from.type(), to.type());
	}

}
