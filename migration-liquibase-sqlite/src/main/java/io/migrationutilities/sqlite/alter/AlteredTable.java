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
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import io.migrationutilities.sqlite.table.IndexDefinition;
import io.migrationutilities.sqlite.table.SqlName;
import io.migrationutilities.sqlite.table.StoredTable;
import io.migrationutilities.sqlite.table.TableDefinition;

/**
 * A table as alterations leave it.
 */
final class AlteredTable {

	private final List<IndexDefinition> indexes;

	private final Set<String> kept = new HashSet<>();

	private final List<String> nativeStatements = new ArrayList<>();

	private TableDefinition definition;

	private boolean rebuilt;

	AlteredTable(StoredTable table, List<Alteration> alterations) {
		this.definition = table.definition();
		this.indexes = new ArrayList<>(table.indexes());
		this.kept.addAll(columnNames(table.definition()));
		alterations.forEach((alteration) -> apply(StrictTypes.fit(this.definition, alteration)));
	}

	private void apply(Alteration alteration) {
		TableDefinition result = alteration.applyTo(this.definition);
		if (result.sql().equals(this.definition.sql())) {
			return;
		}
		Optional<String> statement = new NativeAlteration(this.definition, this.indexes).statement(alteration);
		statement.ifPresent(this.nativeStatements::add);
		this.rebuilt |= statement.isEmpty();
		Set<String> dropped = columnNames(this.definition);
		dropped.removeAll(columnNames(result));
		this.indexes.removeIf((index) -> dropped.stream().anyMatch(index::uses));
		this.kept.removeAll(dropped);
		this.definition = result;
	}

	private static Set<String> columnNames(TableDefinition table) {
		return table.columns().stream().map((column) -> SqlName.fold(column.name())).collect(Collectors.toSet());
	}

	TableDefinition definition() {
		return this.definition;
	}

	/**
	 * Return the indexes that remain.
	 * @return the indexes
	 */
	List<IndexDefinition> indexes() {
		return this.indexes;
	}

	/**
	 * Return the columns that remain, without those that were dropped and added again.
	 * @return the folded names of the columns
	 */
	Set<String> kept() {
		return this.kept;
	}

	/**
	 * Return whether SQLite has no statement for one of the alterations.
	 * @return whether the table must be built again
	 */
	boolean isRebuilt() {
		return this.rebuilt;
	}

	/**
	 * Return the statements that SQLite has for the alterations.
	 * @return the statements, in order
	 */
	List<String> nativeStatements() {
		return this.nativeStatements;
	}

}
