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

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.util.Credentials;
import org.apache.commons.dbcp2.BasicDataSource;
import org.junit.jupiter.api.Test;
import org.postgresql.Driver;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.jdbc.datasource.AbstractDataSource;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.jdbc.datasource.UserCredentialsDataSourceAdapter;
import org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource;

import io.migrationutilities.database.ConnectionSettings;
import io.migrationutilities.test.PostgresqlServer;
import io.migrationutilities.test.UsesPostgresql;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ConnectionSettingsReader}.
 */
@UsesPostgresql
class ConnectionSettingsReaderTests {

	private static final String URL = "jdbc:postgresql://db.example.com/studio";

	private static final ConnectionSettings PLAIN = new ConnectionSettings(URL, "studio", "secret", Map.of());

	private static final ConnectionSettings WITH_SSL = new ConnectionSettings(URL, "studio", "secret",
			Map.of("sslmode", "require"));

	@Test
	void readsHikariWithTheDriversProperties() {
		try (HikariDataSource dataSource = hikari()) {
			dataSource.addDataSourceProperty("sslmode", "require");
			dataSource.addDataSourceProperty("tcpKeepAlive", true);
			assertThat(ConnectionSettingsReader.read(dataSource)).isEqualTo(new ConnectionSettings(URL, "studio",
					"secret", Map.of("sslmode", "require", "tcpKeepAlive", "true")));
		}
	}

	@Test
	void readsTheCredentialsThatHikariUsesForNewConnections() {
		try (HikariDataSource dataSource = hikari()) {
			dataSource.setCredentials(Credentials.of("rotated", "new secret"));
			assertThat(ConnectionSettingsReader.read(dataSource))
				.isEqualTo(new ConnectionSettings(URL, "rotated", "new secret", Map.of()));
			dataSource.setCredentialsProvider(() -> Credentials.of("provided", "token"));
			assertThat(ConnectionSettingsReader.read(dataSource))
				.isEqualTo(new ConnectionSettings(URL, "provided", "token", Map.of()));
		}
	}

	@Test
	void leavesOutWhatTheUrlTellsHikari() {
		try (HikariDataSource dataSource = new HikariDataSource()) {
			dataSource.setJdbcUrl(URL + "?user=studio");
			assertThat(ConnectionSettingsReader.read(dataSource))
				.isEqualTo(new ConnectionSettings(URL + "?user=studio", null, null, Map.of()));
		}
	}

	@Test
	void findsTheCredentialsAmongThePropertiesOfTheDriver() {
		try (HikariDataSource dataSource = new HikariDataSource()) {
			dataSource.setJdbcUrl(URL);
			dataSource.addDataSourceProperty("user", "studio");
			dataSource.addDataSourceProperty("password", "secret");
			assertThat(ConnectionSettingsReader.read(dataSource)).isEqualTo(PLAIN);
		}
	}

	@Test
	void readsTheDataSourceThatHikariPools() {
		try (HikariDataSource dataSource = new HikariDataSource()) {
			PGSimpleDataSource pooled = postgresql();
			dataSource.setDataSource(pooled);
			assertThat(ConnectionSettingsReader.read(dataSource))
				.isEqualTo(new ConnectionSettings(pooled.getUrl(), "studio", "secret", Map.of()));
			dataSource.setUsername("pool");
			dataSource.setPassword("pool secret");
			assertThat(ConnectionSettingsReader.read(dataSource))
				.isEqualTo(new ConnectionSettings(pooled.getUrl(), "pool", "pool secret", Map.of()));
		}
	}

	@Test
	void readsTheDataSourceThatHikariMadeOfAClassName() throws SQLException {
		PostgresqlServer server = PostgresqlServer.shared();
		String database = server.createDatabase();
		String role = server.createRole("secret");
		try (HikariDataSource dataSource = new HikariDataSource()) {
			dataSource.setDataSourceClassName(PGSimpleDataSource.class.getName());
			dataSource.addDataSourceProperty("serverName", "localhost");
			dataSource.addDataSourceProperty("portNumber", server.port());
			dataSource.addDataSourceProperty("databaseName", database);
			dataSource.setUsername(role);
			dataSource.setPassword("secret");
			try (Connection connection = dataSource.getConnection()) {
				assertThat(ConnectionSettingsReader.read(dataSource))
					.isEqualTo(new ConnectionSettings(connection.getMetaData().getURL(), role, "secret", Map.of()));
			}
		}
	}

