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

import java.nio.file.Files;
import java.nio.file.Path;

import javax.sql.DataSource;

import liquibase.integration.spring.SpringLiquibase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import tools.jackson.databind.JsonNode;

import io.migrationutilities.autoconfigure.MigrationAutoConfiguration;
import io.migrationutilities.test.TakesLong;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the endpoint of an application that has several databases.
 */
class EndpointOfSeveralDatabasesTests {

	private static final String MIGRATIONS = "/actuator/migrations";

	@TempDir
	Path directory;

	@Test
	void answersForTheOthersWhenOneDatabaseIsBroken() throws Exception {
		SpringApplicationBuilder builder = new SpringApplicationBuilder(LibraryApplication.class, TwoDatabases.class);
		try (RunningApplication application = RunningApplication.start(builder, this.directory,
				"test.directory=" + this.directory, "management.endpoint.health.show-details=always")) {
			assertThat(application.database("archive").at("/upToDate").booleanValue()).isTrue();
			assertThat(application.get("/actuator/health/migrations").statusCode()).isEqualTo(200);
			Files.writeString(this.directory.resolve("archive.db"), "This is no database. ".repeat(500));
			JsonNode broken = application.database("archive");
			assertThat(broken.at("/error/code").asString()).isEqualTo("DATABASE_UNAVAILABLE");
			assertThat(broken.has("upToDate")).isFalse();
			assertThat(broken.toString()).doesNotContain(this.directory.toString());
			assertThat(application.database("catalogue").at("/upToDate").booleanValue()).isTrue();
			assertThat(application.get(MIGRATIONS + "/archive/history").statusCode()).isEqualTo(503);
			assertThat(application.get(MIGRATIONS + "/catalogue/history").statusCode()).isEqualTo(200);
			JsonNode health = application.json("/actuator/health/migrations");
			assertThat(health.at("/components/archive/status").asString()).isEqualTo("DOWN");
			assertThat(health.at("/components/archive/details/error/code").asString())
				.isEqualTo("DATABASE_UNAVAILABLE");
			assertThat(health.at("/components/catalogue/status").asString()).isEqualTo("UP");
		}
	}

	@TakesLong
	@Test
	void comesBackWhenTheDatabaseDoes() throws Exception {
		SpringApplicationBuilder builder = new SpringApplicationBuilder(LibraryApplication.class, TwoDatabases.class);
		try (RunningApplication application = RunningApplication.start(builder, this.directory,
				"test.directory=" + this.directory)) {
			Path file = this.directory.resolve("archive.db");
			Path aside = Files.move(file, this.directory.resolve("aside.db"));
			assertThat(application.database("archive").has("error")).isTrue();
			assertThat(file).doesNotExist();
			Files.move(aside, file);
			assertThat(application.database("archive").at("/upToDate").booleanValue()).isTrue();
		}
	}

	@Test
	void toleratesASlashInTheNameOfABean() {
		SpringApplicationBuilder builder = new SpringApplicationBuilder(LibraryApplication.class, NameWithSlash.class);
		try (RunningApplication application = RunningApplication.start(builder, this.directory,
				"test.directory=" + this.directory, "management.endpoint.health.show-details=always")) {
			assertThat(application.json(MIGRATIONS).findValue("archive/old").at("/upToDate").booleanValue()).isTrue();
			assertThat(application.json("/actuator/health/migrations").at("/components/archive_old/status").asString())
				.isEqualTo("UP");
		}
	}

	@Test
	void showsTheDatabasesOfParentContexts() {
		SpringApplicationBuilder builder = new SpringApplicationBuilder(ParentDatabase.class)
			.web(WebApplicationType.NONE)
			.properties("test.directory=" + this.directory, "spring.main.banner-mode=off",
					"migration.backup.directory=" + this.directory.resolve("backups"))
			.child(LibraryApplication.class, TwoDatabases.class);
		try (RunningApplication application = RunningApplication.start(builder, this.directory,
				"test.directory=" + this.directory)) {
			JsonNode contexts = application.json(MIGRATIONS).at("/contexts");
			String child = String.valueOf(application.context().getId());
			String parent = contexts.at("/" + child + "/parentId").asString();
			assertThat(parent).isNotEmpty();
			assertThat(contexts.at("/" + child + "/migrations/catalogue/upToDate").booleanValue()).isTrue();
			assertThat(contexts.at("/" + parent + "/migrations/parentDatabase/upToDate").booleanValue()).isTrue();
			assertThat(application.get(MIGRATIONS + "/parentDatabase/history").statusCode()).isEqualTo(200);
		}
	}

	private static SpringLiquibase liquibase(DataSource dataSource) {
		SpringLiquibase liquibase = new SpringLiquibase();
		liquibase.setDataSource(dataSource);
		liquibase.setChangeLog("classpath:library/changelog.yaml");
		return liquibase;
	}

	private static DataSource dataSource(Path file) {
		return new DriverManagerDataSource("jdbc:sqlite:" + file);
	}

	/**
	 * Two databases, each with a history of its own.
	 */
	@Configuration(proxyBeanMethods = false)
	static class TwoDatabases {

		@Bean
		SpringLiquibase catalogue(DataSource dataSource) {
			return liquibase(dataSource);
		}

		@Bean
		SpringLiquibase archive(@Value("${test.directory}") Path directory) {
			return liquibase(dataSource(directory.resolve("archive.db")));
		}

	}

	/**
	 * Two databases, one of which has a name that is no segment of a path.
	 */
	@Configuration(proxyBeanMethods = false)
	static class NameWithSlash {

		@Bean
		SpringLiquibase catalogue(DataSource dataSource) {
			return liquibase(dataSource);
		}

		@Bean("archive/old")
		SpringLiquibase archive(@Value("${test.directory}") Path directory) {
			return liquibase(dataSource(directory.resolve("archive.db")));
		}

	}

	/**
	 * A database of the parent context.
	 */
	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(MigrationAutoConfiguration.class)
	static class ParentDatabase {

		@Bean
		SpringLiquibase parentDatabase(@Value("${test.directory}") Path directory) {
			return liquibase(dataSource(directory.resolve("parent.db")));
		}

	}

}
