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

package io.migrationutilities.actuatortests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.builder.SpringApplicationBuilder;

import io.migrationutilities.DatabaseBackup;
import io.migrationutilities.MigrationException;
import io.migrationutilities.MigrationUtilities;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for the metrics as Prometheus scrapes them.
 */
class PrometheusTests {

	private static final Path DOCUMENTS = Path.of("..", "docs");

	@TempDir
	static Path directory;

	private static RunningApplication application;

	private static String scrape;

	@BeforeAll
	static void doEverythingOnce() {
		application = RunningApplication.start(new SpringApplicationBuilder(LibraryApplication.class, OpenDoors.class),
				directory, "migration.upgrade.target=+2");
		MigrationUtilities utilities = application.utilities();
		utilities.upgradeDatabase();
		utilities.downgradeDatabase("-1");
		DatabaseBackup backup = utilities.createDatabaseBackup();
		utilities.verifyDatabaseBackup(backup.path());
		utilities.restoreDatabase(backup.path());
		assertThatExceptionOfType(MigrationException.class)
			.isThrownBy(() -> utilities.restoreDatabase(Path.of("no-such-backup.db")));
		application.get("/actuator/migrations");
		scrape = application.get("/actuator/prometheus").body();
	}

	@AfterAll
	static void stop() {
		application.close();
	}

	@Test
	void countsRunsByKindAndOutcome() {
		assertThat(value("migration_run_seconds_count", "upgrade", "success")).isEqualTo(2);
		assertThat(value("migration_run_seconds_count", "downgrade", "success")).isEqualTo(1);
		assertThat(value("migration_run_seconds_count", "restore", "success")).isEqualTo(1);
		assertThat(value("migration_run_seconds_count", "restore", "failure")).isEqualTo(1);
		assertThat(value("migration_run_seconds_sum", "upgrade", "success")).isPositive();
		assertThat(value("migration_run_seconds_sum", "restore", "failure")).isPositive();
		assertThat(value("migration_change_set_seconds_count", "upgrade")).isEqualTo(3);
		assertThat(value("migration_change_set_seconds_count", "downgrade")).isEqualTo(1);
		assertThat(value("migration_lock_wait_seconds_count")).isEqualTo(3);
	}

	@Test
	void tellsHowTheDatabaseIs() {
		assertThat(value("migration_pending")).isEqualTo(1);
		assertThat(value("migration_unknown")).isZero();
	}

	@Test
	void tellsOfBackupsWhoeverAskedForThem() {
		assertThat(value("migration_backup_size_bytes")).isPositive();
		assertThat(value("migration_backup_verified")).isEqualTo(1);
		assertThat(value("migration_backup_age_seconds")).isBetween(0.0, 60.0);
		assertThat(value("migration_backup_duration_seconds_count")).isEqualTo(4);
	}

	@Test
	void observesWhatIsAskedForAtRuntime() {
		for (String operation : List.of("upgrade", "downgrade", "backup", "verify")) {
			assertThat(value("migration_operation_seconds_count", operation)).as(operation).isEqualTo(1);
		}
		assertThat(value("migration_operation_seconds_count", "restore", "code=\"none\"")).isEqualTo(1);
		assertThat(value("migration_operation_seconds_count", "restore", "BACKUP_NOT_FOUND")).isEqualTo(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "grafana-dashboard.json", "prometheus-alerts.yaml" })
	void hasEveryMetricThatADocumentAsksFor(String document) throws IOException {
		Matcher names = Pattern.compile("\\bmigration_[a-z_]+").matcher(Files.readString(DOCUMENTS.resolve(document)));
		assertThat(names.results().map((match) -> match.group()).distinct()).isNotEmpty()
			.allSatisfy((name) -> assertThat(scrape).containsPattern("(?m)^" + name + "[{ ]"));
	}

	@Test
	void hasEveryMetricThatTheDocumentationLists() throws IOException {
		Matcher names = Pattern.compile("(?m)^\\| `(migration\\.[a-z.-]+)`")
			.matcher(Files.readString(DOCUMENTS.resolve("monitoring.md")));
		assertThat(names.results().map((match) -> match.group(1).replaceAll("[.-]", "_"))).hasSizeGreaterThan(8)
			.allSatisfy((name) -> assertThat(scrape).containsPattern("(?m)^" + name + "[a-z_]*[{ ]"));
	}

	private static double value(String metric, String... labels) {
		return scrape.lines()
			.filter((line) -> line.startsWith(metric + "{") || line.startsWith(metric + " "))
			.filter((line) -> List.of(labels).stream().allMatch(line::contains))
			.mapToDouble((line) -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
			.sum();
	}

}
