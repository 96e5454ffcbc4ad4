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

package io.migrationutilities.engine.run;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.migrationutilities.BackupVerification;
import io.migrationutilities.DatabaseBackup;
import io.migrationutilities.MigrationException;
import io.migrationutilities.RestoreForecast;
import io.migrationutilities.RestorePreview;
import io.migrationutilities.RestorePreview.TableRows;
import io.migrationutilities.backup.DatabaseBackups;
import io.migrationutilities.backup.SourceContent;
import io.migrationutilities.database.BackupSource;
import io.migrationutilities.engine.plan.SchemaComparison;
import io.migrationutilities.engine.session.LiquibaseSession;
import io.migrationutilities.engine.session.MigrationDatabase;

/**
 * Foresees what a restore would do, as far as the present database can be read: that it
 * is damaged may be the reason to restore.
 */
public final class RestoreRehearsal {

	private static final Log logger = LogFactory.getLog(RestoreRehearsal.class);

	private final MigrationSettings settings;

	private final DatabaseBackups backups;

	public RestoreRehearsal(MigrationSettings settings, DatabaseBackups backups) {
		this.settings = settings;
		this.backups = backups;
	}

	public RestorePreview preview(MigrationDatabase database, Path path) {
		BackupSource source = database.getBackupSource();
		BackupVerification verification = this.backups.verify(path, this.settings.restoreVerificationLevel(), source);
		if (!verification.valid()) {
			return new RestorePreview(verification, null, null, null, false, null, List.of(), null);
		}
		DatabaseBackup backup = this.backups.open(path);
		this.backups.requireOf(source, backup);
		Present present = look(database);
		if (present.unreadable() != null) {
			return describe(database, verification, backup, present, present.unreadable(), Map.of());
		}
		try {
			return describe(database, verification, backup, present, null, this.backups.countRows(source));
		}
		catch (MigrationException ex) {
			return describe(database, verification, backup, present, ex.getMessage(), Map.of());
		}
	}

	private Present look(MigrationDatabase database) {
		try {
			return LiquibaseSession.call(database, this::look);
		}
		catch (MigrationException ex) {
			return new Present(null, false, false, ex.getMessage());
		}
	}

	private Present look(LiquibaseSession session) {
		String revision = SchemaComparison.currentRevisionOf(session);
		try {
			boolean kept = this.backups.keepsPrevious(session.getBackupSource());
			boolean data = this.backups.content(session.getBackupSource()) == SourceContent.DATA;
			return new Present(revision, kept, data && !kept, null);
		}
		catch (MigrationException ex) {
			return new Present(revision, false, false, ex.getMessage());
		}
	}

	private RestorePreview describe(MigrationDatabase database, BackupVerification verification, DatabaseBackup backup,
			Present present, @Nullable String unreadable, Map<String, Long> rows) {
		return new RestorePreview(verification, backup, present.revision(),
				present.copied() ? this.backups.directory() : null, present.kept(), unreadable,
				compare(database, rows, backup), foresee(database, backup));
	}

	private @Nullable RestoreForecast foresee(MigrationDatabase database, DatabaseBackup backup) {
		try {
			return this.backups.forecast(backup, database.getBackupSource());
		}
		catch (MigrationException ex) {
			logger.debug("The restore can't be foreseen", ex);
			return null;
		}
	}

	private static List<TableRows> compare(MigrationDatabase database, Map<String, Long> present,
			DatabaseBackup backup) {
		Map<String, Long> restored = backup.manifest().tables();
		Set<String> tables = new TreeSet<>(restored.keySet());
		tables.addAll(present.keySet());
		Set<String> records = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
		records.addAll(List.of(database.getLockTable(), database.getLedgerTable(),
				backup.manifest().database().historyTable()));
		return tables.stream()
			.filter((table) -> !records.contains(simpleName(table)))
			.map((table) -> new TableRows(table, present.get(table), restored.get(table)))
			.toList();
	}

	private static String simpleName(String table) {
		return table.substring(table.lastIndexOf('.') + 1).replace("\"", "");
	}

	/**
	 * The database as it is now.
	 *
	 * @param revision its current revision, or {@code null} if there is none
	 * @param kept whether its server can keep it
	 * @param copied whether a copy of it is taken before
	 * @param unreadable why it can't be read, or {@code null} if it can
	 */
	private record Present(@Nullable String revision, boolean kept, boolean copied, @Nullable String unreadable) {

	}

}
