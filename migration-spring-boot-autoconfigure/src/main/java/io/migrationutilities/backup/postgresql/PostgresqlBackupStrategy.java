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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

import io.migrationutilities.BackupManifest;
import io.migrationutilities.BackupManifest.Database;
import io.migrationutilities.DatabaseBackup;
import io.migrationutilities.RestoreForecast;
import io.migrationutilities.RestoreForecast.Obstacle;
import io.migrationutilities.RestoreForecast.Way;
import io.migrationutilities.VerificationLevel;
import io.migrationutilities.backup.BackupStrategy;
import io.migrationutilities.backup.RestoreRecord;
import io.migrationutilities.backup.RevisionNaming;
import io.migrationutilities.backup.SourceContent;
import io.migrationutilities.database.BackupSource;
import io.migrationutilities.database.DatabaseKind;
import io.migrationutilities.database.PostgresqlAccess;
import io.migrationutilities.work.Findings;
import io.migrationutilities.work.Gauge;

/**
 * {@link BackupStrategy} for PostgreSQL: a backup is what {@code pg_dump} writes, a
 * directory or, where {@code pg_dump} runs out of reach of our files, one file. Either
 * can be restored by {@code pg_restore} without us.
 */
public final class PostgresqlBackupStrategy implements BackupStrategy {

	private final PostgresqlToolSettings settings;

	/**
	 * Create a strategy.
	 * @param settings where the client programs are and how they are run
	 */
	public PostgresqlBackupStrategy(PostgresqlToolSettings settings) {
		Assert.notNull(settings, "'settings' must not be null");
		this.settings = settings;
	}

	@Override
	public String kind() {
		return DatabaseKind.POSTGRESQL.id();
	}

	@Override
	public String suffix() {
		return ".dump";
	}

	@Override
	public boolean supports(DatabaseKind kind) {
		return kind == DatabaseKind.POSTGRESQL;
	}

	@Override
	public SourceContent content(BackupSource source) {
		try (Connection pooled = source.dataSource().getConnection()) {
			return PostgresqlContent.isEmpty(pooled, source) ? SourceContent.EMPTY : SourceContent.DATA;
		}
		catch (SQLException ex) {
			throw PostgresqlAccess.unavailable(ex);
		}
	}

	@Override
	public Map<String, Long> countRows(BackupSource source) {
		try (Connection pooled = source.dataSource().getConnection()) {
			return PostgresqlLiveRows.count(pooled);
		}
		catch (SQLException ex) {
			throw PostgresqlAccess.unavailable(ex);
		}
	}

	@Override
	public Database describe(BackupSource source) {
		try (Connection pooled = source.dataSource().getConnection()) {
			return new Database(kind(), pooled.getMetaData().getDatabaseProductVersion(), pooled.getCatalog(),
					source.historySchema(), source.historyTable());
		}
		catch (SQLException ex) {
			throw PostgresqlAccess.unavailable(ex);
		}
	}

	@Override
	public void check(BackupSource source, VerificationLevel level, Findings findings) {
		new PostgresqlChecks(this.settings, source).run(level, findings);
	}

	@Override
	public long requiredSpace(BackupSource source) {
		return new PostgresqlPreconditions(this.settings).requiredSpace(source);
	}

	@Override
	public Capture capture(BackupSource source, Path target, RevisionNaming naming, Gauge gauge) {
		return new PostgresqlDump(this.settings, source).run(describe(source), target, naming, gauge);
	}

	@Override
	public boolean holdsSameData(DatabaseBackup one, DatabaseBackup other) {
		return PostgresqlDumpFiles.holdSameData(one, other);
	}

	@Override
	public List<String> verifyStructure(Path backup, BackupManifest manifest, Gauge gauge) {
		return new PostgresqlArchive(this.settings, backup, manifest).check(gauge);
	}

	@Override
	public List<String> verifyRestore(Path backup, BackupManifest manifest, BackupSource source, Path scratchDirectory,
			Gauge gauge) {
		return new PostgresqlRestoreVerification(this.settings, backup, manifest).run(source, scratchDirectory, gauge);
	}

	@Override
	public @Nullable String restore(Path backup, BackupManifest manifest, BackupSource target, boolean keepPrevious,
			RestoreRecord record, Gauge gauge) {
		PostgresqlAccess access = PostgresqlAccess.of(target);
		RestoreForecast forecast = forecast(access, backup, manifest);
		if (!keepPrevious) {
			new PostgresqlScriptRestore(this.settings, backup, manifest, target.lockTable(), record).run(access,
					forecast, gauge);
			return null;
		}
		if (!isSwap(forecast)) {
			throw PostgresqlRestoreFailures.blocked("it can't be kept beside the restored one any more",
					"Grant the user of the application anew what was taken from it (CREATEDB, the database, another one to connect to)",
					null);
		}
		PostgresqlBlockers.refuse(forecast, PostgresqlWay.SWAP);
		return new PostgresqlSwapRestore(this.settings, backup, manifest, target.lockTable(), record).run(access,
				gauge);
	}

	@Override
	public boolean keepsPrevious(BackupSource target) {
		return isSwap(forecast(target, false));
	}

	private static boolean isSwap(RestoreForecast forecast) {
		return forecast.way().equals(PostgresqlWay.SWAP.id());
	}

	@Override
	public RestoreForecast forecast(BackupSource target, boolean now) {
		return forecast(PostgresqlAccess.of(target), now);
	}

	@Override
	public RestoreForecast forecast(Path backup, BackupManifest manifest, BackupSource target) {
		return forecast(PostgresqlAccess.of(target), backup, manifest);
	}

	private RestoreForecast forecast(PostgresqlAccess access, Path backup, BackupManifest manifest) {
		RestoreForecast forecast = forecast(access, true);
		try (Connection session = access.open(PostgresqlSwapRestore.SESSION)) {
			PostgresqlArchive archive = new PostgresqlArchive(this.settings, backup, manifest);
			PostgresqlTools tools = archive.tools(PostgresqlPreconditions.majorVersion(session));
			PostgresqlRestoreSelection selection = PostgresqlRestoreSelection.of(archive.contents(tools), session);
			List<Way> ways = new ArrayList<>();
			for (Way way : forecast.ways()) {
				List<Obstacle> obstacles = new ArrayList<>(way.obstacles());
				obstacles.addAll(selection.obstacles(session, PostgresqlWay.of(way.name())));
				ways.add(new Way(way.name(), way.description(), obstacles));
			}
			return new RestoreForecast(forecast.way(), ways, forecast.unproved());
		}
		catch (SQLException ex) {
			throw PostgresqlFailures.ofConnection(ex);
		}
		catch (IOException ex) {
			throw PostgresqlRestoreFailures.notRun(ex);
		}
	}

	private RestoreForecast forecast(PostgresqlAccess access, boolean now) {
		try {
			return new PostgresqlObstacles(this.settings, access).forecast(now);
		}
		catch (SQLException ex) {
			throw PostgresqlFailures.ofConnection(ex);
		}
	}

	@Override
	public List<String> dropPrevious(BackupSource source) {
		PostgresqlAccess access = PostgresqlAccess.of(source);
		try (Connection session = access.open("migration-utilities prune")) {
			List<String> dropped = new ArrayList<>(PostgresqlPreviousDatabase.drop(session, access.database()));
			dropped.addAll(PostgresqlScratchDatabase.sweep(session, access.database()));
			return dropped;
		}
		catch (SQLException ex) {
			throw PostgresqlAccess.unavailable(ex);
		}
	}

}
