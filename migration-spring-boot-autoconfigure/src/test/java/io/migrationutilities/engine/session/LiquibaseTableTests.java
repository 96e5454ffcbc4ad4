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

package io.migrationutilities.engine.session;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

import liquibase.exception.LiquibaseException;
import liquibase.integration.spring.SpringLiquibase;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.migrationutilities.RunReport;
import io.migrationutilities.engine.DatabaseMonitor;
import io.migrationutilities.engine.EngineFixture;
import io.migrationutilities.engine.EngineFixture.Application;
import io.migrationutilities.engine.PostgresqlFixture;
import io.migrationutilities.engine.run.MigrationSettings.WhenBackupUnavailable;
import io.migrationutilities.test.UsesPostgresql;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LiquibaseTable}: the tables are where a plain Liquibase has them,
 * however their names are written.
 */
@UsesPostgresql
class LiquibaseTableTests {

	private static final String ONE = "changelog-1.sql";

	private static final String TWO = "changelog-2.sql";

	private static final String THREE = "changelog-3.sql";

	private static final String TABLES = "SELECT TABLE_SCHEMA, TABLE_NAME FROM INFORMATION_SCHEMA.TABLES"
			+ " WHERE UPPER(TABLE_NAME) IN ('DATABASECHANGELOG', 'DATABASECHANGELOGLOCK', 'MYHISTORY', 'MYLOCK'%s)"
			+ " ORDER BY 1, 2";

	@TempDir
	private Path directory;

	@ParameterizedTest
	@CsvSource({ "AUDIT,,,", "audit,,,", ",AUDIT,,", ",audit,,", ",,MyHistory,MyLock", ",,myhistory,mylock",
			"AUDIT,,MYHISTORY,MyLock", "AUDIT,PUBLIC,MyHistory,MYLOCK" })
	void isFoundOnPostgresql(@Nullable String liquibaseSchema, @Nullable String defaultSchema, @Nullable String history,
			@Nullable String lock) throws LiquibaseException {
		PostgresqlFixture plain = new PostgresqlFixture(this.directory.resolve("plain"));
		PostgresqlFixture studio = new PostgresqlFixture(this.directory.resolve("studio"));
		try {
			compare(plain, studio, new Names(liquibaseSchema, defaultSchema, history, lock));
		}
		finally {
			plain.drop();
			studio.drop();
		}
	}

	@ParameterizedTest
	@CsvSource({ "public,,,", "PUBLIC,,,", "Public,,,", "audit,,,", "AUDIT,,,", ",public,,", ",audit,,",
			",,MyHistory,MyLock", "audit,,myhistory,MYLOCK" })
	void isFoundOnH2(@Nullable String liquibaseSchema, @Nullable String defaultSchema, @Nullable String history,
			@Nullable String lock) throws LiquibaseException {
		Function<String, EngineFixture> fixture = (name) -> new EngineFixture(this.directory.resolve(name),
				"jdbc:h2:" + this.directory.resolve(name));
		compare(fixture.apply("plain"), fixture.apply("studio"),
				new Names(liquibaseSchema, defaultSchema, history, lock));
	}

	private static void compare(EngineFixture plain, EngineFixture studio, Names names) throws LiquibaseException {
		for (EngineFixture fixture : List.of(plain, studio)) {
			fixture.execute("CREATE SCHEMA AUDIT");
			fixture.bean(names::apply).whenBackupUnavailable(WhenBackupUnavailable.WARN);
		}
		plain.liquibase(TWO).afterPropertiesSet();
		studio.upgrade(ONE);
		Application application = studio.start(TWO);
		assertThat(application.upgrade("head").applied()).containsExactly("create-agent");
		String tables = plain.query(TABLES.formatted(""));
		assertThat(tables).isNotEmpty();
		assertThat(studio.query(TABLES.formatted(""))).isEqualTo(tables);
		assertThat(studio.query(TABLES.formatted(", 'MIGRATION_RUN'")).lines()).hasSize(3)
			.extracting((table) -> table.substring(0, table.indexOf('|')))
			.containsOnly(tables.substring(0, tables.indexOf('|')));
		DatabaseMonitor monitor = application.monitor();
		assertThat(monitor.isCurrent()).isTrue();
		assertThat(monitor.getRuns(0, 10).runs()).extracting(RunReport::to)
			.containsExactly("create-agent", "first-crew");
		studio.upgrade(THREE);
		assertThat(monitor.isCurrent()).isFalse();
		assertThat(studio.status(THREE).upToDate()).isTrue();
	}

	private record Names(@Nullable String liquibaseSchema, @Nullable String defaultSchema, @Nullable String history,
			@Nullable String lock) {

		void apply(SpringLiquibase liquibase) {
			liquibase.setLiquibaseSchema(this.liquibaseSchema);
			liquibase.setDefaultSchema(this.defaultSchema);
			if (this.history != null) {
				liquibase.setDatabaseChangeLogTable(this.history);
				liquibase.setDatabaseChangeLogLockTable(this.lock);
			}
		}

	}

}
