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

package io.migrationutilities.sqlite;

import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import liquibase.database.Database;
import liquibase.database.jvm.JdbcConnection;
import org.junit.jupiter.api.Test;
import org.sqlite.SQLiteConnection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

class JdbcAccessTests {

	@Test
	void findsConnectionOfDriverBelowPool() throws Exception {
		HikariConfig settings = new HikariConfig();
		settings.setJdbcUrl("jdbc:sqlite::memory:");
		try (HikariDataSource pool = new HikariDataSource(settings); Connection pooled = pool.getConnection()) {
			assertThat(connection(pooled)).isInstanceOf(SQLiteConnection.class);
		}
	}

	@Test
	void takesWrapperThatCanNotBeUnwrapped() throws Exception {
		Connection wrapper = mock(Connection.class);
		assertThat(connection(wrapper)).isSameAs(wrapper);
	}

	private static Connection connection(Connection connection) throws Exception {
		Database database = new AlteringSqliteDatabase() {

			@Override
			public JdbcConnection getConnection() {
				return new JdbcConnection(connection);
			}

		};
		List<Connection> found = new ArrayList<>();
		JdbcAccess.run(database, found::add);
		return found.get(0);
	}

}
