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

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import liquibase.integration.spring.SpringLiquibase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.mockito.ArgumentCaptor;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.liquibase.autoconfigure.LiquibaseAutoConfiguration;
import org.springframework.boot.liquibase.autoconfigure.LiquibaseConnectionDetails;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource;

import io.migrationutilities.MigrationUtilities;
import io.migrationutilities.backup.BackupStrategy;
import io.migrationutilities.database.BackupSource;
import io.migrationutilities.database.ConnectionSettings;
import io.migrationutilities.database.PostgresqlAccess;
import io.migrationutilities.test.PostgresqlServer;
import io.migrationutilities.test.UsesPostgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link DataSourceConnectionSettings}.
 */
@ExtendWith(OutputCaptureExtension.class)
@UsesPostgresql
class DataSourceConnectionSettingsTests {

	private static final String PASSWORD = "s3cret";

	@TempDir
	Path directory;

	private final PostgresqlServer server = PostgresqlServer.shared();

	private final String url = this.server.url(this.server.createDatabase());

	private final String user = this.server.createRole(PASSWORD);

	private final ConnectionSettings settings = new ConnectionSettings(this.url, this.user, PASSWORD, Map.of());

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class, LiquibaseAutoConfiguration.class,
				MigrationAutoConfiguration.class))
		.withPropertyValues("spring.liquibase.change-log=classpath:autoconfigure/changelog.yaml",
				"migration.upgrade.on-boot=false");

	@Test
	void readsTheAutoConfiguredPool() {
		this.contextRunner
			.withPropertyValues("spring.datasource.url=" + this.url, "spring.datasource.username=" + this.user,
					"spring.datasource.password=" + PASSWORD,
					"spring.datasource.hikari.data-source-properties.sslmode=disable")
			.run((context) -> assertThat(settings(context, "liquibase")).containsExactly(
					new ConnectionSettings(this.url, this.user, PASSWORD, Map.of("sslmode", "disable")),
					this.settings));
	}

	@Test
	void readsTheDataSourceThatLiquibaseHasForItself() {
		this.contextRunner
			.withPropertyValues("spring.datasource.url=jdbc:h2:mem:other", "spring.liquibase.url=" + this.url,
					"spring.liquibase.user=" + this.user, "spring.liquibase.password=" + PASSWORD)
			.run((context) -> {
				assertThat(context.getBean(SpringLiquibase.class).getDataSource())
					.isInstanceOf(SimpleDriverDataSource.class);
				assertThat(settings(context, "liquibase")).startsWith(this.settings, this.settings)
					.element(2)
					.satisfies((other) -> assertThat(other.url()).isEqualTo("jdbc:h2:mem:other"));
			});
	}

	@Test
	void readsThePoolOfAServiceConnection() {
		this.contextRunner.withBean(JdbcConnectionDetails.class, this::details)
			.run((context) -> assertThat(settings(context, "liquibase")).containsExactly(this.settings, this.settings));
	}

	@Test
	void keepsSeveralDataSourcesApart() {
		String otherUrl = this.server.url(this.server.createDatabase());
		String otherUser = this.server.createRole("other");
		this.contextRunner.withBean(JdbcConnectionDetails.class, this::details)
			.withBean("books", SpringLiquibase.class, () -> liquibase(pool(this.url, this.user, PASSWORD)))
			.withBean("readers", SpringLiquibase.class, () -> liquibase(pool(otherUrl, otherUser, "other")))
			.run((context) -> {
				assertThat(settings(context, "books")).first().isEqualTo(this.settings);
				assertThat(settings(context, "readers"))
					.containsExactly(new ConnectionSettings(otherUrl, otherUser, "other", Map.of()), this.settings);
			});
	}

	@Test
	void findsTheTargetOfARoutingDataSourceBehindProxies() throws SQLException {
		String otherUrl = this.server.url(this.server.createDatabase());
		try (HikariDataSource one = pool(this.url, this.user, PASSWORD);
				HikariDataSource two = pool(otherUrl, this.user, PASSWORD)) {
			Routing routing = new Routing();
			routing.setTargetDataSources(Map.of("one", new LazyConnectionDataSourceProxy(one), "two", two));
			routing.afterPropertiesSet();
			for (DataSource proxy : List.of(routing, new LazyConnectionDataSourceProxy(routing),
					new TransactionAwareDataSourceProxy(new LazyConnectionDataSourceProxy(routing)),
					new DelegatingDataSource(routing))) {
				List<ConnectionSettings> found = settings(new StaticListableBeanFactory(), proxy);
				for (String key : List.of("one", "two")) {
					routing.key = key;
					PostgresqlAccess access = PostgresqlAccess
						.of(new BackupSource(proxy, null, "DATABASECHANGELOG", () -> found));
					try (Connection own = access.open("test"); Connection pooled = proxy.getConnection()) {
						assertThat(own.getCatalog()).isEqualTo(pooled.getCatalog());
					}
				}
				routing.key = "none";
				assertThat(settings(new StaticListableBeanFactory(), proxy)).containsExactlyInAnyOrderElementsOf(found);
			}
		}
	}

	@Test
	void givesTheStrategiesAWayToTheServer() {
		BackupStrategy strategy = mock();
		this.contextRunner.withBean(BackupStrategy.class, () -> strategy)
			.withBean(DataSource.class,
					() -> new LazyConnectionDataSourceProxy(
							this.server.dataSource(databaseOf(this.url), this.user, PASSWORD)))
			.withPropertyValues("migration.backup.directory=" + this.directory)
			.run((context) -> {
				given(strategy.supports(any())).willReturn(true);
				given(strategy.describe(any())).willThrow(new IllegalStateException("That is far enough"));
				MigrationUtilities utilities = context.getBean(MigrationUtilities.class);
				assertThatIllegalStateException().isThrownBy(utilities::createDatabaseBackup);
				ArgumentCaptor<BackupSource> source = ArgumentCaptor.captor();
				then(strategy).should().describe(source.capture());
				try (Connection connection = PostgresqlAccess.of(source.getValue()).open("test")) {
					assertThat(connection.getMetaData().getUserName()).isEqualTo(this.user);
				}
			});
	}

	@Test
	void fallsBackToTheConnectionDetailsForADataSourceThatTellsNothing() {
		LiquibaseConnectionDetails liquibase = mock();
		given(liquibase.getJdbcUrl()).willReturn(this.url);
		given(liquibase.getUsername()).willReturn("liquibase");
		ListableBeanFactory beans = new StaticListableBeanFactory(Map.of("jdbc", details(), "liquibase", liquibase));
		assertThat(settings(beans, new ConnectionSettingsReaderTests.Silent()))
			.containsExactly(new ConnectionSettings(this.url, "liquibase", null, Map.of()), this.settings);
	}

	@Test
	void findsNothingWithoutConnectionDetails() {
		assertThat(settings(new StaticListableBeanFactory(), new ConnectionSettingsReaderTests.Silent())).isEmpty();
	}

	@Test
	void leavesOutWhatCanNotBeReadAndKeepsItsMessageOutOfTheLog(CapturedOutput output) {
		LoggingSystem logging = LoggingSystem.get(getClass().getClassLoader());
		logging.setLogLevel(DataSourceConnectionSettings.class.getName(), LogLevel.DEBUG);
		JdbcConnectionDetails broken = mock();
		given(broken.getJdbcUrl()).willThrow(new IllegalStateException(this.url + "?password=" + PASSWORD));
		LiquibaseConnectionDetails empty = mock();
		ListableBeanFactory beans = new StaticListableBeanFactory(
				Map.of("broken", broken, "empty", empty, "jdbc", details()));
		try (HikariDataSource sealed = pool(this.url, this.user, PASSWORD)) {
			sealed.setCredentialsProvider(() -> {
				throw new IllegalStateException(PASSWORD);
			});
			assertThat(settings(beans, sealed)).containsExactly(this.settings);
		}
		finally {
			logging.setLogLevel(DataSourceConnectionSettings.class.getName(), null);
		}
		assertThat(output).contains("Connection settings can't be read: ")
			.contains(IllegalStateException.class.getName())
			.doesNotContain(PASSWORD);
	}

	private List<ConnectionSettings> settings(ListableBeanFactory beans, String liquibase) {
		return settings(beans, beans.getBean(liquibase, SpringLiquibase.class).getDataSource());
	}

	private List<ConnectionSettings> settings(ListableBeanFactory beans, DataSource dataSource) {
		return new DataSourceConnectionSettings(beans.getBeanProvider(LiquibaseConnectionDetails.class),
				beans.getBeanProvider(JdbcConnectionDetails.class))
			.apply(dataSource);
	}

	private JdbcConnectionDetails details() {
		JdbcConnectionDetails details = mock();
		given(details.getJdbcUrl()).willReturn(this.url);
		given(details.getUsername()).willReturn(this.user);
		given(details.getPassword()).willReturn(PASSWORD);
		given(details.getDriverClassName()).willReturn("org.postgresql.Driver");
		return details;
	}

	private static HikariDataSource pool(String url, String user, String password) {
		HikariDataSource dataSource = new HikariDataSource();
		dataSource.setJdbcUrl(url);
		dataSource.setUsername(user);
		dataSource.setPassword(password);
		return dataSource;
	}

	private static SpringLiquibase liquibase(DataSource dataSource) {
		SpringLiquibase liquibase = new SpringLiquibase();
		liquibase.setDataSource(dataSource);
		liquibase.setChangeLog("classpath:autoconfigure/changelog.yaml");
		return liquibase;
	}

	private static String databaseOf(String url) {
		return url.substring(url.lastIndexOf('/') + 1);
	}

	private static final class Routing extends AbstractRoutingDataSource {

		private String key = "one";

		@Override
		protected Object determineCurrentLookupKey() {
			return this.key;
		}

	}

}
