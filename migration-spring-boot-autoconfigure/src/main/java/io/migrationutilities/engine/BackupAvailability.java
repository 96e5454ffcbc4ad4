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

import java.util.List;

import io.migrationutilities.Finding;
import io.migrationutilities.Finding.Severity;
import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.RestoreForecast;
import io.migrationutilities.backup.DatabaseBackups;
import io.migrationutilities.backup.SourceContent;
import io.migrationutilities.database.BackupSource;
import io.migrationutilities.engine.run.MigrationSettings;
import io.migrationutilities.engine.run.MigrationSettings.WhenBackupUnavailable;
import io.migrationutilities.engine.run.RestorableCheck;
import io.migrationutilities.engine.session.Failures;
import io.migrationutilities.engine.session.MigrationDatabase;
import io.migrationutilities.work.Findings;

/**
 * Tells whether the next upgrade can take its backup. A missing means is an error where
 * an upgrade would fail because of it, and a warning where the settings want no backup or
 * go on without one, or where the database holds nothing yet.
 */
final class BackupAvailability {

	private static final String RESTORE = "Restore";

	private final MigrationSettings settings;

	private final DatabaseBackups backups;

	BackupAvailability(MigrationSettings settings, DatabaseBackups backups) {
		this.settings = settings;
		this.backups = backups;
	}

	List<Finding> examine(MigrationDatabase database) {
		Findings findings = new Findings(Failures::translate);
		if (!this.settings.backupBeforeUpgrade()) {
			findings.add(new Finding("Backup", Severity.WARNING, "Upgrades take none.",
					"Set migration.backup.before-upgrade=true.", null));
		}
		try {
			findings.addAll(examineNeeded(database));
		}
		catch (RuntimeException ex) {
			findings.add(this.backups.diagnoseDirectory());
			findings.add(Finding.error("Backup", Failures.translate(ex)));
		}
		return findings.toList();
	}

	private List<Finding> examineNeeded(MigrationDatabase database) {
		Finding directory = this.backups.diagnoseDirectory();
		if (database.findMissingFile() != null) {
			return List.of(directory.asWarning());
		}
		BackupSource source = database.getBackupSource();
		SourceContent content = this.backups.content(source);
		if (content == SourceContent.IN_MEMORY) {
			return List.of(Finding.ok("Backup", "none is taken of a database in memory"));
		}
		Findings findings = new Findings(Failures::translate);
		findings.add(directory);
		findings.addAll(this.backups.diagnose(source, this.settings.verificationLevel()));
		if (this.backups.isSupported(source)) {
			findings.addAll(examineRestore(source));
		}
		boolean needed = this.settings.backupBeforeUpgrade() && content == SourceContent.DATA;
		return findings.toList()
			.stream()
			.map((finding) -> stops(finding, needed) ? finding : finding.asWarning())
			.toList();
	}

	private List<Finding> examineRestore(BackupSource source) {
		Findings findings = new Findings(Failures::translate);
		findings.check(RESTORE, () -> {
			RestoreForecast forecast = this.backups.forecast(source, true);
			if (!forecast.unproved().isEmpty()) {
				findings.add(new Finding(RESTORE, Severity.WARNING,
						"Only a verification at level restore proves that functions find what they need in the order of a "
								+ "restore: " + String.join(", ", forecast.unproved()) + ".",
						"Set search_path for them (ALTER FUNCTION … SET search_path), or migration.backup.verify=restore.",
						null));
			}
			if (!forecast.possible()) {
				throw RestorableCheck.refusal(forecast);
			}
			return (forecast.taken().description() + ". " + forecast.describe()).strip();
		});
		return findings.toList();
	}

	private boolean stops(Finding finding, boolean needed) {
		if (finding.subject().equals(RESTORE)) {
			return needed && this.settings.requireRestorable();
		}
		return needed && (finding.code() != MigrationErrorCode.BACKUP_UNAVAILABLE
				|| this.settings.whenBackupUnavailable() == WhenBackupUnavailable.FAIL);
	}

}
