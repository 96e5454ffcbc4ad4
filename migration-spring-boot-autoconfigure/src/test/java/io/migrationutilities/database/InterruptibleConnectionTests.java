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
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sqlite.Function;
import org.sqlite.SQLiteConnection;

import io.migrationutilities.work.Interruption;
import io.migrationutilities.work.Interruption.Deferral;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link InterruptibleConnection}.
 */
@Timeout(60)
class InterruptibleConnectionTests {

	private static final String ENDLESS = "WITH RECURSIVE n(i) AS (SELECT begun() UNION ALL SELECT i + 1 FROM n) "
			+ "SELECT i FROM n WHERE i < 0";

	private final CountDownLatch begun = new CountDownLatch(1);

	private Connection connection;

	@BeforeEach
	void connect() throws SQLException {
		Connection plain = DriverManager.getConnection("jdbc:sqlite::memory:");
		Function.create(plain, "begun", new Function() {

			@Override
			protected void xFunc() throws SQLException {
				InterruptibleConnectionTests.this.begun.countDown();
				result(1);
			}

		});
		this.connection = InterruptibleConnection.of(plain);
	}

	@AfterEach
	void close() throws SQLException {
		assertThat(Thread.interrupted()).isFalse();
		this.connection.close();
	}

	@Test
	void interruptionEndsTheStatement() throws Exception {
		Thread worker = Thread.currentThread();
		Thread interrupter = new Thread(() -> {
			try {
				this.begun.await(30, TimeUnit.SECONDS);
				worker.interrupt();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		});
		interrupter.start();
		assertThatExceptionOfType(SQLException.class).isThrownBy(() -> query(ENDLESS))
			.withMessageContaining("SQLITE_INTERRUPT");
		assertThat(Thread.interrupted()).isTrue();
		interrupter.join();
		assertThat(query("SELECT 7")).isEqualTo(7);
	}

	@Test
	void interruptedThreadBeginsNoStatement() throws SQLException {
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(SQLException.class).isThrownBy(() -> query("SELECT begun()"));
		assertThat(Thread.interrupted()).isTrue();
		assertThat(this.begun.getCount()).isOne();
		assertThat(query("SELECT begun()")).isOne();
	}

	@Test
	void deferredInterruptionStopsNothing() throws SQLException {
		Thread.currentThread().interrupt();
		try (Deferral deferral = Interruption.defer()) {
			assertThat(query("SELECT 7")).isEqualTo(7);
			Thread.currentThread().interrupt();
			assertThat(query("SELECT 8")).isEqualTo(8);
			assertThat(Interruption.isPending()).isTrue();
		}
		assertThat(Thread.interrupted()).isTrue();
	}

	@Test
	void unwrapsWhatItWraps() throws SQLException {
		assertThat(this.connection.isWrapperFor(SQLiteConnection.class)).isTrue();
		assertThat(this.connection.unwrap(SQLiteConnection.class)).isNotNull();
		assertThat(this.connection.unwrap(Connection.class)).isSameAs(this.connection);
		assertThat(this.connection.isWrapperFor(Statement.class)).isFalse();
	}

	private int query(String sql) throws SQLException {
		try (Statement statement = this.connection.createStatement(); ResultSet row = statement.executeQuery(sql)) {
			return row.next() ? row.getInt(1) : 0;
		}
	}

}
