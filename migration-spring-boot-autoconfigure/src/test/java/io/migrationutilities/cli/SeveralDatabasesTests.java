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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import javax.sql.DataSource;

import liquibase.integration.spring.SpringLiquibase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.jdbc.DataSourceBuilder;
import org.springframework.context.annotation.Bean;
import tools.jackson.databind.json.JsonMapper;

import io.migrationutilities.backup.RequiresPostgresqlTools;
import io.migrationutilities.test.PostgresqlServer;
import io.migrationutilities.test.UsesPostgresql;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for commands of an application with a database of SQLite and one of PostgreSQL,
 * in processes of their own.
 */
@UsesPostgresql
class SeveralDatabasesTests {

	private static final String PASSWORD = "open, sesame";

	private final PostgresqlServer server = PostgresqlServer.shared();

	@TempDir
	private Path directory;

	private String readers;

	private String role;

	@BeforeEach
	void createDatabase() {
		this.role = this.server.createRole(PASSWORD);
		this.readers = this.server.createDatabase("readers");
		this.server.execute("ALTER DATABASE %s OWNER TO %s".formatted(this.readers, this.role));
	}

	@AfterEach
	void dropDatabase() {
		this.server.dropDatabase(this.readers);
		this.server.execute("DROP ROLE " + this.role);
	}

	@Test
	void refusesToGuessWhichIsMeant() throws Exception {
		HostApplicationProcess upgrade = run("upgrade");
		assertThat(upgrade.exitCode()).isEqualTo(64);
		assertThat(upgrade.out()).isEmpty();
		assertThat(upgrade.err()).isEqualTo("""
				Error: This application has several databases.
				Try: --database with one of: books, readers
				""");
		assertThat(files()).isEmpty();
		assertThat(tablesOfReaders()).isEqualTo("0");
	}

	@Test
	void createsNothingToLookAt() throws Exception {
		HostApplicationProcess status = run("status", "--database", "books");
		assertThat(status.exitCode()).isEqualTo(1);
		assertThat(status.err()).startsWith("Error: There is no database yet: ");
		assertThat(files()).isEmpty();
	}

	@Test
	@RequiresPostgresqlTools
	void touchesOnlyTheOneThatIsMeant() throws Exception {
		succeed("upgrade", "--database", "books");
		assertThat(tablesOfReaders()).isEqualTo("0");
		byte[] books = Files.readAllBytes(this.directory.resolve("books.db"));
		List<String> files = files();
		succeed("upgrade", "--database", "readers");
		assertThat(this.server.queryIn(this.readers, "SELECT id FROM databasechangelog")).isEqualTo("create-reader");
		String backup = succeed("backup", "--database", "readers", "--json");
		assertThat(JsonMapper.shared().readTree(backup).at("/manifest/database/name").asString())
			.isEqualTo(this.readers);
		succeed("downgrade", "base", "--database", "readers", "--no-backup", "--yes");
		assertThat(Files.readAllBytes(this.directory.resolve("books.db"))).isEqualTo(books);
		assertThat(files()).containsAll(files).hasSize(files.size() + 1).contains("backups");
		String status = succeed("status", "--database=books", "--json");
		assertThat(JsonMapper.shared().readTree(status).path("currentRevision").asString()).isEqualTo("add-shelf");
	}

	@Test
	void worksWhenTheOtherCanNotBeReached() throws Exception {
		assertThat(
				run("upgrade", "--database", "books", "--readers.url=jdbc:postgresql://localhost:1/readers").exitCode())
			.isZero();
		HostApplicationProcess status = run("status", "--database", "readers",
				"--readers.url=jdbc:postgresql://localhost:1/readers");
		assertThat(status.exitCode()).isEqualTo(1);
		assertThat(status.err()).contains("Error: ", "Try: ").doesNotContain(PASSWORD);
	}

	private String succeed(String... arguments) throws Exception {
		HostApplicationProcess command = run(arguments);
		assertThat(command.exitCode()).as(command.err()).isZero();
		return command.out();
	}

	private HostApplicationProcess run(String... arguments) throws Exception {
		List<String> all = new ArrayList<>(List.of("migrations"));
		all.addAll(Arrays.asList(arguments));
		return HostApplicationProcess.run(
				Library.class, this.directory, Map.of("BOOKS_URL", "jdbc:sqlite:books.db", "READERS_URL",
						this.server.url(this.readers), "READERS_USERNAME", this.role, "READERS_PASSWORD", PASSWORD),
				all.toArray(String[]::new));
	}

	private String tablesOfReaders() {
		return this.server.queryIn(this.readers, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'");
	}

	private List<String> files() throws IOException {
		try (Stream<Path> files = Files.list(this.directory)) {
			return files.map((file) -> file.getFileName().toString()).sorted().toList();
		}
	}

	/**
	 * An application whose databases have changelogs of their own.
	 */
	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	public static class Library {

		public static void main(String[] args) {
			SpringApplication.run(Library.class, args);
		}

		@Bean
		DataSource booksDataSource(@Value("${books.url}") String url) {
			return DataSourceBuilder.create().url(url).build();
		}

		@Bean
		DataSource readersDataSource(@Value("${readers.url}") String url, @Value("${readers.username}") String username,
				@Value("${readers.password}") String password) {
			return DataSourceBuilder.create().url(url).username(username).password(password).build();
		}

		@Bean
		SpringLiquibase books(@Qualifier("booksDataSource") DataSource dataSource) {
			return liquibase(dataSource, "classpath:autoconfigure/changelog.yaml");
		}

		@Bean
		SpringLiquibase readers(@Qualifier("readersDataSource") DataSource dataSource) {
			return liquibase(dataSource, "classpath:autoconfigure/changelog-of-another-module.yaml");
		}

		private static SpringLiquibase liquibase(DataSource dataSource, String changeLog) {
			SpringLiquibase liquibase = new SpringLiquibase();
			liquibase.setDataSource(dataSource);
			liquibase.setChangeLog(changeLog);
			return liquibase;
		}

	}

}