	@Test
	void readsThePoolOfTomcat() {
		org.apache.tomcat.jdbc.pool.DataSource dataSource = new org.apache.tomcat.jdbc.pool.DataSource();
		dataSource.setUrl(URL);
		dataSource.setUsername("studio");
		dataSource.setPassword("secret");
		dataSource.setConnectionProperties("sslmode=require");
		assertThat(ConnectionSettingsReader.read(dataSource)).isEqualTo(WITH_SSL);
	}

	@Test
	void readsThePoolOfDbcp() throws SQLException {
		try (BasicDataSource dataSource = new BasicDataSource()) {
			dataSource.setUrl(URL);
			dataSource.setUsername("studio");
			dataSource.setPassword("secret");
			assertThat(ConnectionSettingsReader.read(dataSource)).isEqualTo(PLAIN);
		}
	}

	@Test
	void readsWhatConnectsWithoutAPool() {
		SimpleDriverDataSource simple = new SimpleDriverDataSource(new Driver(), URL, "studio", "secret");
		assertThat(ConnectionSettingsReader.read(simple)).isEqualTo(PLAIN);
		Properties properties = new Properties();
		properties.setProperty("sslmode", "require");
		DriverManagerDataSource dataSource = new DriverManagerDataSource(URL, properties);
		dataSource.setUsername("studio");
		dataSource.setPassword("secret");
		assertThat(ConnectionSettingsReader.read(dataSource)).isEqualTo(WITH_SSL);
	}

	@Test
	void readsTheDriversOwnDataSource() {
		PGSimpleDataSource dataSource = postgresql();
		dataSource.setSslMode("require");
		assertThat(ConnectionSettingsReader.read(dataSource)).satisfies((settings) -> {
			assertThat(settings.url()).startsWith("jdbc:postgresql://db.example.com:5433/studio")
				.contains("sslmode=require");
			assertThat(settings.user()).isEqualTo("studio");
			assertThat(settings.password()).isEqualTo("secret");
		});
	}

	@Test
	void looksBehindProxies() {
		DataSource dataSource = new LazyConnectionDataSourceProxy(postgresql());
		dataSource = new TransactionAwareDataSourceProxy(dataSource);
		dataSource = (DataSource) new ProxyFactory(dataSource).getProxy();
		assertThat(ConnectionSettingsReader.read(dataSource)).isEqualTo(ConnectionSettingsReader.read(postgresql()));
	}

	@Test
	void doesNotTakeTheCredentialsOfTheTargetForThoseThatReplaceThem() {
		UserCredentialsDataSourceAdapter adapter = new UserCredentialsDataSourceAdapter();
		adapter.setTargetDataSource(postgresql());
		adapter.setUsername("other");
		assertThat(ConnectionSettingsReader.read(new LazyConnectionDataSourceProxy(adapter))).isNull();
	}

	@Test
	void findsNothingInADataSourceThatTellsNothing() {
		assertThat(ConnectionSettingsReader.read(new Silent())).isNull();
		assertThat(ConnectionSettingsReader.read(new Routing())).isNull();
		try (HikariDataSource dataSource = new HikariDataSource()) {
			assertThat(ConnectionSettingsReader.read(dataSource)).isNull();
			dataSource.setDataSource(dataSource);
			assertThat(ConnectionSettingsReader.read(dataSource)).isNull();
		}
	}

	private static HikariDataSource hikari() {
		HikariDataSource dataSource = new HikariDataSource();
		dataSource.setJdbcUrl(URL);
		dataSource.setUsername("studio");
		dataSource.setPassword("secret");
		return dataSource;
	}

	private static PGSimpleDataSource postgresql() {
		PGSimpleDataSource dataSource = new PGSimpleDataSource();
		dataSource.setServerNames(new String[] { "db.example.com" });
		dataSource.setPortNumbers(new int[] { 5433 });
		dataSource.setDatabaseName("studio");
		dataSource.setUser("studio");
		dataSource.setPassword("secret");
		return dataSource;
	}

	static class Silent extends AbstractDataSource {

		@Override
		public Connection getConnection() throws SQLException {
			throw new SQLException("Nothing is connected to");
		}

		@Override
		public Connection getConnection(String username, String password) throws SQLException {
			return getConnection();
		}

	}

	static class Routing extends AbstractRoutingDataSource {

		@Override
		protected Object determineCurrentLookupKey() {
			throw new IllegalStateException("There is no request");
		}

	}

}
