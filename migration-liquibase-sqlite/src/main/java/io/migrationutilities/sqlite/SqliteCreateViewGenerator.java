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
import java.util.List;
import java.util.Optional;

import liquibase.database.Database;
import liquibase.database.core.SQLiteDatabase;
import liquibase.sql.Sql;
import liquibase.sql.UnparsedSql;
import liquibase.sqlgenerator.SqlGeneratorChain;
import liquibase.sqlgenerator.core.CreateViewGenerator;
import liquibase.statement.core.CreateViewStatement;

import io.migrationutilities.sqlite.alter.ViewReplacement;
import io.migrationutilities.sqlite.table.SqlName;

/**
 * Replaces views, for which SQLite has no words: {@code replaceIfExists} drops the view
 * first, if there is one.
 */
public final class SqliteCreateViewGenerator extends CreateViewGenerator {

	@Override
	public int getPriority() {
		return PRIORITY_DATABASE + 100;
	}

	@Override
	public boolean supports(CreateViewStatement statement, Database database) {
		return database instanceof SQLiteDatabase;
	}

	@SuppressWarnings("rawtypes")
	@Override
	public Sql[] generateSql(CreateViewStatement statement, Database database, SqlGeneratorChain chain) {
		List<Sql> sql = new ArrayList<>();
		Optional<ViewReplacement> replacement = StatementTranslator.viewReplacement(statement);
		if (replacement.isPresent()) {
			sql.add(new UnparsedSql("DROP VIEW IF EXISTS " + SqlName.quote(statement.getViewName())));
		}
		String query = replacement.map(ViewReplacement::creation).orElse(statement.getSelectQuery());
		CreateViewStatement creation = new CreateViewStatement(null, null, statement.getViewName(), query, false)
			.setFullDefinition(statement.isFullDefinition());
		sql.addAll(List.of(super.generateSql(creation, database, chain)));
		return sql.toArray(Sql[]::new);
	}

}
