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
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.migrationutilities.sqlite.table.Constraint.ForeignKey;
import io.migrationutilities.sqlite.table.Constraint.Kind;

/**
 * Finds what SQLite accepts until it is used: rows that violate foreign keys, foreign
 * keys to what is no key or does not exist, and views and triggers that do not compile.
 */
public final class SchemaFindings {

	private final SqliteSession session;

	private final SqliteSchema schema;

	private final Map<String, Optional<String>> faults = new HashMap<>();

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
		Map<String, Map<String, Reference>> references = findings.references();
		for (String table : tables) {
			findings.checkForeignKeys(table, references.getOrDefault(SqlName.fold(table), Map.of()).values());
		}
		findings.checkViews();
		findings.checkTriggers();
		return findings.findings;
	}

	// Foreign keys by the folded name of their table and their number; the name of a
	// column
	// of the primary key is left empty if the foreign key does not name it.
	private Map<String, Map<String, Reference>> references() throws SQLException {
		Map<String, Map<String, Reference>> references = new LinkedHashMap<>();
		this.session.query("""
				SELECT t.name, k.id, k."table", coalesce(k."to", '')
				FROM sqlite_schema t, pragma_foreign_key_list(t.name, 'main') k
				WHERE t.type = 'table' ORDER BY t.rowid, k.id, k.seq""",
				(row) -> references.computeIfAbsent(SqlName.fold(row.getString(1)), (table) -> new LinkedHashMap<>())
					.computeIfAbsent(row.getString(2), Reference.of(row.getString(3)))
					.columns()
					.add(row.getString(4)));
		return references;
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

	private void checkForeignKeys(String table, Collection<Reference> references) throws SQLException {
		boolean misfit = false;
		for (Reference reference : references) {
			Optional<String> fault = fault(reference);
			if (fault.isPresent()) {
				this.findings.merge("a foreign key of table '%s' that fits nothing: %s to '%s', which %s"
					.formatted(table, describe(table, reference.id()), reference.parent(), fault.get()), 1L, Long::sum);
				misfit = true;
			}
		}
		countViolations(table, misfit);
	}

	// Most foreign keys are to a few keys.
	private Optional<String> fault(Reference reference) throws SQLException {
		List<String> columns = reference.columns().stream().map(SqlName::fold).toList();
		String key = SqlName.fold(reference.parent()) + columns;
		Optional<String> fault = this.faults.get(key);
		if (fault == null) {
			fault = findFault(reference.parent(), columns);
			this.faults.put(key, fault);
		}
		return fault;
	}

	private Optional<String> findFault(String parent, List<String> columns) throws SQLException {
		if (!this.schema.hasTable(parent)) {
			return Optional.of("is no table");
		}
		Set<String> present = SqlName
			.fold(this.session.strings("SELECT name FROM pragma_table_xinfo(?, 'main')", parent));
		for (String column : columns) {
			if (!column.isEmpty() && !present.contains(column)) {
				return Optional.of("has no column '" + column + "'");
			}
		}
		return isKey(parent, columns) ? Optional.empty() : Optional.of("has no such key");
	}

	// A key is the primary one, or has a unique index of just its columns.
	private boolean isKey(String parent, List<String> columns) throws SQLException {
		Map<String, Set<String>> keys = new LinkedHashMap<>();
		this.session.query(
				"""
						SELECT '', name FROM pragma_table_info(?1, 'main') WHERE pk > 0
						UNION ALL SELECT i.name, c.name FROM pragma_index_list(?1, 'main') i, pragma_index_info(i.name, 'main') c
						WHERE i."unique" AND NOT i.partial""",
				(row) -> keys.computeIfAbsent(row.getString(1), (key) -> new LinkedHashSet<>())
					.add((row.getString(2) != null) ? SqlName.fold(row.getString(2)) : ""),
				parent);
		return columns.contains("") ? keys.getOrDefault("", Set.of()).size() == columns.size()
				: keys.containsValue(new LinkedHashSet<>(columns));
	}

	private String parent(String table, String id) throws SQLException {
		return this.session
			.strings("SELECT \"table\" FROM pragma_foreign_key_list(?, 'main') WHERE id = CAST(? AS INTEGER)", table,
					id)
			.get(0);
	}

	private void countViolations(String table, boolean misfit) throws SQLException {
		try {
			this.session.query(
					"SELECT parent, fkid, count(*) FROM pragma_foreign_key_check(?, 'main') GROUP BY parent, fkid",
					(row) -> this.findings.put("rows of table '%s' that violate %s to '%s'".formatted(table,
							describe(table, row.getString(2)), row.getString(1)), row.getLong(3)),
					table);
		}
		catch (SQLException ex) {
			if (!misfit) {
				this.findings.put("a foreign key of table '%s' that fits nothing: %s".formatted(table, ex.getMessage()),
						1L);
			}
		}
	}

	private String describe(String table, String id) throws SQLException {
		List<String> columns = this.session.strings(
				"SELECT \"from\" FROM pragma_foreign_key_list(?, 'main') WHERE id = CAST(? AS INTEGER) ORDER BY seq",
				table, id);
		String parent = parent(table, id);
		return findDefinition(table).stream()
			.flatMap((definition) -> definition.allConstraints(Kind.FOREIGN_KEY).stream())
			.map(ForeignKey.class::cast)
			.filter((key) -> SqlName.same(key.table(), parent)
					&& SqlName.fold(key.columns()).equals(SqlName.fold(columns)))
			.findFirst()
			.map(Constraint::description)
			.orElse("%s (%s)".formatted(Kind.FOREIGN_KEY.keyword(), String.join(", ", columns)));
	}

	private Optional<TableDefinition> findDefinition(String table) throws SQLException {
		try {
			return this.schema.findDefinition(table);
		}
		catch (SqliteAlterationException ex) {
			return Optional.empty();
		}
	}

	private void checkViews() throws SQLException {
		for (ViewDefinition view : this.schema.views()) {
			compile("view '" + view.name() + "'", "SELECT * FROM " + SqlName.inMain(view.name()));
		}
	}

	private void checkTriggers() throws SQLException {
		Map<String, Set<String>> triggers = new LinkedHashMap<>();
		for (TriggerDefinition trigger : this.schema.triggers()) {
			try {
				triggers.computeIfAbsent(firing(trigger), (sql) -> new LinkedHashSet<>())
					.add("'" + trigger.name() + "'");
			}
			catch (SQLException ex) {
				// The columns of a view that does not work can't be read.
				addBroken("trigger '" + trigger.name() + "'", ex);
			}
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
			addBroken(what, ex);
		}
	}

	private void addBroken(String what, SQLException failure) {
		this.findings.put("%s that does not work: %s".formatted(what, failure.getMessage()), 1L);
	}

	/**
	 * The target of a foreign key.
	 *
	 * @param id its number in its table
	 * @param parent the table
	 * @param columns the columns
	 */
	private record Reference(String id, String parent, List<String> columns) {

		static Function<String, Reference> of(String parent) {
			return (id) -> new Reference(id, parent, new ArrayList<>());
		}

	}

}
