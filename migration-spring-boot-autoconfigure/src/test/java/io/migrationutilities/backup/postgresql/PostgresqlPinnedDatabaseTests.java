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

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.migrationutilities.BackupManifest;
import io.migrationutilities.BackupReason;
import io.migrationutilities.DatabaseBackup;
import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationException;
import io.migrationutilities.RestoreForecast;
import io.migrationutilities.backup.DatabaseBackups;
import io.migrationutilities.backup.RequiresPostgresqlTools;
import io.migrationutilities.backup.Restores;
import io.migrationutilities.backup.Retention;
import io.migrationutilities.database.BackupSource;
import io.migrationutilities.database.ConnectionSettings;
import io.migrationutilities.test.PostgresqlServer;
import io.migrationutilities.test.UsesPostgresql;
import io.migrationutilities.work.ProgressListeners;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests that what pins a database to its name is foreseen: replication slots and prepared
 * transactions, of which the server has none by default.
 */
@RequiresPostgresqlTools
@UsesPostgresql
class PostgresqlPinnedDatabaseTests {

	private static final String SLOT = "the replication slots the_slot";

	private static PostgresqlServer server;

	private String database;

	private String owner;

	private DatabaseBackups backups;

	private BackupSource source;

	private DatabaseBackup backup;

	@BeforeAll
	static void startServer() {
		server = PostgresqlServer.startForReplication();
	}

	@AfterAll
	static void stopServer() {
		server.stop();
	}

	@BeforeEach
	void createDatabase(@TempDir Path directory) {
		this.database = server.createDatabase();
		this.owner = server.createRole("secret");
		server.execute("ALTER DATABASE " + this.database + " OWNER TO " + this.owner);
		server.executeIn(this.database, "SET ROLE " + this.owner, "CREATE TABLE account (id int PRIMARY KEY)",
				"INSERT INTO account VALUES (1)");
		this.source = new BackupSource(server.dataSource(this.database, this.owner, "secret"), null,
				"DATABASECHANGELOG",
				() -> List.of(new ConnectionSettings(server.url(this.database), this.owner, "secret", Map.of())));
		this.backups = new DatabaseBackups(directory,
				List.of(new PostgresqlBackupStrategy(PostgresqlToolSettings.DEFAULTS)), new Retention(5, null),
				new BackupManifest.Application(null, null), Clock.systemUTC(), ProgressListeners.NONE);
		this.backup = this.backups.create(this.source, BackupReason.MANUAL, (id, author, path) -> id);
	}

	@AfterEach
	void release() {
		server.executeIn(this.database,
				"SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE database = current_database()");
		if (query("SELECT count(*) FROM pg_prepared_xacts").equals("1")) {
			server.executeIn(this.database, "ROLLBACK PREPARED 'the transaction'");
		}
	}

	private String query(String sql) {
		return server.queryIn(this.database, sql);
	}

	private void allowNewDatabases() {
		server.execute("ALTER ROLE " + this.owner + " CREATEDB");
	}

	private void createSlot() {
		server.executeIn(this.database, "SELECT pg_create_logical_replication_slot('the_slot', 'pgoutput')");
	}

	private void prepare(String sql) {
		server.executeIn(this.database, "BEGIN", sql, "PREPARE TRANSACTION 'the transaction'");
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void slotIsInTheWayOfANewDatabase(boolean now) {
		allowNewDatabases();
		createSlot();
		assertThat(this.backups.forecast(this.source, now).describe()).contains(SLOT);
		assertRefused(SLOT, "pg_drop_replication_slot");
		server.executeIn(this.database, "SELECT pg_drop_replication_slot('the_slot')");
		assertRestored(PostgresqlWay.SWAP);
	}

	@Test
	void slotOfAnotherDatabaseIsNotInTheWay() {
		allowNewDatabases();
		String other = server.createDatabase();
		server.executeIn(other, "SELECT pg_create_logical_replication_slot('other_slot', 'pgoutput')");
		assertRestored(PostgresqlWay.SWAP);
		server.executeIn(other, "SELECT pg_drop_replication_slot('other_slot')");
	}

	@Test
	void slotIsNotInTheWayOfOneTransaction() {
		createSlot();
		assertRestored(PostgresqlWay.SCRIPT);
		assertThat(query("SELECT count(*) FROM pg_replication_slots WHERE slot_name = 'the_slot'")).isEqualTo("1");
	}

	@Test
	void preparedTransactionIsInTheWayOfANewDatabase() {
		allowNewDatabases();
		prepare("SELECT 1");
		assertRefused("the prepared transactions the transaction", "ROLLBACK PREPARED");
		server.executeIn(this.database, "COMMIT PREPARED 'the transaction'");
		assertRestored(PostgresqlWay.SWAP);
	}

	@Test
	void preparedTransactionThatHasLockedATableIsInTheWayOfOneTransaction() {
		prepare("INSERT INTO account VALUES (2)");
		assertRefused("prepared transactions have locked it: the transaction", "ROLLBACK PREPARED");
		server.executeIn(this.database, "COMMIT PREPARED 'the transaction'");
		assertThat(query("SELECT count(*) FROM account")).isEqualTo("2");
		assertRestored(PostgresqlWay.SCRIPT);
	}

	@Test
	void preparedTransactionThatHasLockedNothingIsNotInTheWayOfOneTransaction() {
		prepare("SELECT 1");
		assertRestored(PostgresqlWay.SCRIPT);
	}

	private void assertRefused(String reason, String hint) {
		RestoreForecast forecast = this.backups.forecast(this.source, true);
		assertThat(forecast.possible()).isFalse();
		assertThat(forecast.describe()).contains(reason);
		assertThat(forecast.hint()).contains(hint);
		assertThat(this.backups.forecast(this.backup, this.source)).isEqualTo(forecast);
		assertThat(catchThrowableOfType(MigrationException.class,
				() -> Restores.restore(this.backups, this.backup, this.source))
			.getCode()).isEqualTo(MigrationErrorCode.RESTORE_BLOCKED);
	}

	private void assertRestored(PostgresqlWay way) {
		RestoreForecast forecast = this.backups.forecast(this.source, true);
		assertThat(forecast.possible()).as(forecast.toString()).isTrue();
		assertThat(forecast.way()).isEqualTo(way.id());
		String previous = Restores.restore(this.backups, this.backup, this.source);
		assertThat(previous != null).isEqualTo(way == PostgresqlWay.SWAP);
		assertThat(query("SELECT count(*) FROM account")).isEqualTo("1");
	}

}
