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

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import liquibase.database.Database;
import liquibase.database.core.SQLiteDatabase;
import liquibase.datatype.LiquibaseDataType;
import liquibase.exception.ValidationErrors;
import liquibase.sql.Sql;
import liquibase.sql.UnparsedSql;
import liquibase.sqlgenerator.SqlGeneratorChain;
import liquibase.sqlgenerator.core.AbstractSqlGenerator;
import liquibase.statement.AutoIncrementConstraint;
import liquibase.statement.NotNullConstraint;
import liquibase.statement.PrimaryKeyConstraint;
import liquibase.statement.UniqueConstraint;
import liquibase.statement.core.CreateTableStatement;
import liquibase.structure.core.Relation;
import liquibase.structure.core.Table;

import io.migrationutilities.sqlite.SqliteConfiguration.Ineffective;
import io.migrationutilities.sqlite.table.SqlName;

/**
 * Creates tables as SQLite's grammar asks for. Liquibase's own generator writes an
 * auto-increment column of any other type than {@code INTEGER}, a default that is an
 * expression, and deferrable foreign keys in a way that SQLite refuses.
 */
public final class SqliteCreateTableGenerator extends AbstractSqlGenerator<CreateTableStatement> {

	@Override
	public int getPriority() {
		return PRIORITY_DATABASE + 100;
	}

	@Override
	public boolean supports(CreateTableStatement statement, Database database) {
		return database instanceof SQLiteDatabase;
	}

	@Override
	public ValidationErrors validate(CreateTableStatement statement, Database database,
			SqlGeneratorChain<CreateTableStatement> chain) {
		ValidationErrors errors = new ValidationErrors();
		errors.checkRequiredField("tableName", statement.getTableName());
		errors.checkRequiredField("columns", statement.getColumns());
		statement.getAutoIncrementConstraints()
			.stream()
			.map((constraint) -> constraint.getColumnName())
			.filter((column) -> !isOnlyKeyColumn(statement, column))
			.forEach((column) -> errors.addError("Column '" + column + "' of table '" + statement.getTableName()
					+ "' can't be an auto-increment one: on SQLite only the single column of a primary key can"));
		statement.getAutoIncrementConstraints()
			.stream()
			.filter((constraint) -> SqliteConfiguration.INEFFECTIVE_CHANGES.getCurrentValue() == Ineffective.FAIL)
			.filter((constraint) -> constraint.getIncrementBy() != null
					&& !constraint.getIncrementBy().equals(BigInteger.ONE))
			.forEach((constraint) -> errors
				.addError("'incrementBy' of column '" + constraint.getColumnName() + "' of table '"
						+ statement.getTableName() + "' has no effect on SQLite, which counts by ones. Set '"
						+ SqliteConfiguration.INEFFECTIVE_CHANGES.getKey() + "' to 'warn' to go on without it"));
		return errors;
	}

	@Override
	public Sql[] generateSql(CreateTableStatement statement, Database database,
			SqlGeneratorChain<CreateTableStatement> chain) {
		ColumnWriter writer = new ColumnWriter(database);
		List<String> parts = new ArrayList<>();
		statement.getColumns().forEach((column) -> parts.add(column(statement, column, database, writer)));
		addPrimaryKey(statement, database, parts);
		statement.getForeignKeyConstraints().forEach((key) -> parts.add(writer.tableForeignKey(key)));
		addUniqueConstraints(statement, parts);
		String type = (statement.getTableType() != null) ? statement.getTableType().strip() + " " : "";
		List<Sql> statements = new ArrayList<>();
		statements.add(new UnparsedSql("CREATE " + type.toUpperCase(Locale.ROOT) + "TABLE "
				+ (statement.isIfNotExists() ? "IF NOT EXISTS " : "") + SqlName.quote(statement.getTableName()) + " ("
				+ String.join(", ", parts) + ")", table(statement)));
		statement.getAutoIncrementConstraints()
			.stream()
			.map(AutoIncrementConstraint::getStartWith)
			.filter((startWith) -> startWith != null && startWith.compareTo(BigInteger.ONE) > 0)
			.forEach((startWith) -> statements.add(start(statement, startWith)));
		return statements.toArray(Sql[]::new);
	}

	// The counter holds the last number that was given
	// (https://sqlite.org/autoinc.html).
	private static Sql start(CreateTableStatement statement, BigInteger startWith) {
		String table = SqlName.text(statement.getTableName());
		return new UnparsedSql(
				"INSERT INTO sqlite_sequence (name, seq) SELECT %1$s, %2$d WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = %1$s)"
					.formatted(table, startWith.subtract(BigInteger.ONE)));
	}

	private static Relation table(CreateTableStatement statement) {
		return new Table().setName(statement.getTableName());
	}

	private String column(CreateTableStatement statement, String column, Database database, ColumnWriter writer) {
		LiquibaseDataType type = statement.getColumnTypes().get(column);
		StringBuilder sql = new StringBuilder(statement.isComputed(column) ? column : SqlName.quote(column));
		if (isAutoIncrement(statement, column)) {
			sql.append(" INTEGER ").append(keyName(statement, database)).append("PRIMARY KEY AUTOINCREMENT");
		}
		else if (type != null) {
			sql.append(' ').append(writer.type(type));
		}
		Object defaultValue = statement.getDefaultValue(column);
		if (defaultValue != null) {
			sql.append(" DEFAULT ").append(writer.defaultValue(defaultValue, type));
		}
		NotNullConstraint notNull = statement.getNotNullColumns().get(column);
		if (notNull != null) {
			sql.append(' ').append(ConstraintWriter.name(notNull.getConstraintName())).append("NOT NULL");
		}
		return sql.toString();
	}

	private void addPrimaryKey(CreateTableStatement statement, Database database, List<String> parts) {
		PrimaryKeyConstraint key = statement.getPrimaryKeyConstraint();
		if (key != null && !key.getColumns().isEmpty()
				&& key.getColumns().stream().noneMatch((column) -> isAutoIncrement(statement, column))) {
			parts.add(keyName(statement, database) + ConstraintWriter.key(null, "PRIMARY KEY", key.getColumns()));
		}
	}

	private static String keyName(CreateTableStatement statement, Database database) {
		String name = statement.getPrimaryKeyConstraint().getConstraintName();
		return ConstraintWriter.name((name != null) ? name : database.generatePrimaryKeyName(statement.getTableName()));
	}

	// A constraint of several columns comes in parts that have the same name.
	private static void addUniqueConstraints(CreateTableStatement statement, List<String> parts) {
		Map<String, List<String>> named = new LinkedHashMap<>();
		for (UniqueConstraint constraint : statement.getUniqueConstraints()) {
			if (constraint.getConstraintName() == null) {
				parts.add(ConstraintWriter.key(null, "UNIQUE", constraint.getColumns()));
			}
			else {
				named.computeIfAbsent(constraint.getConstraintName(), (name) -> new ArrayList<>())
					.addAll(constraint.getColumns());
			}
		}
		named.forEach((name, columns) -> parts.add(ConstraintWriter.key(name, "UNIQUE", columns)));
	}

	private static boolean isAutoIncrement(CreateTableStatement statement, String column) {
		return statement.getAutoIncrementConstraints()
			.stream()
			.anyMatch((constraint) -> constraint.getColumnName().equals(column));
	}

	private static boolean isOnlyKeyColumn(CreateTableStatement statement, String column) {
		PrimaryKeyConstraint key = statement.getPrimaryKeyConstraint();
		return key != null && key.getColumns().equals(List.of(column));
	}

}
