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

import java.util.List;

import liquibase.statement.core.AddForeignKeyConstraintStatement;
import org.jspecify.annotations.Nullable;

import io.migrationutilities.sqlite.table.SqlName;

/**
 * Writes constraints as {@code CREATE TABLE} defines them.
 */
final class ConstraintWriter {

	private ConstraintWriter() {
	}

	/**
	 * Write a constraint about a key.
	 * @param name its name, or {@code null}
	 * @param keyword {@code PRIMARY KEY} or {@code UNIQUE}
	 * @param columns its columns
	 * @return the constraint
	 */
	static String key(@Nullable String name, String keyword, List<String> columns) {
		return name(name) + keyword + " " + SqlName.list(columns);
	}

	static String foreignKey(AddForeignKeyConstraintStatement statement, List<String> columns,
			List<String> referencedColumns) {
		StringBuilder sql = new StringBuilder(name(statement.getConstraintName()));
		sql.append("FOREIGN KEY ").append(SqlName.list(columns)).append(' ');
		sql.append(references(statement.getReferencedTableName(), referencedColumns));
		appendAction(sql, "ON UPDATE", statement.getOnUpdate());
		appendAction(sql, "ON DELETE", statement.getOnDelete());
		sql.append(deferrable(statement.isDeferrable(), statement.isInitiallyDeferred()));
		return sql.toString();
	}

	static String name(@Nullable String name) {
		return (name != null) ? "CONSTRAINT " + SqlName.quote(name) + " " : "";
	}

	static String references(String table, List<String> columns) {
		return "REFERENCES " + SqlName.quote(table) + (columns.isEmpty() ? "" : " " + SqlName.list(columns));
	}

	static String deferrable(boolean deferrable, boolean initiallyDeferred) {
		if (initiallyDeferred) {
			return " DEFERRABLE INITIALLY DEFERRED";
		}
		return deferrable ? " DEFERRABLE" : "";
	}

	private static void appendAction(StringBuilder sql, String event, @Nullable String action) {
		if (action != null) {
			sql.append(' ').append(event).append(' ').append(action);
		}
	}

}
