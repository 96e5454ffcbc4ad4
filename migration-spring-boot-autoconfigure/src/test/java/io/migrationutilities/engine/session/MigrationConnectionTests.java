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

package io.migrationutilities.engine.session;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.migrationutilities.engine.EngineFixture;
import io.migrationutilities.sql.SqlDialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.spy;

/**
 * Tests for {@link MigrationConnection}.
 */
class MigrationConnectionTests {

	private Connection delegate;

	private MigrationConnection connection;

	private EngineFixture studio;

	@BeforeEach
	void connect(@TempDir Path directory) throws SQLException {
		this.studio = new EngineFixture(directory);
		this.studio.execute("CREATE TABLE crew (id INTEGER PRIMARY KEY)", "INSERT INTO crew VALUES (1)");
		this.delegate = this.studio.connect();
		this.connection = new MigrationConnection(this.delegate, new TransactionControl.Sqlite(), SqlDialect.SQLITE);
	}

	@AfterEach
	void close() throws SQLException {
		this.delegate.close();
	}

	@Test
	void commitsNothingBeforeTheEnd() throws SQLException {
		this.connection.begin();
		execute("INSERT INTO crew VALUES (2)");
		this.connection.getProxy().commit();
		execute("INSERT INTO crew VALUES (3)");
		this.connection.getProxy().setAutoCommit(true);
		assertThat(this.connection.getProxy().getAutoCommit()).isFalse();
		assertThat(crews()).isEqualTo("1");
		this.connection.commit();
		assertThat(crews()).isEqualTo("1\n2\n3");
	}

	@Test
	void rollsBackToTheLastCommitOfLiquibase() throws SQLException {
		this.connection.begin();
		execute("INSERT INTO crew VALUES (2)");
		this.connection.getProxy().commit();
		execute("INSERT INTO crew VALUES (3)");
		this.connection.getProxy().rollback();
		this.connection.getProxy().rollback();
		this.connection.commit();
		assertThat(crews()).isEqualTo("1\n2");
	}

	@Test
	void rollsBackWhatWasDoneBelow() throws SQLException {
		this.connection.begin();
		try (Statement statement = this.connection.getProxy().unwrap(Connection.class).createStatement()) {
			statement.execute("INSERT INTO crew VALUES (2)");
		}
		this.connection.getProxy().rollback();
		this.connection.commit();
		assertThat(crews()).isEqualTo("1");
	}

	@Test
	void doesNotRollBackToSavepointBehindWhichNothingWasExecuted() throws SQLException {
		TransactionControl control = spy(new TransactionControl.Sqlite());
		MigrationConnection connection = new MigrationConnection(this.delegate, control, SqlDialect.SQLITE);
		connection.begin();
		connection.getProxy().rollback();
		then(control).should(never()).rollbackToSavepoint(any());
		try (Statement statement = connection.getProxy().createStatement()) {
			statement.execute("INSERT INTO crew VALUES (2)");
			connection.getProxy().commit();
			connection.getProxy().rollback();
			then(control).should(never()).rollbackToSavepoint(any());
			statement.executeQuery("SELECT * FROM crew").close();
		}
		connection.getProxy().rollback();
		then(control).should().rollbackToSavepoint(this.delegate);
		connection.commit();
		assertThat(crews()).isEqualTo("1\n2");
	}

	@Test
	void unwrapsToTheConnectionOfTheDataSource() throws SQLException {
		Connection proxy = this.connection.getProxy();
		assertThat(proxy.isWrapperFor(Connection.class)).isTrue();
		assertThat(proxy.unwrap(Connection.class)).isSameAs(this.delegate);
	}

	@Test
	void unwrapsToConnectionThatCanNotBeUnwrapped() throws SQLException {
		Connection opaque = mock(Connection.class);
		Connection proxy = new MigrationConnection(opaque, new TransactionControl.Sqlite(), SqlDialect.SQLITE)
			.getProxy();
		assertThat(proxy.isWrapperFor(Connection.class)).isTrue();
		assertThat(proxy.unwrap(Connection.class)).isSameAs(opaque);
	}

