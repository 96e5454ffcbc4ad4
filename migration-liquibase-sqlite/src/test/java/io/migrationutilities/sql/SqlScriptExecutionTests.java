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

package io.migrationutilities.sql;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Executes what {@link SqlScript} cuts, statement by statement, and compares that with
 * what SQLite makes of the whole text.
 */
class SqlScriptExecutionTests {

	private static final int ROUNDS = 40;

	private static final String TABLES = """
			\uFEFF-- tables; all of them
			CREATE TABLE [a;b] (id INTEGER PRIMARY KEY, "end" TEXT DEFAULT ';', `be``gin` BLOB DEFAULT x'3b');
			CREATE TABLE log (what TEXT) /* ; */ ;;
			""";

	private static final List<String> STATEMENTS = List.of("""
			CREATE TRIGGER t1 AFTER INSERT ON [a;b] BEGIN
				INSERT INTO log VALUES (CASE NEW.id WHEN 1 THEN 'one;' ELSE CASE WHEN 1 THEN 'more' END END);
				-- END;
				INSERT INTO log SELECT end FROM [a;b];
			END""", """
			create temp trigger begin after delete on [a;b] when case when 1 then 1 end begin
				insert into log values ('gone'); select 1; end""",
			"CREATE TEMPORARY TRIGGER IF NOT EXISTS \"t;3\" INSTEAD OF UPDATE OF what ON v BEGIN /* ; */ SELECT ';' ; END",
			"CREATE VIEW w AS SELECT CASE id WHEN 1 THEN ';' END AS case_end FROM [a;b]",
			"CREATE TABLE trigger (begin INT, 'a;' /* ; -- */ TEXT)", "INSERT INTO [a;b] (id) VALUES (1), (2)",
			"INSERT INTO log VALUES ('it''s; -- no comment'), (\"be\"\";\"), ('/*')",
			"CREATE INDEX i ON log (what) -- ;");

	private static final List<String> SEPARATORS = List.of(";", " ;\n", ";;\n ;", "; -- a;b'\n", "/* '; */;\r\n",
			"\n;/* /* */");

	@Test
	void cutsWhereSqliteCuts() throws SQLException {
		long first = new Random().nextLong();
		for (long seed = first; seed < first + ROUNDS; seed++) {
			String sql = randomScript(new Random(seed));
			List<SqlStatement> statements = SqlScript.cut(sql, SqlDialect.SQLITE);
			assertThat(statements).as("seed %d: %s", seed, sql).hasSize(3 + STATEMENTS.size());
			assertThat(executeEach(statements)).as("seed %d: %s", seed, sql).isEqualTo(execute(sql));
		}
	}

	private static String randomScript(Random random) {
		StringBuilder sql = new StringBuilder(TABLES).append("CREATE VIEW v AS SELECT * FROM log;");
		List<String> statements = new ArrayList<>(STATEMENTS);
		Collections.shuffle(statements, random);
		for (String statement : statements) {
			String separator = SEPARATORS.get(random.nextInt(SEPARATORS.size()));
			sql.append(statement).append(statement.endsWith("-- ;") ? "\n" : "").append(separator);
		}
		return sql.toString();
	}

	private static List<String> executeEach(List<SqlStatement> statements) throws SQLException {
		try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:");
				Statement jdbc = connection.createStatement()) {
			for (SqlStatement statement : statements) {
				jdbc.execute(statement.text());
			}
			return content(jdbc);
		}
	}

	// The driver lets SQLite cut what is executed as an update.
	private static List<String> execute(String sql) throws SQLException {
		try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:");
				Statement jdbc = connection.createStatement()) {
			jdbc.executeUpdate(sql);
			return content(jdbc);
		}
	}

	// SQLite stores comments before the semicolon with indexes and views.
	private static List<String> content(Statement jdbc) throws SQLException {
		List<String> content = new ArrayList<>();
		try (ResultSet row = jdbc.executeQuery("""
				SELECT type || name || iif(type IN ('index', 'view'), '', sql) FROM
				(SELECT * FROM sqlite_schema UNION ALL SELECT * FROM sqlite_temp_schema)
				UNION ALL SELECT what FROM log""")) {
			while (row.next()) {
				content.add(row.getString(1));
			}
		}
		return content;
	}

}
