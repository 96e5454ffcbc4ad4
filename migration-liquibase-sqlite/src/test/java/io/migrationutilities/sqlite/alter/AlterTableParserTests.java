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
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.migrationutilities.sqlite.alter.Alteration.AddColumn;
import io.migrationutilities.sqlite.alter.Alteration.AddConstraint;
import io.migrationutilities.sqlite.alter.Alteration.DropColumn;
import io.migrationutilities.sqlite.alter.Alteration.DropConstraint;
import io.migrationutilities.sqlite.alter.Alteration.DropDefault;
import io.migrationutilities.sqlite.alter.Alteration.DropNotNull;
import io.migrationutilities.sqlite.alter.Alteration.DropPrimaryKey;
import io.migrationutilities.sqlite.alter.Alteration.IfTableExists;
import io.migrationutilities.sqlite.alter.Alteration.SetAutoincrement;
import io.migrationutilities.sqlite.alter.Alteration.SetDefault;
import io.migrationutilities.sqlite.alter.Alteration.SetNotNull;
import io.migrationutilities.sqlite.alter.Alteration.SetType;
import io.migrationutilities.sqlite.table.ConstraintParser;
import io.migrationutilities.sqlite.table.Refusals;
import io.migrationutilities.sqlite.table.SqliteAlterationException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link AlterTableParser} and the parsers it uses.
 */
class AlterTableParserTests {

	@ParameterizedTest
	@MethodSource("alterations")
	void readsAlterations(String sql, List<Alteration> alterations) {
		assertThat(AlterTableParser.parse(sql)).isEqualTo(alterations);
	}

	static Stream<Arguments> alterations() {
		return Stream.of(
				// The table
				row("ALTER TABLE t ADD c", new AddColumn("t", "c")),
				row("alter table \"T \"\"1\" add c", new AddColumn("T \"1", "c")),
				row("ALTER TABLE `t` ADD `c` INT", new AddColumn("t", "`c` INT")),
				row("ALTER TABLE [t] ADD [c d] INT", new AddColumn("t", "[c d] INT")),
				row("ALTER TABLE main.t ADD c", new AddColumn("t", "c")),
				row("ALTER TABLE \"MAIN\" . t ADD c", new AddColumn("t", "c")),
				row("ALTER TABLE ONLY t ADD c", new AddColumn("t", "c")),
				row("ALTER TABLE only ADD c", new AddColumn("only", "c")),
				row("ALTER TABLE ONLY only ADD c", new AddColumn("only", "c")),
				row("ALTER TABLE if ADD c", new AddColumn("if", "c")),
				row("ALTER TABLE IF EXISTS ONLY main.t ADD c, DROP d", new IfTableExists(new AddColumn("t", "c")),
						new IfTableExists(new DropColumn("t", "d"))),
				// What surrounds it
				row(" \n-- why\n/* ; */ALTER/**/TABLE\tt ADD c INT -- end\n DEFAULT 1 ; ; -- done",
						new AddColumn("t", "c INT -- end\n DEFAULT 1")),
				row("\uFEFFALTER TABLE t ADD c;", new AddColumn("t", "c")),
				// ADD COLUMN
				row("ALTER TABLE t ADD COLUMN c VARCHAR (20) DEFAULT 'ALTER TABLE, ; ''x' NOT NULL",
						new AddColumn("t", "c VARCHAR (20) DEFAULT 'ALTER TABLE, ; ''x' NOT NULL")),
				row("ALTER TABLE t ADD COLUMN IF NOT EXISTS c INT, ADD IF NOT EXISTS d INT",
						new AddColumn("t", "c INT", true), new AddColumn("t", "d INT", true)),
				row("ALTER TABLE t ADD COLUMN key INT, ADD type TEXT, ADD if INT", new AddColumn("t", "key INT"),
						new AddColumn("t", "type TEXT"), new AddColumn("t", "if INT")),
				row("ALTER TABLE t ADD c DECIMAL(10, 2) CHECK (c IN (1, 2)), ADD d INT GENERATED ALWAYS AS (c) STORED",
						new AddColumn("t", "c DECIMAL(10, 2) CHECK (c IN (1, 2))"),
						new AddColumn("t", "d INT GENERATED ALWAYS AS (c) STORED")),
				row("ALTER TABLE t ADD c INT CONSTRAINT f REFERENCES p (id) ON DELETE CASCADE DEFERRABLE",
						new AddColumn("t", "c INT CONSTRAINT f REFERENCES p (id) ON DELETE CASCADE DEFERRABLE")),
				// ADD CONSTRAINT
				row("ALTER TABLE t ADD CONSTRAINT k PRIMARY KEY (a, b)",
						new AddConstraint("t", "CONSTRAINT k PRIMARY KEY (a, b)")),
				row("ALTER TABLE t ADD PRIMARY KEY (a)", new AddConstraint("t", "PRIMARY KEY (a)")),
				row("ALTER TABLE t ADD UNIQUE (a), ADD CHECK (a <> '),')", new AddConstraint("t", "UNIQUE (a)"),
						new AddConstraint("t", "CHECK (a <> '),')")),
				row("ALTER TABLE t ADD CONSTRAINT \"f k\" FOREIGN KEY (a) REFERENCES p (id) MATCH FULL "
						+ "ON UPDATE CASCADE ON DELETE SET NULL NOT DEFERRABLE INITIALLY IMMEDIATE;",
						new AddConstraint("t",
								"CONSTRAINT \"f k\" FOREIGN KEY (a) REFERENCES p (id) MATCH FULL "
										+ "ON UPDATE CASCADE ON DELETE SET NULL NOT DEFERRABLE INITIALLY IMMEDIATE")),
				// DROP
				row("ALTER TABLE t DROP c", new DropColumn("t", "c")),
				row("ALTER TABLE t DROP COLUMN IF EXISTS \"c d\" RESTRICT", new DropColumn("t", "c d", true, false)),
				row("ALTER TABLE t DROP COLUMN c CASCADE, DROP cascade", new DropColumn("t", "c", false, true),
						new DropColumn("t", "cascade")),
				row("ALTER TABLE t DROP CONSTRAINT k", new DropConstraint("t", null, "k", false)),
				row("ALTER TABLE t DROP CONSTRAINT IF EXISTS `k` CASCADE, DROP CONSTRAINT l RESTRICT",
						new DropConstraint("t", null, "k", true), new DropConstraint("t", null, "l", false)),
				row("ALTER TABLE t DROP PRIMARY KEY", new DropPrimaryKey("t")),
				// ALTER COLUMN
				row("ALTER TABLE t ALTER c SET NOT NULL, ALTER COLUMN d DROP NOT NULL", new SetNotNull("t", "c", null),
						new DropNotNull("t", "d")),
				row("ALTER TABLE t ALTER COLUMN \"c\" DROP DEFAULT", new DropDefault("t", "c")),
				row("ALTER TABLE t ALTER c TYPE varchar(20), ALTER d SET DATA TYPE double precision",
						new SetType("t", "c", "varchar(20)"), new SetType("t", "d", "double precision")),
				row("ALTER TABLE t ALTER id ADD GENERATED BY DEFAULT AS IDENTITY", new SetAutoincrement("t", "id")),
				row("ALTER TABLE t DROP CONSTRAINT u, ALTER c SET DEFAULT 1, ADD CONSTRAINT u UNIQUE (c, d), ADD e",
						new DropConstraint("t", null, "u", false), new SetDefault("t", "c", "1"),
						new AddConstraint("t", "CONSTRAINT u UNIQUE (c, d)"), new AddColumn("t", "e")));
	}

