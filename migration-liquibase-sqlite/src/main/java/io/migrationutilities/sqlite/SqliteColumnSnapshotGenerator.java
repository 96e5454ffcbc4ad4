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

package io.migrationutilities.sqlite;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import liquibase.database.Database;
import liquibase.exception.DatabaseException;
import liquibase.snapshot.CachedRow;
import liquibase.snapshot.DatabaseSnapshot;
import liquibase.snapshot.SnapshotGenerator;
import liquibase.snapshot.jvm.ColumnSnapshotGenerator;
import liquibase.structure.DatabaseObject;
import liquibase.structure.core.Column;
import liquibase.structure.core.Relation;
import org.jspecify.annotations.Nullable;

import io.migrationutilities.sqlite.table.SqlName;
import io.migrationutilities.sqlite.table.SqliteSession;

/**
 * Reads the columns of one table at a time. Liquibase asks the driver for those of all
 * tables, in one statement that SQLite refuses for more than
 * <a href="https://sqlite.org/limits.html#max_compound_select">500 columns</a>, so that
 * {@code columnExists} and {@code loadData} fail in a database of many tables. Of a table
 * of so many columns it is asked for some at a time.
 */
@SuppressWarnings({ "rawtypes", "unchecked" })
public final class SqliteColumnSnapshotGenerator extends ColumnSnapshotGenerator {

	private static final int LIMIT = 400;

	// What Liquibase marks columns with that it need not read again.
	private static final String COMPLETE = "liquibase-complete";

	@Override
	public int getPriority(Class<? extends DatabaseObject> objectType, Database database) {
		return SnapshotPriority.aboveLiquibase(super.getPriority(objectType, database), database);
	}

	@Override
	public Class<? extends SnapshotGenerator>[] replaces() {
		return new Class[] { ColumnSnapshotGenerator.class };
	}

	@Override
	protected @Nullable DatabaseObject snapshotObject(DatabaseObject example, DatabaseSnapshot snapshot)
			throws DatabaseException {
		Column column = (Column) example;
		if (Boolean.TRUE.equals(column.getComputed()) || Boolean.TRUE.equals(column.getDescending())
				|| column.getAttribute(COMPLETE, false)) {
			return super.snapshotObject(example, snapshot);
		}
		if (column.getRelation() == null || column.getName() == null) {
			return null;
		}
		return columns(column.getRelation(), snapshot.getDatabase()).stream()
			.filter((found) -> SqlName.same(found.getName(), column.getName()))
			.findFirst()
			.orElse(null);
	}

	@Override
	protected void addTo(DatabaseObject foundObject, DatabaseSnapshot snapshot) throws DatabaseException {
		if (foundObject instanceof Relation relation && snapshot.getSnapshotControl().shouldInclude(Column.class)) {
			for (Column column : columns(relation, snapshot.getDatabase())) {
				column.setAttribute(COMPLETE, true);
				relation.getColumns().add(column);
			}
		}
	}

	private List<Column> columns(Relation relation, Database database) throws DatabaseException {
		List<Column> columns = new ArrayList<>();
		JdbcAccess.<DatabaseException>run(database, (connection) -> {
			List<String> definitions = new SqliteSession(connection).strings("""
					SELECT '"' || replace(name, '"', '""') || '" ' || type || iif("notnull", ' NOT NULL', '')
						|| iif(dflt_value IS NULL, '', ' DEFAULT (' || dflt_value || char(10) || ')')
					FROM pragma_table_xinfo(?, 'main')""", relation.getName());
			if (definitions.size() <= LIMIT) {
				addColumns(columns, connection, relation, database);
			}
			else {
				addSomeAtATime(columns, definitions, relation, database);
			}
		});
		return columns;
	}

	private void addSomeAtATime(List<Column> columns, List<String> definitions, Relation relation, Database database)
			throws SQLException, DatabaseException {
		String table = SqlName.quote(relation.getName());
		try (Connection memory = DriverManager.getConnection("jdbc:sqlite::memory:")) {
			for (int i = 0; i < definitions.size(); i += LIMIT) {
				List<String> some = definitions.subList(i, Math.min(i + LIMIT, definitions.size()));
				SqliteSession session = new SqliteSession(memory);
				session.execute("CREATE TABLE " + table + " (" + String.join(", ", some) + ")");
				addColumns(columns, memory, relation, database);
				session.execute("DROP TABLE " + table);
			}
		}
	}

	private void addColumns(List<Column> columns, Connection connection, Relation relation, Database database)
			throws SQLException, DatabaseException {
		try (ResultSet rows = connection.getMetaData()
			.getColumns(null, null, database.escapeForLike(relation.getName()), null)) {
			while (rows.next()) {
				if (SqlName.same(rows.getString("TABLE_NAME"), relation.getName())) {
					columns.add(readColumn(row(rows), relation, database));
				}
			}
		}
	}

	private static CachedRow row(ResultSet rows) throws SQLException {
		Map<String, Object> values = new HashMap<>();
		for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
			values.put(rows.getMetaData().getColumnLabel(i), rows.getObject(i));
		}
		return new CachedRow(values);
	}

}
