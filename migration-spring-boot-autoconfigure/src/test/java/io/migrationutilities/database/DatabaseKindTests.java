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

package io.migrationutilities.database;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.migrationutilities.test.PostgresqlServer;
import io.migrationutilities.test.UsesPostgresql;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DatabaseKind}.
 */
@UsesPostgresql
class DatabaseKindTests {

	@ParameterizedTest
	@CsvSource({ "jdbc:sqlite::memory:,SQLITE", "jdbc:h2:mem:,OTHER" })
	void isDecidedFromTheConnection(String url, DatabaseKind expected) throws SQLException {
		try (Connection connection = DriverManager.getConnection(url)) {
			assertThat(DatabaseKind.of(connection)).isEqualTo(expected);
		}
	}

	@Test
	void knowsPostgresqlByItsConnection() throws SQLException {
		try (Connection connection = PostgresqlServer.shared().dataSource("postgres").getConnection()) {
			assertThat(DatabaseKind.of(connection)).isEqualTo(DatabaseKind.POSTGRESQL);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "PostgreSQL 15.18 (Debian 15.18-0+deb12u1) on x86_64-pc-linux-gnu, compiled by gcc",
			"PostgreSQL 18.4 on x86_64-pc-linux-musl, compiled by gcc (Alpine 14.2.0) 14.2.0, 64-bit",
			"PostgreSQL 16.3 (EnterpriseDB Advanced Server 16.3.0) on x86_64-pc-linux-gnu" })
	void recognizesPostgresql(String version) {
		assertThat(DatabaseKind.isPostgresql(version)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "PostgreSQL 8.0.2 on i686-pc-linux-gnu, compiled by GCC, Redshift 1.0.12103",
			"PostgreSQL 9.4.24 (Greenplum Database 6.8.1 build commit:7118) on x86_64-unknown-linux-gnu",
			"PostgreSQL 11.2-YB-2.15.0.0-b0 on x86_64-pc-linux-gnu, compiled by clang version 12.0.1",
			"CockroachDB CCL v23.1.11 (x86_64-pc-linux-gnu, built 2023/09/27, go1.19.10)" })
	void takesNoRelativeForPostgresql(String version) {
		assertThat(DatabaseKind.isPostgresql(version)).isFalse();
	}

}
