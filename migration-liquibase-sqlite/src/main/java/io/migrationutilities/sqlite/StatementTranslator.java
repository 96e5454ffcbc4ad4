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

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import liquibase.change.ColumnConfig;
import liquibase.database.Database;
import liquibase.datatype.DataTypeFactory;
import liquibase.sql.visitor.SqlVisitor;
import liquibase.statement.SqlStatement;
import liquibase.statement.core.AddAutoIncrementStatement;
import liquibase.statement.core.AddColumnStatement;
import liquibase.statement.core.AddDefaultValueStatement;
import liquibase.statement.core.AddForeignKeyConstraintStatement;
import liquibase.statement.core.AddPrimaryKeyStatement;
import liquibase.statement.core.AddUniqueConstraintStatement;
import liquibase.statement.core.CreateViewStatement;
import liquibase.statement.core.DropColumnStatement;
import liquibase.statement.core.DropDefaultValueStatement;
import liquibase.statement.core.DropForeignKeyConstraintStatement;
import liquibase.statement.core.DropPrimaryKeyStatement;
import liquibase.statement.core.DropTableStatement;
import liquibase.statement.core.DropUniqueConstraintStatement;
import liquibase.statement.core.ModifyDataTypeStatement;
import liquibase.statement.core.RawParameterizedSqlStatement;
import liquibase.statement.core.RenameColumnStatement;
import liquibase.statement.core.RenameTableStatement;
import liquibase.statement.core.RenameViewStatement;
import liquibase.statement.core.SetNullableStatement;

import io.migrationutilities.sqlite.alter.AlterTableParser;
import io.migrationutilities.sqlite.alter.AlterTableWriter;
import io.migrationutilities.sqlite.alter.Alteration;
import io.migrationutilities.sqlite.alter.TableDrop;
import io.migrationutilities.sqlite.alter.TableRename;
import io.migrationutilities.sqlite.alter.ViewRename;
import io.migrationutilities.sqlite.alter.ViewReplacement;
import io.migrationutilities.sqlite.table.Constraint.Kind;

/**
 * Says what the statements of Liquibase do to tables, in the words of SQL. Schemas are
 * left out, as Liquibase leaves them out for SQLite.
 */
final class StatementTranslator {

	private static final Set<Class<? extends SqlStatement>> TRANSLATED = Set.of(AddColumnStatement.class,
			DropColumnStatement.class, SetNullableStatement.class, AddDefaultValueStatement.class,
			DropDefaultValueStatement.class, ModifyDataTypeStatement.class, AddPrimaryKeyStatement.class,
			DropPrimaryKeyStatement.class, AddUniqueConstraintStatement.class, DropUniqueConstraintStatement.class,
			AddForeignKeyConstraintStatement.class, DropForeignKeyConstraintStatement.class,
			AddAutoIncrementStatement.class, DropForeignKeysStatement.class);

	private final Database database;

	StatementTranslator(Database database) {
		this.database = database;
	}

	/**
	 * Return whether statements of a kind always are alterations.
	 * @param statement a statement
	 * @return whether it is one
	 */
	static boolean isAlteration(SqlStatement statement) {
		return TRANSLATED.contains(statement.getClass());
	}

	/**
	 * Let the {@code modifySql} of a change set change a statement that this class
	 * translates, or that is a text, and cut texts into single statements.
	 * @param statement the statement
	 * @param visitors what changes SQL
	 * @return the statement itself, or the changed SQL
	 */
	List<SqlStatement> visit(SqlStatement statement, List<SqlVisitor> visitors) {
		String rawSql = RawStatements.textOf(statement);
		List<SqlVisitor> changing = (visitors != null) ? visitors : List.of();
		List<String> texts = (rawSql != null) ? List.of(rawSql)
				: changing.isEmpty() ? List.of() : translate(statement).stream().map(AlterTableWriter::write).toList();
		List<String> visited = texts.stream()
			.map((sql) -> visit(sql, changing))
			.map(RawStatements::cut)
			.flatMap(List::stream)
			.toList();
		return visited.equals(texts) ? List.of(statement)
				: visited.stream().<SqlStatement>map(RawParameterizedSqlStatement::new).toList();
	}

	private String visit(String sql, List<SqlVisitor> visitors) {
		String visited = sql;
		for (SqlVisitor visitor : visitors) {
			visited = visitor.modifySql(visited, this.database);
		}
		return visited;
	}

	/**
	 * Return the alterations that a statement asks for.
	 * @param statement the statement
	 * @return the alterations, none if it is left to SQLite
	 */
	List<Alteration> translate(SqlStatement statement) {
		String sql = RawStatements.textOf(statement);
		if (sql != null) {
			return AlterTableParser.parse(sql);
		}
		return isAlteration(statement) ? translateAlteration(statement) : List.of();
	}

	/**
	 * Return which table a statement drops.
	 * @param statement the statement
	 * @return what it drops, if it is such a statement
	 */
	static Optional<TableDrop> tableDrop(SqlStatement statement) {
		if (statement instanceof DropTableStatement drop) {
			return Optional.of(new TableDrop(null, drop.getTableName(), false, drop.isCascadeConstraints(),
					!drop.isCascadeConstraints()));
		}
		String sql = RawStatements.textOf(statement);
		return (sql != null) ? TableDrop.parse(sql) : Optional.empty();
	}

