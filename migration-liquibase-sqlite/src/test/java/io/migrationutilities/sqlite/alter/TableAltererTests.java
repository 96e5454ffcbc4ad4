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

import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.SQLException;
import java.util.List;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.migrationutilities.sqlite.alter.Alteration.AddColumn;
import io.migrationutilities.sqlite.alter.Alteration.AddConstraint;
import io.migrationutilities.sqlite.alter.Alteration.DropColumn;
import io.migrationutilities.sqlite.alter.Alteration.DropConstraint;
import io.migrationutilities.sqlite.alter.Alteration.DropDefault;
import io.migrationutilities.sqlite.alter.Alteration.DropNotNull;
import io.migrationutilities.sqlite.alter.Alteration.DropPrimaryKey;
import io.migrationutilities.sqlite.alter.Alteration.SetAutoincrement;
import io.migrationutilities.sqlite.alter.Alteration.SetDefault;
import io.migrationutilities.sqlite.alter.Alteration.SetNotNull;
import io.migrationutilities.sqlite.alter.Alteration.SetType;
import io.migrationutilities.sqlite.table.SqliteAlterationException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Tests for {@link TableAlterer}.
 */
class TableAltererTests {

	private SqliteFile database;

	@BeforeEach
	void open() throws SQLException {
		this.database = SqliteFile.inMemory();
	}

	@AfterEach
	void close() throws SQLException {
		this.database.close();
	}

	@Test
	void keepsChildrenThatDeletesCascadeToInAutoCommitMode() throws SQLException {
		createFamily();
		this.database.alter(new SetNotNull("parent", "name", null));
		assertFamily();
		assertThat(this.database.rows("PRAGMA foreign_keys")).containsExactly("1");
	}

