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

package io.migrationutilities.engine;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.migrationutilities.autoconfigure.ChildJvmTraining;
import io.migrationutilities.test.ChildProcess;
import io.migrationutilities.test.JavaCommand;
import io.migrationutilities.test.OtherHost;
import io.migrationutilities.test.PostgresqlServer;
import io.migrationutilities.test.TakesLong;
import io.migrationutilities.test.UsesPostgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Tests for what a run holds whose host has lost its power or its network.
 */
@UsesPostgresql
class PostgresqlDeadHostTests {

	private static final String SESSIONS = "SELECT DISTINCT string_agg(name || '=' || setting, ',' ORDER BY name) "
			+ "FROM pg_settings WHERE name LIKE 'tcp\\_%'";

	private static final String LIMITS = "tcp_keepalives_count=4,tcp_keepalives_idle=10,tcp_keepalives_interval=5,"
			+ "tcp_user_timeout=30000";

	@TempDir
	private Path directory;

	@Test
	void limitsHowLongTheServerWaitsForTheSessionOfTheRun() throws SQLException {
		PostgresqlFixture studio = new PostgresqlFixture(this.directory);
		studio.write("look.sql",
				"--liquibase formatted sql\n--changeset ada:look\nCREATE TABLE seen AS " + SESSIONS + ";");
		try (HikariDataSource pool = new HikariDataSource()) {
			pool.setJdbcUrl(studio.url());
			pool.setMaximumPoolSize(1);
			studio.dataSource(pool);
			String before = settings(pool);
			studio.upgrade("look.sql");
			assertThat(studio.query("SELECT * FROM seen")).isEqualTo(LIMITS);
			assertThat(settings(pool)).isEqualTo(before);
		}
		studio.drop();
	}

	private static String settings(HikariDataSource pool) throws SQLException {
		try (Connection connection = pool.getConnection()) {
			return EngineFixture.query(connection, SESSIONS);
		}
	}

	@Test
	void keepsToShorterLimitsOfTheServer() {
		PostgresqlFixture studio = new PostgresqlFixture(this.directory);
		studio.execute("ALTER DATABASE " + studio.database() + " SET tcp_keepalives_idle = 7");
		studio.write("look.sql",
				"--liquibase formatted sql\n--changeset ada:look\nCREATE TABLE seen AS " + SESSIONS + ";");
		studio.upgrade("look.sql");
		assertThat(studio.query("SELECT * FROM seen")).isEqualTo(LIMITS.replace("idle=10", "idle=7"));
		studio.drop();
	}

	@TakesLong
	@Test
	void goesOnWithinAMinute() {
		assumeThat(OtherHost.isPossible()).isTrue();
		PostgresqlServer server = PostgresqlServer.startForOtherHosts();
		try (OtherHost host = OtherHost.create()) {
			PostgresqlFixture studio = new PostgresqlFixture(this.directory, server);
			studio.upgrade("changelog-1.sql");
			String url = "jdbc:postgresql://%s:%d/%s?user=postgres".formatted(host.addressOfThisMachine(),
					server.port(), studio.database());
			try (ChildProcess process = host.start(JavaCommand.of(EngineProcess.class)
				.trainedBy(ChildJvmTraining.command())
				.arguments(this.directory.toString(), "changelog-with-sleeping-change-set.sql", url))) {
				process.awaitPoint("the change set",
						() -> studio.query("SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep(%'")
							.equals("1"));
				host.vanish();
				assertThat(studio.lockTimeout(Duration.ofMinutes(1)).upgrade("changelog-2.sql").applied())
					.containsExactly("create-agent");
				process.kill();
			}
		}
		finally {
			server.stop();
		}
	}

}
