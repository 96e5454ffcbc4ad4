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
import java.sql.Connection;
import java.util.List;

import javax.sql.DataSource;

import liquibase.Liquibase;
import liquibase.database.jvm.JdbcConnection;
import liquibase.resource.DirectoryResourceAccessor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.migrationutilities.GeneratedMigration;
import io.migrationutilities.GenerationOptions;
import io.migrationutilities.generate.GeneratorSettings.Format;
import io.migrationutilities.test.PostgresqlServer;
import io.migrationutilities.test.UsesPostgresql;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Generates migrations for PostgreSQL, as a role that may do nothing but own its
 * database.
 */
@UsesPostgresql
class PostgresqlGenerationTests extends GenerationContractTests {

	private final PostgresqlServer server = PostgresqlServer.shared();

	private String database;

	private String role;

	@BeforeEach
	void createDatabase() {
		this.role = this.server.createRole("pa55phrase");
		this.database = this.server.createDatabase();
		this.server.execute("ALTER DATABASE \"" + this.database + "\" OWNER TO \"" + this.role + "\"");
	}

	@AfterEach
	void dropDatabase() {
		this.server.dropDatabase(this.database);
		this.server.execute("DROP ROLE \"" + this.role + "\"");
	}

	@Test
	void createsIndexesWithoutKeepingWritersOut() throws IOException {
		createTasks();
		GenerationOptions options = new GenerationOptions(true, false, true, List.of(), null);
		assertThat(Files.readString(edit(Models.TaskWithUniqueTitle.class, options).file()))
			.contains("CREATE INDEX CONCURRENTLY", "DROP INDEX ", "runInTransaction: false");
	}

	@Test
	void comparesWithAnotherDatabase() {
		createTasks();
		String other = this.server.createDatabase();
		try {
			this.server.executeIn(other, "CREATE TABLE colour (name varchar(20) PRIMARY KEY)");
			GenerationOptions options = new GenerationOptions(true, false, false, List.of(), this.server.url(other));
			GeneratedMigration result = start(List.of(), "none",
					(utilities) -> utilities.generateMigration("Colours", options),
					"migration.generate.reference-username=postgres");
			assertThat(result.changes()).containsExactly("create table colour");
			assertThat(result.leftOut()).containsExactly("drop table task (the rows of the table)");
		}
		finally {
			this.server.dropDatabase(other);
		}
	}

	@ParameterizedTest
	@EnumSource
	void isAcceptedByPlainLiquibase(Format format) throws Exception {
		Path file = start(
				List.of(Models.Author.class, Models.Profile.class, Models.Book.class, Models.Label.class,
						Models.Address.class, Models.BookId.class),
				"none", (utilities) -> utilities.generateMigration("Library"), "migration.generate.format=" + format)
			.file();
		String other = this.server.createDatabase();
		try (Connection connection = this.server.dataSource(other).getConnection();
				DirectoryResourceAccessor directory = new DirectoryResourceAccessor(file.getParent());
				Liquibase liquibase = new Liquibase(file.getFileName().toString(), directory,
						new JdbcConnection(connection))) {
			liquibase.update();
			assertThat(this.server.queryIn(other, "SELECT count(*) FROM pg_constraint WHERE contype = 'f'"))
				.isNotEqualTo("0");
			liquibase.rollback(liquibase.getDatabaseChangeLog().getChangeSets().size(), "");
			assertThat(this.server.queryIn(other, "SELECT count(*) FROM pg_class WHERE relname = 'author'"))
				.isEqualTo("0");
		}
		finally {
			this.server.dropDatabase(other);
		}
	}

	@Override
	List<String> properties() {
		return List.of("spring.datasource.url=" + this.server.url(this.database),
				"spring.datasource.username=" + this.role, "spring.datasource.password=pa55phrase",
				"spring.datasource.hikari.maximum-pool-size=2");
	}

	@Override
	DataSource dataSource() {
		return this.server.dataSource(this.database, this.role, "pa55phrase");
	}

	@Override
	boolean hasArrays() {
		return true;
	}

}
