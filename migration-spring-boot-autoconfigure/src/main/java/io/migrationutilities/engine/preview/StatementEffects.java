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

import java.util.List;
import java.util.Optional;
import java.util.Set;

import liquibase.database.Database;
import liquibase.database.core.PostgresDatabase;
import liquibase.database.core.SQLiteDatabase;
import liquibase.sql.Sql;
import liquibase.sqlgenerator.SqlGeneratorFactory;
import liquibase.statement.SqlStatement;
import liquibase.statement.core.AddAutoIncrementStatement;
import liquibase.statement.core.AddColumnStatement;
import liquibase.statement.core.AddDefaultValueStatement;
import liquibase.statement.core.AddForeignKeyConstraintStatement;
import liquibase.statement.core.AddPrimaryKeyStatement;
import liquibase.statement.core.AddUniqueConstraintStatement;
import liquibase.statement.core.AlterSequenceStatement;
import liquibase.statement.core.CommentStatement;
import liquibase.statement.core.CreateIndexStatement;
import liquibase.statement.core.CreateProcedureStatement;
import liquibase.statement.core.CreateSequenceStatement;
import liquibase.statement.core.CreateTableStatement;
import liquibase.statement.core.CreateViewStatement;
import liquibase.statement.core.DeleteStatement;
import liquibase.statement.core.DropColumnStatement;
import liquibase.statement.core.DropDefaultValueStatement;
import liquibase.statement.core.DropForeignKeyConstraintStatement;
import liquibase.statement.core.DropIndexStatement;
import liquibase.statement.core.DropPrimaryKeyStatement;
import liquibase.statement.core.DropProcedureStatement;
import liquibase.statement.core.DropSequenceStatement;
import liquibase.statement.core.DropTableStatement;
import liquibase.statement.core.DropUniqueConstraintStatement;
import liquibase.statement.core.DropViewStatement;
import liquibase.statement.core.InsertSetStatement;
import liquibase.statement.core.InsertStatement;
import liquibase.statement.core.ModifyDataTypeStatement;
import liquibase.statement.core.RawParameterizedSqlStatement;
import liquibase.statement.core.RawSqlStatement;
import liquibase.statement.core.RenameColumnStatement;
import liquibase.statement.core.RenameSequenceStatement;
import liquibase.statement.core.RenameTableStatement;
import liquibase.statement.core.RenameViewStatement;
import liquibase.statement.core.SetColumnRemarksStatement;
import liquibase.statement.core.SetNullableStatement;
import liquibase.statement.core.SetTableRemarksStatement;
import liquibase.statement.core.SetViewRemarksStatement;
import liquibase.statement.core.TagDatabaseStatement;
import liquibase.statement.core.UpdateStatement;
import org.jspecify.annotations.Nullable;

import io.migrationutilities.sql.SqlDialect;

/**
 * Tells what a statement of Liquibase does to data, before SQL is made of it: on SQLite
 * that may be the rebuild of a table, which drops one that is lost to nobody.
 */
final class StatementEffects {

	private static final Set<Class<? extends SqlStatement>> HARMLESS = Set.of(AddAutoIncrementStatement.class,
			AddColumnStatement.class, AddDefaultValueStatement.class, AddForeignKeyConstraintStatement.class,
			AddPrimaryKeyStatement.class, AddUniqueConstraintStatement.class, AlterSequenceStatement.class,
			CommentStatement.class, CreateIndexStatement.class, CreateProcedureStatement.class,
			CreateSequenceStatement.class, CreateTableStatement.class, CreateViewStatement.class,
			DropDefaultValueStatement.class, DropForeignKeyConstraintStatement.class, DropIndexStatement.class,
			DropPrimaryKeyStatement.class, DropProcedureStatement.class, DropSequenceStatement.class,
			DropUniqueConstraintStatement.class, DropViewStatement.class, InsertSetStatement.class,
			InsertStatement.class, ModifyDataTypeStatement.class, RenameSequenceStatement.class,
			RenameViewStatement.class, SetColumnRemarksStatement.class, SetNullableStatement.class,
			SetTableRemarksStatement.class, SetViewRemarksStatement.class, TagDatabaseStatement.class,
			UpdateStatement.class);

	private final Database database;

	private final SqlDialect dialect;

	private final SqlEffects sqlEffects;

	StatementEffects(Database database) {
		this.database = database;
		this.dialect = dialectOf(database);
		this.sqlEffects = new SqlEffects(this.dialect, database.getDefaultSchemaName());
	}

	private static SqlDialect dialectOf(Database database) {
		if (database instanceof PostgresDatabase) {
			return SqlDialect.POSTGRESQL;
		}
		return (database instanceof SQLiteDatabase) ? SqlDialect.SQLITE : SqlDialect.GENERIC;
	}

