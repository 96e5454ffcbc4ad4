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

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import io.migrationutilities.sqlite.table.NamesUsed;
import io.migrationutilities.sqlite.table.SqlName;
import io.migrationutilities.sqlite.table.SqliteSchema;
import io.migrationutilities.sqlite.table.SqliteSession;
import io.migrationutilities.sqlite.table.TriggerDefinition;
import io.migrationutilities.sqlite.table.ViewDefinition;

/**
 * Lets SQLite rename and drop in spite of views and triggers that do not work, which it
 * <a href="https://sqlite.org/lang_altertable.html">refuses</a> whatever they are about.
 * Those that do not use what is altered are dropped for the time being.
 */
public final class BrokenObjects {

	private final SqliteSession session;

	private final SqliteSchema schema;

	private final String table;

	private final Collection<String> columns;

	private final List<String> setAside = new ArrayList<>();

	/**
	 * Create an instance.
	 * @param session the database
	 * @param table the table that is altered
	 * @param columns its columns that are altered, none if the table itself is
	 */
	BrokenObjects(SqliteSession session, String table, Collection<String> columns) {
		this.session = session;
		this.schema = new SqliteSchema(session);
		this.table = table;
		this.columns = columns;
	}

	public BrokenObjects(Connection connection, TableRename rename) {
		this(new SqliteSession(connection), rename.table(), Stream.ofNullable(rename.column()).toList());
	}

	/**
	 * Execute a statement.
	 * @param <E> the failure of the statement
	 * @param statement the statement
	 * @throws E if the statement fails
	 * @throws SQLException if the database fails
	 */
	public <E extends Exception> void execute(Statement<E> statement) throws E, SQLException {
		try {
			while (!isExecuted(statement)) {
				// Something that does not work was set aside.
			}
		}
		finally {
			for (String sql : this.setAside) {
				this.session.execute(sql);
			}
		}
	}

	private <E extends Exception> boolean isExecuted(Statement<E> statement) throws E, SQLException {
		try {
			statement.execute();
			return true;
		}
		catch (Exception ex) {
			if (!setAside(ex)) {
				throw ex;
			}
			return false;
		}
	}

	private boolean setAside(Exception failure) throws SQLException {
		if (!isOf(failure, "error in ")) {
			return false;
		}
		Set<String> sources = SilentUses.sources(this.schema, this.table);
		for (ViewDefinition view : this.schema.views()) {
			if (isOf(failure, "error in view " + view.name() + ": ") && !isUser(view.namesUsed(), sources)) {
				setAside("VIEW", view.name());
				return true;
			}
		}
		for (TriggerDefinition trigger : this.schema.triggers()) {
			if (isOf(failure, "error in trigger " + trigger.name() + ": ")
					&& !sources.contains(SqlName.fold(trigger.table())) && !isUser(trigger.namesUsed(), sources)) {
				setAside("TRIGGER", trigger.name());
				return true;
			}
		}
		return false;
	}

	private boolean isUser(NamesUsed names, Set<String> sources) {
		return sources.stream().anyMatch(names::contains)
				&& (this.columns.isEmpty() || this.columns.stream().anyMatch(names::contains));
	}

	private void setAside(String type, String name) throws SQLException {
		this.setAside.addAll(this.schema.definitions(name));
		this.session.execute("DROP %s %s".formatted(type, SqlName.inMain(name)));
	}

	/**
	 * Find the view or trigger for which SQLite has refused to rename or drop something.
	 * @param failure what SQLite said
	 * @return its kind and name
	 * @throws SQLException if the schema can't be read
	 */
	Optional<String> user(Exception failure) throws SQLException {
		List<String> users = new ArrayList<>();
		this.schema.views().forEach((view) -> users.add("view " + view.name()));
		this.schema.triggers().forEach((trigger) -> users.add("trigger " + trigger.name()));
		return users.stream()
			.filter((user) -> isOf(failure, "error in " + user + ": ") || isOf(failure, "error in " + user + " after "))
			.map((user) -> user.replaceFirst(" ", " '") + "'")
			.findFirst();
	}

	private static boolean isOf(Throwable failure, String text) {
		return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
			.anyMatch((cause) -> String.valueOf(cause.getMessage()).contains(text));
	}

	/**
	 * A statement.
	 *
	 * @param <E> its failure
	 */
	@FunctionalInterface
	public interface Statement<E extends Exception> {

		void execute() throws E;

	}

}
