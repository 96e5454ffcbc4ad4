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

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import liquibase.change.Change;
import liquibase.change.core.CreateIndexChange;
import liquibase.change.core.CreateTableChange;
import liquibase.change.core.DropTableChange;
import liquibase.change.core.InsertDataChange;
import liquibase.change.core.RawSQLChange;
import liquibase.change.core.RenameColumnChange;
import liquibase.changelog.ChangeSet;
import liquibase.database.Database;
import liquibase.database.DatabaseFactory;
import liquibase.database.core.SQLiteDatabase;
import liquibase.exception.RollbackImpossibleException;
import liquibase.sql.Sql;
import liquibase.sqlgenerator.SqlGeneratorFactory;
import liquibase.statement.SqlStatement;

/**
 * Writes change sets as formatted SQL. On SQLite, tables are altered in the words of
 * PostgreSQL, which the extension in package {@code sqlite} understands.
 */
final class FormattedSqlText {

	private static final String ROLLBACK = "--rollback ";

	private static final List<Class<? extends Change>> NATIVE = List.of(CreateTableChange.class, DropTableChange.class,
			CreateIndexChange.class, InsertDataChange.class, RenameColumnChange.class, RawSQLChange.class);

	private final Database database;

	private final Database alterations;

	FormattedSqlText(Database database) {
		this.database = database;
		this.alterations = (database instanceof SQLiteDatabase)
				? DatabaseFactory.getInstance().getDatabase("postgresql") : database;
	}

	String write(List<ChangeSet> active, List<ChangeSet> inactive, String note) {
		StringBuilder text = new StringBuilder("--liquibase formatted sql\n");
		active.forEach((changeSet) -> write(text, changeSet));
		if (!inactive.isEmpty()) {
			StringBuilder commented = new StringBuilder();
			inactive.forEach((changeSet) -> changeSet.getChanges().forEach((change) -> write(commented, "", change)));
			text.append('\n');
			(note + "\n" + commented).lines().forEach((line) -> text.append("-- ").append(line).append('\n'));
		}
		return text.toString();
	}

	private void write(StringBuilder text, ChangeSet changeSet) {
		text.append("\n--changeset ").append(changeSet.getAuthor()).append(':').append(changeSet.getId());
		text.append(changeSet.isRunInTransaction() ? "" : " runInTransaction:false").append('\n');
		text.append("--comment: ").append(changeSet.getComments()).append('\n');
		changeSet.getChanges().forEach((change) -> write(text, "", change));
		writeRollback(text, changeSet);
	}

	private void writeRollback(StringBuilder text, ChangeSet changeSet) {
		if (!changeSet.getRollback().getChanges().isEmpty()) {
			changeSet.getRollback().getChanges().forEach((change) -> write(text, ROLLBACK, change));
			return;
		}
		List<Change> changes = new ArrayList<>(changeSet.getChanges());
		Collections.reverse(changes);
		changes.forEach((change) -> writeInverse(text, change));
	}

	private void writeInverse(StringBuilder text, Change change) {
		Database target = target(change);
		try {
			SqlStatement[] statements = change.generateRollbackStatements(target);
			write(text, ROLLBACK, SqlGeneratorFactory.getInstance().generateSql(statements, target));
		}
		catch (RollbackImpossibleException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void write(StringBuilder text, String prefix, Change change) {
		write(text, prefix, SqlGeneratorFactory.getInstance().generateSql(change, target(change)));
	}

	private Database target(Change change) {
		return NATIVE.stream().anyMatch((type) -> type.isInstance(change)) ? this.database : this.alterations;
	}

	private static void write(StringBuilder text, String prefix, Sql[] statements) {
		for (Sql sql : statements) {
			text.append(prefix).append(sql.toSql().strip().replaceAll("\\s*\\R\\s*", " ")).append(";\n");
		}
	}

}
