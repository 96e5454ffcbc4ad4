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

package io.migrationutilities.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;

import io.migrationutilities.MigrationUtilities;
import io.migrationutilities.test.StartsProcesses;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what commands take from the settings of their application, in processes of
 * their own. The working directory holds the files of the application's settings.
 */
@StartsProcesses
class CommandSettingsTests {

	private static final String CHANGELOG_OF_RELEASE = "classpath:autoconfigure/changelog.yaml";

	private static final String CHANGELOG = "spring.liquibase.change-log=" + CHANGELOG_OF_RELEASE + "\n";

	private static final String OLDER_CHANGELOG = "classpath:autoconfigure/changelog-of-an-older-release.yaml";

	@TempDir
	private Path directory;

	@Test
	void takesThemFromTheActiveProfile() throws Exception {
		write("application.properties", CHANGELOG + "spring.datasource.url=jdbc:sqlite:default.db");
		write("application-test.properties", "spring.datasource.url=jdbc:sqlite:test.db");
		succeed("upgrade", "--spring.profiles.active=test");
		assertThat(this.directory.resolve("test.db")).isNotEmptyFile();
		assertThat(this.directory.resolve("default.db")).doesNotExist();
	}

	@Test
	void takesThemFromTheEnvironmentBeforeFiles() throws Exception {
		write("application.properties", CHANGELOG + "spring.datasource.url=jdbc:sqlite:file.db");
		HostApplicationProcess upgrade = HostApplicationProcess.run(this.directory,
				Map.of("SPRING_DATASOURCE_URL", "jdbc:sqlite:environment.db"), "migrations", "upgrade");
		assertThat(upgrade.exitCode()).as(upgrade.err()).isZero();
		assertThat(this.directory.resolve("environment.db")).isNotEmptyFile();
		assertThat(this.directory.resolve("file.db")).doesNotExist();
	}

	@Test
	void takesThemFromFilesThatOverrideOthers() throws Exception {
		write("application.properties", CHANGELOG + "spring.datasource.url=jdbc:sqlite:file.db");
		write("override.properties", "spring.datasource.url=jdbc:sqlite:override.db");
		succeed("upgrade", "--spring.config.additional-location=file:./override.properties");
		assertThat(this.directory.resolve("override.db")).isNotEmptyFile();
		assertThat(this.directory.resolve("file.db")).doesNotExist();
	}

	@Test
	void takesTheConnectionOfAService() throws Exception {
		write("application.properties", CHANGELOG + "spring.datasource.url=jdbc:sqlite:file.db");
		HostApplicationProcess status = runWithService("status");
		assertThat(status.exitCode()).isEqualTo(1);
		assertThat(status.err()).startsWith("Error: There is no database yet: ").contains("service.db");
		HostApplicationProcess upgrade = runWithService("upgrade");
		assertThat(upgrade.exitCode()).as(upgrade.err()).isZero();
		assertThat(this.directory.resolve("service.db")).isNotEmptyFile();
		assertThat(this.directory.resolve("file.db")).doesNotExist();
	}

	@Test
	void saysWhichSettingTakesTheDatabaseAway() throws Exception {
		write("application.properties", CHANGELOG + "spring.datasource.url=jdbc:sqlite:file.db");
		HostApplicationProcess upgrade = run("upgrade", "--spring.liquibase.enabled=false");
		assertThat(upgrade.exitCode()).isEqualTo(1);
		assertThat(upgrade.out()).isEmpty();
		assertThat(upgrade.err()).contains("spring.liquibase.enabled", "migration.upgrade.on-boot=false");
		assertThat(this.directory.resolve("file.db")).doesNotExist();
	}

	@Test
	void upgradesInPlaceOfTheBoot() throws Exception {
		write("application.properties",
				CHANGELOG + "spring.datasource.url=jdbc:sqlite:file.db\nmigration.upgrade.on-boot=false");
		upgrade(OLDER_CHANGELOG);
		HostApplicationProcess application = HostApplicationProcess.run(this.directory, Map.of());
		assertThat(application.exitCode()).as(application.err()).isZero();
		assertThat(application.out()).contains(HostApplication.SAYS + "application runner");
		assertThat(run("check").exitCode()).isEqualTo(2);
		succeed("upgrade");
		succeed("check");
	}

	@Test
	void refusesToBootOnADatabaseThatIsAheadThoughCommandsUpgradeIt() throws Exception {
		write("application.properties",
				CHANGELOG + "spring.datasource.url=jdbc:sqlite:file.db\nmigration.upgrade.on-boot=false");
		upgrade(CHANGELOG_OF_RELEASE);
		HostApplicationProcess application = HostApplicationProcess.run(this.directory, Map.of(),
				"--spring.liquibase.change-log=" + OLDER_CHANGELOG);
		assertThat(application.exitCode()).isEqualTo(1);
		assertThat(application.out()).contains("UNKNOWN_MIGRATIONS", "add-shelf");
	}

	private void write(String file, String content) throws IOException {
		Files.writeString(this.directory.resolve(file), content);
	}

	private void upgrade(String changeLog) {
		HostApplicationProcess.prepare(this.directory.resolve("file.db"), changeLog,
				MigrationUtilities::upgradeDatabase);
	}

	private void succeed(String... arguments) throws Exception {
		HostApplicationProcess command = run(arguments);
		assertThat(command.exitCode()).as(command.err()).isZero();
	}

	private HostApplicationProcess run(String... arguments) throws Exception {
		return HostApplicationProcess.run(this.directory, Map.of(), command(arguments));
	}

	private HostApplicationProcess runWithService(String... arguments) throws Exception {
		return HostApplicationProcess.run(ServiceApplication.class, this.directory, Map.of(), command(arguments));
	}

	private static String[] command(String... arguments) {
		return Stream.concat(Stream.of("migrations"), Arrays.stream(arguments)).toArray(String[]::new);
	}

	/**
	 * An application that is told by a service where its database is, as by
	 * Testcontainers, Docker Compose or a platform.
	 */
	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	public static class ServiceApplication {

		public static void main(String[] args) {
			SpringApplication.run(ServiceApplication.class, args);
		}

		@Bean
		JdbcConnectionDetails service() {
			return new JdbcConnectionDetails() {

				@Override
				public String getUsername() {
					return "";
				}

				@Override
				public String getPassword() {
					return "";
				}

				@Override
				public String getJdbcUrl() {
					return "jdbc:sqlite:service.db";
				}

			};
		}

	}

}
