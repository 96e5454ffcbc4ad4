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

package io.migrationutilities.engine.preview;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.migrationutilities.database.Queries;
import io.migrationutilities.sql.SqlDialect;
import io.migrationutilities.sql.SqlScript;
import io.migrationutilities.sql.SqlStatement;
import io.migrationutilities.sql.SqlToken;
import io.migrationutilities.sql.SqlTokenizer;

/**
 * Tells from the text of a statement what it does to data. A statement that is not
 * certainly harmless can't be foreseen.
 */
final class SqlEffects {

	private static final String[] HARMLESS = { "CREATE", "COMMENT", "GRANT", "REVOKE", "SHOW", "ANALYZE", "VACUUM",
			"REINDEX", "LOCK", "PRAGMA", "SAVEPOINT", "RELEASE" };

	private static final String[] DROPPED_WITHOUT_DATA = { "INDEX", "VIEW", "SEQUENCE", "TRIGGER", "POLICY", "RULE" };

	private static final String[] DROPPED_WITH_DEPENDENTS = { "FUNCTION", "PROCEDURE", "ROUTINE", "AGGREGATE", "TYPE",
			"DOMAIN" };

	private static final String[] CONSTRAINTS = { "CONSTRAINT", "PRIMARY", "FOREIGN", "UNIQUE", "CHECK" };

	private final SqlDialect dialect;

	private final @Nullable String defaultSchema;

	SqlEffects(SqlDialect dialect, @Nullable String defaultSchema) {
		this.dialect = dialect;
		this.defaultSchema = defaultSchema;
	}

	/**
	 * Read a name as it stands in statements.
	 * @param sql the name
	 * @return the name, or empty if it is none
	 */
	Optional<ObjectName> name(String sql) {
		SqlStatementReader reader = reader(sql, SqlTokenizer.significant(sql, this.dialect).toList());
		return reader.acceptName().filter((name) -> reader.isAtEnd());
	}

	/**
	 * Tell what the statements of a text do.
	 * @param sql the text
	 * @return what they do to data, in order
	 */
	List<DataEffect> of(String sql) {
		return SqlScript.cut(sql, this.dialect).stream().flatMap((statement) -> of(statement).stream()).toList();
	}

	private List<DataEffect> of(SqlStatement statement) {
		Optional<List<DataEffect>> effects = statement.isFinished() ? read(statement) : Optional.empty();
		return effects.orElseGet(() -> List.of(new DataEffect.Unforeseen(statement.text())));
	}

	private SqlStatementReader reader(String sql, List<SqlToken> tokens) {
		return new SqlStatementReader(sql, tokens, this.dialect, this.defaultSchema);
	}

	private Optional<List<DataEffect>> read(SqlStatement statement) {
		SqlStatementReader reader = reader(statement.script(), statement.tokens());
		return switch (statement.kind()) {
			case DROP_TABLE -> readDropTable(reader);
			case DROP -> readDrop(reader);
			case ALTER_TABLE -> readAlterTable(reader);
			case TRUNCATE -> readTruncate(reader);
			case DELETE -> readDelete(reader);
			default -> isHarmless(reader) ? Optional.of(List.of()) : Optional.empty();
		};
	}

	// A statement within another may delete, a function may do anything, and names may be
	// of other tables once the search path is changed.
	private boolean isHarmless(SqlStatementReader reader) {
		if (reader.accept("ALTER")) {
			return !reader.has("DROP");
		}
		if (reader.accept("INSERT", "OR", "REPLACE")) {
			return false;
		}
		if (reader.acceptOneOf("INSERT", "UPDATE")) {
			return !reader.has("DELETE");
		}
		if (reader.acceptOneOf("SET", "RESET")) {
			return !reader.has("SEARCH_PATH", "SCHEMA");
		}
		return reader.accept("SELECT") ? !reader.has("(", "INTO") : reader.acceptOneOf(HARMLESS);
	}

	private Optional<List<DataEffect>> readDropTable(SqlStatementReader reader) {
		reader.accept("DROP", "TABLE");
		reader.accept("IF", "EXISTS");
		return readNames(reader).map((tables) -> tables.stream().<DataEffect>map(DataEffect.DropTable::new).toList());
	}

	private Optional<List<DataEffect>> readDrop(SqlStatementReader reader) {
		reader.accept("DROP");
		reader.accept("MATERIALIZED");
		boolean harmless = reader.acceptOneOf(DROPPED_WITHOUT_DATA)
				|| (reader.acceptOneOf(DROPPED_WITH_DEPENDENTS) && !reader.has("CASCADE"));
		return harmless ? Optional.of(List.of()) : Optional.empty();
	}

