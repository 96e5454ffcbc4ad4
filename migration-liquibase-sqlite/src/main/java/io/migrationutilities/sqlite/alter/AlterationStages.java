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
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.migrationutilities.sqlite.alter.Alteration.AddColumn;
import io.migrationutilities.sqlite.alter.Alteration.AddConstraint;
import io.migrationutilities.sqlite.alter.Alteration.DropColumn;
import io.migrationutilities.sqlite.alter.Alteration.DropConstraint;
import io.migrationutilities.sqlite.alter.Alteration.DropConstraintOn;
import io.migrationutilities.sqlite.alter.Alteration.DropDefault;
import io.migrationutilities.sqlite.alter.Alteration.DropForeignKeys;
import io.migrationutilities.sqlite.alter.Alteration.DropNotNull;
import io.migrationutilities.sqlite.alter.Alteration.DropPrimaryKey;
import io.migrationutilities.sqlite.alter.Alteration.IfTableExists;
import io.migrationutilities.sqlite.alter.Alteration.SetDefault;
import io.migrationutilities.sqlite.alter.Alteration.SetNotNull;
import io.migrationutilities.sqlite.alter.Alteration.SetType;
import io.migrationutilities.sqlite.table.ColumnDefinition;
import io.migrationutilities.sqlite.table.ColumnParser;
import io.migrationutilities.sqlite.table.Constraint;
import io.migrationutilities.sqlite.table.Constraint.Kind;
import io.migrationutilities.sqlite.table.SqlName;

/**
 * Parts alterations where it makes a difference that one is carried out before the other:
 * rows get the default that a new column has at first, a value takes on each type of its
 * column, and a constraint is checked though it is dropped again.
 */
final class AlterationStages {

	private static final Set<Kind> HARMLESS = Set.of(Kind.NULLABILITY, Kind.DEFAULT, Kind.COLLATE);

	private final List<List<Alteration>> stages = new ArrayList<>();

	private final Set<String> added = new HashSet<>();

	private final Set<String> typed = new HashSet<>();

	private final Set<String> constrained = new HashSet<>();

	private AlterationStages() {
	}

	static List<List<Alteration>> of(List<Alteration> alterations) {
		AlterationStages stages = new AlterationStages();
		alterations.forEach(stages::add);
		return stages.stages;
	}

	private void add(Alteration alteration) {
		Alteration plain = (alteration instanceof IfTableExists conditional) ? conditional.alteration() : alteration;
		if (this.stages.isEmpty() || dependsOnStage(plain)) {
			this.stages.add(new ArrayList<>());
			this.added.clear();
			this.typed.clear();
			this.constrained.clear();
		}
		this.stages.get(this.stages.size() - 1).add(alteration);
		remember(plain);
	}

	private boolean dependsOnStage(Alteration alteration) {
		if (alteration instanceof SetDefault set) {
			return this.added.contains(key(set, set.column()));
		}
		if (alteration instanceof DropDefault drop) {
			return this.added.contains(key(drop, drop.column()));
		}
		if (alteration instanceof SetType set) {
			return this.added.contains(key(set, set.column())) || this.typed.contains(key(set, set.column()));
		}
		return isDrop(alteration) && this.constrained.contains(SqlName.fold(alteration.table()));
	}

	private static boolean isDrop(Alteration alteration) {
		return alteration instanceof DropColumn || alteration instanceof DropNotNull
				|| alteration instanceof DropConstraint || alteration instanceof DropConstraintOn
				|| alteration instanceof DropPrimaryKey || alteration instanceof DropForeignKeys;
	}

	private void remember(Alteration alteration) {
		if (alteration instanceof AddColumn add) {
			this.added.add(key(add, ColumnParser.parse(add.definition()).name()));
		}
		if (alteration instanceof SetType set) {
			this.typed.add(key(set, set.column()));
		}
		if (alteration instanceof AddConstraint || alteration instanceof SetNotNull
				|| (alteration instanceof AddColumn add && hasConstraint(ColumnParser.parse(add.definition())))) {
			this.constrained.add(SqlName.fold(alteration.table()));
		}
	}

	private static boolean hasConstraint(ColumnDefinition column) {
		return !column.constraints().stream().map(Constraint::kind).allMatch(HARMLESS::contains);
	}

	private static String key(Alteration alteration, String column) {
		return SqlName.fold(alteration.table()) + "." + SqlName.fold(column);
	}

}
