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
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import liquibase.Contexts;
import liquibase.LabelExpression;
import liquibase.Liquibase;
import liquibase.database.Database;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.resource.DirectoryResourceAccessor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.core.io.DefaultResourceLoader;

import io.migrationutilities.DatabaseState;
import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationException;
import io.migrationutilities.engine.plan.TransactionMode;
import io.migrationutilities.test.UsesPostgresql;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of what becomes of the SQL of change sets, from each place where it may stand: as
 * with plain Liquibase on PostgreSQL, or refused before anything changes.
 */
@UsesPostgresql
class SqlExecutionTests {

	private static final String ROWS = "SELECT id, v FROM t ORDER BY id";

	private static final Map<Text, @Nullable String> EXPECTED = new EnumMap<>(Text.class);

	@TempDir
	private Path directory;

	private @Nullable PostgresqlFixture postgresql;

	private URLClassLoader classes;

	@BeforeEach
	void openDirectory() throws IOException {
		this.classes = new URLClassLoader(new URL[] { this.directory.toUri().toURL() });
	}

	@AfterEach
	void dropDatabase() throws IOException {
		this.classes.close();
		if (this.postgresql != null) {
			this.postgresql.drop();
		}
	}

	static Stream<Arguments> combinations() {
		return Stream.of(Place.values())
			.flatMap((place) -> Stream.of(Text.values())
				.flatMap((text) -> place.modes.stream().map((mode) -> Arguments.of(place, text, mode))));
	}

	@ParameterizedTest
	@MethodSource("combinations")
	void endsAsWithPlainLiquibaseOnSqlite(Place place, Text text, Mode mode) {
		check(new EngineFixture(this.directory).withoutBackups(), place, text, mode);
	}

	@ParameterizedTest
	@MethodSource("combinations")
	void endsAsWithPlainLiquibaseOnPostgresql(Place place, Text text, Mode mode) {
		this.postgresql = new PostgresqlFixture(this.directory);
		check(this.postgresql, place, text, mode);
	}

