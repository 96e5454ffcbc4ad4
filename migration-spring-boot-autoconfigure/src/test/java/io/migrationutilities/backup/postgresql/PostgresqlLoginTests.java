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

package io.migrationutilities.backup.postgresql;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import javax.sql.DataSource;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import io.migrationutilities.backup.RequiresPostgresqlTools;
import io.migrationutilities.database.BackupSource;
import io.migrationutilities.database.ConnectionSettings;
import io.migrationutilities.database.PostgresqlAccess;
import io.migrationutilities.test.ChildProcess;
import io.migrationutilities.test.PostgresqlServer;
import io.migrationutilities.test.StartsProcesses;
import io.migrationutilities.test.UsesPostgresql;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PostgresqlLogin}.
 */
@RequiresPostgresqlTools
@UsesPostgresql
@StartsProcesses
class PostgresqlLoginTests {

	private final PostgresqlServer server = PostgresqlServer.shared();

	private final String database = this.server.createDatabase("it's");

	private final PostgresqlTools tools = PostgresqlTools.find(PostgresqlToolSettings.DEFAULTS, 15);

	@AfterEach
	void dropDatabase() {
		this.server.dropDatabase(this.database);
	}

	private PostgresqlLogin login(String parameters) throws IOException {
		var dataSource = this.server.dataSource(this.database);
		dataSource.setUrl(url(parameters));
		return login(dataSource, Map.of("kerberosServerName", "the 'server\\"));
	}

	private String url(String parameters) {
		return "jdbc:postgresql://127.0.0.1:%d/%s%s".formatted(this.server.port(), this.database.replace("'", "%27"),
				parameters);
	}

	private PostgresqlLogin login(DataSource dataSource, Map<String, String> properties) throws IOException {
		ConnectionSettings settings = new ConnectionSettings(this.server.url("x"), PostgresqlServer.SUPERUSER, null,
				properties);
		return PostgresqlLogin.create(
				PostgresqlAccess.of(new BackupSource(dataSource, null, "DATABASECHANGELOG", () -> List.of(settings))),
				this.tools);
	}

	@Test
	void quotesWhatLibpqWouldMisunderstand() throws IOException {
		try (PostgresqlLogin login = login("")) {
			assertThat(login.connectionString("a dump")).contains("host='127.0.0.1'", "port='" + this.server.port(),
					"dbname='" + this.database.replace("'", "\\'") + "'", "krbsrvname='the \\'server\\\\'",
					"application_name='a dump'", "user='postgres'");
		}
	}

	@Test
	void programsGiveUpOnAHostThatHasVanishedAsOurOwnSessionsDo() throws IOException {
		try (PostgresqlLogin login = login("?options=-c%20geqo%3Doff")) {
			assertThat(login.connectionString("a dump")).contains("keepalives_idle='10'", "keepalives_interval='5'",
					"keepalives_count='4'", "tcp_user_timeout='30000'");
			List<String> command = new ArrayList<>(this.tools.psql());
			command.addAll(List.of("--no-psqlrc", "--tuples-only", "--no-align",
					"--dbname=" + login.connectionString("a dump"),
					"--command=SELECT string_agg(name || ' ' || setting, ', ' ORDER BY name) FROM pg_settings "
							+ "WHERE name LIKE 'tcp%' OR name = 'geqo'"));
			ChildProcess psql = ChildProcess.run(command.toArray(String[]::new));
			assertThat(psql.awaitExit()).isZero();
			assertThat(psql.standardOutput().strip()).isEqualTo(
					"geqo off, tcp_keepalives_count 4, tcp_keepalives_idle 10, tcp_keepalives_interval 5, tcp_user_timeout 30000");
		}
	}

	@Test
	void leavesOutWhatIsMeantForTheApplication() throws IOException {
		try (PostgresqlLogin login = login(
				"?socketTimeout=1&targetServerType=primary&currentSchema=x&readOnly=true&gssEncMode=allow")) {
			assertThat(login.connectionString("a dump")).doesNotContain("imeout='1'", "primary", "currentSchema",
					"readOnly");
		}
	}

	@Test
	void trustsWhomTheDriverTrusts() throws IOException {
		DataSource plain = new DriverManagerDataSource(url("?user=postgres"));
		String trusting = "org.postgresql.ssl.NonValidatingFactory";
		try (PostgresqlLogin login = login(plain, Map.of("ssl", "true", "sslfactory", trusting))) {
			assertThat(login.connectionString("a dump")).contains("sslmode='require'");
			assertThat(login.describeUnknown()).isEmpty();
		}
		try (PostgresqlLogin login = login(plain, Map.of("ssl", "true", "sslfactory", "com.example.OurFactory"))) {
			assertThat(login.connectionString("a dump")).contains("sslmode='verify-full'");
			assertThat(login.describeUnknown()).contains("sslfactory=com.example.OurFactory: say by sslmode");
		}
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			?sslmode=allow,              sslmode='allow'
			?ssl=false,                  host=
			?sslmode=prefer&ssl=true,    sslmode='prefer'
			?options=-c%20geqo%3Doff,     -c geqo=off'
			?channelBinding=disable,     channel_binding='disable'
			?gssEncMode=disable,         gssencmode='disable'
			""")
	void translatesWhatTheDriverCallsDifferently(String parameters, String expected) throws IOException {
		try (PostgresqlLogin login = login(parameters)) {
			assertThat(login.connectionString("a dump")).contains(expected);
		}
	}

}
