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

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.liquibase.autoconfigure.LiquibaseAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;

import io.migrationutilities.DatabaseState;
import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link MigrationFailureAnalyzer}.
 */
@ExtendWith(OutputCaptureExtension.class)
class MigrationFailureAnalyzerTests {

	private final MigrationFailureAnalyzer analyzer = new MigrationFailureAnalyzer();

	@Test
	void saysWhatHappenedTheStateTheBackupAndWhatToDo() {
		Path backup = Path.of("backups", "library.db");
		MigrationException failure = new MigrationException(MigrationErrorCode.UPGRADE_FAILED,
				"Change set 'x' failed: no such table", "Correct 'x' and start again.", DatabaseState.PARTLY_CHANGED,
				backup, null);
		FailureAnalysis analysis = analyze(failure);
		assertThat(analysis.getDescription()).isEqualTo("""
				Change set 'x' failed: no such table

				Code:     UPGRADE_FAILED
				Database: The database is between two revisions: a part of the run is committed.
				Backup:   %s""".formatted(backup));
		assertThat(analysis.getAction()).isEqualTo("Correct 'x' and start again.");
	}

	@Test
	void saysThatThereIsNoBackup() {
		FailureAnalysis analysis = analyze(
				new MigrationException(MigrationErrorCode.LOCK_TIMEOUT, "Somebody holds the lock.", "Wait."));
		assertThat(analysis.getDescription()).isEqualTo("""
				Somebody holds the lock.

				Code:     LOCK_TIMEOUT
				Database: The database is exactly as it was before.
				Backup:   None was taken by this start.""");
	}

	@Test
	void leavesOtherFailuresToOthers() {
		assertThat(this.analyzer.analyze(new IllegalStateException())).isNull();
	}

	@Test
	void comesBeforeTheAnalyzersOfSpringBoot(@TempDir Path directory, CapturedOutput output) {
		SpringApplication application = new SpringApplication(Application.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		assertThatExceptionOfType(BeanCreationException.class)
			.isThrownBy(() -> application.run("--spring.datasource.url=jdbc:sqlite:" + directory.resolve("x.db"),
					"--spring.liquibase.change-log=classpath:missing.yaml"));
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("Code:     CHANGELOG_NOT_FOUND")
			.contains("Database: The database is exactly as it was before.")
			.contains("Create the file, or correct 'spring.liquibase.change-log' or the include that names it.");
	}

	private FailureAnalysis analyze(MigrationException failure) {
		FailureAnalysis analysis = this.analyzer.analyze(new BeanCreationException("liquibase", "failed", failure));
		assertThat(analysis).isNotNull();
		return analysis;
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ DataSourceAutoConfiguration.class, LiquibaseAutoConfiguration.class,
			MigrationAutoConfiguration.class })
	static class Application {

	}

}
