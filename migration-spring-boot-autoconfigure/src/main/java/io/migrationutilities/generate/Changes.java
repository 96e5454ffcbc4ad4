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

package io.migrationutilities.generate;

import java.math.BigInteger;
import java.util.Map;

import liquibase.change.AddColumnConfig;
import liquibase.change.Change;
import liquibase.change.ColumnConfig;
import liquibase.change.ConstraintsConfig;
import liquibase.change.core.AddColumnChange;
import liquibase.change.core.AddDefaultValueChange;
import liquibase.change.core.AddForeignKeyConstraintChange;
import liquibase.change.core.AddNotNullConstraintChange;
import liquibase.change.core.AddUniqueConstraintChange;
import liquibase.change.core.CreateIndexChange;
import liquibase.change.core.CreateSequenceChange;
import liquibase.change.core.CreateTableChange;
import liquibase.change.core.DropColumnChange;
import liquibase.change.core.DropDefaultValueChange;
import liquibase.change.core.DropForeignKeyConstraintChange;
import liquibase.change.core.DropNotNullConstraintChange;
import liquibase.change.core.DropTableChange;
import liquibase.change.core.DropUniqueConstraintChange;
import liquibase.change.core.InsertDataChange;
import liquibase.change.core.ModifyDataTypeChange;
import liquibase.change.core.RawSQLChange;
import liquibase.statement.DatabaseFunction;
import org.jspecify.annotations.Nullable;

import io.migrationutilities.database.Queries;
import io.migrationutilities.generate.Schema.Check;
import io.migrationutilities.generate.Schema.Column;
import io.migrationutilities.generate.Schema.ForeignKey;
import io.migrationutilities.generate.Schema.Index;
import io.migrationutilities.generate.Schema.Key;
import io.migrationutilities.generate.Schema.Sequence;
import io.migrationutilities.generate.Schema.Table;

/**
 * Writes parts of a schema as the changes of Liquibase that make them.
 */
final class Changes {

	private final SchemaDialect dialect;

	Changes(SchemaDialect dialect) {
		this.dialect = dialect;
	}

	Change createTable(Table table) {
		CreateTableChange change = new CreateTableChange();
		change.setTableName(table.name());
		for (Column column : table.columns()) {
			ColumnConfig config = configure(new ColumnConfig(), column);
			if (table.isInPrimaryKey(column.name())) {
				constraints(config).setPrimaryKey(true).setPrimaryKeyName(ReadableNames.primaryKey(table.name()));
			}
			change.addColumn(config);
		}
		return change;
	}

	Change insert(Table table, Map<String, @Nullable Object> row) {
		InsertDataChange change = new InsertDataChange();
		change.setTableName(table.name());
		row.forEach((name, value) -> {
			ColumnConfig column = new ColumnConfig();
			column.setName(name);
			if (value instanceof Number number) {
				column.setValueNumeric(number);
			}
			else if (value != null) {
				column.setValue(value.toString());
			}
			change.addColumn(column);
		});
		return change;
	}

	Change dropTable(Table table) {
		DropTableChange change = new DropTableChange();
		change.setTableName(table.name());
		return change;
	}

	Change addColumn(Table table, Column column) {
		AddColumnChange change = new AddColumnChange();
		change.setTableName(table.name());
		change.addColumn((AddColumnConfig) configure(new AddColumnConfig(), column));
		return change;
	}

	Change dropColumn(Table table, Column column) {
		DropColumnChange change = new DropColumnChange();
		change.setTableName(table.name());
		change.setColumnName(column.name());
		return change;
	}

	private ColumnConfig configure(ColumnConfig config, Column column) {
		config.setName(column.name());
		config.setType(type(column));
		if (column.autoIncrement()) {
			config.setAutoIncrement(true);
		}
		if (column.defaultValue() != null) {
			config.setDefaultValueComputed(new DatabaseFunction(column.defaultValue()));
		}
		if (!column.nullable()) {
			constraints(config).setNullable(false);
		}
		return config;
	}

	private static ConstraintsConfig constraints(ColumnConfig config) {
		ConstraintsConfig constraints = config.getConstraints();
		if (constraints == null) {
			constraints = new ConstraintsConfig();
			config.setConstraints(constraints);
		}
		return constraints;
	}

	private String type(Column column) {
		return this.dialect.toChangeLogType(column.type());
	}

