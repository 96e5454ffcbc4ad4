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
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

import io.migrationutilities.BackupManifest;
import io.migrationutilities.RestoreForecast;
import io.migrationutilities.database.BackupSource;
import io.migrationutilities.database.PostgresqlAccess;
import io.migrationutilities.work.Gauge;

/**
 * Restores a backup into a scratch database on the server it was taken from, and compares
 * what is there with the manifest.
 */
final class PostgresqlRestoreVerification {

	private static final String SESSION = "migration-utilities verification";

	private final PostgresqlToolSettings settings;

	private final Path backup;

	private final BackupManifest manifest;

	PostgresqlRestoreVerification(PostgresqlToolSettings settings, Path backup, BackupManifest manifest) {
		this.settings = settings;
		this.backup = backup;
		this.manifest = manifest;
	}

	/**
	 * Verify the backup.
	 * @param source the database it was taken from
	 * @param directory a private directory
	 * @param gauge shows how much is loaded
	 * @return what is wrong, in sentences
	 */
	List<String> run(BackupSource source, Path directory, Gauge gauge) {
		PostgresqlAccess access = PostgresqlAccess.of(source);
		try (Connection session = access.open(SESSION)) {
			PostgresqlScratchDatabase.sweep(session, access.database());
			try (PostgresqlScratchDatabase scratch = PostgresqlScratchDatabase.create(access, session)) {
				return verify(access, session, scratch, directory, gauge);
			}
		}
		catch (SQLException ex) {
			throw PostgresqlRestoreFailures.ofVerification(ex);
		}
		catch (IOException ex) {
			throw PostgresqlRestoreFailures.notRun(ex);
		}
	}

	// Such a restore leaves alone what belongs to others.
	private boolean isInOneTransaction(PostgresqlAccess access) throws SQLException {
		RestoreForecast forecast = new PostgresqlObstacles(this.settings, access).forecast(false);
		return forecast.way().equals(PostgresqlWay.SCRIPT.id()) && forecast.possible();
	}

	private List<String> verify(PostgresqlAccess access, Connection session, PostgresqlScratchDatabase scratch,
			Path directory, Gauge gauge) throws SQLException, IOException {
		PostgresqlLoader loader = new PostgresqlLoader(this.settings, access, this.backup, this.manifest);
		if (isInOneTransaction(access)) {
			loader.leaveAloneWhatOthersOwn(session, directory);
		}
		PostgresqlProcess.Result result = loader.load(session, scratch, gauge);
		if (!result.isSuccess()) {
			PostgresqlRestoreFailures.requireUsableServer(result, session);
			return List.of("pg_restore can't restore '%s': %s".formatted(this.backup.getFileName(), result.describe()));
		}
		return loader.differences(scratch.name());
	}

}
