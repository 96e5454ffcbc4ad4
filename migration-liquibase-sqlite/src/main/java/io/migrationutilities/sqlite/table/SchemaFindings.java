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

package io.migrationutilities.sqlite.table;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.migrationutilities.sqlite.table.Constraint.ForeignKey;
import io.migrationutilities.sqlite.table.Constraint.Kind;

/**
 * Finds what SQLite accepts until it is used: rows that violate foreign keys, and views
 * and triggers that do not compile.
 */
public final class SchemaFindings {

	private final SqliteSession session;

	private final SqliteSchema schema;

	private final Map<String, Long> findings = new LinkedHashMap<>();

	private SchemaFindings(SqliteSession session) {
		this.session = session;
		this.schema = new SqliteSchema(session);
	}

	/**
	 * Check the foreign keys of all tables, and all views and triggers.
	 * @param session the database
	 * @return how often each finding was made, by its description
	 * @throws SQLException if the schema can't be read
	 */
	public static Map<String, Long> find(SqliteSession session) throws SQLException {
		return find(session, new LinkedHashSet<>(
				session.strings("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY rowid")));
	}

	/**
	 * Check the foreign keys of some tables, and all views and triggers.
	 * @param session the database
	 * @param tables the tables
	 * @return how often each finding was made, by its description
	 * @throws SQLException if the schema can't be read
	 */
	public static Map<String, Long> find(SqliteSession session, Set<String> tables) throws SQLException {
		SchemaFindings findings = new SchemaFindings(session);
		for (String table : tables) {
			findings.checkForeignKeys(table);
		}
		findings.checkViews();
		findings.checkTriggers();
		return findings.findings;
	}

	/**
	 * Return what was not found before.
	 * @param before the findings before
	 * @param after the findings after
	 * @return descriptions of what is new
	 */
	public static List<String> difference(Map<String, Long> before, Map<String, Long> after) {
		List<String> added = new ArrayList<>();
		after.forEach((finding, count) -> {
			long more = count - before.getOrDefault(finding, 0L);
			if (more > 0) {
				added.add(finding + ": " + more);
			}
		});
		return added;
	}

	private void checkForeignKeys(String table) throws SQLException {
		try {
			this.session.query(
					"SELECT parent, fkid, count(*) FROM pragma_foreign_key_check(?, 'main') GROUP BY parent, fkid",
					(row) -> this.findings.put("rows of table '%s' that violate %s to '%s'".formatted(table,
							describe(table, row.getString(2)), row.getString(1)), row.getLong(3)),
					table);
		}
		catch (SQLException ex) {
			this.findings.put("a foreign key of table '%s' that fits nothing: %s".formatted(table, ex.getMessage()),
					1L);
		}
	}

	private String describe(String table, String id) throws SQLException {
		List<String> columns = this.session.strings(
				"SELECT \"from\" FROM pragma_foreign_key_list(?, 'main') WHERE id = CAST(? AS INTEGER) ORDER BY seq",
				table, id);
		String parent = this.session
			.strings("SELECT \"table\" FROM pragma_foreign_key_list(?, 'main') WHERE id = CAST(? AS INTEGER)", table,
					id)
			.get(0);
		return this.schema.definition(table)
			.allConstraints(Kind.FOREIGN_KEY)
			.stream()
			.map(ForeignKey.class::cast)
			.filter((key) -> SqlName.same(key.table(), parent)
					&& SqlName.fold(key.columns()).equals(SqlName.fold(columns)))
			.findFirst()
			.map(Constraint::description)
			.orElseThrow();
	}

	private void checkViews() throws SQLException {
		for (ViewDefinition view : this.schema.views()) {
			compile("view '" + view.name() + "'", "SELECT * FROM " + SqlName.inMain(view.name()));
		}
	}

	private void checkTriggers() throws SQLException {
		Map<String, Set<String>> triggers = new LinkedHashMap<>();
		for (TriggerDefinition trigger : this.schema.triggers()) {
			triggers.computeIfAbsent(firing(trigger), (sql) -> new LinkedHashSet<>()).add("'" + trigger.name() + "'");
		}
		triggers.forEach((sql, names) -> compile("trigger " + String.join(" or ", names), sql));
	}

	private String firing(TriggerDefinition trigger) throws SQLException {
		String table = SqlName.inMain(trigger.table());
		return switch (trigger.event()) {
			case DELETE -> "DELETE FROM " + table;
			case INSERT -> "INSERT INTO " + table + " DEFAULT VALUES";
			case UPDATE -> "UPDATE %s SET %s".formatted(table, assignments(trigger));
		};
	}

	private String assignments(TriggerDefinition trigger) throws SQLException {
		List<String> columns = trigger.updatedColumns().isEmpty() ? this.schema.settableColumns(trigger.table())
				: trigger.updatedColumns();
		return columns.stream()
			.map(SqlName::quote)
			.map((column) -> column + " = " + column)
			.collect(Collectors.joining(", "));
	}

	private void compile(String what, String sql) {
		try {
			this.session.compile(sql);
		}
		catch (SQLException ex) {
			this.findings.put("%s that does not work: %s".formatted(what, ex.getMessage()), 1L);
		}
	}

}