	/**
	 * Tell what a statement does.
	 * @param statement the statement
	 * @return what it does to data, in order
	 */
	List<DataEffect> of(SqlStatement statement) {
		if (HARMLESS.contains(statement.getClass())) {
			return List.of();
		}
		return read(statement).orElseGet(() -> List.of(new DataEffect.Unforeseen(describe(statement))));
	}

	private Optional<List<DataEffect>> read(SqlStatement statement) {
		if (statement instanceof DropTableStatement drop) {
			return table(drop.getCatalogName(), drop.getSchemaName(), drop.getTableName())
				.map(DataEffect.DropTable::new)
				.map(List::of);
		}
		if (statement instanceof DropColumnStatement drop) {
			List<DropColumnStatement> drops = drop.isMultiple() ? drop.getColumns() : List.of(drop);
			return all(drops.stream().map(this::readDropColumn).toList());
		}
		if (statement instanceof RenameTableStatement rename) {
			return readRenameTable(rename).map(List::of);
		}
		if (statement instanceof RenameColumnStatement rename) {
			return readRenameColumn(rename).map(List::of);
		}
		if (statement instanceof DeleteStatement delete) {
			return readDelete(delete).map(List::of);
		}
		return readRawSql(statement);
	}

	private Optional<DataEffect> readDropColumn(DropColumnStatement drop) {
		return table(drop.getCatalogName(), drop.getSchemaName(), drop.getTableName()).flatMap((
				table) -> column(drop.getCatalogName(), drop.getSchemaName(), drop.getTableName(), drop.getColumnName())
					.map((column) -> new DataEffect.DropColumn(table, column)));
	}

	private Optional<DataEffect> readRenameTable(RenameTableStatement rename) {
		return table(rename.getCatalogName(), rename.getSchemaName(), rename.getOldTableName())
			.flatMap((from) -> table(rename.getCatalogName(), rename.getSchemaName(), rename.getNewTableName())
				.map((to) -> new DataEffect.RenameTable(from, to)));
	}

	private Optional<DataEffect> readRenameColumn(RenameColumnStatement rename) {
		String catalog = rename.getCatalogName();
		String schema = rename.getSchemaName();
		String tableName = rename.getTableName();
		return table(catalog, schema, tableName)
			.flatMap((table) -> column(catalog, schema, tableName, rename.getOldColumnName())
				.flatMap((from) -> column(catalog, schema, tableName, rename.getNewColumnName())
					.map((to) -> new DataEffect.RenameColumn(table, from, to))));
	}

	// The generator puts values into the condition.
	private Optional<DataEffect> readDelete(DeleteStatement delete) {
		Sql[] sql = SqlGeneratorFactory.getInstance().generateSql(delete, this.database);
		String start = "DELETE ";
		if (sql.length != 1 || !sql[0].toSql().startsWith(start)) {
			return Optional.empty();
		}
		return table(delete.getCatalogName(), delete.getSchemaName(), delete.getTableName())
			.map((table) -> new DataEffect.DeleteRows(table, sql[0].toSql().substring(start.length())));
	}

	private Optional<List<DataEffect>> readRawSql(SqlStatement statement) {
		String sql = rawSql(statement);
		return (this.dialect != SqlDialect.GENERIC && sql != null) ? Optional.of(this.sqlEffects.of(sql))
				: Optional.empty();
	}

	// The SQL of change sets still comes in the deprecated class.
	@SuppressWarnings("deprecation")
	private static @Nullable String rawSql(SqlStatement statement) {
		if (statement instanceof RawSqlStatement raw) {
			return raw.getSql();
		}
		return (statement instanceof RawParameterizedSqlStatement raw && raw.getParameters().isEmpty()) ? raw.getSql()
				: null;
	}

	private Optional<ObjectName> table(String catalog, String schema, String name) {
		return this.sqlEffects.name(this.database.escapeTableName(catalog, schema, name));
	}

	private Optional<ObjectName> column(String catalog, String schema, String table, String name) {
		return this.sqlEffects.name(this.database.escapeColumnName(catalog, schema, table, name));
	}

	private static Optional<List<DataEffect>> all(List<Optional<DataEffect>> effects) {
		return effects.stream().anyMatch(Optional::isEmpty) ? Optional.empty()
				: Optional.of(effects.stream().flatMap(Optional::stream).toList());
	}

	private static String describe(SqlStatement statement) {
		String sql = rawSql(statement);
		return (sql != null) ? sql : statement.getClass().getSimpleName();
	}

}
