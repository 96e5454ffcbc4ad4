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

import liquibase.Liquibase;
import liquibase.changelog.ChangeSet;
import org.jspecify.annotations.Nullable;

import io.migrationutilities.Finding;
import io.migrationutilities.MigrationException;
import io.migrationutilities.engine.plan.SchemaComparison;
import io.migrationutilities.engine.plan.UpgradePlanner;
import io.migrationutilities.engine.run.MigrationSettings;
import io.migrationutilities.engine.run.MigrationSettings.OnUnknown;
import io.migrationutilities.engine.run.UnknownMigrationsGate;
import io.migrationutilities.engine.session.Failures;
import io.migrationutilities.engine.session.LiquibaseScope;
import io.migrationutilities.engine.session.LiquibaseSession;
import io.migrationutilities.engine.session.MigrationDatabase;
import io.migrationutilities.engine.session.Revisions;
import io.migrationutilities.work.Findings;

/**
 * Looks at the changelog, alone and beside the history.
 */
final class ChangeLogDiagnosis {

	private final MigrationSettings settings;

	ChangeLogDiagnosis(MigrationSettings settings) {
		this.settings = settings;
	}

	/**
	 * Look at changelog and history.
	 * @param session the session
	 * @param findings takes what is found
	 * @return changelog and history, or {@code null} if one of them can't be read
	 */
	@Nullable SchemaComparison examine(LiquibaseSession session, Findings findings) {
		try {
			SchemaComparison comparison = SchemaComparison.of(session);
			findings.add(Finding.ok("Changelog", describe(session.getMigrationDatabase()) + ", "
					+ count(comparison.getApplicable().size()) + " for this database"));
			findings.add(Finding.ok("Pending", describePending(comparison)));
			findings.add(examineUnknown(session.getName(), comparison));
			findings.check("Changed", () -> describeChanged(session, comparison));
			return comparison;
		}
		catch (Exception ex) {
			findings.add(Finding.error("Changelog", Failures.translate(ex)));
			return null;
		}
	}

	/**
	 * Look at the changelog without the database.
	 * @param database the database that can't be asked
	 * @return what was found
	 */
	String describeOffline(MigrationDatabase database) {
		return LiquibaseScope.call(database, () -> {
			try (Liquibase offline = database.createLiquibase(null)) {
				return describe(database) + ", " + count(database.parseChangeLog(offline).getChangeSets().size());
			}
		});
	}

	private static String describe(MigrationDatabase database) {
		return "'" + database.getLiquibase().getChangeLog() + "'";
	}

	private static String describePending(SchemaComparison comparison) {
		List<ChangeSet> pending = comparison.getPending();
		if (pending.isEmpty()) {
			return "nothing after " + Revisions.describe(comparison.getCurrentRevision());
		}
		return count(pending.size()) + ", up to " + comparison.nameOf(pending.get(pending.size() - 1));
	}

	private Finding examineUnknown(String name, SchemaComparison comparison) {
		List<String> unknown = comparison.getUnknown().stream().map(comparison::nameOf).toList();
		if (unknown.isEmpty()) {
			return Finding.ok("Unknown", "every applied change set is in the changelog");
		}
		MigrationException refusal = UnknownMigrationsGate.refusal(name, unknown);
		Finding finding = Finding.error("Unknown", refusal);
		return (this.settings.onUnknown() == OnUnknown.FAIL) ? finding : finding.asWarning();
	}

	private static String describeChanged(LiquibaseSession session, SchemaComparison comparison) {
		if (session.getMigrationDatabase().getLiquibase().isClearCheckSums()) {
			return "every edit is accepted: spring.liquibase.clear-checksums is set";
		}
		UpgradePlanner.refuseChanged(comparison);
		return "no change set was edited after it had been applied";
	}

	static String count(int changeSets) {
		return changeSets + ((changeSets == 1) ? " change set" : " change sets");
	}

}
