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

package io.migrationutilities.backup.sqlite;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;
import org.springframework.util.ClassUtils;
import org.sqlite.SQLiteErrorCode;

import io.migrationutilities.BackupManifest;
import io.migrationutilities.BackupManifest.Database;
import io.migrationutilities.DatabaseState;
import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationException;
import io.migrationutilities.RestoreForecast;
import io.migrationutilities.backup.BackupFailures;
import io.migrationutilities.backup.BackupStrategy;
import io.migrationutilities.backup.RestoreRecord;
import io.migrationutilities.backup.RevisionNaming;
import io.migrationutilities.backup.SourceContent;
import io.migrationutilities.database.BackupSource;
import io.migrationutilities.database.DatabaseKind;
import io.migrationutilities.database.Queries;
import io.migrationutilities.database.SqliteFiles;
import io.migrationutilities.file.FreeSpace;
import io.migrationutilities.file.PrivateFiles;
import io.migrationutilities.work.Gauge;
import io.migrationutilities.work.Interruption;
import io.migrationutilities.work.Interruption.Deferral;

/**
 * {@link BackupStrategy} for SQLite: a backup is a database file that any SQLite tool can
 * open: a copy of the files where nobody commits meanwhile, otherwise written by SQLite's
 * <a href="https://www.sqlite.org/backup.html">backup API</a> through the driver
 * {@code org.xerial:sqlite-jdbc}.
 */
public final class SqliteBackupStrategy implements BackupStrategy {

	private static final Duration BUSY_TIMEOUT = Duration.ofSeconds(30);

	private static final String RESET_LOCK = "UPDATE %s SET LOCKED = 0, LOCKGRANTED = NULL, LOCKEDBY = NULL "
			+ "WHERE LOCKED <> 0";

	private final Duration restoreTimeout;

	/**
	 * Create a strategy whose restores wait up to 30 seconds for locks of others.
	 */
	public SqliteBackupStrategy() {
		this(BUSY_TIMEOUT);
	}

	/**
	 * Create a strategy.
	 * @param restoreTimeout how long a restore waits for locks of others
	 */
	public SqliteBackupStrategy(Duration restoreTimeout) {
		Assert.notNull(restoreTimeout, "'restoreTimeout' must not be null");
		this.restoreTimeout = restoreTimeout;
	}

	@Override
	public String kind() {
		return DatabaseKind.SQLITE.id();
	}

	@Override
	public String suffix() {
		return ".db";
	}

	@Override
	public boolean supports(DatabaseKind kind) {
		return kind == DatabaseKind.SQLITE
				&& ClassUtils.isPresent("org.sqlite.SQLiteConnection", getClass().getClassLoader());
	}

	@Override
	public SourceContent content(BackupSource source) {
		try (Connection pooled = source.dataSource().getConnection()) {
			if (SqliteFiles.locate(pooled).isEmpty()) {
				return SourceContent.IN_MEMORY;
			}
			return SqliteContent.isEmpty(pooled, source) ? SourceContent.EMPTY : SourceContent.DATA;
		}
		catch (SQLException ex) {
			throw unavailable(ex);
		}
	}

	@Override
	public Map<String, Long> countRows(BackupSource source) {
		try (Connection pooled = source.dataSource().getConnection()) {
			return SqliteContent.rows(pooled);
		}
		catch (SQLException ex) {
			throw unavailable(ex);
		}
	}

	@Override
	public Database describe(BackupSource source) {
		try (Connection pooled = source.dataSource().getConnection()) {
			String name = SqliteFiles.locate(pooled).map((file) -> file.getFileName().toString()).orElse(":memory:");
			return new Database(kind(), pooled.getMetaData().getDatabaseProductVersion(), name, null,
					source.historyTable());
		}
		catch (SQLException ex) {
			throw unavailable(ex);
		}
	}

	@Override
	public RestoreForecast forecast(BackupSource target, boolean now) {
		Path live = locate(target);
		try {
			return SqliteObstacle.forecast(live, now);
		}
		catch (SQLException ex) {
			throw unavailable(ex);
		}
		catch (IOException ex) {
			throw new MigrationException(MigrationErrorCode.DATABASE_UNAVAILABLE,
					"'%s' can't be looked at: %s.".formatted(live, ex), "Check that the file is there.", ex);
		}
	}

	@Override
	public long requiredSpace(BackupSource source) {
		try (Connection connection = SqliteConnections.openLive(locate(source), BUSY_TIMEOUT)) {
			long pages = Queries.number(connection, "PRAGMA page_count");
			long size = pages * Queries.number(connection, "PRAGMA page_size");
			return size + size / 10;
		}
		catch (SQLException ex) {
			throw unavailable(ex);
		}
	}