	@Test
	void rollsBackEverything() throws SQLException {
		this.connection.begin();
		execute("INSERT INTO crew VALUES (2)");
		this.connection.getProxy().commit();
		this.connection.rollback();
		assertThat(crews()).isEqualTo("1");
		assertThat(this.connection.isInTransaction()).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "COMMIT", "commit", "  END", "BEGIN IMMEDIATE", "ROLLBACK", "SAVEPOINT mine",
			"RELEASE migration_change_set", "-- comment\nCOMMIT", "/* comment */ COMMIT", "--a\n/* b\n */\n--c\nCOMMIT",
			";COMMIT", " ; /* a */ ; COMMIT", "\uFEFFCOMMIT" })
	void refusesStatementsThatBeginOrEndTransactions(String sql) throws SQLException {
		this.connection.begin();
		execute("INSERT INTO crew VALUES (2)");
		assertThatThrownBy(() -> execute(sql)).isInstanceOf(SQLException.class)
			.hasMessageContaining("runInTransaction");
		assertThatThrownBy(() -> this.connection.getProxy().prepareStatement(sql)).isInstanceOf(SQLException.class);
		assertThat(crews()).isEqualTo("1");
	}

	@ParameterizedTest
	@ValueSource(strings = { "CREATE TRIGGER t AFTER INSERT ON crew BEGIN SELECT 1; END", "-- COMMIT\nSELECT 1",
			"/* BEGIN */ SELECT 1" })
	void acceptsStatementsThatLookAlike(String sql) throws SQLException {
		this.connection.begin();
		execute(sql);
		this.connection.commit();
		assertThat(crews()).isEqualTo("1");
	}

	@Test
	void commitsNothingAfterDatabaseEndedTheTransaction() throws SQLException {
		this.connection.begin();
		execute("INSERT INTO crew VALUES (2)");
		assertThatThrownBy(() -> execute("INSERT OR ROLLBACK INTO crew VALUES (1)")).isInstanceOf(SQLException.class);
		assertThatThrownBy(() -> execute("INSERT INTO crew VALUES (3)")).isInstanceOf(SQLException.class)
			.hasMessageContaining("ended the transaction");
		assertThatThrownBy(() -> this.connection.getProxy().commit()).isInstanceOf(SQLException.class);
		assertThatThrownBy(() -> this.connection.commit()).isInstanceOf(SQLException.class);
		assertThat(crews()).isEqualTo("1");
	}

	@Test
	void executesNoPreparedStatementAfterDatabaseEndedTheTransaction() throws SQLException {
		this.connection.begin();
		try (PreparedStatement statement = this.connection.getProxy().prepareStatement("INSERT INTO crew VALUES (5)")) {
			assertThatThrownBy(() -> execute("INSERT OR ROLLBACK INTO crew VALUES (1)"))
				.isInstanceOf(SQLException.class);
			assertThatThrownBy(statement::executeUpdate).isInstanceOf(SQLException.class);
		}
		assertThat(crews()).isEqualTo("1");
	}

	@Test
	void goesOnAfterErrorThatLeavesTheTransactionOpen() throws SQLException {
		this.connection.begin();
		execute("INSERT INTO crew VALUES (2)");
		assertThatThrownBy(() -> execute("INSERT INTO crew VALUES (1)")).isInstanceOf(SQLException.class);
		execute("INSERT INTO crew VALUES (3)");
		assertThat(crews()).isEqualTo("1");
		this.connection.commit();
		assertThat(crews()).isEqualTo("1\n2\n3");
	}

	@Test
	void beginsAgainAfterDatabaseEndedTheTransaction() throws SQLException {
		this.connection.begin();
		assertThatThrownBy(() -> execute("INSERT OR ROLLBACK INTO crew VALUES (1)")).isInstanceOf(SQLException.class);
		assertThatThrownBy(() -> this.connection.rollback()).isInstanceOf(SQLException.class);
		this.connection.begin();
		execute("INSERT INTO crew VALUES (2)");
		this.connection.commit();
		assertThat(crews()).isEqualTo("1\n2");
	}

	@Test
	void letsLiquibaseCommitOutsideTransactions() throws SQLException {
		this.connection.passThrough(StatementRetry.NONE);
		execute("INSERT INTO crew VALUES (2)");
		this.connection.getProxy().commit();
		execute("INSERT INTO crew VALUES (3)");
		this.connection.rollback();
		assertThat(crews()).isEqualTo("1\n2");
		assertThat(this.delegate.getAutoCommit()).isTrue();
	}

	@Test
	void rollsBackAndRestoresAutoCommitWhenClosed() throws SQLException {
		this.connection.begin();
		execute("INSERT INTO crew VALUES (2)");
		this.connection.getProxy().close();
		this.connection.getProxy().close();
		assertThat(this.delegate.isClosed()).isTrue();
		assertThat(crews()).isEqualTo("1");
	}

	@Test
	void handsOutItselfAsTheConnectionOfItsStatements() throws SQLException {
		Connection proxy = this.connection.getProxy();
		try (Statement statement = proxy.createStatement()) {
			assertThat(statement.getConnection()).isSameAs(proxy);
		}
		assertThat(proxy).isEqualTo(proxy).hasSameHashCodeAs(proxy);
	}

	private void execute(String sql) throws SQLException {
		try (Statement statement = this.connection.getProxy().createStatement()) {
			statement.execute(sql);
		}
	}

	private String crews() {
		return this.studio.query("SELECT id FROM crew ORDER BY id");
	}

}
