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

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

import liquibase.database.Database;
import liquibase.datatype.DataTypeFactory;
import liquibase.datatype.LiquibaseDataType;
import liquibase.statement.ColumnConstraint;
import liquibase.statement.DatabaseFunction;
import liquibase.statement.ForeignKeyConstraint;
import liquibase.statement.NotNullConstraint;
import liquibase.statement.PrimaryKeyConstraint;
import liquibase.statement.core.AddColumnStatement;
import org.jspecify.annotations.Nullable;

import io.migrationutilities.sql.SqlToken;
import io.migrationutilities.sqlite.alter.DefaultValues;
import io.migrationutilities.sqlite.table.SqlName;
import io.migrationutilities.sqlite.table.TokenCursor;

/**
 * Writes columns as {@code CREATE TABLE} defines them, with all that Liquibase says of a
 * column that is added.
 */
final class ColumnWriter {

	private static final Pattern UNIT_OF_SIZE = Pattern.compile("(?i)(\\(\\d+)\\s+(char|byte)\\)");

	private final Database database;

	ColumnWriter(Database database) {
		this.database = database;
	}

	/**
	 * Write a column.
	 * @param statement the statement that adds it
	 * @return the column
	 */
	String write(AddColumnStatement statement) {
		if (Boolean.TRUE.equals(statement.getComputed())) {
			return statement.getColumnName() + type(statement.getColumnType());
		}
		List<String> parts = new ArrayList<>();
		boolean autoIncrement = statement.isPrimaryKey() && statement.isAutoIncrement();
		parts.add(SqlName.quote(statement.getColumnName())
				+ (autoIncrement ? " INTEGER" : type(statement.getColumnType())));
		for (PrimaryKeyConstraint key : constraints(statement, PrimaryKeyConstraint.class)) {
			parts.add(ConstraintWriter.name(key.getConstraintName()) + "PRIMARY KEY"
					+ (autoIncrement ? " AUTOINCREMENT" : ""));
		}
		for (NotNullConstraint constraint : constraints(statement, NotNullConstraint.class)) {
			parts.add(ConstraintWriter.name(constraint.getConstraintName()) + "NOT NULL");
		}
		if (statement.getDefaultValue() != null) {
			parts.add("DEFAULT " + defaultValue(statement.getDefaultValue(), statement.getColumnType()));
		}
		if (statement.isUnique()) {
			parts.add(ConstraintWriter.name(statement.getUniqueStatementName()) + "UNIQUE");
		}
		for (ForeignKeyConstraint key : constraints(statement, ForeignKeyConstraint.class)) {
			parts.add(ConstraintWriter.name(key.getForeignKeyName()) + references(key));
		}
		return String.join(" ", parts);
	}

	private String type(@Nullable String type) {
		return (type != null) ? " " + type(dataType(type)) : "";
	}

	/**
	 * Write a type. Oracle's words for the unit of a size, as in
	 * {@code varchar(20 char)}, are left out as they are on PostgreSQL.
	 * @param type the type
	 * @return the type in SQL
	 */
	String type(LiquibaseDataType type) {
		return UNIT_OF_SIZE.matcher(type.toDatabaseDataType(this.database).toSql()).replaceFirst("$1)");
	}

	private LiquibaseDataType dataType(String type) {
		return DataTypeFactory.getInstance().fromDescription(type, this.database);
	}

	/**
	 * Write a default. SQLite takes literals and the words for the current time as they
	 * are, and asks for parentheses around all else
	 * (<a href="https://sqlite.org/lang_createtable.html#dfltval">The DEFAULT
	 * clause</a>).
	 * @param value the value
	 * @param type the type of the column, or {@code null} if it isn't known
	 * @return the value in SQL
	 */
	String defaultValue(Object value, @Nullable String type) {
		return defaultValue(value, (type != null) ? dataType(type) : null);
	}

	String defaultValue(Object value, @Nullable LiquibaseDataType type) {
		if (DateValues.isCurrentTime(value, type)) {
			return defaultValue(new DatabaseFunction(value.toString().strip()), type);
		}
		DateValues.refuseUnreadable(value, type);
		LiquibaseDataType dataType = (type == null || value instanceof DatabaseFunction)
				? DataTypeFactory.getInstance().fromObject(value, this.database) : type;
		String sql = dataType.objectToSql(value, this.database);
		return DefaultValues.parenthesize((sql != null) ? sql : "NULL");
	}

	/**
	 * Write a foreign key behind the columns.
	 * @param key the foreign key
	 * @return the constraint
	 */
	String tableForeignKey(ForeignKeyConstraint key) {
		return ConstraintWriter.name(key.getForeignKeyName()) + "FOREIGN KEY (" + SqlName.quote(key.getColumn()) + ") "
				+ references(key);
	}

	private String references(ForeignKeyConstraint key) {
		String target = (key.getReferences() != null) ? "REFERENCES " + withoutSchema(key.getReferences())
				: ConstraintWriter.references(key.getReferencedTableName(), names(key.getReferencedColumnNames()));
		return target + (key.isDeleteCascade() ? " ON DELETE CASCADE" : "")
				+ ConstraintWriter.deferrable(key.isDeferrable(), key.isInitiallyDeferred());
	}

	private static String withoutSchema(String references) {
		List<SqlToken> tokens = TokenCursor.significant(references);
		int table = 0;
		while (table + 2 < tokens.size() && tokens.get(table + 1).is(".")) {
			table += 2;
		}
		return tokens.isEmpty() ? references : references.substring(tokens.get(table).start());
	}

	private static List<String> names(String columns) {
		return Arrays.stream(columns.split(",")).map(String::strip).toList();
	}

	private static <T extends ColumnConstraint> List<T> constraints(AddColumnStatement statement, Class<T> type) {
		return statement.getConstraints().stream().filter(type::isInstance).map(type::cast).toList();
	}

}