	@Override
	public Capture capture(BackupSource source, Path target, RevisionNaming naming, Gauge gauge) {
		return new SqliteCapture(describe(source), locate(source), target, naming, gauge).run(BUSY_TIMEOUT);
	}

	@Override
	public List<String> verifyStructure(Path backup, BackupManifest manifest, Gauge gauge) {
		return new SqliteChecks(backup, "'" + backup.getFileName() + "'", manifest).quick();
	}

	@Override
	public List<String> verifyRestore(Path backup, BackupManifest manifest, BackupSource source, Path scratchDirectory,
			Gauge gauge) {
		Path scratch = scratchDirectory.resolve("restored.db");
		try (Connection connection = SqliteConnections.openImmutable(backup)) {
			FreeSpace.require(manifest.totalSize() + manifest.totalSize() / 10, scratchDirectory,
					"restore '%s' for its verification".formatted(backup.getFileName()));
			PrivateFiles.createFile(scratch);
			// Checking the copy takes as long at least, and can't tell how far it is.
			int code = SqliteConnections.copy(connection, scratch, (done, total) -> gauge.show(done, 2 * total));
			if (code == SQLiteErrorCode.SQLITE_FULL.code) {
				throw BackupFailures.noSpace(scratch, null);
			}
			if (code != SQLiteErrorCode.SQLITE_OK.code) {
				return List.of("'%s' can't be restored: %s.".formatted(backup.getFileName(),
						SqliteConnections.describe(code)));
			}
			return new SqliteChecks(scratch, "the database restored from '%s'".formatted(backup.getFileName()),
					manifest)
				.thorough();
		}
		catch (SQLException ex) {
			return List.of("'%s' can't be restored: %s.".formatted(backup.getFileName(), ex.getMessage()));
		}
		catch (IOException ex) {
			throw BackupFailures.translate(ex, scratch);
		}
	}

	@Override
	public @Nullable String restore(Path backup, BackupManifest manifest, BackupSource target, boolean keepPrevious,
			RestoreRecord record, Gauge gauge) {
		Path live = locate(target);
		new SqliteRestore(backup, live, this.restoreTimeout).run(record, gauge);
		try (Deferral deferral = Interruption.defer();
				Connection connection = SqliteConnections.openLive(live, BUSY_TIMEOUT)) {
			requireRestored(connection, live, manifest, record);
			resetLock(connection, target.lockTable());
			return null;
		}
		catch (SQLException ex) {
			throw new MigrationException(MigrationErrorCode.RESTORE_FAILED,
					"'%s' was restored, but could not be checked afterwards: %s.".formatted(live, ex.getMessage()),
					"Call MigrationUtilities.restoreDatabase again, or check the file with sqlite3.",
					DatabaseState.UNKNOWN, null, ex);
		}
	}

	private static void requireRestored(Connection connection, Path live, BackupManifest manifest, RestoreRecord record)
			throws SQLException {
		connection.setAutoCommit(false);
		List<String> differences = SqliteContent
			.read(connection, manifest.database().historyTable(), (id, author, path) -> id)
			.without(manifest, record.table())
			.structuralDifferencesFrom(manifest, "'%s'".formatted(live.getFileName()));
		connection.rollback();
		connection.setAutoCommit(true);
		if (!differences.isEmpty()) {
			throw new MigrationException(MigrationErrorCode.RESTORE_FAILED,
					"After the restore '%s' is not what the backup's manifest says: %s".formatted(live,
							String.join(" ", differences)),
					"Stop everything that writes to the database, then call MigrationUtilities.restoreDatabase again.",
					DatabaseState.UNKNOWN, null, null);
		}
	}

	private static void resetLock(Connection connection, String lockTable) throws SQLException {
		if (SqliteContent.hasTable(connection, lockTable)) {
			try (Statement statement = connection.createStatement()) {
				statement.executeUpdate(RESET_LOCK.formatted(Queries.quote(lockTable)));
			}
		}
	}

	private Path locate(BackupSource source) {
		try (Connection pooled = source.dataSource().getConnection()) {
			return SqliteFiles.locate(pooled)
				.orElseThrow(() -> new MigrationException(MigrationErrorCode.BACKUP_UNAVAILABLE,
						"The SQLite database lives in memory, so there is nothing to back up or to restore to.",
						"Use a JDBC URL that names a file, such as jdbc:sqlite:data/app.db."));
		}
		catch (SQLException ex) {
			throw unavailable(ex);
		}
	}

	private static MigrationException unavailable(SQLException ex) {
		return new MigrationException(MigrationErrorCode.DATABASE_UNAVAILABLE,
				"The SQLite database can't be read: %s.".formatted(ex.getMessage()),
				"Check that the file and its directory exist and that the user of this process may write there; "
						+ "if the file is damaged, restore a backup with MigrationUtilities.restoreDatabase.",
				ex);
	}

}