	private static Arguments row(String sql, Alteration... alterations) {
		return Arguments.of(sql, List.of(alterations));
	}

	@ParameterizedTest
	@CsvSource(quoteCharacter = '`', delimiterString = " | ", textBlock = """
			NULL                      | NULL
			- 1.5                     | - 1.5
			'a, b'                    | 'a, b'
			x'00'                     | x'00'
			True                      | True
			current_timestamp         | current_timestamp
			(1 + 2)                   | (1 + 2)
			(1) + (2)                 | ((1) + (2))
			1 + 2                     | (1 + 2)
			-(1)                      | (-(1))
			now()                     | (now())
			coalesce(1, (2), 3) || 'x' | (coalesce(1, (2), 3) || 'x')
			active                    | (active)
			"active"                  | ("active")
			- 'x'                     | (- 'x')
			CASE WHEN 1 THEN 2 END    | (CASE WHEN 1 THEN 2 END)
			""")
	void putsExpressionsInParentheses(String written, String value) {
		assertThat(AlterTableParser.parse("ALTER TABLE t ALTER c SET DEFAULT " + written + " /* x */, DROP d"))
			.containsExactly(new SetDefault("t", "c", value), new DropColumn("t", "d"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			INITIALLY DEFERRED                 | DEFERRABLE INITIALLY DEFERRED
			INITIALLY DEFERRED DEFERRABLE      | DEFERRABLE INITIALLY DEFERRED
			DEFERRABLE INITIALLY DEFERRED      | DEFERRABLE INITIALLY DEFERRED
			INITIALLY IMMEDIATE DEFERRABLE     | DEFERRABLE INITIALLY IMMEDIATE
			DEFERRABLE                         | DEFERRABLE
			NOT DEFERRABLE                     | NOT DEFERRABLE
			INITIALLY IMMEDIATE                | ''
			INITIALLY IMMEDIATE NOT DEFERRABLE | ''
			""")
	void putsDeferralsInTheOrderOfSqlite(String written, String deferral) {
		String key = "FOREIGN KEY (a) REFERENCES p ON DELETE CASCADE";
		AddConstraint added = new AddConstraint("t", (key + " " + deferral).trim());
		assertThat(AlterTableParser.parse("ALTER TABLE t ADD " + key + " " + written + ", DROP d"))
			.containsExactly(added, new DropColumn("t", "d"));
		assertThat(ConstraintParser.parse(added.definition()).columns()).containsExactly("a");
	}

	@ParameterizedTest
	@ValueSource(strings = { "C::numeric(10,2)", "\"c\" :: NUMERIC ( 10 , 2 )", "(c::numeric(10, 2))",
			"CAST (c AS numeric(10,2))" })
	void dropsCastsToTheNewType(String expression) {
		assertThat(AlterTableParser.parse("ALTER TABLE t ALTER c TYPE numeric(10, 2) USING " + expression + ", DROP d"))
			.containsExactly(new SetType("t", "c", "numeric(10, 2)"), new DropColumn("t", "d"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "c", "d::int", "c::text", "c::int + 1", "c::int::int", "(c::int) + 1", "'c'::int", "1",
			"to_number(c)", "CAST(c AS text)" })
	void refusesOtherConversions(String expression) {
		assertThatExceptionOfType(SqliteAlterationException.class)
			.isThrownBy(() -> AlterTableParser.parse("ALTER TABLE t ALTER c TYPE int USING " + expression))
			.withMessage("Column 'c' of table 't' can't be changed with an expression behind USING: "
					+ "SQLite has none there.")
			.satisfies((ex) -> assertThat(ex.getCode()).isEqualTo("ALTERATION_REFUSED"));
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "", ";", " -- ALTER TABLE t DROP c", "/* ALTER TABLE t DROP c", "SELECT 'ALTER TABLE t DROP c'",
					"'ALTER' TABLE t DROP c", "\"ALTER\" TABLE t DROP c", "ALTER", "ALTER VIEW v RENAME TO w",
					"ALTER/TABLE t DROP c", "CREATE TABLE alter_table (a)", "EXPLAIN ALTER TABLE t DROP c",
					"CREATE TRIGGER x AFTER INSERT ON t BEGIN SELECT 'x; ALTER TABLE t DROP c'; END",
					"DO $$ BEGIN ALTER TABLE t ALTER c DROP NOT NULL; END $$",
					"INSERT INTO t VALUES (1); ALTER TABLE t ALTER c DROP NOT NULL" })
	void leavesOtherStatements(String sql) {
		assertThat(AlterTableParser.parse(sql)).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "ALTER TABLE t RENAME TO u", "ALTER TABLE t RENAME COLUMN a TO b",
			"ALTER TABLE t RENAME a TO b", "ALTER TABLE only RENAME TO u", "ALTER TABLE IF EXISTS t RENAME TO u",
			"ALTER TABLE public.t RENAME TO u" })
	void leavesRenames(String sql) {
		assertThat(AlterTableParser.parse(sql)).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "ALTER TABLE", "ALTER TABLE t", "ALTER TABLE t ADD", "ALTER TABLE select ADD c",
			"ALTER TABLE t OWNER TO joe", "ALTER TABLE t SET SCHEMA s", "ALTER TABLE t ENABLE TRIGGER ALL",
			"ALTER TABLE t ADD c INT DEFAULT now()", "ALTER TABLE t ADD c INT DEFAULT 'x'::text",
			"ALTER TABLE t ADD (c INT)", "ALTER TABLE t ADD INDEX i (c)", "ALTER TABLE t DROP c d",
			"ALTER TABLE t ADD c 'x", "ALTER TABLE t MODIFY c INT", "ALTER TABLE temp.t ADD c",
			"ALTER TABLE public.t DROP COLUMN c" })
	void leavesWhatSqliteRefusesInWordsAsGood(String sql) throws SQLException {
		assertThat(AlterTableParser.parse(sql)).isEmpty();
		try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:");
				Statement statement = connection.createStatement()) {
			statement.execute("CREATE TABLE t (c, d)");
			assertThatExceptionOfType(SQLException.class).isThrownBy(() -> statement.execute(sql));
		}
	}

	@ParameterizedTest
	@CsvSource(quoteCharacter = '`', delimiter = '|', textBlock = """
			IF EXISTS t OWNER TO joe                           | OWNER TO joe
			ONLY public.t OWNER TO joe                         | OWNER TO joe
			t ADD c INT, OWNER TO joe                          | OWNER TO joe
			t ADD c INT, RENAME TO u                           | RENAME TO u
			t ADD c INT,                                       | (end)
			t ADD c INT, ADD d INT DEFAULT now()               | ()
			t ADD IF NOT EXISTS c INT DEFAULT 'x'::text        | ::text
			t ADD CONSTRAINT u UNIQUE USING INDEX i            | USING INDEX i
			t ADD UNIQUE (c) DEFERRABLE                        | DEFERRABLE
			t ADD CONSTRAINT e EXCLUDE USING gist (c WITH &&)  | EXCLUDE USING gist (c WITH &&)
			t ADD FOREIGN KEY (c) REFERENCES p NOT VALID       | NOT VALID
			t ADD FOREIGN KEY (c) REFERENCES p INITIALLY LATER | INITIALLY LATER
			t ADD CHECK (c <> ''::text)                        | ::text)
			t ADD CHECK (c > 0                                 | (end)
			t DROP CONSTRAINT                                  | (end)
			t DROP c CASCADE now                               | now
			t ALTER c SET STATISTICS 1                         | SET STATISTICS 1
			t ALTER c SET NOT NULL ON CONFLICT IGNORE          | ON CONFLICT IGNORE
			t ALTER c TYPE                                     | (end)
			t ALTER c TYPE timestamp(6) with time zone         | with time zone
			t ALTER c TYPE text COLLATE "C"                    | COLLATE "C"
			t ALTER c SET DEFAULT                              | (end)
			t ALTER c SET DEFAULT , DROP d                     | , DROP d
			t ALTER c SET DEFAULT 1)                           | )
			t ALTER c SET DEFAULT (1                           | (end)
			t ALTER c SET DEFAULT 'x'::text                    | ::text
			t ALTER c SET DEFAULT 'x                           | 'x
			t ALTER c SET DEFAULT 1 ! 2                        | ! 2
			t ALTER c SET NOT NULL; DROP TABLE u               | DROP TABLE u
			t ALTER c SET DEFAULT 1; DROP TABLE u              | DROP TABLE u
			t ALTER c TYPE int; DROP TABLE u                   | DROP TABLE u
			t DROP c; DROP TABLE u                             | DROP TABLE u
			t ADD c INT; ALTER TABLE t ADD d INT               | ALTER TABLE t ADD d INT
			""")
	void namesThePlaceWhereSqliteWouldComplainOfAnother(String statement, String rest) {
		assertThatExceptionOfType(SqliteAlterationException.class)
			.isThrownBy(() -> AlterTableParser.parse("ALTER TABLE " + statement))
			.withMessageStartingWith("A statement ALTER TABLE can't be carried out on SQLite. ")
			.withMessageContaining(", at line 1, column ")
			.withMessageEndingWith(", before: " + Refusals.excerpt(rest))
			.satisfies((ex) -> assertThat(ex.getCode()).isEqualTo("ALTERATION_REFUSED"));
	}

	@Test
	void refusesOtherSchemasByName() {
		assertThatExceptionOfType(SqliteAlterationException.class)
			.isThrownBy(() -> AlterTableParser.parse("ALTER TABLE public.t ALTER c SET NOT NULL"))
			.withMessage("Table 't' can't be altered in schema 'public': only tables of schema 'main' can.")
			.satisfies((ex) -> assertThat(ex.getCode()).isEqualTo("ALTERATION_REFUSED"));
	}

	@ParameterizedTest
	@MethodSource("alterations")
	void endsOnEveryBeginningOfAStatement(String sql, List<Alteration> alterations) {
		for (int end = 0; end < sql.length(); end++) {
			assertIsReadOrRefused(sql.substring(0, end));
			assertIsReadOrRefused(sql.substring(0, end) + "\u0000" + sql.substring(end));
			assertIsReadOrRefused(sql.substring(0, end) + ")" + sql.substring(end));
		}
	}

	private static void assertIsReadOrRefused(String sql) {
		try {
			assertThat(AlterTableParser.parse(sql)).doesNotContainNull();
		}
		catch (SqliteAlterationException ex) {
			assertThat(ex.getCode()).isEqualTo("ALTERATION_REFUSED");
			assertThat(ex.getHint()).isNotBlank();
		}
	}

	@Test
	void endsOnHostileInput() {
		String deep = "(".repeat(200_000) + "1" + ")".repeat(200_000);
		assertThat(AlterTableParser.parse("ALTER TABLE t ALTER c SET DEFAULT " + deep))
			.containsExactly(new SetDefault("t", "c", deep));
		assertThat(AlterTableParser.parse("ALTER TABLE t ADD c INT" + ";".repeat(200_000))).hasSize(1);
		assertThat(AlterTableParser.parse("ALTER TABLE t DROP c" + ", DROP c".repeat(50_000))).hasSize(50_001);
		assertThatExceptionOfType(SqliteAlterationException.class)
			.isThrownBy(() -> AlterTableParser.parse("ALTER TABLE t ALTER c SET DEFAULT '" + deep))
			.satisfies((ex) -> assertThat(ex.getMessage()).hasSizeLessThan(300));
	}

}
