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

package io.migrationutilities.engine.lock;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationException;
import io.migrationutilities.database.PostgresqlAccess;
import io.migrationutilities.engine.EngineFixture;
import io.migrationutilities.engine.PgBouncer;
import io.migrationutilities.engine.PostgresqlFixture;
import io.migrationutilities.test.UsesPostgresql;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PoolerCheck} with a real PgBouncer.
 */
@UsesPostgresql
class PoolerCheckTests {

	private static final String ONE = "changelog-1.sql";

	private static final String TWO = "changelog-2.sql";

	@TempDir
	private Path directory;

	private PostgresqlFixture studio;

	@BeforeEach
	void createStudio() {
		this.studio = new PostgresqlFixture(this.directory);
		this.studio.upgrade(ONE);
		this.studio.server().execute("ALTER DATABASE " + this.studio.database() + " SET statement_timeout = '7min'");
	}

	@AfterEach
	void dropStudio() {
		this.studio.expectNoSessions();
		this.studio.drop();
	}

	@Test
	void knowsDirectConnection() throws SQLException {
		try (Connection connection = this.studio.connect()) {
			assertThat(PostgresqlAccess.isDirect(connection)).isTrue();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "transaction", "statement" })
	void refusesPoolerThatLendsSessionsToOthers(String mode) throws Exception {
		try (PgBouncer bouncer = start(mode)) {
			assertThat(this.studio.status(TWO).pendingMigrations()).hasSize(1);
			MigrationException failure = this.studio.failUnchanged(() -> this.studio.upgrade(TWO),
					MigrationErrorCode.CONNECTION_POOLER_REFUSED);
			assertThat(failure.getHint()).contains("spring.liquibase.url");
			assertThat(this.studio.query("SELECT LOCKED FROM DATABASECHANGELOGLOCK")).isEqualTo("false");
			expectUntouchedSettings(bouncer);
		}
	}

	@Test
	void acceptsPoolerThatLeavesSessionsToTheirClients() throws Exception {
		try (PgBouncer bouncer = start("session")) {
			assertThat(this.studio.upgrade(TWO).applied()).containsExactly("create-agent");
			assertThat(this.studio.status(TWO).upToDate()).isTrue();
			expectUntouchedSettings(bouncer);
		}
	}

	private PgBouncer start(String mode) throws IOException {
		Assumptions.assumeTrue(PgBouncer.isInstalled(), PgBouncer.INSTALL);
		PgBouncer bouncer = PgBouncer.start(this.studio, mode, this.directory);
		this.studio.dataSource(bouncer.dataSource());
		return bouncer;
	}

	private void expectUntouchedSettings(PgBouncer bouncer) throws SQLException {
		for (int i = 0; i < 5; i++) {
			try (Connection connection = bouncer.dataSource().getConnection()) {
				assertThat(EngineFixture.query(connection,
						"SELECT current_setting('default_transaction_read_only'), current_setting('statement_timeout')"))
					.isEqualTo("off|7min");
			}
		}
	}

}