	Change modifyType(Table table, Column column) {
		ModifyDataTypeChange change = new ModifyDataTypeChange();
		change.setTableName(table.name());
		change.setColumnName(column.name());
		change.setNewDataType(type(column));
		return change;
	}

	Change addNotNull(Table table, Column column) {
		AddNotNullConstraintChange change = new AddNotNullConstraintChange();
		change.setTableName(table.name());
		change.setColumnName(column.name());
		change.setColumnDataType(type(column));
		return change;
	}

	Change dropNotNull(Table table, Column column) {
		DropNotNullConstraintChange change = new DropNotNullConstraintChange();
		change.setTableName(table.name());
		change.setColumnName(column.name());
		change.setColumnDataType(type(column));
		return change;
	}

	Change addDefault(Table table, Column column, String value) {
		AddDefaultValueChange change = new AddDefaultValueChange();
		change.setTableName(table.name());
		change.setColumnName(column.name());
		change.setColumnDataType(type(column));
		change.setDefaultValueComputed(new DatabaseFunction(value));
		return change;
	}

	Change dropDefault(Table table, Column column) {
		DropDefaultValueChange change = new DropDefaultValueChange();
		change.setTableName(table.name());
		change.setColumnName(column.name());
		change.setColumnDataType(type(column));
		return change;
	}

	Change addUnique(Table table, Key key) {
		AddUniqueConstraintChange change = new AddUniqueConstraintChange();
		change.setTableName(table.name());
		change.setColumnNames(String.join(", ", key.columns()));
		change.setConstraintName(ReadableNames.unique(key.name(), table.name(), key.columns()));
		return change;
	}

	Change dropUnique(Table table, Key key) {
		DropUniqueConstraintChange change = new DropUniqueConstraintChange();
		change.setTableName(table.name());
		change.setConstraintName(key.name());
		return change;
	}

	Change createIndex(Table table, Index index) {
		CreateIndexChange change = new CreateIndexChange();
		change.setTableName(table.name());
		change.setIndexName(ReadableNames.index(index.name(), table.name(), index.columns()));
		if (index.unique()) {
			change.setUnique(true);
		}
		index.columns().forEach((name) -> {
			AddColumnConfig column = new AddColumnConfig();
			column.setName(name);
			change.addColumn(column);
		});
		return change;
	}

	Change addForeignKey(Table table, ForeignKey key) {
		AddForeignKeyConstraintChange change = new AddForeignKeyConstraintChange();
		change.setBaseTableName(table.name());
		change.setBaseColumnNames(String.join(", ", key.columns()));
		change.setReferencedTableName(key.table());
		change.setReferencedColumnNames(String.join(", ", key.referencedColumns()));
		change.setConstraintName(ReadableNames.foreignKey(key.name(), table.name(), key.columns()));
		if (!ForeignKey.NO_ACTION.equals(key.onDelete())) {
			change.setOnDelete(key.onDelete());
		}
		if (!ForeignKey.NO_ACTION.equals(key.onUpdate())) {
			change.setOnUpdate(key.onUpdate());
		}
		return change;
	}

	Change dropForeignKey(Table table, ForeignKey key) {
		DropForeignKeyConstraintChange change = new DropForeignKeyConstraintChange();
		change.setBaseTableName(table.name());
		change.setConstraintName(key.name());
		return change;
	}

	Change addCheck(Table table, Check check) {
		String name = check.named() ? check.name() : ReadableNames.check(table.name(), check.columns());
		return sql("ALTER TABLE " + Queries.quote(table.name()) + " ADD CONSTRAINT " + Queries.quote(name) + " CHECK ("
				+ check.expression() + ")");
	}

	Change dropCheck(Table table, Check check) {
		return sql("ALTER TABLE " + Queries.quote(table.name()) + " DROP CONSTRAINT " + Queries.quote(check.name()));
	}

	Change createSequence(Sequence sequence) {
		CreateSequenceChange change = new CreateSequenceChange();
		change.setSequenceName(sequence.name());
		change.setStartValue(BigInteger.valueOf(sequence.start()));
		change.setIncrementBy(BigInteger.valueOf(sequence.increment()));
		return change;
	}

	static Change sql(String statement) {
		RawSQLChange change = new RawSQLChange(statement);
		change.setSplitStatements(false);
		return change;
	}

}
