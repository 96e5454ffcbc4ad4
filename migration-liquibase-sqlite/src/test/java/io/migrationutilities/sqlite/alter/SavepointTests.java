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

package io.migrationutilities.sqlite.alter;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.migrationutilities.sqlite.table.SqliteSession;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of {@link Savepoint}.
 */
class SavepointTests {

	private Connection connection;

	private Connection reader;

	private SqliteSession session;

	private Savepoint savepoint;

	@BeforeEach
	void openDatabase(@TempDir Path directory) throws SQLException {
		String url = "jdbc:sqlite:" + directory.resolve("test.db");
		this.connection = DriverManager.getConnection(url);
		this.reader = DriverManager.getConnection(url);
		this.session = new SqliteSession(this.connection);
		this.session.execute("PRAGMA journal_mode = WAL");
		this.session.execute("CREATE TABLE t (x)");
		this.savepoint = new Savepoint(this.connection);
	}

	@AfterEach
	void closeDatabase() throws SQLException {
		this.reader.close();
		this.connection.close();
	}

	private void insert(int value) throws SQLException {
		this.session.execute("INSERT INTO t VALUES (%d)".formatted(value));
	}

	private List<String> committed() throws SQLException {
		return new SqliteSession(this.reader).strings("SELECT x FROM t");
	}

	@Test
	void commitsWhereThereIsNoTransaction() throws SQLException {
		this.savepoint.<SQLException>around(() -> {
			insert(1);
			insert(2);
			assertThat(committed()).isEmpty();
		});
		assertThat(committed()).containsExactly("1", "2");
	}

	@Test
	void undoesAllAfterAFailure() throws SQLException {
		insert(1);
		assertThatExceptionOfType(SQLException.class).isThrownBy(() -> this.savepoint.<SQLException>around(() -> {
			insert(2);
			this.session.execute("DROP TABLE t");
			this.session.execute("DROP TABLE none");
		})).withMessageContaining("no such table: none");
		insert(3);
		assertThat(committed()).containsExactly("1", "3");
	}

	@Test
	void leavesTheTransactionAroundItOpen() throws SQLException {
		this.connection.setAutoCommit(false);
		insert(1);
		this.savepoint.<SQLException>around(() -> insert(2));
		assertThatExceptionOfType(IllegalStateException.class)
			.isThrownBy(() -> this.savepoint.<IllegalStateException>around(() -> {
				insert(3);
				throw new IllegalStateException("enough");
			}))
			.withMessage("enough");
		assertThat(committed()).isEmpty();
		this.connection.commit();
		assertThat(committed()).containsExactly("1", "2");
	}

	@Test
	void undoesWhatIsInsideOnly() throws SQLException {
		this.savepoint.<SQLException>around(() -> {
			insert(1);
			assertThatExceptionOfType(IllegalStateException.class)
				.isThrownBy(() -> this.savepoint.<IllegalStateException>around(() -> {
					insert(2);
					throw new IllegalStateException();
				}));
			insert(3);
		});
		assertThat(committed()).containsExactly("1", "3");
	}

}
