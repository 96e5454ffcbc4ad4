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

package io.migrationutilities.generate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.liquibase.autoconfigure.LiquibaseAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.orm.jpa.LocalContainerEntityManagerFactoryBean;

import io.migrationutilities.GeneratedMigration;
import io.migrationutilities.GenerationOptions;
import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationException;
import io.migrationutilities.MigrationUtilities;
import io.migrationutilities.autoconfigure.MigrationAutoConfiguration;
import io.migrationutilities.engine.MigrationGenerator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ChangelogGenerator} in applications without entities.
 */
class ChangelogGeneratorTests {

	@TempDir
	private Path directory;

	private ApplicationContextRunner contextRunner;

	@BeforeEach
	void createProject() throws IOException {
		Path root = Files.writeString(this.directory.resolve("root.yaml"), "databaseChangeLog: []\n");
		this.contextRunner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class,
					LiquibaseAutoConfiguration.class, MigrationAutoConfiguration.class))
			.withPropertyValues("spring.datasource.url=jdbc:sqlite:" + this.directory.resolve("app.db"),
					"spring.liquibase.change-log=file:" + root);
	}

	@Test
	void saysThatThereIsNoHibernate() {
		this.contextRunner.withClassLoader(new FilteredClassLoader("org.hibernate", "jakarta.persistence"))
			.run((context) -> assertThat(refusal(context.getBean(MigrationUtilities.class)).getMessage())
				.contains("no Hibernate"));
	}

	@Test
	void saysThatThereIsNoPersistenceUnit() {
		this.contextRunner.run((context) -> {
			assertThat(context).doesNotHaveBean(LocalContainerEntityManagerFactoryBean.class);
			assertThat(refusal(context.getBean(MigrationUtilities.class)).getMessage()).contains("no persistence unit");
		});
	}

	@Test
	void writesEmptyChangeSetWithoutEntitiesAndLeavesARootItCannotEdit() {
		this.contextRunner.withClassLoader(new FilteredClassLoader("org.hibernate", "jakarta.persistence"))
			.run((context) -> {
				GeneratedMigration result = context.getBean(MigrationUtilities.class).generateMigration("Later", false);
				assertThat(result.file()).exists();
				assertThat(result.include()).startsWith("- include:");
				assertThat(this.directory.resolve("root.yaml")).content().isEqualTo("databaseChangeLog: []\n");
			});
	}

	@Test
	void saysThatDirectoryCannotBeWritten() throws IOException {
		Path file = Files.writeString(this.directory.resolve("file"), "in the way");
		this.contextRunner.withPropertyValues("migration.generate.directory=" + file)
			.run((context) -> assertThatExceptionOfType(MigrationException.class)
				.isThrownBy(() -> context.getBean(MigrationUtilities.class).generateMigration("Later", false))
				.satisfies((ex) -> assertThat(ex.getCode()).isEqualTo(MigrationErrorCode.GENERATION_FAILED)));
		assertThat(file).content().isEqualTo("in the way");
	}

	@Test
	void comparesWithAnotherSqliteDatabase() {
		this.contextRunner.run((context) -> {
			Path other = this.directory.resolve("other.db");
			new JdbcTemplate(new DriverManagerDataSource("jdbc:sqlite:" + other))
				.execute("CREATE TABLE colour (name VARCHAR(20) PRIMARY KEY)");
			GenerationOptions options = new GenerationOptions(true, false, false, List.of(), "jdbc:sqlite:" + other);
			assertThat(context.getBean(MigrationUtilities.class).generateMigration("Colours", options).changes())
				.containsExactly("create table colour");
		});
	}

	@Test
	void backsOffForAGeneratorOfTheApplication() {
		MigrationGenerator generator = (database, message, options) -> {
			throw new MigrationException(MigrationErrorCode.NOT_AVAILABLE, "mine", "none");
		};
		this.contextRunner.withBean(MigrationGenerator.class, () -> generator)
			.run((context) -> assertThatExceptionOfType(MigrationException.class)
				.isThrownBy(() -> context.getBean(MigrationUtilities.class).generateMigration("Later", false))
				.withMessage("mine"));
	}

	private static MigrationException refusal(MigrationUtilities utilities) {
		try {
			utilities.generateMigration("Nothing");
		}
		catch (MigrationException ex) {
			assertThat(ex.getCode()).isEqualTo(MigrationErrorCode.GENERATION_REFUSED);
			assertThat(ex.getHint()).contains("--reference-url", "--no-autogenerate");
			return ex;
		}
		throw new AssertionError("It was not refused");
	}

}
