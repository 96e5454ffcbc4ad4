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

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;

import liquibase.integration.spring.SpringLiquibase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcTemplate;

import io.migrationutilities.MigrationUtilities;
import io.migrationutilities.autoconfigure.CrowdedApplication;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CommandContext}.
 */
class CommandContextTests {

	@TempDir
	private Path directory;

	@Test
	void createsBeansOfLiquibaseWithoutUpgrading() {
		try (ConfigurableApplicationContext context = run()) {
			context.getBean(SpringLiquibase.class);
			assertThat(tables(context)).isEmpty();
			context.getBean(MigrationUtilities.class).upgradeDatabase();
			assertThat(tables(context)).contains("book", "MIGRATION_RUN");
		}
	}

	@Test
	void createsSingletonsOnlyWhenTheyAreAskedFor() {
		try (ConfigurableApplicationContext context = run()) {
			assertThat(context.getBeanFactory().containsSingleton("name")).isFalse();
			assertThat(context.getBean("name")).isEqualTo("studio");
		}
	}

	@Test
	void servesVerbsBesideBeansOfAnyNameAndType() {
		SpringApplication application = new SpringApplication(Studio.class, CrowdedApplication.class);
		application.addInitializers(CrowdedApplication.names());
		try (ConfigurableApplicationContext context = run(application)) {
			StringWriter out = new StringWriter();
			assertThat(execute(context, out, "upgrade")).isZero();
			assertThat(execute(context, out, "status")).isZero();
			assertThat(out.toString()).contains("Applied:   add-shelf", "Current:      add-shelf");
		}
	}

	private static int execute(ConfigurableApplicationContext context, StringWriter out, String verb) {
		PrintWriter writer = new PrintWriter(out, true);
		Clock clock = Clock.systemUTC();
		CommandLineRun run = new CommandLineRun("migrations", writer, false, writer,
				MigrationsCommand.verbs(clock, (question) -> {
				}), new CommandProgress(writer, clock, Map.of()));
		assertThat(run.parse(List.of(verb))).isEmpty();
		return run.execute(new DatabaseSelection(context));
	}

	private ConfigurableApplicationContext run() {
		return run(new SpringApplication(Studio.class));
	}

	private ConfigurableApplicationContext run(SpringApplication application) {
		application.setWebApplicationType(WebApplicationType.NONE);
		application.setRegisterShutdownHook(false);
		application.setApplicationContextFactory((webApplicationType) -> new CommandContext());
		return application.run("--spring.datasource.url=jdbc:sqlite:" + this.directory.resolve("studio.db"),
				"--spring.liquibase.change-log=classpath:autoconfigure/changelog.yaml",
				"--migration.backup.directory=" + this.directory.resolve("backups"), "--studio.name=studio");
	}

	private static List<String> tables(ConfigurableApplicationContext context) {
		return context.getBean(JdbcTemplate.class)
			.queryForList("SELECT name FROM sqlite_schema WHERE type = 'table'", String.class);
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Studio {

		@Bean
		String name(@Value("${studio.name}") String name) {
			return name;
		}

	}

}
