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

import io.migrationutilities.sqlite.table.Constraint.PrimaryKey;
import io.migrationutilities.sqlite.table.SqlName;
import io.migrationutilities.sqlite.table.StoredTable;
import io.migrationutilities.sqlite.table.TableDefinition;

/**
 * Writes the statements of SQLite's
 * <a href="https://sqlite.org/lang_altertable.html#otheralter">procedure</a> to alter a
 * table in any way:
 * <ol>
 * <li>create the altered table under another name,</li>
 * <li>copy the rows,</li>
 * <li>drop the old table,</li>
 * <li>give the new one its name, without looking at what uses it,</li>
 * <li>create its indexes and triggers again.</li>
 * </ol>
 */
final class TableRebuild {

	private final StoredTable table;

	private final AlteredTable altered;

	private final String temporaryName;

	private final List<String> statements = new ArrayList<>();

	TableRebuild(StoredTable table, AlteredTable altered, String temporaryName) {
		this.table = table;
		this.altered = altered;
		this.temporaryName = temporaryName;
	}

	/**
	 * Return the statements.
	 * @param statistics whether the database has
	 * <a href="https://sqlite.org/lang_analyze.html">statistics</a>
	 * @param legacyAlterTable the value of <a href=
	 * "https://sqlite.org/pragma.html#pragma_legacy_alter_table">legacy_alter_table</a>
	 * @return the statements, in order
	 */
	List<String> statements(boolean statistics, boolean legacyAlterTable) {
		String name = this.table.definition().name();
		addCreation();
		addSequence();
		if (statistics) {
			this.statements.add(renameStatistics(name, this.temporaryName));
		}
		this.statements.add("DROP TABLE " + SqlName.quote(name));
		addRename(legacyAlterTable);
		this.altered.indexes().forEach((index) -> this.statements.add(index.sql()));
		this.table.triggers().forEach((trigger) -> this.statements.add(trigger.sql()));
		if (statistics) {
			this.statements.add(renameStatistics(this.temporaryName, name));
			addRemovalOfOldStatistics();
		}
		return List.copyOf(this.statements);
	}

	private void addCreation() {
		TableDefinition definition = this.altered.definition();
		RowCopy copy = new RowCopy(this.table.definition(), definition, this.altered.kept());
		this.statements
			.add(new SqlPatch(QualifiedChecks.withoutTable(definition)).rename(this.temporaryName).apply().sql());
		this.statements.add(copy.statement(this.temporaryName));
	}

	private void addSequence() {
		if (isAutoincrement(this.table.definition()) && isAutoincrement(this.altered.definition())) {
			String temporary = SqlName.text(this.temporaryName);
			this.statements.add("DELETE FROM main.sqlite_sequence WHERE name = " + temporary);
			this.statements.add(
					"INSERT INTO main.sqlite_sequence (name, seq) SELECT %s, seq FROM main.sqlite_sequence WHERE name = %s"
						.formatted(temporary, SqlName.text(this.table.definition().name())));
		}
	}

	private static boolean isAutoincrement(TableDefinition table) {
		return table.primaryKey().filter(PrimaryKey::autoincrement).isPresent();
	}

	private void addRename(boolean legacyAlterTable) {
		this.statements.add("PRAGMA legacy_alter_table = ON");
		this.statements.add("ALTER TABLE %s RENAME TO %s".formatted(SqlName.quote(this.temporaryName),
				SqlName.quote(this.table.definition().name())));
		if (!legacyAlterTable) {
			this.statements.add("PRAGMA legacy_alter_table = OFF");
		}
	}

	private static String renameStatistics(String from, String to) {
		return "UPDATE main.sqlite_stat1 SET tbl = %s WHERE tbl = %s".formatted(SqlName.text(to), SqlName.text(from));
	}

	private void addRemovalOfOldStatistics() {
		String name = SqlName.text(this.table.definition().name());
		this.statements.add(("DELETE FROM main.sqlite_stat1 WHERE tbl = %s AND idx <> tbl "
				+ "AND idx NOT IN (SELECT name FROM pragma_index_list(%s, 'main'))")
			.formatted(name, name));
	}

}
