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

import io.migrationutilities.backup.DatabaseBackups;
import io.migrationutilities.engine.plan.BeanRefusals;
import io.migrationutilities.engine.plan.MigrationPlan;
import io.migrationutilities.engine.plan.PlanCheck;
import io.migrationutilities.engine.plan.RunPlanner;
import io.migrationutilities.engine.plan.SchemaComparison;
import io.migrationutilities.engine.plan.Target;
import io.migrationutilities.engine.plan.UpgradePlanner;
import io.migrationutilities.engine.preview.SqlPreview;
import io.migrationutilities.engine.run.MigrationSettings;
import io.migrationutilities.engine.session.LiquibaseSession;
import io.migrationutilities.engine.session.MigrationDatabase;
import io.migrationutilities.engine.session.Revisions;
import io.migrationutilities.work.Findings;

/**
 * Looks at what the next boot is going to do, and what would make it fail that has
 * nothing to do with the database being there.
 */
final class BootDiagnosis {

	private final MigrationSettings settings;

	private final BootSettings boot;

	private final DatabaseBackups backups;

	BootDiagnosis(MigrationSettings settings, BootSettings boot, DatabaseBackups backups) {
		this.settings = settings;
		this.boot = boot;
		this.backups = backups;
	}

	void examine(LiquibaseSession session, SchemaComparison comparison, Findings findings) {
		findings.check("Next boot", () -> describe(session, comparison));
	}

	private String describe(LiquibaseSession session, SchemaComparison comparison) throws Exception {
		MigrationDatabase database = session.getMigrationDatabase();
		if (!this.boot.appliesTo(database)) {
			return "changes nothing: Liquibase is told not to run";
		}
		if (!this.boot.upgrade()) {
			return "changes nothing: migration.upgrade.on-boot is false";
		}
		BeanRefusals.checkDropFirst(database, this.backups.content(session.getBackupSource()));
		String target = this.boot.targetOf(database);
		RunPlanner planner = new UpgradePlanner(Target.upgrade(target), this.settings.transaction());
		MigrationPlan plan = planner.plan(session, comparison);
		PlanCheck.check(plan, session, comparison);
		if (database.getRollbackFile() != null) {
			new SqlPreview().previewRollbackOf(database, planner);
		}
		return plan.isEmpty() ? "changes nothing" : describe(plan, target);
	}

	private static String describe(MigrationPlan plan, String target) {
		String commits = (plan.segments().size() == 1 && plan.segments().get(0).transactional()) ? "in one transaction"
				: "in " + plan.segments().size() + " parts that commit on their own";
		return "upgrades from " + Revisions.describe(plan.from()) + " to " + target + ": "
				+ ChangeLogDiagnosis.count(plan.changeSets().size()) + ", " + commits;
	}

}