	/**
	 * Return what a statement renames that is left to SQLite.
	 * @param statement the statement
	 * @return what it renames, if it is such a statement
	 */
	static Optional<TableRename> tableRename(SqlStatement statement) {
		if (statement instanceof RenameTableStatement rename) {
			return Optional.of(new TableRename(rename.getOldTableName(), null, rename.getNewTableName()));
		}
		if (statement instanceof RenameColumnStatement rename) {
			return Optional
				.of(new TableRename(rename.getTableName(), rename.getOldColumnName(), rename.getNewColumnName()));
		}
		String sql = RawStatements.textOf(statement);
		return (sql != null) ? TableRename.parse(sql) : Optional.empty();
	}

	/**
	 * Return which view a statement renames.
	 * @param statement the statement
	 * @return what it renames, if it is such a statement
	 */
	static Optional<ViewRename> viewRename(SqlStatement statement) {
		if (statement instanceof RenameViewStatement rename) {
			return Optional.of(new ViewRename(rename.getOldViewName(), rename.getNewViewName(), false));
		}
		String sql = RawStatements.textOf(statement);
		return (sql != null) ? ViewRename.parse(sql) : Optional.empty();
	}

	/**
	 * Return which view a statement creates or replaces.
	 * @param statement the statement
	 * @return the view, if it is such a statement
	 */
	static Optional<ViewReplacement> viewReplacement(SqlStatement statement) {
		if (statement instanceof CreateViewStatement view) {
			Optional<ViewReplacement> replacement = view.isFullDefinition()
					? ViewReplacement.parse(view.getSelectQuery()) : Optional.empty();
			return (replacement.isEmpty() && view.isReplaceIfExists())
					? Optional.of(new ViewReplacement(null, view.getViewName(), view.getSelectQuery())) : replacement;
		}
		String sql = RawStatements.textOf(statement);
		return (sql != null) ? ViewReplacement.parse(sql) : Optional.empty();
	}

	private List<Alteration> translateAlteration(SqlStatement statement) {
		if (statement instanceof AddColumnStatement add) {
			return parts(add, add.getColumns()).map(this::addColumn).toList();
		}
		if (statement instanceof DropColumnStatement drop) {
			return parts(drop, drop.getColumns()).map(this::dropColumn).toList();
		}
		return List.of(translateSingle(statement));
	}

	private static <S> Stream<S> parts(S statement, List<S> parts) {
		return parts.isEmpty() ? Stream.of(statement) : parts.stream();
	}

	private Alteration addColumn(AddColumnStatement statement) {
		return new Alteration.AddColumn(statement.getTableName(), new ColumnWriter(this.database).write(statement));
	}

	private Alteration dropColumn(DropColumnStatement statement) {
		return new Alteration.DropColumn(statement.getTableName(), statement.getColumnName());
	}

	private Alteration translateSingle(SqlStatement statement) {
		if (statement instanceof SetNullableStatement set) {
			return set.isNullable() ? new Alteration.DropNotNull(set.getTableName(), set.getColumnName())
					: new Alteration.SetNotNull(set.getTableName(), set.getColumnName(), set.getConstraintName());
		}
		if (statement instanceof AddDefaultValueStatement add) {
			return new Alteration.SetDefault(add.getTableName(), add.getColumnName(),
					new ColumnWriter(this.database).defaultValue(add.getDefaultValue(), add.getColumnDataType()));
		}
		if (statement instanceof DropDefaultValueStatement drop) {
			return new Alteration.DropDefault(drop.getTableName(), drop.getColumnName());
		}
		if (statement instanceof ModifyDataTypeStatement modify) {
			String type = new ColumnWriter(this.database)
				.type(DataTypeFactory.getInstance().fromDescription(modify.getNewDataType(), this.database));
			return new Alteration.SetType(modify.getTableName(), modify.getColumnName(), type);
		}
		if (statement instanceof AddAutoIncrementStatement add) {
			return new Alteration.SetAutoincrement(add.getTableName(), add.getColumnName());
		}
		return translateConstraint(statement);
	}

	private Alteration translateConstraint(SqlStatement statement) {
		if (statement instanceof DropForeignKeysStatement drop) {
			return new Alteration.IfTableExists(new Alteration.DropForeignKeys(drop.getTableName(), null));
		}
		if (statement instanceof AddPrimaryKeyStatement add) {
			return new Alteration.AddConstraint(add.getTableName(),
					ConstraintWriter.key(add.getConstraintName(), "PRIMARY KEY", names(add.getColumns())));
		}
		if (statement instanceof DropPrimaryKeyStatement drop) {
			return new Alteration.DropPrimaryKey(drop.getTableName());
		}
		if (statement instanceof AddUniqueConstraintStatement add) {
			return new Alteration.AddConstraint(add.getTableName(),
					ConstraintWriter.key(add.getConstraintName(), "UNIQUE", names(add.getColumns())));
		}
		if (statement instanceof DropUniqueConstraintStatement drop) {
			return (drop.getConstraintName() != null)
					? new Alteration.DropConstraint(drop.getTableName(), Kind.UNIQUE, drop.getConstraintName(), false)
					: new Alteration.DropConstraintOn(drop.getTableName(), Kind.UNIQUE, names(drop.getUniqueColumns()));
		}
		if (statement instanceof AddForeignKeyConstraintStatement add) {
			return new Alteration.AddConstraint(add.getBaseTableName(),
					ConstraintWriter.foreignKey(add, names(add.getBaseColumns()), names(add.getReferencedColumns())));
		}
		DropForeignKeyConstraintStatement drop = (DropForeignKeyConstraintStatement) statement;
		return new Alteration.DropConstraint(drop.getBaseTableName(), Kind.FOREIGN_KEY, drop.getConstraintName(),
				false);
	}

	private static List<String> names(ColumnConfig[] columns) {
		return Arrays.stream(columns).map(ColumnConfig::getName).toList();
	}

}
