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

package io.migrationutilities.engine;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a database holds, in words that are the same for SQLite and PostgreSQL: tables,
 * columns, constraints, indexes, views and all rows. The tables of Liquibase and of the
 * engine are left out.
 */
final class DatabaseContents {

	private static final Set<String> BOOKKEEPING = Set.of("databasechangelog", "databasechangeloglock",
			"migration_run");

	private final Map<String, String> facts = new TreeMap<>();

	/**
	 * Read a database.
	 * @param connection the database
	 * @return its contents
	 * @throws SQLException if the database can't be read
	 */
	static DatabaseContents of(Connection connection) throws SQLException {
		DatabaseContents contents = new DatabaseContents();
		if (connection.getMetaData().getDatabaseProductName().equals("SQLite")) {
			new SqliteContents(connection, contents).read();
		}
		else {
			new PostgresqlContents(connection, contents).read();
		}
		return contents;
	}

	static boolean isBookkeeping(String table) {
		return BOOKKEEPING.contains(table.toLowerCase(Locale.ROOT));
	}

	boolean isEmpty() {
		return this.facts.isEmpty();
	}

	/**
	 * Return in what two databases differ.
	 * @param name the name of this database
	 * @param other the other database
	 * @param otherName its name
	 * @return a line for each difference, none if there is none
	 */
	List<String> differences(String name, DatabaseContents other, String otherName) {
		Set<String> subjects = new TreeSet<>(this.facts.keySet());
		subjects.addAll(other.facts.keySet());
		List<String> differences = new ArrayList<>();
		for (String subject : subjects) {
			String here = this.facts.get(subject);
			String there = other.facts.get(subject);
			if (there == null) {
				differences.add("only in %s: %s %s".formatted(name, subject, here));
			}
			else if (here == null) {
				differences.add("only in %s: %s %s".formatted(otherName, subject, there));
			}
			else if (!here.equals(there)) {
				differences.add("%s: %s in %s, %s in %s".formatted(subject, here, name, there, otherName));
			}
		}
		return differences;
	}

	void addColumns(String table, List<String> columns) {
		put("columns of " + table, String.join(", ", columns));
	}

	void addColumn(String table, Column column) {
		put("column %s.%s".formatted(table, column.name()), column.description());
	}

	void addPrimaryKey(String table, List<String> columns) {
		put("primary key of " + table, String.join(", ", columns));
		if (columns.size() == 1) {
			// SQLite numbers the rows by a key of the type INTEGER, which is as wide as
			// BIGINT there, and stays when it is to become that.
			this.facts.computeIfPresent("column %s.%s".formatted(table, columns.get(0)).toLowerCase(Locale.ROOT),
					(subject, column) -> column.replaceFirst("^bigint\\b", "integer"));
		}
	}

	void addUnique(String table, String name, List<String> columns) {
		put("unique constraint %s of %s".formatted(name, table), String.join(", ", columns));
	}

	void addCheck(String table, String name, String expression) {
		put("check %s of %s".formatted(name, table), SqlValues.expression(expression));
	}

	void addForeignKey(String table, String name, List<String> columns, Reference reference) {
		put("foreign key %s of %s".formatted(name, table),
				"%s to %s".formatted(String.join(", ", columns), reference.description()));
	}

	void addIndex(String table, String name, boolean unique, List<String> columns) {
		put("index %s of %s".formatted(name, table), (unique ? "unique " : "") + String.join(", ", columns));
	}

	void addView(String name) {
		put("view " + name, "");
	}

	void addRows(String table, List<Column> columns, List<List<String>> rows) {
		for (List<String> row : rows) {
			List<String> values = new ArrayList<>();
			for (int i = 0; i < row.size(); i++) {
				values.add(
						columns.get(i).name().toLowerCase(Locale.ROOT) + "=" + columns.get(i).type().value(row.get(i)));
			}
			this.facts.merge("row of %s: %s".formatted(table.toLowerCase(Locale.ROOT), String.join(", ", values)),
					"once", (once, again) -> once + " and once more");
		}
	}

	private void put(String subject, String value) {
		this.facts.put(subject.toLowerCase(Locale.ROOT), value.toLowerCase(Locale.ROOT));
	}

	@Override
	public String toString() {
		return this.facts.entrySet()
			.stream()
			.map((fact) -> fact.getKey() + " " + fact.getValue())
			.collect(Collectors.joining("\n"));
	}

	/**
	 * A column.
	 *
	 * @param name its name
	 * @param type its type
	 * @param notNull whether it is never null
	 * @param identity whether the database numbers it
	 * @param value its default, or {@code null}
	 */
	record Column(String name, SqlType type, boolean notNull, boolean identity, String value) {

		String description() {
			// SQLite numbers columns of the type INTEGER only.
			String declared = this.identity ? "integer" : this.type.toString();
			return declared + (this.notNull ? " not null" : "") + (this.identity ? " identity" : "")
					+ ((this.value != null) ? " default " + this.type.defaultValue(this.value) : "");
		}

	}

	/**
	 * What a foreign key refers to.
	 *
	 * @param table the table
	 * @param columns the columns
	 * @param onDelete what follows from a delete
	 * @param onUpdate what follows from an update
	 * @param deferred whether it is checked at the end of the transaction
	 */
	record Reference(String table, List<String> columns, String onDelete, String onUpdate, boolean deferred) {

		String description() {
			return "%s (%s), on delete %s, on update %s%s".formatted(this.table, String.join(", ", this.columns),
					this.onDelete, this.onUpdate, this.deferred ? ", deferred" : "");
		}

	}

}