	private void check(EngineFixture studio, Place place, Text text, Mode mode) {
		studio.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, v INTEGER)");
		String path = place.write(this.directory, text.sql, mode != Mode.OUTSIDE);
		studio.transaction((mode == Mode.PER_CHANGE_SET) ? TransactionMode.PER_CHANGE_SET : TransactionMode.ALL)
			.bean((liquibase) -> {
				liquibase.setResourceLoader(new DefaultResourceLoader(this.classes));
				liquibase.setChangeLog("classpath:" + path);
			});
		if (place == Place.ROLLBACK) {
			studio.upgrade("");
		}
		if (mode == Mode.OUTSIDE || !text.refused) {
			run(studio, place);
			assertThat(studio.query(ROWS)).isEqualTo(expected(text));
			assertThat(studio.history()).isEqualTo((place == Place.ROLLBACK) ? "" : place.id());
			return;
		}
		String before = studio.content();
		MigrationException failure = EngineFixture.fail(() -> run(studio, place));
		assertThat(failure.getCode()).isEqualTo(MigrationErrorCode.TRANSACTION_STATEMENT_REFUSED);
		assertThat(failure.getDatabaseState()).isEqualTo(DatabaseState.UNCHANGED);
		assertThat(failure.getMessage()).contains("Statement ");
		assertThat(studio.content()).isEqualTo(before);
	}

	private void run(EngineFixture studio, Place place) {
		if (place == Place.ROLLBACK) {
			studio.downgrade("", "-1");
		}
		else {
			studio.upgrade("");
		}
	}

	// Content is compared with what plain Liquibase makes on PostgreSQL outside
	// transactions, where it runs the text as it is written.
	private String expected(Text text) {
		return EXPECTED.computeIfAbsent(text, (missing) -> {
			PostgresqlFixture reference = new PostgresqlFixture(this.directory);
			try (Connection connection = reference.connect()) {
				reference.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, v INTEGER)");
				Path place = Files.createDirectories(this.directory.resolve("reference"));
				String path = Place.SQL.write(place, missing.sql, false);
				Database database = DatabaseFactory.getInstance()
					.findCorrectDatabaseImplementation(new JdbcConnection(connection));
				new Liquibase(path, new DirectoryResourceAccessor(place), database).update(new Contexts(),
						new LabelExpression());
				return reference.query(ROWS);
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
			finally {
				reference.drop();
			}
		});
	}

	/**
	 * What the SQL does.
	 */
	enum Text {

		SEVERAL("INSERT INTO t VALUES (1, 1); INSERT INTO t VALUES (2, 2); UPDATE t SET v = 3 WHERE id = 1", false),

		COMMENTED("INSERT INTO t VALUES (1, 1); -- the end", false),

		ENCLOSED("BEGIN; INSERT INTO t VALUES (1, 1); INSERT INTO t VALUES (2, 2); COMMIT;", false),

		ENCLOSED_WITH_WORDS("/* a; */ BEGIN TRANSACTION; INSERT INTO t VALUES (1, 1); INSERT INTO t VALUES (2, 2); "
				+ "END TRANSACTION; -- done", false),

		COMMITTED_IN_THE_MIDDLE(
				"INSERT INTO t VALUES (1, 1); BEGIN; INSERT INTO t VALUES (2, 2); COMMIT; INSERT INTO t VALUES (3, 3)",
				true),

		ROLLED_BACK("BEGIN; INSERT INTO t VALUES (1, 1); ROLLBACK; BEGIN; INSERT INTO t VALUES (2, 2); COMMIT", true),

		SAVEPOINT("BEGIN; INSERT INTO t VALUES (1, 1); SAVEPOINT s; INSERT INTO t VALUES (2, 2); RELEASE s; COMMIT",
				true);

		private final String sql;

		private final boolean refused;

		Text(String sql, boolean refused) {
			this.sql = sql;
			this.refused = refused;
		}

	}

	/**
	 * How much commits together.
	 */
	enum Mode {

		ALL, PER_CHANGE_SET, OUTSIDE

	}

	/**
	 * Where the SQL stands.
	 */
	enum Place {

		SQL("    - sql: { splitStatements: false, sql: '%s' }", EnumSet.allOf(Mode.class)),

		SPLIT_SQL("    - sql: { sql: '%s' }", EnumSet.of(Mode.ALL)),

		SQL_FILE("    - sqlFile: { path: text.sql, splitStatements: false }", EnumSet.of(Mode.ALL)),

		CUSTOM("    - customChange: { class: io.migrationutilities.engine.TextChange, "
				+ "params: [ { param: { name: text, value: '%s' } } ] }", EnumSet.of(Mode.ALL, Mode.OUTSIDE)),

		FORMATTED_FILE("", EnumSet.of(Mode.ALL, Mode.OUTSIDE)),

		RAW_FILE("", EnumSet.of(Mode.ALL)),

		ROLLBACK("    - sql: { sql: DELETE FROM t }\n    rollback:\n    - sql: { splitStatements: false, sql: '%s' }",
				EnumSet.of(Mode.ALL, Mode.OUTSIDE));

		private final String changes;

		private final Set<Mode> modes;

		Place(String changes, Set<Mode> modes) {
			this.changes = changes;
			this.modes = modes;
		}

		String id() {
			return (this == RAW_FILE) ? "raw" : "1";
		}

		String write(Path directory, String sql, boolean transactional) {
			try {
				Files.writeString(directory.resolve("text.sql"), sql);
				if (this == FORMATTED_FILE || this == RAW_FILE) {
					String header = (this == RAW_FILE) ? "" : "--liquibase formatted sql\n--changeset ada:1"
							+ " splitStatements:false runInTransaction:" + transactional + "\n";
					Files.writeString(directory.resolve("changelog.sql"), header + sql);
					return "changelog.sql";
				}
				Files.writeString(directory.resolve("changelog.yaml"),
						"databaseChangeLog:\n- changeSet:\n    id: 1\n    author: ada\n    runInTransaction: "
								+ transactional + "\n    changes:\n" + this.changes.formatted(sql) + "\n");
				return "changelog.yaml";
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

}
