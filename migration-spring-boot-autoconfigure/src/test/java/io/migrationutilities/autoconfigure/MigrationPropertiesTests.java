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

package io.migrationutilities.autoconfigure;

import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import io.migrationutilities.backup.postgresql.PostgresqlToolSettings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link MigrationProperties}.
 */
class MigrationPropertiesTests {

	private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(7);

	@Test
	void leavesTheToolsOfPostgresqlToTheirDefaults() {
		assertThat(toolSettings(Map.of("migration.backup.postgresql.pg-dump", "")))
			.isEqualTo(new PostgresqlToolSettings(null, null, null, null, LOCK_TIMEOUT, Duration.ofHours(1)));
	}

	@Test
	void configuresTheToolsOfPostgresql() {
		assertThat(toolSettings(Map.of("migration.backup.postgresql.pg-dump", "docker exec -i db",
				"migration.backup.postgresql.pg-restore", "/opt/postgresql/bin/pg_restore",
				"migration.backup.postgresql.jobs", "2", "migration.backup.postgresql.compress", "lz4",
				"migration.backup.postgresql.timeout", "10m")))
			.isEqualTo(new PostgresqlToolSettings("docker exec -i db", "/opt/postgresql/bin/pg_restore", 2, "lz4",
					LOCK_TIMEOUT, Duration.ofMinutes(10)));
	}

	@ParameterizedTest
	@CsvSource({ "jobs, 0, It must be at least 1.", "jobs, -1, It must be at least 1.",
			"timeout, 0s, It must be positive.", "timeout, -1h, It must be positive." })
	void refusesWhatNoToolCanBeGiven(String name, String value, String reason) {
		String property = "migration.backup.postgresql." + name;
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
			.isThrownBy(() -> toolSettings(Map.of(property, value)))
			.satisfies((failure) -> {
				assertThat(failure.getName()).isEqualTo(property);
				assertThat(failure.getReason()).isEqualTo(reason);
			});
	}

	@Test
	void namesTheTableOfTheLedger() {
		assertThat(bind(Map.of()).getLedger().requireTable()).isEqualTo("MIGRATION_RUN");
		assertThat(bind(Map.of("migration.ledger.table", "Crew_Runs2")).getLedger().requireTable())
			.isEqualTo("Crew_Runs2");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "audit.runs", "my runs", "1runs", "runs;", "\"runs\"",
			"runs_of_the_crew_that_are_kept_in_a_table_whose_name_is_too_long_" })
	void refusesALedgerTableThatIsNoPlainName(String name) {
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
			.isThrownBy(() -> bind(Map.of("migration.ledger.table", name)).getLedger().requireTable())
			.satisfies((failure) -> assertThat(failure.getName()).isEqualTo("migration.ledger.table"));
	}

	private static PostgresqlToolSettings toolSettings(Map<String, String> properties) {
		return bind(properties).getBackup().getPostgresql().toToolSettings(LOCK_TIMEOUT);
	}

	private static MigrationProperties bind(Map<String, String> properties) {
		return new Binder(new MapConfigurationPropertySource(properties)).bindOrCreate("migration",
				MigrationProperties.class);
	}

}
