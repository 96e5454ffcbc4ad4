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
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import io.migrationutilities.sqlite.alter.Alteration.AddColumn;
import io.migrationutilities.sqlite.alter.Alteration.AddConstraint;
import io.migrationutilities.sqlite.alter.Alteration.DropColumn;
import io.migrationutilities.sqlite.alter.Alteration.DropConstraint;
import io.migrationutilities.sqlite.alter.Alteration.DropConstraintOn;
import io.migrationutilities.sqlite.alter.Alteration.DropDefault;
import io.migrationutilities.sqlite.alter.Alteration.DropNotNull;
import io.migrationutilities.sqlite.alter.Alteration.DropPrimaryKey;
import io.migrationutilities.sqlite.alter.Alteration.SetAutoincrement;
import io.migrationutilities.sqlite.alter.Alteration.SetDefault;
import io.migrationutilities.sqlite.alter.Alteration.SetNotNull;
import io.migrationutilities.sqlite.alter.Alteration.SetType;
import io.migrationutilities.sqlite.table.Constraint;
import io.migrationutilities.sqlite.table.Constraint.Kind;
import io.migrationutilities.sqlite.table.SqlName;
import io.migrationutilities.sqlite.table.SqliteAlterationException;
import io.migrationutilities.sqlite.table.TableDefinition;

/**
 * Chooses random alterations of a table that its definition allows.
 */
final class RandomAlterations {

	private static final List<String> ADDED = List.of("INT", "TEXT DEFAULT 'it''s'", "TEXT NOT NULL DEFAULT ''",
			"TEXT COLLATE nocase DEFAULT (lower('X'))", "ANY AS (1) VIRTUAL", "ANY AS (2) STORED", "INT NOT NULL",
			"INT REFERENCES \"Other table\" (x0)", "INT UNIQUE", "INTEGER PRIMARY KEY", "INT CHECK (1)");

	private final Random random;

	private int added;

	RandomAlterations(Random random) {
		this.random = random;
	}

	List<Alteration> choose(TableDefinition table) {
		List<Alteration> chosen = new ArrayList<>();
		TableDefinition definition = table;
		for (int i = this.random.nextInt(3); i >= 0; i--) {
			Alteration alteration = chooseOne(definition);
			definition = alteration.applyTo(definition);
			chosen.add(alteration);
		}
		return chosen;
	}

	private Alteration chooseOne(TableDefinition table) {
		while (true) {
			Alteration alteration = anyOf(table);
			try {
				alteration.applyTo(table);
				return alteration;
			}
			catch (SqliteAlterationException ex) {
				// Another one may be allowed.
			}
		}
	}

	private Alteration anyOf(TableDefinition table) {
		String t = (this.random.nextBoolean()) ? "T" : "t";
		String column = pick(table.columns()).name();
		String quoted = SqlName.quote(column);
		return switch (this.random.nextInt(16)) {
			case 0, 1 -> new AddColumn(t, "added" + this.added++ + " " + pick(ADDED));
			case 2, 3 -> new DropColumn(t, column);
			case 4 -> new SetNotNull(t, column, this.random.nextBoolean() ? "nn " + column : null);
			case 5 -> new DropNotNull(t, column);
			case 6 -> new SetDefault(t, column, pick(List.of("1", "'x'", "(1 + 1)", "NULL")));
			case 7 -> new DropDefault(t, column);
			case 8 ->
				new SetType(t, column, table.strict() ? "ANY" : pick(List.of("INTEGER", "TEXT", "", "DECIMAL(10,2)")));
			case 9 -> new AddConstraint(t, "CONSTRAINT \"u " + this.added++ + "\" UNIQUE (" + quoted + ")");
			case 10 -> new AddConstraint(t, "CHECK (t." + quoted + " IS NOT 'bad' -- why\n)");
			case 11 -> new AddConstraint(t, "PRIMARY KEY (" + quoted + ")");
			case 12 -> new AddConstraint(t, "CONSTRAINT \"f " + this.added++ + "\" FOREIGN KEY (" + quoted
					+ ") REFERENCES t (" + quoted + ") DEFERRABLE INITIALLY DEFERRED");
			case 13 -> this.random.nextBoolean() ? new DropPrimaryKey(t) : new SetAutoincrement(t, column);
			case 14 -> new DropConstraintOn(t, pick(Arrays.asList(Kind.UNIQUE, Kind.CHECK, Kind.FOREIGN_KEY)),
					List.of(column));
			default -> dropByName(t, table);
		};
	}

	private Alteration dropByName(String t, TableDefinition table) {
		List<String> names = table.allConstraints()
			.stream()
			.map(Constraint::name)
			.filter((name) -> name != null)
			.toList();
		return new DropConstraint(t, null, names.isEmpty() ? "t_" + table.lastColumn().name() + "_key" : pick(names),
				names.isEmpty());
	}

	private <T> T pick(List<T> values) {
		return values.get(this.random.nextInt(values.size()));
	}

}
