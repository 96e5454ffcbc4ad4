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

import java.util.Map;
import java.util.Set;

import io.migrationutilities.sql.SqlRange;
import io.migrationutilities.sqlite.alter.Alteration.AddColumn;
import io.migrationutilities.sqlite.alter.Alteration.SetType;
import io.migrationutilities.sqlite.table.ColumnDefinition;
import io.migrationutilities.sqlite.table.ColumnParser;
import io.migrationutilities.sqlite.table.Refusals;
import io.migrationutilities.sqlite.table.SqlName;
import io.migrationutilities.sqlite.table.TableDefinition;

/**
 * Finds the types of <a href="https://sqlite.org/stricttables.html">strict tables</a> for
 * those of change sets.
 */
final class StrictTypes {

	private static final Set<String> OWN = Set.of("int", "integer", "real", "text", "blob", "any");

	private static final Map<String, String> OTHERS = Map.of("boolean", "INTEGER", "bool", "INTEGER", "date", "TEXT",
			"datetime", "TEXT", "timestamp", "TEXT", "time", "TEXT", "uuid", "TEXT", "json", "TEXT", "bytea", "BLOB");

	private StrictTypes() {
	}

	/**
	 * Return an alteration with the type that a strict table has for it.
	 * @param table the table
	 * @param alteration the alteration
	 * @return the alteration itself for any other table
	 */
	static Alteration fit(TableDefinition table, Alteration alteration) {
		if (table.strict() && alteration instanceof AddColumn add) {
			ColumnDefinition column = ColumnParser.parse(add.definition());
			SqlRange type = column.typeRange();
			String definition = add.definition().substring(0, type.start()) + (type.isEmpty() ? " " : "")
					+ fit(table.name(), column.name(), column.type()) + add.definition().substring(type.end());
			return new AddColumn(add.table(), definition, add.ifNotExists());
		}
		if (table.strict() && alteration instanceof SetType set) {
			return new SetType(set.table(), set.column(), fit(table.name(), set.column(), set.type()));
		}
		return alteration;
	}

	private static String fit(String table, String column, String type) {
		String folded = SqlName.fold(type).replaceAll("[\"\\[\\]`']", "").strip();
		if (type.isEmpty()) {
			return "ANY";
		}
		if (OWN.contains(folded)) {
			return type;
		}
		String first = folded.split("[ (]", 2)[0];
		String fitted = OTHERS.getOrDefault(first, switch (Affinity.of(folded)) {
			case INTEGER -> "INTEGER";
			case TEXT -> "TEXT";
			case BLOB -> "BLOB";
			case REAL -> "REAL";
			case NUMERIC -> "";
		});
		if (fitted.isEmpty()) {
			throw Refusals.refused(
					"Column '%s' can't be of the type '%s': table '%s' is STRICT, and none of its types is like that."
						.formatted(column, Refusals.excerpt(type), table),
					"Take one of INTEGER, REAL, TEXT, BLOB and ANY.");
		}
		return fitted;
	}

}
