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

package io.migrationutilities.engine.preview;

import java.nio.file.Path;

import io.migrationutilities.DowngradeImpact;
import io.migrationutilities.MigrationException;
import io.migrationutilities.RestorePreview;
import io.migrationutilities.backup.DatabaseBackups;
import io.migrationutilities.engine.plan.DowngradePlanner;
import io.migrationutilities.engine.plan.RunKind;
import io.migrationutilities.engine.plan.RunPlanner;
import io.migrationutilities.engine.plan.Target;
import io.migrationutilities.engine.plan.UpgradePlanner;
import io.migrationutilities.engine.run.MigrationSettings;
import io.migrationutilities.engine.run.RestoreRehearsal;
import io.migrationutilities.engine.session.MigrationDatabase;

/**
 * Tells what a run would do. Nothing is locked and nothing changed.
 */
public final class RunPreviews {

	private final MigrationSettings settings;

	private final DatabaseBackups backups;

	/**
	 * Create previews.
	 * @param settings the settings of the runs
	 * @param backups verifies and reads backups
	 */
	public RunPreviews(MigrationSettings settings, DatabaseBackups backups) {
		this.settings = settings;
		this.backups = backups;
	}

	public String previewUpgrade(MigrationDatabase database, String target) {
		return new SqlPreview().preview(database, RunKind.UPGRADE, upgradePlanner(target));
	}

	/**
	 * Return the SQL that would roll back what an upgrade is going to apply.
	 * @param database the database
	 * @param target the target of the upgrade
	 * @return the SQL
	 * @throws MigrationException if a change set can't be rolled back
	 */
	public String previewRollbackOf(MigrationDatabase database, String target) {
		return new SqlPreview().previewRollbackOf(database, upgradePlanner(target));
	}

	private RunPlanner upgradePlanner(String target) {
		return new UpgradePlanner(Target.upgrade(target), this.settings.transaction());
	}

	public String previewDowngrade(MigrationDatabase database, String target) {
		return new SqlPreview().preview(database, RunKind.DOWNGRADE, new DowngradePlanner(Target.downgrade(target)));
	}

	/**
	 * Foresee what a downgrade would take out of the database.
	 * @param database the database
	 * @param target {@code -N}, a revision, {@code base}, or {@code tag:T}
	 * @return its impact
	 * @throws MigrationException if the downgrade would be refused
	 */
	public DowngradeImpact previewDowngradeImpact(MigrationDatabase database, String target) {
		return new DowngradeImpactPreview().preview(database, new DowngradePlanner(Target.downgrade(target)));
	}

	/**
	 * Foresee what a restore would do.
	 * @param database the database
	 * @param path path of the backup, or its bare name in the backup directory
	 * @return the findings
	 */
	public RestorePreview previewRestore(MigrationDatabase database, Path path) {
		return new RestoreRehearsal(this.settings, this.backups).preview(database, path);
	}

}
