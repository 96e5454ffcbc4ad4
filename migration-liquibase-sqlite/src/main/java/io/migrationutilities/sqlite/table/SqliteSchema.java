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

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Reads the schema {@code main} of a database from
 * <a href="https://sqlite.org/schematab.html">sqlite_schema</a>.
 */
public final class SqliteSchema {

	private final SqliteSession session;

	public SqliteSchema(SqliteSession session) {
		this.session = session;
	}

	/**
	 * Read a table that can be altered.
	 * @param name its name in any case
	 * @return the table
	 * @throws SQLException if the schema can't be read
	 */
	public StoredTable table(String name) throws SQLException {
		refuseIfTemporary(name);
		TableDefinition definition = definition(name);
		return new StoredTable(definition, parts("index", name).stream().map(IndexDefinition::parse).toList(),
				parts("trigger", name).stream().map(TriggerDefinition::parse).toList());
	}

	/**
	 * Find the definition of a table, which may be one that can't be altered.
	 * @param name its name in any case
	 * @return the definition, none if there is no such table or it is a virtual one
	 * @throws SQLException if the schema can't be read
	 */
	public Optional<TableDefinition> findDefinition(String name) throws SQLException {
		return this.session.strings("""
				SELECT sql FROM sqlite_schema
				WHERE type = 'table' AND name = ? COLLATE NOCASE AND sql IS NOT NULL""", name)
			.stream()
			.filter((sql) -> StatementHeader.of(sql).kind() == SchemaObjectKind.TABLE)
			.map(CreateTableParser::parse)
			.findFirst();
	}

	/**
	 * Return whether a name is that of a table in {@code main}: a temporary table comes
	 * first.
	 * @param schema the name of the schema, or {@code null} if there is none
	 * @param name the name of the table
	 * @return whether it is
	 * @throws SQLException if the schema can't be read
	 */
	public boolean isInMain(@Nullable String schema, String name) throws SQLException {
		return (schema != null) ? SqlName.same(schema, "main") && hasTable(name)
				: hasTable(name) && this.session.number(
						"SELECT count(*) FROM sqlite_temp_schema WHERE type = 'table' AND name = ? COLLATE NOCASE",
						name) == 0;
	}

	public boolean hasTable(String name) throws SQLException {
		return this.session.number("""
				SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = ? COLLATE NOCASE""", name) > 0;
	}

	// In statements without the name of a schema, as they are stored, a temporary table
	// comes first.
	private void refuseIfTemporary(String name) throws SQLException {
		List<StoredObject> temporary = this.session.query("""
				SELECT type, name, sql FROM sqlite_temp_schema
				WHERE name = ?1 COLLATE NOCASE OR tbl_name = ?1 COLLATE NOCASE""", StoredObject::read, name);
		if (!temporary.isEmpty()) {
			throw refused("Table '%s' can't be altered while there is the temporary %s '%s'.", name,
					temporary.get(0).type(), temporary.get(0).name());
		}
	}

	TableDefinition definition(String name) throws SQLException {
		List<StoredObject> found = this.session.query("""
				SELECT type, name, sql FROM sqlite_schema
				WHERE name = ? COLLATE NOCASE AND type IN ('table', 'view')""", StoredObject::read, name);
		if (found.isEmpty()) {
			throw refused("The SQLite database has no table '%s'.", name);
		}
		StoredObject object = found.get(0);
		if (!"table".equals(object.type())) {
			throw refused("'%s' is a %s, not a table.", object.name(), object.type());
		}
		if (object.sql() == null || SqlName.fold(object.name()).startsWith("sqlite_")) {
			throw refused("Table '%s' belongs to SQLite and can't be altered.", object.name());
		}
		if (StatementHeader.of(object.sql()).kind() == SchemaObjectKind.VIRTUAL_TABLE) {
			throw refused("Table '%s' is a virtual table and can't be altered.", object.name());
		}
		return CreateTableParser.parse(object.sql());
	}

	private List<String> parts(String type, String table) throws SQLException {
		return this.session.strings("""
				SELECT sql FROM sqlite_schema
				WHERE type = ? AND tbl_name = ? COLLATE NOCASE AND sql IS NOT NULL ORDER BY rowid""", type, table);
	}

	public List<TriggerDefinition> triggers() throws SQLException {
		return this.session.strings("SELECT sql FROM sqlite_schema WHERE type = 'trigger' ORDER BY rowid")
			.stream()
			.map(TriggerDefinition::parse)
			.toList();
	}

	public List<ViewDefinition> views() throws SQLException {
		return this.session.strings("SELECT sql FROM sqlite_schema WHERE type = 'view' ORDER BY rowid")
			.stream()
			.map(ViewDefinition::parse)
			.toList();
	}

	/**
	 * Return how a view or trigger is created.
	 * @param name its name
	 * @return its statement, and those of the triggers of a view
	 * @throws SQLException if the schema can't be read
	 */
	public List<String> definitions(String name) throws SQLException {
		return this.session.strings("""
				SELECT sql FROM sqlite_schema WHERE type IN ('view', 'trigger')
				AND (name = ?1 COLLATE NOCASE OR tbl_name = ?1 COLLATE NOCASE) ORDER BY type DESC, rowid""", name);
	}

	/**
	 * Return the columns of a table or view that can be set.
	 * @param name the name of the table or view
	 * @return the names of the columns
	 * @throws SQLException if the schema can't be read
	 */
	public List<String> settableColumns(String name) throws SQLException {
		return this.session.strings("SELECT name FROM pragma_table_xinfo(?, 'main') WHERE hidden = 0", name);
	}

	/**
	 * Return which tables refer to each table.
	 * @return the referring tables by the folded name of the table they refer to
	 * @throws SQLException if the schema can't be read
	 */
	public Map<String, Set<String>> references() throws SQLException {
		Map<String, Set<String>> references = new LinkedHashMap<>();
		this.session.query("""
				SELECT t.name, k."table" FROM sqlite_schema t, pragma_foreign_key_list(t.name, 'main') k
				WHERE t.type = 'table' ORDER BY t.rowid""",
				(row) -> references.computeIfAbsent(SqlName.fold(row.getString(2)), (table) -> new LinkedHashSet<>())
					.add(row.getString(1)));
		return references;
	}

	public boolean hasStatistics() throws SQLException {
		return this.session.number("SELECT count(*) FROM sqlite_schema WHERE name = 'sqlite_stat1'") > 0;
	}

	/**
	 * Return a name that nothing in the schema has.
	 * @param wanted the name to begin with
	 * @return the name
	 * @throws SQLException if the schema can't be read
	 */
	public String unusedName(String wanted) throws SQLException {
		String name = wanted;
		for (int i = 2; isUsed(name); i++) {
			name = wanted + "_" + i;
		}
		return name;
	}

	private boolean isUsed(String name) throws SQLException {
		return this.session.number("""
				SELECT count(*) FROM (SELECT name FROM sqlite_schema UNION ALL SELECT name FROM sqlite_temp_schema)
				WHERE name = ? COLLATE NOCASE""", name) > 0;
	}

	private static SqliteAlterationException refused(String message, Object... names) {
		return Refusals.refused(message.formatted(names), "Correct the change set.");
	}

	/**
	 * A row of the schema.
	 */
	private record StoredObject(String type, String name, @Nullable String sql) {

		static StoredObject read(ResultSet row) throws SQLException {
			return new StoredObject(row.getString(1), row.getString(2), row.getString(3));
		}

	}

}
