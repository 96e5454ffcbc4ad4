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

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.util.ReflectionUtils;

import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationEvent;
import io.migrationutilities.MigrationException;
import io.migrationutilities.MigrationStep;
import io.migrationutilities.engine.EngineFixture;
import io.migrationutilities.engine.PostgresqlFixture;
import io.migrationutilities.test.UsesPostgresql;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LockConnection}.
 */
@UsesPostgresql
class LockConnectionTests {

	private static final String ONE = "changelog-1.sql";

	private static final String TWO = "changelog-2.sql";

	private PostgresqlFixture studio;

	private String role;

	@BeforeEach
	void createStudio(@TempDir Path directory) {
		this.studio = new PostgresqlFixture(directory);
		this.role = this.studio.createRole();
		this.studio.upgrade(ONE);
		this.studio.events().clear();
	}

	@AfterEach
	void dropStudio() {
		this.studio.expectNoSessions();
		this.studio.drop();
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void isNotEndedWhileABackupTakesLong(boolean ownLockConnection) {
		try (HikariDataSource pool = pool(2, ownLockConnection ? "postgres" : this.role)) {
			this.studio.execute("GRANT ALL ON SCHEMA public TO " + this.role,
					"GRANT ALL ON ALL TABLES IN SCHEMA public TO " + this.role,
					"ALTER DATABASE " + this.studio.database() + " SET idle_session_timeout = '500ms'");
			this.studio.dataSource(pool);
			this.studio.listener((event) -> {
				if (event.equals(new MigrationEvent.StepStarted("liquibase", MigrationStep.PLAN))) {
					this.studio.query("SELECT pg_sleep(1)");
				}
			});
			assertThat(this.studio.upgrade(TWO).applied()).containsExactly("create-agent");
		}
	}

	@Test
	void returnsConnectionsAsTheyWere() throws SQLException {
		try (HikariDataSource pool = pool(1)) {
			this.studio.dataSource(pool);
			this.studio.upgrade("changelog-with-settings.sql");
			assertThat(this.studio.query("SELECT name FROM crew WHERE id = 2")).isEqualTo("3s");
			this.studio.failUpgrade("changelog-with-syntax-error.yaml");
			this.studio.failUpgrade("changelog-with-failing-last-change-set.sql");
			try (Connection connection = pool.getConnection()) {
				assertThat(connection.getAutoCommit()).isTrue();
				assertThat(settings(connection)).isEqualTo("off|3s|0|0");
			}
		}
	}

	@Test
	void needsNoSecondConnectionOfThePool() {
		try (HikariDataSource pool = pool(1)) {
			this.studio.dataSource(pool);
			assertThat(this.studio.upgrade(TWO).applied()).containsExactly("create-agent");
			assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isZero();
		}
	}

	@Test
	void borrowsConnectionWhereThePasswordIsNotKnown() throws SQLException {
		try (HikariDataSource pool = pool(2, this.role)) {
			this.studio.execute("GRANT ALL ON SCHEMA public TO " + this.role,
					"GRANT ALL ON ALL TABLES IN SCHEMA public TO " + this.role);
			this.studio.dataSource(pool);
			assertThat(this.studio.upgrade(TWO).applied()).containsExactly("create-agent");
			assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isZero();
			assertThat(this.studio.sessions()).noneMatch((name) -> name.startsWith("studio 2.0"));
			assertThat(this.studio.status(TWO).lock()).isNull();
		}
	}

	@Test
	void borrowsConnectionWhereNoneCanBeUnwrapped() throws SQLException {
		DataSource wrapping = new DelegatingDataSource(this.studio.server().dataSource(this.studio.database())) {
			@Override
			public Connection getConnection() throws SQLException {
				return wrapped(super.getConnection());
			}
		};
		this.studio.dataSource(wrapping);
		assertThat(this.studio.upgrade(TWO).applied()).containsExactly("create-agent");
		assertThat(this.studio.status(TWO).lock()).isNull();
	}

	@Test
	void saysHowToGiveTheLockItsConnection() {
		try (HikariDataSource pool = pool(1, this.role)) {
			this.studio.execute("GRANT ALL ON ALL TABLES IN SCHEMA public TO " + this.role);
			this.studio.dataSource(pool);
			MigrationException failure = this.studio.failUnchanged(() -> this.studio.upgrade(TWO),
					MigrationErrorCode.DATABASE_UNAVAILABLE);
			assertThat(failure.getHint()).contains("let the pool have two connections");
		}
	}

	private static Connection wrapped(Connection connection) {
		return (Connection) Proxy.newProxyInstance(Connection.class.getClassLoader(),
				new Class<?>[] { Connection.class }, (proxy, method, arguments) -> switch (method.getName()) {
					case "isWrapperFor" -> false;
					case "unwrap" -> throw new SQLException("Nothing to unwrap");
					default -> ReflectionUtils.invokeMethod(method, connection, arguments);
				});
	}

	private HikariDataSource pool(int size) {
		return pool(size, "postgres");
	}

	private HikariDataSource pool(int size, String user) {
		HikariConfig config = new HikariConfig();
		config.setJdbcUrl(this.studio.server().url(this.studio.database()));
		config.setUsername(user);
		config.setPassword("secret");
		config.setMaximumPoolSize(size);
		config.setConnectionTimeout(2000);
		config.setConnectionInitSql("SET lock_timeout = '3s'");
		return new HikariDataSource(config);
	}

	private static String settings(Connection connection) throws SQLException {
		return EngineFixture.query(connection, "SELECT current_setting('default_transaction_read_only'), "
				+ "current_setting('lock_timeout'), current_setting('client_connection_check_interval'), current_setting('idle_session_timeout')");
	}

}