	private Optional<List<DataEffect>> readTruncate(SqlStatementReader reader) {
		reader.accept("TRUNCATE");
		reader.accept("TABLE");
		boolean others = reader.has("CASCADE");
		return others ? Optional.empty()
				: readNames(reader).map((tables) -> tables.stream()
					.<DataEffect>map((table) -> new DataEffect.DeleteRows(table, "FROM " + table.sql()))
					.toList());
	}

	private Optional<List<ObjectName>> readNames(SqlStatementReader reader) {
		List<ObjectName> names = new ArrayList<>();
		do {
			reader.accept("ONLY");
			Optional<ObjectName> name = reader.acceptName();
			if (name.isEmpty()) {
				return Optional.empty();
			}
			names.add(name.get());
			reader.accept("*");
		}
		while (reader.accept(","));
		reader.acceptOneOf("RESTART", "CONTINUE");
		reader.accept("IDENTITY");
		reader.acceptOneOf("CASCADE", "RESTRICT");
		return reader.isAtEnd() ? Optional.of(names) : Optional.empty();
	}

	private Optional<List<DataEffect>> readDelete(SqlStatementReader reader) {
		reader.accept("DELETE");
		String from = reader.rest();
		if (!reader.accept("FROM") || reader.has("USING", "RETURNING", "LIMIT", "CURRENT")) {
			return Optional.empty();
		}
		reader.accept("ONLY");
		return reader.acceptName().map((table) -> List.of(new DataEffect.DeleteRows(table, from)));
	}

	private Optional<List<DataEffect>> readAlterTable(SqlStatementReader reader) {
		reader.accept("ALTER", "TABLE");
		reader.accept("IF", "EXISTS");
		reader.accept("ONLY");
		Optional<ObjectName> table = reader.acceptName();
		if (table.isEmpty() || reader.isAtEnd()) {
			return Optional.empty();
		}
		reader.accept("*");
		List<DataEffect> effects = new ArrayList<>();
		do {
			if (!readAction(reader, table.get(), effects)) {
				return Optional.empty();
			}
			reader.skipToComma();
		}
		while (reader.accept(","));
		return Optional.of(effects);
	}

	private boolean readAction(SqlStatementReader reader, ObjectName table, List<DataEffect> effects) {
		if (reader.accept("DROP")) {
			return reader.acceptOneOf(CONSTRAINTS) || readDropColumn(reader, table, effects);
		}
		if (reader.accept("RENAME", "TO")) {
			return addRenameTable(reader.acceptName().flatMap((name) -> inSchemaOf(table, name)), table, effects);
		}
		if (reader.accept("SET", "SCHEMA")) {
			return addRenameTable(
					reader.acceptName().flatMap((schema) -> name(schema.sql() + "." + Queries.quote(table.name()))),
					table, effects);
		}
		return !reader.accept("RENAME") || reader.accept("CONSTRAINT") || readRenameColumn(reader, table, effects);
	}

	private boolean addRenameTable(Optional<ObjectName> name, ObjectName table, List<DataEffect> effects) {
		name.ifPresent((to) -> effects.add(new DataEffect.RenameTable(table, to)));
		return name.isPresent();
	}

	private boolean readDropColumn(SqlStatementReader reader, ObjectName table, List<DataEffect> effects) {
		reader.accept("COLUMN");
		reader.accept("IF", "EXISTS");
		Optional<ObjectName> column = reader.acceptName();
		column.ifPresent((name) -> effects.add(new DataEffect.DropColumn(table, name)));
		return column.isPresent();
	}

	private boolean readRenameColumn(SqlStatementReader reader, ObjectName table, List<DataEffect> effects) {
		reader.accept("COLUMN");
		Optional<ObjectName> from = reader.acceptName();
		Optional<ObjectName> to = reader.accept("TO") ? reader.acceptName() : Optional.empty();
		if (from.isEmpty() || to.isEmpty()) {
			return false;
		}
		effects.add(new DataEffect.RenameColumn(table, from.get(), to.get()));
		return true;
	}

	private Optional<ObjectName> inSchemaOf(ObjectName table, ObjectName renamed) {
		return (table.parts().size() > 1) ? name(Queries.quote(table.parts().get(0)) + "." + renamed.sql())
				: Optional.of(renamed);
	}

}