	@Test
	void keepsChildrenThatDeletesCascadeToInATransaction() throws SQLException {
		createFamily();
		this.database.execute("PRAGMA foreign_keys = OFF");
		this.database.connection().setAutoCommit(false);
		this.database.alter(new SetNotNull("parent", "name", null));
		this.database.connection().commit();
		assertFamily();
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void refusesToDeleteChildrenInATransaction(boolean driver) throws SQLException {
		createFamily();
		List<String> before = this.database.content();
		if (driver) {
			this.database.connection().setAutoCommit(false);
		}
		else {
			this.database.execute("BEGIN");
		}
		assertRefused(() -> this.database.alter(new SetNotNull("parent", "name", null)),
				"Table 'parent' must be built again, but foreign keys are enforced in this transaction and table 'child' refers to it.");
		this.database.execute("COMMIT");
		assertThat(this.database.content()).isEqualTo(before);
	}

	@Test
	void rebuildsWithForeignKeysOnWhereNoTableRefersToIt() throws SQLException {
		createFamily();
		this.database.connection().setAutoCommit(false);
		this.database.alter(new SetNotNull("child", "parent_id", null));
		this.database.connection().commit();
		assertThat(this.database.values("child")).hasSize(2);
	}

	private void createFamily() throws SQLException {
		this.database.execute("PRAGMA foreign_keys = ON", "CREATE TABLE parent (id INTEGER PRIMARY KEY, name TEXT)",
				"CREATE TABLE child (id INTEGER PRIMARY KEY, parent_id REFERENCES parent ON DELETE CASCADE)",
				"INSERT INTO parent VALUES (1, 'a'), (2, 'b')", "INSERT INTO child VALUES (10, 1), (11, 2)");
	}

	private void assertFamily() throws SQLException {
		assertThat(this.database.definition("parent"))
			.isEqualTo("CREATE TABLE \"parent\" (id INTEGER PRIMARY KEY, name TEXT NOT NULL)");
		assertThat(this.database.rows("SELECT c.id, p.id, name FROM child c JOIN parent p ON p.id = parent_id"))
			.containsExactly("10|1|a", "11|2|b");
		this.database.connection().setAutoCommit(true);
		this.database.execute("PRAGMA foreign_keys = ON", "DELETE FROM parent WHERE id = 1");
		assertThat(this.database.rows("SELECT id FROM child")).containsExactly("11");
	}

	@Test
	void keepsTriggersAndViewsOfOtherTables() throws SQLException {
		this.database.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, a)", "CREATE TABLE log (x)",
				"CREATE VIEW v AS SELECT id, a FROM t", "CREATE TABLE other (y)",
				"CREATE TRIGGER own AFTER INSERT ON t BEGIN INSERT INTO log VALUES (new.a); END",
				"CREATE TRIGGER foreign_one AFTER INSERT ON other BEGIN INSERT INTO t (a) VALUES (new.y); END",
				"CREATE TRIGGER on_view INSTEAD OF UPDATE ON v BEGIN UPDATE t SET a = new.a WHERE id = old.id; END");
		this.database.alter(new SetType("t", "a", "TEXT"), new SetDefault("t", "a", "'x'"));
		this.database.execute("INSERT INTO other VALUES ('one')", "UPDATE v SET a = 'two'",
				"INSERT INTO t (id) VALUES (7)");
		assertThat(this.database.rows("SELECT * FROM v")).containsExactly("1|two", "7|x");
		assertThat(this.database.rows("SELECT * FROM log")).containsExactly("one", "x");
		assertThat(this.database.rows("PRAGMA legacy_alter_table")).containsExactly("0");
	}

	@Test
	void restoresLegacyAlterTable() throws SQLException {
		this.database.execute("PRAGMA legacy_alter_table = ON", "CREATE TABLE t (a)");
		this.database.alter(new SetNotNull("t", "a", null));
		assertThat(this.database.rows("PRAGMA legacy_alter_table")).containsExactly("1");
	}

	@Test
	void rebuildsATableOnce() throws SQLException {
		this.database.execute("CREATE TABLE t (a)", "CREATE TABLE u (a)");
		List<String> statements = new TableAlterer(this.database.connection())
			.statements(List.of(new AddColumn("t", "b"), new SetNotNull("T", "b", null), new AddColumn("u", "b"),
					new AddConstraint("t", "UNIQUE (b)")));
		assertThat(statements).containsExactly("CREATE TABLE \"MIGRATION_t\" (a, b NOT NULL, UNIQUE (b))",
				"INSERT OR ABORT INTO \"MIGRATION_t\" (rowid, \"a\") SELECT rowid, \"a\" FROM \"t\" NOT INDEXED ORDER BY rowid",
				"DROP TABLE \"t\"", "PRAGMA legacy_alter_table = ON", "ALTER TABLE \"MIGRATION_t\" RENAME TO \"t\"",
				"PRAGMA legacy_alter_table = OFF", "ALTER TABLE \"u\" ADD COLUMN b");
		assertThat(this.database.definition("t")).isEqualTo("CREATE TABLE t (a)");
	}

	@Test
	void doesNothingWhereNothingIsToBeDone() throws SQLException {
		this.database.execute("CREATE TABLE t (a NOT NULL, b)");
		assertThat(new TableAlterer(this.database.connection())
			.statements(List.of(new SetNotNull("t", "a", null), new DropNotNull("t", "b")))).isEmpty();
	}

	@Test
	void keepsEverythingOfATable() throws SQLException {
		this.database.execute("PRAGMA foreign_keys = ON", """
				CREATE TABLE "my t" ( -- all of it
					id INTEGER PRIMARY KEY AUTOINCREMENT,
					a TEXT COLLATE NOCASE CHECK (main . "my t".a <> 'bad' AND "my t".a <> ''),
					"select" BLOB DEFAULT x'00',
					g AS (a || '!') STORED, v AS (id + 1) VIRTUAL,
					up REFERENCES "my t" ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED,
					n INT, UNIQUE (a, n)
				)""", "CREATE INDEX i1 ON \"my t\" (lower(a)) WHERE \"my t\".n > 0",
				"CREATE UNIQUE INDEX \"größe\" ON \"my t\" (\"select\" DESC, g)", "ANALYZE",
				"INSERT INTO \"my t\" (id, a, \"select\", up, n) VALUES (5, 'A', x'0001ff', NULL, 1), (3, 'b', 3.5, 5, NULL)",
				"INSERT INTO \"my t\" (id) VALUES (100)", "DELETE FROM \"my t\" WHERE id = 100", "ANALYZE");
		List<String> values = this.database.values("my t");
		List<String> statistics = this.database.rows("SELECT * FROM sqlite_stat1 ORDER BY 1, 2");
		this.database.alter(new AddConstraint("my t", "CHECK (n <> 77)"));
		assertThat(this.database.values("my t")).isEqualTo(values);
		assertThat(this.database.rows("SELECT * FROM sqlite_stat1 ORDER BY 1, 2")).isEqualTo(statistics);
		assertThat(this.database.definition("my t")).contains("-- all of it", "CHECK (a <> 'bad' AND a <> '')",
				"UNIQUE (a, n), CHECK (n <> 77)");
		assertThat(this.database.definition("i1")).endsWith("(lower(a)) WHERE \"my t\".n > 0");
		this.database.execute("INSERT INTO \"my t\" (a) VALUES ('c')");
		assertThat(this.database.rows("SELECT max(id) FROM \"my t\"")).containsExactly("101");
		assertFails("INSERT INTO \"my t\" (a) VALUES ('bad')", "CHECK constraint failed");
		assertFails("INSERT INTO \"my t\" (a, n) VALUES ('a', 1)", "UNIQUE constraint failed");
		assertFails("INSERT INTO \"my t\" (up) VALUES (999)", "FOREIGN KEY constraint failed");
		this.database.execute("DELETE FROM \"my t\" WHERE id = 5");
		assertThat(this.database.rows("SELECT up FROM \"my t\" WHERE id = 3")).containsExactly("null");
		assertClean();
	}

	@Test
	void keepsTheSequenceOfAnEmptyTable() throws SQLException {
		this.database.execute("CREATE TABLE \"it's\" (id INTEGER PRIMARY KEY AUTOINCREMENT, a)",
				"INSERT INTO \"it's\" (id) VALUES (41)", "DELETE FROM \"it's\"");
		this.database.alter(new SetNotNull("it's", "a", null));
		this.database.execute("INSERT INTO \"it's\" (a) VALUES (1)");
		assertThat(this.database.rows("SELECT id FROM \"it's\"")).containsExactly("42");
		assertThat(this.database.rows("SELECT * FROM sqlite_sequence")).containsExactly("it's|42");
	}

	@Test
	void setsAutoincrement() throws SQLException {
		this.database.execute("CREATE TABLE t (id BIGINT NOT NULL, a, PRIMARY KEY (id))",
				"INSERT INTO t VALUES (7, 'x')");
		this.database.alter(new SetAutoincrement("t", "id"));
		this.database.execute("DELETE FROM t", "INSERT INTO t (a) VALUES ('y')");
		assertThat(this.database.rows("SELECT * FROM t")).containsExactly("8|y");
	}

	@ParameterizedTest
	@ValueSource(strings = { "a, b", "rowid, b", "rowid, _rowid_", "id INTEGER PRIMARY KEY, b", "id INTEGER, b" })
	void keepsRowids(String columns) throws SQLException {
		this.database.execute("CREATE TABLE t (" + columns + ", n)", "CREATE INDEX i ON t (n DESC)");
		String rowid = columns.startsWith("rowid, _") ? "oid" : columns.startsWith("rowid") ? "_rowid_" : "rowid";
		this.database.execute("INSERT INTO t (" + rowid + ", n) VALUES (9, 1), (-4, 2), (1000000000000, 3)");
		this.database.alter(new SetNotNull("t", "n", null));
		assertThat(this.database.rows("SELECT " + rowid + ", n FROM t NOT INDEXED ORDER BY " + rowid))
			.containsExactly("-4|2", "9|1", "1000000000000|3");
	}

	@Test
	void keepsTheOrderOfRowsWhoseRowidsHaveNoName() throws SQLException {
		this.database.execute("CREATE TABLE t (rowid, _rowid_, oid)", "CREATE INDEX i ON t (rowid, _rowid_, oid)",
				"INSERT INTO t VALUES (3, 1, 1), (1, 2, 2), (2, 3, 3)");
		this.database.alter(new SetDefault("t", "oid", "1"));
		assertThat(this.database.rows("SELECT oid FROM t NOT INDEXED")).containsExactly("1", "2", "3");
	}

	@Test
	void keepsStrictTablesAndTablesWithoutRowid() throws SQLException {
		this.database.execute(
				"CREATE TABLE s (a INT, b ANY) STRICT, WITHOUT ROWID".replace("a INT", "a INT PRIMARY KEY"),
				"INSERT INTO s VALUES (2, '007'), (1, x'00')");
		this.database.alter(new AddColumn("s", "c TEXT NOT NULL DEFAULT (lower('C'))"));
		assertThat(this.database.rows("SELECT a, typeof(b), hex(b), c FROM s")).containsExactly("1|blob|00|c",
				"2|text|303037|c");
		assertThat(this.database.definition("s")).endsWith(") STRICT, WITHOUT ROWID");
		assertRefused(() -> this.database.alter(new DropPrimaryKey("s")),
				"WITHOUT ROWID and can't lose its primary key");
		assertRefused(() -> this.database.alter(new AddConstraint("s", "PRIMARY KEY (b)")),
				"has PRIMARY KEY (a) already");
	}

	@Test
	void keepsValuesByteForByte() throws SQLException {
		this.database.execute("CREATE TABLE t (a, b TEXT, c NUMERIC, d REAL)",
				"INSERT INTO t VALUES (NULL, char(0) || 'é', 9007199254740993, 1), (x'', '', '1e400', -0.0)",
				"INSERT INTO t VALUES (zeroblob(3000000), 'x', 1e300, 9e999), (9223372036854775807, '1', x'31', 0.1)");
		List<String> values = this.database.values("t");
		this.database.alter(new AddConstraint("t", "UNIQUE (a)"));
		assertThat(this.database.values("t")).isEqualTo(values);
	}

	@Test
	void leavesEverythingAsItWasWhenRowsViolateAConstraint() throws SQLException {
		this.database.execute("CREATE TABLE t (a TEXT COLLATE NOCASE, b)", "CREATE INDEX i ON t (a)",
				"INSERT INTO t VALUES ('x', 1), ('X', NULL), ('y', -1)");
		assertRefusedUnchanged("Rows of table 't' violate UNIQUE 'u': 2.", new AddColumn("t", "c"),
				new AddConstraint("t", "CONSTRAINT u UNIQUE (a)"));
		assertRefusedUnchanged("Rows of table 't' violate NOT NULL (b): 1.", new SetNotNull("t", "b", null));
		assertRefusedUnchanged("Rows of table 't' violate CHECK (b): 1.",
				new AddConstraint("t", "CHECK (t.b > 0 -- c\n)"));
		assertRefusedUnchanged("Column 'c' of table 't' is NOT NULL and has no default, but the table has rows: 3.",
				new AddColumn("t", "c NOT NULL"));
		assertRefusedUnchanged("Rows of table 't' violate NOT NULL (b): 1.", new AddConstraint("t", "PRIMARY KEY (b)"));
		assertRefusedUnchanged("Column 'c' of table 't' is NOT NULL and has no default",
				new AddColumn("t", "c TEXT PRIMARY KEY"));
	}

	@Test
	void leavesEverythingAsItWasWhenRowsDoNotFitAnotherType() throws SQLException {
		this.database.execute("PRAGMA foreign_keys = ON", "CREATE TABLE t (a TEXT UNIQUE, b TEXT PRIMARY KEY)",
				"CREATE UNIQUE INDEX i ON t (b)", "INSERT INTO t VALUES ('1', '1'), ('01', 'x')");
		assertRefusedUnchanged("Rows of table 't' do not fit what it is to become: ", new SetType("t", "a", "INT"));
		assertRefusedUnchanged("Rows of table 't' do not fit what it is to become: ", new SetType("t", "b", "INTEGER"));
		assertThat(this.database.rows("PRAGMA foreign_keys")).containsExactly("1");
		assertThat(this.database.rows("PRAGMA legacy_alter_table")).containsExactly("0");
	}

	@Test
	void reportsBrokenConnections() throws SQLException {
		this.database.execute("CREATE TABLE t (a)");
		this.database.close();
		assertThatExceptionOfType(SQLException.class)
			.isThrownBy(() -> this.database.alter(new SetNotNull("t", "a", null)))
			.withMessageContaining("closed");
	}

	@Test
	void neverNumbersRowsWithoutAKey() throws SQLException {
		this.database.execute("CREATE TABLE t (id INTEGER, b)", "INSERT INTO t VALUES (1, 1), (NULL, 2)");
		assertRefusedUnchanged("Rows of table 't' violate NOT NULL (id): 1.",
				new AddConstraint("t", "PRIMARY KEY (id)"));
	}

	@Test
	void neverResolvesConflictsByLosingRows() throws SQLException {
		this.database.execute("CREATE TABLE t (a, b)", "INSERT INTO t VALUES (1, 1), (1, NULL)");
		assertRefusedUnchanged("Rows of table 't' violate UNIQUE (a): 2.",
				new AddConstraint("t", "UNIQUE (a) ON CONFLICT REPLACE"));
	}

	@Test
	void addsNotNullColumnsToEmptyTables() throws SQLException {
		this.database.execute("CREATE TABLE t (a)");
		this.database.alter(new AddColumn("t", "b INT NOT NULL"));
		assertThat(this.database.definition("t")).isEqualTo("CREATE TABLE \"t\" (a, b INT NOT NULL)");
	}

	@Test
	void numbersRowsByAnAddedIntegerKey() throws SQLException {
		this.database.execute("CREATE TABLE t (a)", "INSERT INTO t VALUES ('x'), ('y')");
		this.database.alter(new AddColumn("t", "id INTEGER PRIMARY KEY AUTOINCREMENT"));
		assertThat(this.database.rows("SELECT id, a FROM t")).containsExactly("1|x", "2|y");
	}

	@Test
	void refusesForeignKeysThatRowsViolate() throws SQLException {
		this.database.execute("CREATE TABLE p (id INTEGER PRIMARY KEY, x)", "CREATE TABLE c (a)",
				"INSERT INTO c VALUES (1), (2)", "INSERT INTO p VALUES (1, 1)");
		assertRefusedUnchanged("rows of table 'c' that violate FOREIGN KEY 'fk' to 'p': 1",
				new AddConstraint("c", "CONSTRAINT fk FOREIGN KEY (a) REFERENCES p"));
		assertRefusedUnchanged("a foreign key of table 'c' that fits nothing",
				new AddConstraint("c", "FOREIGN KEY (a) REFERENCES p (x)"));
		assertRefusedUnchanged("a foreign key of table 'c' that fits nothing",
				new AddColumn("c", "b REFERENCES p (x)"));
	}

	@Test
	void goesOnWhereRowsViolatedForeignKeysBefore() throws SQLException {
		this.database.execute("CREATE TABLE c (a REFERENCES gone, b)", "INSERT INTO c VALUES (1, 2)",
				"CREATE VIEW broken AS SELECT * FROM nowhere");
		this.database.alter(new SetNotNull("c", "b", null));
		assertThat(this.database.definition("c")).isEqualTo("CREATE TABLE \"c\" (a REFERENCES gone, b NOT NULL)");
		assertThat(this.database.rows("SELECT * FROM c")).containsExactly("1|2");
	}

	@Test
	void refusesToTakeTheKeyThatOthersReferTo() throws SQLException {
		this.database.execute("CREATE TABLE p (id INTEGER PRIMARY KEY, u UNIQUE, n)",
				"CREATE TABLE c (a REFERENCES p (u))");
		assertRefusedUnchanged("a foreign key of table 'c' that fits nothing", new DropColumn("p", "u"));
		assertRefusedUnchanged("a foreign key of table 'c' that fits nothing",
				new DropConstraint("p", null, "p_u_key", false));
		this.database.alter(new DropColumn("p", "u"), new DropConstraint("c", null, "c_a_fkey", false));
		assertThat(this.database.definition("p")).isEqualTo("CREATE TABLE \"p\" (id INTEGER PRIMARY KEY, n)");
	}

	@Test
	void dropsColumnsWithWhatIsOnThem() throws SQLException {
		this.database.execute("CREATE TABLE t (a, b UNIQUE, c CHECK (c > b), d, PRIMARY KEY (a, b))",
				"CREATE INDEX i ON t (c, b)", "CREATE INDEX j ON t (a) WHERE b > 0", "CREATE INDEX k ON t (c)",
				"INSERT INTO t VALUES (1, 2, 3, 4)");
		this.database.alter(new DropColumn("t", "B"));
		assertThat(this.database.rows("SELECT * FROM t")).containsExactly("1|3|4");
		assertThat(this.database.rows("SELECT name FROM pragma_index_list('t')")).containsExactly("k");
		this.database.alter(new DropColumn("t", "d"));
		assertThat(this.database.definition("t")).isEqualTo("CREATE TABLE \"t\" (a, c)");
	}

	@Test
	void neverTakesOldValuesForAColumnAddedAgain() throws SQLException {
		this.database.execute("CREATE TABLE t (a, b)", "INSERT INTO t VALUES (1, 2)");
		this.database.alter(new DropColumn("t", "b"), new AddColumn("t", "b DEFAULT (3 + 4)"));
		assertThat(this.database.rows("SELECT a, b FROM t")).containsExactly("1|7");
	}

	@ParameterizedTest
	@ValueSource(strings = { "CREATE VIEW u AS SELECT b FROM t", "CREATE VIEW u AS SELECT \"b\" FROM t",
			"CREATE TRIGGER u AFTER INSERT ON t BEGIN DELETE FROM o WHERE x = new.b; END",
			"CREATE TRIGGER u AFTER UPDATE OF b ON t BEGIN DELETE FROM o; END",
			"CREATE TRIGGER u AFTER UPDATE OF x ON o BEGIN DELETE FROM t WHERE \"b\" = 1; END",
			"CREATE TRIGGER u AFTER DELETE ON o BEGIN DELETE FROM t WHERE b = 1; END" })
	void refusesToDropColumnsThatViewsAndTriggersUse(String user) throws SQLException {
		this.database.execute("CREATE TABLE t (a, b)", "CREATE TABLE o (x)", "CREATE INDEX i ON t (b)", user);
		assertRefusedUnchanged("'u'", new DropColumn("t", "b"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "CREATE VIEW u AS SELECT \"b\" FROM V",
			"CREATE TRIGGER u INSTEAD OF UPDATE OF b ON v BEGIN DELETE FROM o; END",
			"CREATE TRIGGER u AFTER DELETE ON o BEGIN INSERT INTO o SELECT \"b\" FROM v; END" })
	void refusesToDropColumnsThatViewsHandOn(String user) throws SQLException {
		this.database.execute("CREATE TABLE t (a, b)", "CREATE TABLE o (x)", "CREATE VIEW w AS SELECT * FROM t",
				"CREATE VIEW v AS SELECT * FROM w", user);
		assertRefusedUnchanged("'u'", new DropColumn("t", "b"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "CREATE VIEW u AS SELECT b FROM t",
			"CREATE TRIGGER u AFTER INSERT ON t BEGIN DELETE FROM o WHERE x = new.b; END",
			"CREATE TRIGGER u AFTER DELETE ON o BEGIN DELETE FROM t WHERE b = 1; END" })
	void saysWhatUsesAColumnThatSqliteDoesNotDrop(String user) throws SQLException {
		this.database.execute("CREATE TABLE t (a, b)", "CREATE TABLE o (x)", user);
		assertRefusedUnchanged("Column 'b' of table 't' can't be dropped. It is used by "
				+ (user.contains("VIEW") ? "view" : "trigger") + " 'u'.", new DropColumn("t", "b"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "CREATE TABLE t (id INTEGER PRIMARY KEY, up REFERENCES t (id))",
			"CREATE TABLE t (id INTEGER PRIMARY KEY, up, FOREIGN KEY (up) REFERENCES T)",
			"CREATE TABLE t (id UNIQUE, up REFERENCES t (id), a)", "CREATE TABLE t (id, up REFERENCES t (id), b)" })
	void keepsForeignKeysOfOtherColumns(String table) throws SQLException {
		this.database.execute(table);
		assertRefusedUnchanged("Column 'id' of table 't' can't be dropped. It is used by FOREIGN KEY (up).",
				new DropColumn("t", "id"));
		this.database.alter(new DropColumn("t", "id", false, true));
		assertThat(this.database.rows("PRAGMA foreign_key_list(t)")).isEmpty();
		assertThat(this.database.rows("SELECT name FROM pragma_table_info('t')")).contains("up").doesNotContain("id");
	}

	@Test
	void dropsForeignKeysWithTheirColumns() throws SQLException {
		this.database
			.execute("CREATE TABLE t (id UNIQUE REFERENCES t (id), a, b, FOREIGN KEY (a, b) REFERENCES o (x, y))");
		this.database.alter(new DropColumn("t", "id"), new DropColumn("t", "b"));
		assertThat(this.database.definition("t")).matches("CREATE TABLE \"t\" \\( ?a\\)");
	}

	@ParameterizedTest
	@ValueSource(strings = { "CREATE TABLE p (id INTEGER PRIMARY KEY, u, n)",
			"CREATE TABLE p (id INTEGER PRIMARY KEY, n, u UNIQUE)" })
	void refusesToDropColumnsThatOthersReferTo(String table) throws SQLException {
		this.database.execute(table, "CREATE TABLE c (a REFERENCES gone, b REFERENCES P (U))");
		assertRefusedUnchanged("a foreign key of table 'c' that fits nothing", new DropColumn("p", "u"));
		this.database.alter(new DropColumn("p", "n"));
	}

	@Test
	void goesOnWhereViewsAndTriggersDidNotWorkBefore() throws SQLException {
		this.database.execute("CREATE TABLE t (a, b, c)", "CREATE TABLE o (x)", "CREATE VIEW ok AS SELECT a FROM t",
				"CREATE VIEW broken AS SELECT * FROM nowhere", "CREATE VIEW \"it's: too\" AS SELECT * FROM broken",
				"CREATE TRIGGER on_broken INSTEAD OF UPDATE ON broken BEGIN SELECT 1; END",
				"CREATE TRIGGER tr AFTER INSERT ON o BEGIN DELETE FROM nowhere; END");
		List<String> before = this.database
			.rows("SELECT type, name, sql FROM sqlite_schema WHERE type <> 'table' ORDER BY name");
		this.database.alter(new DropColumn("t", "b"));
		this.database.alter(new SetNotNull("t", "a", null), new DropColumn("t", "c"));
		assertThat(this.database.definition("t")).isEqualTo("CREATE TABLE \"t\" (a NOT NULL)");
		assertThat(this.database.rows("SELECT type, name, sql FROM sqlite_schema WHERE type <> 'table' ORDER BY name"))
			.isEqualTo(before);
	}

	@Test
	void brokenViewOfTheSameColumnIsNamed() throws SQLException {
		this.database.execute("CREATE TABLE t (a, b, c)",
				"CREATE VIEW broken AS SELECT t.b, n.x FROM t JOIN nowhere n");
		assertRefusedUnchanged("It is used by view 'broken'.", new DropColumn("t", "b"));
		this.database.alter(new DropColumn("t", "c"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "\"INTEGER\"", "[integer]", "`INTEGER`", "INTEGER" })
	void keepsAliasesOfTheRowid(String type) throws SQLException {
		this.database.execute("CREATE TABLE t (id " + type + " PRIMARY KEY, a)",
				"INSERT INTO t VALUES (7, 'x'), (3, 'y')");
		this.database.alter(new SetNotNull("t", "a", null));
		this.database.execute("INSERT INTO t (a) VALUES ('z')");
		assertThat(this.database.rows("SELECT rowid, id, a FROM t")).containsExactly("3|3|y", "7|7|x", "8|8|z");
		this.database.alter(new DropConstraint("t", null, "t_pkey", false), new AddConstraint("t", "PRIMARY KEY (id)"));
		assertThat(this.database.rows("SELECT rowid, id FROM t")).containsExactly("3|3", "7|7", "8|8");
	}

	@Test
	void rowsGetTheDefaultOfTheirTime() throws SQLException {
		this.database.execute("CREATE TABLE t (a)", "INSERT INTO t VALUES (1)");
		this.database.alter(new AddColumn("t", "b DEFAULT 1"), new SetDefault("t", "b", "2"), new AddColumn("t", "c"),
				new SetDefault("t", "c", "3"), new AddColumn("t", "d DEFAULT 4"), new DropDefault("t", "D"),
				new SetNotNull("t", "a", null));
		assertThat(this.database.rows("SELECT * FROM t")).containsExactly("1|1|null|4");
		this.database.execute("INSERT INTO t (a) VALUES (2)");
		assertThat(this.database.rows("SELECT * FROM t WHERE a = 2")).containsExactly("2|2|3|null");
	}

	@Test
	void valuesTakeOnEachType() throws SQLException {
		this.database.execute("CREATE TABLE t (a TEXT)", "INSERT INTO t VALUES ('007')");
		this.database.alter(new SetType("t", "a", "INT"), new SetType("t", "a", "TEXT"));
		assertThat(this.database.rows("SELECT a, typeof(a) FROM t")).containsExactly("7|text");
	}

	@Test
	void constraintsAreCheckedThoughTheyAreDroppedAgain() throws SQLException {
		this.database.execute("CREATE TABLE t (a, b)", "INSERT INTO t VALUES (1, NULL), (1, 2)");
		assertRefusedUnchanged("Rows of table 't' violate UNIQUE 'u': 2.",
				new AddConstraint("t", "CONSTRAINT u UNIQUE (a)"), new DropConstraint("t", null, "u", false));
		assertRefusedUnchanged("Rows of table 't' violate NOT NULL (b): 1.", new DropDefault("t", "a"),
				new SetNotNull("t", "b", null), new DropNotNull("t", "b"));
		assertRefusedUnchanged("Rows of table 't' violate CHECK (a): 2.", new AddConstraint("t", "CHECK (a > 1)"),
				new DropColumn("t", "a"));
	}

	@Test
	void strictTablesGetTheirTypes() throws SQLException {
		this.database.execute("CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT) STRICT", "INSERT INTO t VALUES (1, '2')");
		this.database.alter(new AddColumn("t", "c VARCHAR(20) DEFAULT 'x'"), new AddColumn("t", "\"d\" bigint"),
				new AddColumn("t", "e BOOLEAN NOT NULL DEFAULT 1"), new AddColumn("t", "f timestamp with time zone"),
				new AddColumn("t", "g DOUBLE PRECISION DEFAULT (1.5 + 1)"), new AddColumn("t", "h"),
				new AddColumn("t", "i any"), new SetType("t", "b", "int"));
		assertThat(this.database.rows("SELECT name, type FROM pragma_table_info('t')")).containsExactly("a|INTEGER",
				"b|INT", "c|TEXT", "d|INTEGER", "e|INTEGER", "f|TEXT", "g|REAL", "h|ANY", "i|ANY");
		assertThat(this.database.rows("SELECT * FROM t")).containsExactly("1|2|x|null|1|null|2.5|null|null");
		assertRefusedUnchanged("Column 'x' can't be of the type 'NUMERIC(10, 2)': table 't' is STRICT",
				new AddColumn("t", "x NUMERIC(10, 2)"));
	}

	@Test
	void neverNamesTheTableForTheTimeBeing() throws SQLException {
		this.database.execute("CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT) STRICT", "INSERT INTO t VALUES (1, 'x')",
				"CREATE TABLE u (a INTEGER, b, UNIQUE (a, b))", "INSERT INTO u VALUES (1, '1'), (1, 1)");
		for (Alteration alteration : List.of(new SetType("t", "b", "INTEGER"), new SetType("u", "b", "INTEGER"),
				new AddColumn("u", "c DEFAULT (no_such_function())"), new AddConstraint("u", "CHECK (nothing > 1)"))) {
			assertThatThrownBy(() -> this.database.alter(alteration)).satisfies((ex) -> {
				StringWriter trace = new StringWriter();
				ex.printStackTrace(new PrintWriter(trace));
				assertThat(trace.toString()).doesNotContainIgnoringCase("MIGRATION_t")
					.doesNotContainIgnoringCase("MIGRATION_u");
			});
		}
	}

	@Test
	void readsNamesOfConstraintsWithNothingBehindThem() throws SQLException {
		this.database.execute("CREATE TABLE t (a INT CONSTRAINT x, b CONSTRAINT y CONSTRAINT z NOT NULL CONSTRAINT e,"
				+ " c, CONSTRAINT q, CONSTRAINT w UNIQUE (c) CONSTRAINT v)", "INSERT INTO t VALUES (1, 2, 3)");
		this.database.alter(new SetNotNull("t", "a", null), new DropConstraint("t", null, "w", false),
				new DropNotNull("t", "b"), new AddConstraint("t", "CHECK (a > 0)"), new AddColumn("t", "d"));
		assertThat(this.database.rows("SELECT * FROM t")).containsExactly("1|2|3|null");
		assertThat(this.database.rows("SELECT name, \"notnull\" FROM pragma_table_info('t')")).containsExactly("a|1",
				"b|0", "c|0", "d|0");
		this.database.alter(new DropColumn("t", "c"), new DropColumn("t", "a"));
		assertThat(this.database.rows("SELECT * FROM t")).containsExactly("2|null");
	}

	@ParameterizedTest
	@ValueSource(strings = { "id BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY",
			"COLUMN id int generated always as identity (START WITH 1, INCREMENT BY 1) CONSTRAINT pk PRIMARY KEY",
			"COLUMN IF NOT EXISTS id INTEGER NOT NULL PRIMARY KEY GENERATED ALWAYS AS IDENTITY",
			"id smallint PRIMARY KEY GENERATED BY DEFAULT AS IDENTITY, ADD b INT DEFAULT (1 + 1)" })
	void addsIdentityColumns(String column) throws SQLException {
		this.database.execute("CREATE TABLE t (a)", "INSERT INTO t VALUES ('x'), ('y')");
		new TableAlterer(this.database.connection()).alter(AlterTableParser.parse("ALTER TABLE t ADD " + column));
		this.database.execute("DELETE FROM t WHERE a = 'y'", "INSERT INTO t (a) VALUES ('z')");
		assertThat(this.database.rows("SELECT a, id FROM t")).containsExactly("x|1", "z|3");
	}

	@ParameterizedTest
	@ValueSource(strings = { "id BIGINT GENERATED BY DEFAULT AS IDENTITY",
			"id TEXT GENERATED ALWAYS AS IDENTITY PRIMARY KEY" })
	void refusesIdentityColumnsThatAreNoKey(String column) {
		assertRefused(() -> AlterTableParser.parse("ALTER TABLE t ADD COLUMN " + column),
				"Column 'id' of table 't' can't be an identity column");
	}

	@Test
	void refusesWhatIsNoOrdinaryTable() throws SQLException {
		this.database.execute("CREATE VIEW v AS SELECT 1 AS a", "CREATE TABLE t (a INTEGER PRIMARY KEY AUTOINCREMENT)",
				"CREATE TEMP TABLE tmp (a)", "CREATE TEMP TRIGGER tr AFTER INSERT ON t BEGIN SELECT 1; END",
				"CREATE VIRTUAL TABLE f USING fts5(a)");
		assertRefused(() -> this.database.alter(new AddColumn("none", "b")), "has no table 'none'");
		assertRefused(() -> this.database.alter(new AddColumn("v", "b")), "'v' is a view");
		assertRefused(() -> this.database.alter(new AddColumn("TMP", "b")), "temporary table 'tmp'");
		assertRefused(() -> this.database.alter(new SetDefault("t", "a", "1")), "temporary trigger 'tr'");
		assertRefused(() -> this.database.alter(new AddColumn("f", "b")), "'f' is a virtual table");
		assertRefused(() -> this.database.alter(new AddColumn("sqlite_sequence", "b")), "belongs to SQLite");
	}

	@Test
	void choosesAnUnusedName() throws SQLException {
		this.database.execute("CREATE TABLE t (a)", "CREATE TABLE migration_T (x)",
				"INSERT INTO migration_T VALUES (1)");
		this.database.alter(new SetNotNull("t", "a", null));
		assertThat(this.database.rows("SELECT x FROM migration_T")).containsExactly("1");
	}

	@Test
	void altersATableAmongFiveHundred() throws SQLException {
		this.database.execute("BEGIN");
		for (int i = 0; i < 500; i++) {
			this.database.execute("CREATE TABLE t%d (id INTEGER PRIMARY KEY, a, up REFERENCES t0)".formatted(i),
					"INSERT INTO t%d VALUES (1, 2, 1)".formatted(i));
		}
		this.database.execute("COMMIT");
		this.database.alter(new AddColumn("t0", "b"), new SetNotNull("t0", "a", null));
		assertThat(this.database.rows("SELECT * FROM t0")).containsExactly("1|2|1|null");
		assertClean();
	}

	private void assertClean() throws SQLException {
		assertThat(this.database.rows("PRAGMA integrity_check")).containsExactly("ok");
		assertThat(this.database.rows("PRAGMA foreign_key_check")).isEmpty();
	}

	private void assertFails(String sql, String message) {
		assertThatExceptionOfType(SQLException.class).isThrownBy(() -> this.database.execute(sql))
			.withMessageContaining(message);
	}

	private void assertRefusedUnchanged(String message, Alteration... alterations) throws SQLException {
		List<String> before = this.database.content();
		assertRefused(() -> this.database.alter(alterations), message);
		assertThat(this.database.content()).isEqualTo(before);
		assertThat(this.database.connection().getAutoCommit()).isTrue();
		this.database.execute("BEGIN", "ROLLBACK");
	}

	private static void assertRefused(ThrowingCallable alteration, String message) {
		assertThatExceptionOfType(SqliteAlterationException.class).isThrownBy(alteration)
			.withMessageContaining(message)
			.satisfies((ex) -> assertThat(ex.getCode()).isEqualTo("ALTERATION_REFUSED"));
	}

}
