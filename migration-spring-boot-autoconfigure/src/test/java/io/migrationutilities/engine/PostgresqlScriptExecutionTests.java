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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import io.migrationutilities.backup.postgresql.PostgresqlToolsOfMachine;
import io.migrationutilities.sql.SqlDialect;
import io.migrationutilities.sql.SqlScript;
import io.migrationutilities.sql.SqlStatement;
import io.migrationutilities.test.ChildProcess;
import io.migrationutilities.test.PostgresqlServer;
import io.migrationutilities.test.UsesPostgresql;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Executes what {@link SqlScript} cuts, statement by statement, and compares that with
 * what {@code psql} makes of the whole text.
 */
@ExtendWith(PostgresqlToolsOfMachine.class)
@UsesPostgresql
class PostgresqlScriptExecutionTests {

	private static final String SCRIPT = """
			/* nested /* ; */ ; */
			CREATE TABLE "a;""b" (id int PRIMARY KEY, c text DEFAULT ';', d text DEFAULT E'\\\\;\\'' -- ;
				'E''s'); ; -- 'a
			CREATE TABLE log (what text DEFAULT U&'d\\0061t;', bits bit(2) DEFAULT B'01', day date DEFAULT '2026-01-01'::date);
			CREATE FUNCTION f(id int) RETURNS text LANGUAGE sql
			BEGIN ATOMIC
				INSERT INTO log (what) VALUES (CASE id WHEN 1 THEN 'one;' ELSE CASE WHEN true THEN 'more' END END);
				SELECT 'f;'::text; /* END; */
			END;
			CREATE OR REPLACE PROCEDURE p(begin int, "case" int) BEGIN ATOMIC END;
			CREATE FUNCTION g() RETURNS trigger LANGUAGE plpgsql AS $g$
				BEGIN EXECUTE $$INSERT INTO log (what) VALUES ($1)$$ USING 'fired;'; RETURN NEW; END $g$;
			CREATE TRIGGER begin AFTER INSERT ON "a;""b" FOR EACH ROW EXECUTE FUNCTION g();
			CREATE RULE r AS ON DELETE TO "a;""b" DO ALSO (INSERT INTO log (what) VALUES ('gone;'); UPDATE log SET bits = B'11');
			INSERT INTO "a;""b" (id) VALUES (1), (3);
			DO $do$ BEGIN PERFORM f(1); PERFORM f(2); END $do$;
			DELETE FROM "a;""b" WHERE id = 1 AND 2 <-- ;
				3;
			SELECT "what" /**/
			""";

	@Test
	void cutsWherePsqlCuts(@TempDir Path directory) throws IOException {
		PostgresqlServer server = PostgresqlServer.shared();
		String cut = server.createDatabase();
		String whole = server.createDatabase();
		try {
			String sql = SCRIPT + "FROM log";
			List<SqlStatement> statements = SqlScript.cut(sql, SqlDialect.POSTGRESQL);
			assertThat(statements).hasSize(11).allMatch(SqlStatement::isFinished);
			server.executeIn(cut, statements.stream().map(SqlStatement::text).toArray(String[]::new));
			executeWithPsql(whole, Files.writeString(directory.resolve("script.sql"), sql));
			assertThat(server.dump(cut)).isEqualTo(server.dump(whole)).contains("gone;", "one;", "more", "fired;");
		}
		finally {
			server.dropDatabase(cut);
			server.dropDatabase(whole);
		}
	}

	@Test
	void cutsBodiesWithColumnsNamedEndAsTheServerDoes() {
		PostgresqlServer server = PostgresqlServer.shared();
		String function = server.uniqueName("f");
		String sql = "CREATE FUNCTION %1$s() RETURNS int BEGIN ATOMIC SELECT 1 end; SELECT 2 AS end; END; DROP FUNCTION %1$s"
			.formatted(function);
		List<SqlStatement> statements = SqlScript.cut(sql, SqlDialect.POSTGRESQL);
		assertThat(statements).hasSize(2);
		server.execute(statements.stream().map(SqlStatement::text).toArray(String[]::new));
	}

	private static void executeWithPsql(String database, Path script) {
		ChildProcess psql = ChildProcess.run(PostgresqlToolsOfMachine.psql(), "--no-psqlrc", "--quiet",
				"--host=localhost", "--port=" + PostgresqlServer.shared().port(),
				"--username=" + PostgresqlServer.SUPERUSER, "--dbname=" + database, "--set=ON_ERROR_STOP=1",
				"--file=" + script);
		assertThat(psql.awaitExit()).as(psql::output).isZero();
	}

}
