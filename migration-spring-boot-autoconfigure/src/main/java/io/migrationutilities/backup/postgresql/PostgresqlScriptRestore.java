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
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.migrationutilities.BackupManifest;
import io.migrationutilities.MigrationException;
import io.migrationutilities.RestoreForecast;
import io.migrationutilities.backup.BackupStore;
import io.migrationutilities.backup.RestoreRecord;
import io.migrationutilities.backup.ScratchDirectory;
import io.migrationutilities.database.PostgresqlAccess;
import io.migrationutilities.file.FreeSpace;
import io.migrationutilities.file.PrivateFiles;
import io.migrationutilities.work.Gauge;
import io.migrationutilities.work.Interruption;
import io.migrationutilities.work.Interruption.Deferral;

/**
 * Restores a backup into the live database, in one transaction that {@code psql} runs,
 * for users who may not create databases:
 * <ol>
 * <li>refuse where something is known to be in the way;</li>
 * <li>write the whole script to a file;</li>
 * <li>run it: everything is replaced, counted and committed, or nothing;</li>
 * <li>compare with the manifest, gather statistics.</li>
 * </ol>
 */
final class PostgresqlScriptRestore {

	private static final Log logger = LogFactory.getLog(PostgresqlScriptRestore.class);

	private static final String SESSION = "migration-utilities restore";

	private final PostgresqlToolSettings settings;

	private final Path backup;

	private final BackupManifest manifest;

	private final String lockTable;

	private final RestoreRecord record;

	private final String claim = "migration-utilities " + UUID.randomUUID();

	PostgresqlScriptRestore(PostgresqlToolSettings settings, Path backup, BackupManifest manifest, String lockTable,
			RestoreRecord record) {
		this.settings = settings;
		this.backup = backup;
		this.manifest = manifest;
		this.lockTable = lockTable;
		this.record = record;
	}

	/**
	 * Restore the backup.
	 * @param access the way to the live database
	 * @param forecast what is known to be in the way
	 * @param gauge shows how much of the script is written, then how much of it has run
	 */
	void run(PostgresqlAccess access, RestoreForecast forecast, Gauge gauge) {
		try (Connection session = access.open(SESSION)) {
			PostgresqlArchive archive = new PostgresqlArchive(this.settings, this.backup, this.manifest);
			PostgresqlTools tools = archive.tools(PostgresqlPreconditions.majorVersion(session));
			tools.requirePsql();
			PostgresqlBlockers.refuse(forecast, PostgresqlWay.SCRIPT);
			PostgresqlClaim.take(session, this.claim);
			restore(access, session, tools, archive, gauge);
			finish(access);
		}
		catch (SQLException ex) {
			throw PostgresqlRestoreFailures.ofRestore(ex);
		}
		catch (IOException ex) {
			throw PostgresqlRestoreFailures.notRun(ex);
		}
	}

	private void restore(PostgresqlAccess access, Connection session, PostgresqlTools tools, PostgresqlArchive archive,
			Gauge gauge) throws SQLException, IOException {
		BackupStore store = new BackupStore(PrivateFiles.directoryOf(this.backup));
		try (ScratchDirectory scratch = store.createScratchDirectory()) {
			FreeSpace.require(this.manifest.totalSize(), this.backup, "write the script of the restore");
			Path directory = Files.createDirectory(scratch.path(), PrivateFiles.directoryAttributes(scratch.path()));
			ScriptWriter writer = (searchPath) -> new PostgresqlRestoreScript(tools, archive, this.manifest,
					this.lockTable, this.record.statements(PostgresqlName::literal), directory,
					(done, total) -> gauge.show(done, 2 * total), searchPath)
				.write(session, this.claim, PostgresqlSwapRestore.lockTimeout(this.settings), this.settings.timeout());
			PostgresqlGrowth growth = new PostgresqlGrowth(session, access.database(), access.database(),
					this.manifest.totalSize(), (done, total) -> gauge.show(total + done, 2 * total));
			run(new PostgresqlScriptRun(access, tools, this.claim), writer, PostgresqlLoader.searchPath(session),
					growth::look);
		}
	}

	private void run(PostgresqlScriptRun run, ScriptWriter writer, String searchPath, Runnable look)
			throws SQLException, IOException {
		Path script = writer.write(null);
		try {
			run.run(script, this.settings.timeout(), look);
		}
		catch (MigrationException ex) {
			if (!run.isNameMissing()) {
				throw ex;
			}
			logger.info("The backup is restored with the search path of the application: " + ex.getMessage());
			PrivateFiles.delete(script);
			run.run(writer.write(searchPath), this.settings.timeout(), look);
		}
	}

	private void finish(PostgresqlAccess access) {
		try (Deferral deferral = Interruption.defer(); Connection session = access.open(SESSION)) {
			List<String> differences = PostgresqlContent
				.read(session, this.manifest.database().historySchema(), this.manifest.database().historyTable(),
						(id, author, path) -> id)
				.without(this.manifest, this.record.table())
				.structuralDifferencesFrom(this.manifest, "the restored database");
			if (!differences.isEmpty()) {
				throw PostgresqlRestoreFailures.unknown(String.join(" ", differences), null);
			}
			PostgresqlStatistics.gather(session, PostgresqlSwapRestore.lockTimeout(this.settings));
		}
		catch (SQLException ex) {
			throw PostgresqlRestoreFailures
				.unknown("it was, but it could not be checked afterwards: %s.".formatted(ex.getMessage()), ex);
		}
	}

	private interface ScriptWriter {

		Path write(@Nullable String searchPath) throws SQLException, IOException;

	}

}
