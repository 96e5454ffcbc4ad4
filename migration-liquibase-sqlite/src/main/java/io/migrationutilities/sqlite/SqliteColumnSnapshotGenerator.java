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

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import liquibase.database.Database;
import liquibase.database.core.SQLiteDatabase;
import liquibase.database.jvm.JdbcConnection;
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

/**
 * Reads the columns of one table at a time. Liquibase asks the driver for those of all
 * tables, in one statement that SQLite refuses for more than
 * <a href="https://sqlite.org/limits.html#max_compound_select">500 columns</a>, so that
 * {@code columnExists} and {@code loadData} fail in a database of many tables.
 */
@SuppressWarnings({ "rawtypes", "unchecked" })
public final class SqliteColumnSnapshotGenerator extends ColumnSnapshotGenerator {

	// What Liquibase marks columns with that it need not read again.
	private static final String COMPLETE = "liquibase-complete";

	@Override
	public int getPriority(Class<? extends DatabaseObject> objectType, Database database) {
		int priority = super.getPriority(objectType, database);
		return (database instanceof SQLiteDatabase && priority != PRIORITY_NONE) ? priority + 1 : PRIORITY_NONE;
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
		JdbcConnection connection = (JdbcConnection) database.getConnection();
		try (ResultSet rows = connection.getMetaData()
			.getColumns(null, null, database.escapeForLike(relation.getName()), null)) {
			List<Column> columns = new ArrayList<>();
			while (rows.next()) {
				if (SqlName.same(rows.getString("TABLE_NAME"), relation.getName())) {
					columns.add(readColumn(row(rows), relation, database));
				}
			}
			return columns;
		}
		catch (SQLException ex) {
			throw new DatabaseException(ex);
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
