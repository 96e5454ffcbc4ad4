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

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import liquibase.exception.LiquibaseException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Values of change sets arrive as on PostgreSQL, or are refused.
 */
class ValuesTests {

	private PlainLiquibase liquibase;

	@BeforeEach
	void createDatabase(@TempDir Path directory) throws Exception {
		this.liquibase = new PlainLiquibase(directory, true).update(changeSet("0",
				"createTable: { tableName: t, columns: [ { column: { name: id, type: int } }, { column: { name: d, type: date } },"
						+ " { column: { name: ts, type: timestamp } }, { column: { name: b, type: boolean } },"
						+ " { column: { name: blob, type: blob } }, { column: { name: name, type: varchar(9) } } ] }"));
	}

	private static String changeSet(String id, String... changes) {
		return """
				- changeSet:
				    id: %s
				    author: ada
				    changes:
				      - %s
				""".formatted(id, String.join("\n      - ", changes));
	}

	private void assertRefused(String date, String change) {
		assertThatExceptionOfType(LiquibaseException.class).as(change)
			.isThrownBy(() -> this.liquibase.update(changeSet("1", change)))
			.withStackTraceContaining("'" + date + "'")
			.withStackTraceContaining("is neither a date nor a function");
	}

	@ParameterizedTest
	@ValueSource(strings = { "2020-1-2", "2020/01/02", "02.01.2020", "1-2-2020", "20200102", "2020", "2020-01", "12:30",
			"2020-01-02 1:2", "(2020-1-2)" })
	void datesThatAreNoneAreRefused(String date) throws Exception {
		assertRefused(date,
				"insert: { tableName: t, columns: [ { column: { name: d, valueDate: '" + date + "' } } ] }");
		assertRefused(date,
				"update: { tableName: t, columns: [ { column: { name: ts, valueDate: '" + date + "' } } ] }");
		assertRefused(date, "addColumn: { tableName: t, columns: [ { column: { name: n, type: date, valueDate: '" + date
				+ "' } } ] }");
		for (String type : new String[] { "date", "datetime", "timestamp", "time" }) {
			String column = "[ { column: { name: n, type: %s, defaultValueDate: '%s' } } ]".formatted(type, date);
			assertRefused(date, "addColumn: { tableName: t, columns: " + column + " }");
			assertRefused(date, "createTable: { tableName: u, columns: " + column + " }");
			assertRefused(date,
					"addDefaultValue: { tableName: t, columnName: d, columnDataType: %s, defaultValueDate: '%s' }"
						.formatted(type, date));
		}
		this.liquibase.write("rows.csv", "id,d\n1,2020-01-02\n2," + date + "\n");
		assertRefused(date, "loadData: { tableName: t, file: rows.csv }");
		assertThat(this.liquibase.query("SELECT * FROM t")).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "2020-1-2", "2020/01/02", "02.01.2020", "2020-01", "12:30", "2020-01-02 1:2", "20200102",
			"2020", "1.5", "-5", "1577923200000" })
	void datesThatAreNoneUpdateNothing(String date) throws Exception {
		this.liquibase.write("rows.csv", "id,d\n1,2020-01-02\n2," + date + "\n");
		assertRefused(date, "loadUpdateData: { tableName: t, file: rows.csv, primaryKey: id }");
		assertThat(this.liquibase.query("SELECT * FROM t")).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "2020-01-02 | 2020-01-02", "2020-01-02T03:04:05 | 2020-01-02 03:04:05",
			"03:04:05 | 03:04:05", "date(2459000) | 2020-05-30", "strftime('%Y', '2020-01-02') | 2020" })
	void datesAndFunctionsArrive(String date, String stored) throws Exception {
		this.liquibase.update(changeSet("1",
				"insert: { tableName: t, columns: [ { column: { name: d, valueDate: \"" + date + "\" } } ] }",
				"addColumn: { tableName: t, columns: [ { column: { name: n, type: date, valueDate: \"" + date
						+ "\" } } ] }"));
		assertThat(this.liquibase.query("SELECT d, n FROM t")).containsExactly(stored + "|" + stored);
	}

	@Test
	void computedNumbersArrive() throws Exception {
		this.liquibase.update(changeSet("1",
				"insert: { tableName: t, columns: [ { column: { name: id, valueComputed: '10 - 3' } } ] }",
				"insert: { tableName: t, columns: [ { column: { name: id, valueComputed: '60*60' } } ] }",
				"insert: { tableName: t, columns: [ { column: { name: id, valueNumeric: '2.5' } } ] }"));
		assertThat(this.liquibase.query("SELECT id FROM t")).containsExactly("7", "3600", "2.5");
	}

	@ParameterizedTest
	@CsvSource({ "true, 1", "TRUE, 1", "t, 1", "yes, 1", "on, 1", "1, 1", "false, 0", "False, 0", "f, 0", "no, 0",
			"0, 0" })
	void textsAreTruthValuesInBooleanColumns(String value, String stored) throws Exception {
		this.liquibase.update(changeSet("1",
				"insert: { tableName: T, columns: [ { column: { name: B, value: '" + value
						+ "' } }, { column: { name: name, value: '" + value + "' } } ] }",
				"addColumn: { tableName: t, columns: [ { column: { name: n, type: boolean, value: '" + value + "' } },"
						+ " { column: { name: m, type: boolean, defaultValue: '" + stored + "' } } ] }",
				"insert: { tableName: t, columns: [ { column: { name: id, value: '2' } } ] }",
				"update: { tableName: t, columns: [ { column: { name: b, value: '" + value
						+ "' } } ], where: id = 2 }"));
		assertThat(this.liquibase.query("SELECT b, n, name, typeof(b) FROM t WHERE id IS NULL"))
			.containsExactly(stored + "|" + stored + "|" + value + "|integer");
		assertThat(this.liquibase.query("SELECT b FROM t WHERE id = 2")).containsExactly(stored);
	}

	@Test
	void previewSaysWhatIsStored() throws Exception {
		assertThat(this.liquibase.updateSql(
				changeSet("1", "createTable: { tableName: u, columns: [ { column: { name: b, type: boolean } } ] }",
						"insert: { tableName: u, columns: [ { column: { name: b, value: 'true' } } ] }")))
			.contains("VALUES (1)");
	}

	@ParameterizedTest
	@ValueSource(strings = { "date", "datetime", "timestamp", "time", "timestamp with time zone", "timestamp(3)" })
	void currentTimeIsADefault(String type) throws Exception {
		for (String value : new String[] { "now()", "NOW()", "CURRENT_TIMESTAMP", "current_timestamp()", "sysdate" }) {
			String column = "[ { column: { name: %s, type: %s, defaultValue%s: '%s' } } ]";
			this.liquibase.update(changeSet("1",
					"createTable: { tableName: u, columns: " + column.formatted("a", type, "", value) + " }",
					"createTable: { tableName: v, columns: " + column.formatted("a", type, "Computed",
							"current_timestamp()".equals(value) ? "now()" : value) + " }",
					"addColumn: { tableName: u, columns: " + column.formatted("b", type, "", value) + " }",
					"addColumn: { tableName: u, columns: [ { column: { name: c, type: int } } ] }",
					"addDefaultValue: { tableName: t, columnName: ts, columnDataType: " + type + ", defaultValue: '"
							+ value + "' }"));
			this.liquibase.execute("INSERT INTO u (c) VALUES (1)", "INSERT INTO v DEFAULT VALUES");
			assertThat(this.liquibase.query("SELECT count(*) FROM u, v WHERE substr(u.a, 1, 13) = substr(v.a, 1, 13)"
					+ " AND substr(u.b, 1, 13) = substr(v.a, 1, 13) AND v.a LIKE '20__-__-%'"))
				.as(value)
				.containsExactly("1");
			this.liquibase.execute("DROP TABLE u", "DROP TABLE v", "DELETE FROM DATABASECHANGELOG WHERE id = '1'");
		}
	}

	@Test
	void wordsStayTextInTextColumns() throws Exception {
		this.liquibase.update(changeSet("1",
				"createTable: { tableName: u, columns: [ { column: { name: a, type: varchar(20), defaultValue: 'now()' } },"
						+ " { column: { name: b, type: int } } ] }"));
		this.liquibase.execute("INSERT INTO u (b) VALUES (1)");
		assertThat(this.liquibase.query("SELECT a FROM u")).containsExactly("now()");
	}

	@Test
	void rowsOfDifferentShapesAreLoaded() throws Exception {
		this.liquibase.write("rows.csv", """
				id,ts,name,b
				1,2020-01-02T03:04:05,one,true
				2,LOCALTIMESTAMP,two,false
				3,datetime(2459000),three,true
				4,NULL,four,false
				5,sysdate,five,true
				6,2020-01-02T03:04:06,NULL,true
				""");
		this.liquibase.update(changeSet("1", "loadData: { tableName: t, file: rows.csv, columns: ["
				+ " { column: { header: ts, name: ts, type: datetime } } ] }"));
		assertThat(this.liquibase.query("SELECT id, iif(ts > '2025', 'now', ts), name, b FROM t ORDER BY id"))
			.containsExactly("1|2020-01-02 03:04:05|one|1", "2|now|two|0", "3|2020-05-30 12:00:00|three|1",
					"4|null|four|0", "5|now|five|1", "6|2020-01-02 03:04:06|null|1");
	}

	@Test
	void computedColumnsAreLoaded() throws Exception {
		this.liquibase.write("rows.csv", "id,name\n1,upper('a')\n2,'x' || 'y'\n3,\n");
		this.liquibase.update(changeSet("1", "loadData: { tableName: t, file: rows.csv, columns: ["
				+ " { column: { header: name, name: name, type: computed, defaultValueComputed: lower('Z') } } ] }"));
		assertThat(this.liquibase.query("SELECT id, name FROM t")).containsExactly("1|A", "2|xy", "3|z");
	}

	@Test
	void emptyBlobsAreNull() throws Exception {
		this.liquibase.write("rows.csv", "id,blob,name\n1,,a\n2,YWJj,b\n3,NULL,c\n4,,d\n5,file.bin,e\n")
			.write("file.bin", "content");
		this.liquibase.update(changeSet("1", "loadData: { tableName: t, file: rows.csv }"));
		assertThat(this.liquibase.query("SELECT id, hex(blob), blob IS NULL, name FROM t")).containsExactly("1||1|a",
				"2|616263|0|b", "3||1|c", "4||1|d", "5|636F6E74656E74|0|e");
	}

	@Test
	void emptyBlobsAreNullInUpdatedRows() throws Exception {
		this.liquibase.execute("INSERT INTO t (id, blob, name) VALUES (1, x'00', 'old'), (3, x'00', 'old')")
			.write("rows.csv", "id,blob,name\n1,,a\n2,,b\n3,NULL,c\n");
		for (String columns : new String[] { "",
				", columns: [ { column: { header: blob, name: blob, type: blob } } ]" }) {
			this.liquibase.update(
					changeSet("1", "loadUpdateData: { tableName: t, file: rows.csv, primaryKey: id" + columns + " }"));
			assertThat(this.liquibase.query("SELECT id, blob, name FROM t ORDER BY id")).containsExactly("1|null|a",
					"2|null|b", "3|null|c");
			this.liquibase.execute("DELETE FROM DATABASECHANGELOG WHERE id = '1'");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "loadData", "loadUpdateData" })
	void currentTimeIsLoaded(String change) throws Exception {
		this.liquibase.execute("CREATE TABLE u (id INTEGER PRIMARY KEY, d DATE, ts TIMESTAMP)")
			.write("rows.csv", "id,d,ts\n1,NOW,NOW\n2,CURRENT_TIMESTAMP,CURRENT_TIMESTAMP\n"
					+ "3,current_timestamp(),LOCALTIMESTAMP\n4,today,CURRENT_DATE\n");
		this.liquibase.update(load(change, "u"));
		assertThat(this.liquibase
			.query("SELECT id FROM u WHERE d > '2025' AND ts > '2025' AND d || ts LIKE '20__-%20__-%'")).hasSize(4);
	}

	@ParameterizedTest
	@ValueSource(strings = { "loadData", "loadUpdateData" })
	void wordsForTheCurrentTimeThatLiquibaseDoesNotKnowAreRefused(String change) throws Exception {
		this.liquibase.write("rows.csv", "id,d\n1,2020-01-02\n2,NOW()\n");
		assertThatExceptionOfType(LiquibaseException.class).isThrownBy(() -> this.liquibase.update(load(change, "t")))
			.withStackTraceContaining("Improper value in 'NOW' value: NOW()");
		assertThat(this.liquibase.query("SELECT * FROM t")).isEmpty();
	}

	private static String load(String change, String table) {
		return changeSet("1", "%s: { tableName: %s, file: rows.csv%s }".formatted(change, table,
				"loadUpdateData".equals(change) ? ", primaryKey: id" : ""));
	}

	@ParameterizedTest
	@CsvSource({ "true, 1", "TRUE, 1", "t, 1", "yes, 1", "on, 1", "1, 1", "false, 0", "no, 0", "0, 0" })
	void textsAreTruthValuesBesideBlobs(String value, String stored) throws Exception {
		this.liquibase.write("file.bin", "content");
		String columns = "columns: [ { column: { name: B, value: '%1$s' } }, { column: { name: name, value: '%1$s' } },"
			.formatted(value) + " { column: { name: blob, valueBlobFile: file.bin } } ]";
		String changeSet = changeSet("1", "insert: { tableName: T, " + columns + " }",
				"insert: { tableName: t, columns: [ { column: { name: id, value: '2' } } ] }",
				"update: { tableName: t, where: id = 2, " + columns + " }");
		this.liquibase.update(changeSet);
		assertThat(this.liquibase.query("SELECT b, name, blob, typeof(b + 0) FROM t"))
			.containsExactly(stored + "|" + value + "|content|integer", stored + "|" + value + "|content|integer");
		this.liquibase.run(changeSet, (liquibase) -> liquibase.validate());
	}

	@Test
	void textsAreTruthValuesBesideClobs() throws Exception {
		this.liquibase.write("file.txt", "content");
		this.liquibase
			.update(changeSet("1", "insert: { tableName: t, columns: [ { column: { name: b, value: 'true' } },"
					+ " { column: { name: name, valueClobFile: file.txt } } ] }"));
		assertThat(this.liquibase.query("SELECT name FROM t WHERE b")).containsExactly("content");
	}

	@Test
	void datesAndFunctionsArriveBesideBlobs() throws Exception {
		this.liquibase.write("file.bin", "content");
		String blob = "{ column: { name: blob, valueBlobFile: file.bin } } ]";
		String changeSet = changeSet("1",
				"insert: { tableName: t, columns: [ { column: { name: d, valueDate: '2020-01-02' } },"
						+ " { column: { name: ts, valueDate: '2020-01-02T03:04:05' } },"
						+ " { column: { name: name, valueDate: '03:04:05' } }, " + blob + " }",
				"insert: { tableName: t, columns: [ { column: { name: ts, valueDate: NOW() } },"
						+ " { column: { name: d, valueComputed: lower('X') } },"
						+ " { column: { name: name, value: '2020-01-02' } }, " + blob + " }",
				"insert: { tableName: t, columns: [ { column: { name: id, value: '3' } } ] }",
				"update: { tableName: t, where: id = 3, columns: [ { column: { name: d, valueDate: '2020-01-02' } },"
						+ " { column: { name: ts, valueComputed: now() } }, { column: { name: name, value: null } }, "
						+ blob + " }");
		this.liquibase.update(changeSet);
		assertThat(this.liquibase.query("SELECT d, iif(ts > '2025', 'now', ts), name, blob FROM t")).containsExactly(
				"2020-01-02|2020-01-02 03:04:05|03:04:05|content", "x|now|2020-01-02|content",
				"2020-01-02|now|null|content");
		this.liquibase.update(changeSet);
		assertThat(this.liquibase.query("SELECT count(*) FROM t")).containsExactly("3");
	}

	@Test
	void conditionsHoldBesideBlobs() throws Exception {
		this.liquibase.write("file.bin", "content");
		this.liquibase.execute("INSERT INTO t (id, name) VALUES (1, 'a'), (2, 'b')");
		this.liquibase.update(changeSet("1",
				"update: { tableName: t, where: ':name = :value', whereParams: [ { param: { name: name, value: b } } ],"
						+ " columns: [ { column: { name: b, value: 'true' } }, { column: { name: blob, valueBlobFile: file.bin } } ] }"));
		assertThat(this.liquibase.query("SELECT id, b, blob FROM t")).containsExactly("1|null|null", "2|1|content");
	}

	@Test
	void numbersAreNoDatesBesideBlobs() throws Exception {
		this.liquibase.write("file.bin", "content");
		assertRefused("2020", "insert: { tableName: t, columns: [ { column: { name: d, valueDate: '2020' } },"
				+ " { column: { name: blob, valueBlobFile: file.bin } } ] }");
	}

	@Test
	void wideTablesAreLoaded() throws Exception {
		String columns = IntStream.range(0, 1200)
			.mapToObj((i) -> "c" + i
					+ ((i % 3 == 0) ? " BOOLEAN"
							: (i % 3 == 1) ? " VARCHAR(20) DEFAULT 'it''s'" : " DATETIME NOT NULL"))
			.collect(Collectors.joining(", "));
		this.liquibase.execute("CREATE TABLE wide (" + columns + ")");
		this.liquibase.write("rows.csv",
				IntStream.range(0, 1200).mapToObj((i) -> "c" + i).collect(Collectors.joining(",")) + "\n"
						+ IntStream.range(0, 1200)
							.mapToObj((i) -> (i % 3 == 0) ? "true" : (i % 3 == 1) ? "t" + i : "2020-01-02T03:04:05")
							.collect(Collectors.joining(","))
						+ "\n");
		this.liquibase.update(changeSet("1", "loadData: { tableName: wide, file: rows.csv }").replace("    changes:",
				"    preConditions:\n      - columnExists: { tableName: wide, columnName: c1199 }\n    changes:"));
		assertThat(this.liquibase.query("SELECT c0, c1, c2, c600, c1198, c1199 FROM wide"))
			.containsExactly("1|t1|2020-01-02 03:04:05|1|t1198|2020-01-02 03:04:05");
	}

	@Test
	void rowsAreUpdatedInWideTables() throws SQLException, LiquibaseException {
		this.liquibase.execute("CREATE TABLE wide ("
				+ IntStream.range(0, 600).mapToObj((i) -> "c" + i + " INTEGER").collect(Collectors.joining(", ")) + ")",
				"INSERT INTO wide (c0, c1) VALUES (1, 1)");
		this.liquibase.write("rows.csv", "c0,c599\n1,7\n2,8\n");
		this.liquibase.update(changeSet("1", "loadUpdateData: { tableName: wide, file: rows.csv, primaryKey: c0 }"));
		assertThat(this.liquibase.query("SELECT c0, c1, c599 FROM wide")).containsExactly("1|1|7", "2|null|8");
	}

}
