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
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationEvent.ChangeSetRan;
import io.migrationutilities.MigrationLock;
import io.migrationutilities.engine.EngineFixture.Application;
import io.migrationutilities.test.UsesPostgresql;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DatabaseMonitor} on PostgreSQL.
 */
@UsesPostgresql
class PostgresqlDatabaseMonitorTests {

	private static final String ONE = "changelog-1.sql";

	private static final String TWO = "changelog-2.sql";

	private PostgresqlFixture studio;

	@BeforeEach
	void createStudio(@TempDir Path directory) {
		this.studio = new PostgresqlFixture(directory);
	}

	@AfterEach
	void dropStudio() {
		this.studio.drop();
	}

	@Test
	void readsWhatIsKnownByOneQuery() {
		this.studio.upgrade(ONE);
		CountingDataSource counting = new CountingDataSource(this.studio.url());
		this.studio.dataSource(counting);
		DatabaseMonitor monitor = monitor(this.studio.start(ONE));
		monitor.read();
		counting.reset();
		monitor.read();
		assertThat(counting.statements()).hasSize(1);
		assertThat(counting.changedSettings()).isEmpty();
	}

	@Test
	void leavesNoTransactionOnAConnectionWithoutAutoCommit() throws SQLException {
		this.studio.upgrade(ONE);
		try (Connection connection = this.studio.connect()) {
			connection.setAutoCommit(false);
			this.studio.dataSource(new SingleConnectionDataSource(connection, true));
			DatabaseMonitor monitor = monitor(this.studio.start(ONE));
			monitor.read();
			monitor.read();
			assertThat(monitor.isCurrent()).isTrue();
			assertThat(connection.getAutoCommit()).isFalse();
			assertThat(this.studio.server()
				.queryIn("postgres", "SELECT count(*) FROM pg_stat_activity WHERE datname = '" + this.studio.database()
						+ "' AND state LIKE 'idle in transaction%'"))
				.isEqualTo("0");
			connection.rollback();
		}
	}

	@Test
	void readsFromAnEmptyDatabaseWithoutCreatingAnything() {
		String before = this.studio.content();
		DatabaseMonitor monitor = monitor(this.studio.start(ONE));
		assertThat(monitor.read().snapshot()).isNotNull();
		assertThat(monitor.isCurrent()).isTrue();
		assertThat(monitor.getRuns(0, 10).runs()).isEmpty();
		assertThat(this.studio.content()).isEqualTo(before);
		this.studio.upgrade(ONE);
		assertThat(monitor.isCurrent()).isFalse();
	}

	@Test
	void noticesWhatOthersDo() {
		this.studio.upgrade(ONE);
		DatabaseMonitor monitor = monitor(this.studio.start(TWO));
		assertThat(Objects.requireNonNull(monitor.read().snapshot()).status().pendingMigrations()).isNotEmpty();
		this.studio.upgrade(TWO);
		assertThat(monitor.isCurrent()).isFalse();
		assertThat(Objects.requireNonNull(monitor.read().snapshot()).status().upToDate()).isTrue();
		assertThat(monitor.getLastRun()).isNotNull();
		assertThat(monitor.getRuns(0, 10).total()).isEqualTo(2);
	}

	@Test
	void showsWhichOtherInstanceMigrates() {
		this.studio.upgrade(ONE);
		DatabaseMonitor monitor = monitor(this.studio.start(TWO));
		assertThat(monitor.read().lock()).isNull();
		List<MigrationLock> seen = new ArrayList<>();
		this.studio.listener((event) -> {
			if (event instanceof ChangeSetRan) {
				seen.add(monitor.read().lock());
			}
		});
		this.studio.upgrade(TWO);
		assertThat(seen).isNotEmpty().allSatisfy((lock) -> assertThat(lock.owner()).startsWith("studio 2.0 (process "));
		assertThat(monitor.read().lock()).isNull();
	}

	@Test
	void findsItsWayWhenTheHistoryIsGone() {
		this.studio.upgrade(ONE);
		DatabaseMonitor monitor = monitor(this.studio.start(ONE));
		monitor.read();
		this.studio.execute("DROP TABLE DATABASECHANGELOG");
		assertThat(monitor.isCurrent()).isFalse();
		assertThat(Objects.requireNonNull(monitor.read().snapshot()).status().currentRevision()).isNull();
	}

	@Test
	void saysThatTheDatabaseIsGone() {
		this.studio.upgrade(ONE);
		DatabaseMonitor monitor = monitor(this.studio.start(ONE));
		monitor.read();
		this.studio.server().execute("ALTER DATABASE \"" + this.studio.database() + "\" ALLOW_CONNECTIONS false");
		assertThat(EngineFixture.fail(monitor::read).getCode()).isEqualTo(MigrationErrorCode.DATABASE_UNAVAILABLE);
		assertThat(EngineFixture.fail(monitor::isCurrent).getCode()).isEqualTo(MigrationErrorCode.DATABASE_UNAVAILABLE);
	}

	private DatabaseMonitor monitor(Application application) {
		return new DatabaseMonitor(application.database(), application.utilities(), this.studio.settings(),
				this.studio.databaseBackups(), Runnable::run);
	}

}
