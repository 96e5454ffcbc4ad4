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

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import liquibase.changelog.ChangeSet;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.migrationutilities.InterruptedRun;
import io.migrationutilities.MigrationStep;
import io.migrationutilities.backup.DatabaseBackups;
import io.migrationutilities.engine.plan.ChangeSetSql;
import io.migrationutilities.engine.plan.MigrationPlan;
import io.migrationutilities.engine.plan.MigrationPlan.Boundary;
import io.migrationutilities.engine.plan.MigrationPlan.Segment;
import io.migrationutilities.engine.plan.RunKind;
import io.migrationutilities.engine.session.Revisions;

/**
 * Third step of a run: works out what is to be done under the lock, and says so.
 */
final class PlanStep {

	private static final Log logger = LogFactory.getLog(PlanStep.class);

	private final UnknownMigrationsGate gate;

	private final InterruptedRuns interruptedRuns;

	private final BackupPins pins;

	PlanStep(UnknownMigrationsGate gate, DatabaseBackups backups) {
		this.gate = gate;
		this.interruptedRuns = new InterruptedRuns(backups);
		this.pins = new BackupPins(backups);
	}

	/**
	 * Plan the run.
	 * @param run the run
	 * @return the plan, empty if there is nothing left to do
	 * @throws Exception if the run is refused
	 */
	MigrationPlan plan(MigrationRun run) throws Exception {
		run.enter(MigrationStep.PLAN);
		if (run.kind() == RunKind.UPGRADE) {
			this.gate.check(run.session().get(), run.session().getComparison());
		}
		MigrationPlan plan = run.makePlan();
		if (!plan.isEmpty()) {
			tellOfInterruption(run);
			logger.info(describe(run, plan));
			warnAboutBoundaries(run, plan);
			tellOfPairs(run, plan);
			warnAboutParameters(run, plan);
		}
		return plan;
	}

	private String describe(MigrationRun run, MigrationPlan plan) {
		return ((plan.kind() == RunKind.UPGRADE) ? "Upgrading '" : "Downgrading '") + run.name() + "' from "
				+ Revisions.describe(plan.from()) + " to " + Revisions.describe(plan.to()) + ": "
				+ plan.changeSets().size() + " change sets";
	}

	private void tellOfInterruption(MigrationRun run) throws Exception {
		InterruptedRun interrupted = this.interruptedRuns.find(run.session().get(), run.session().getComparison());
		if (interrupted != null) {
			run.state().setInterrupted(interrupted);
			logger.warn(interrupted.description());
			this.pins.pin(interrupted);
		}
	}

	private void tellOfPairs(MigrationRun run, MigrationPlan plan) throws Exception {
		List<String> enclosed = plan.changeSets()
			.stream()
			.filter(run.state().getEnclosed()::contains)
			.map(run.session().getComparison()::nameOf)
			.toList();
		if (!enclosed.isEmpty()) {
			logger.info("BEGIN and COMMIT around the SQL of these change sets are passed over, since the transaction "
					+ "of the run does their work: " + Revisions.list(enclosed));
		}
	}

	// Liquibase may be meant to leave such a text as it is.
	private void warnAboutParameters(MigrationRun run, MigrationPlan plan) throws Exception {
		ChangeSetSql sql = new ChangeSetSql(run.session().get());
		for (ChangeSet changeSet : plan.changeSets()) {
			List<String> undefined = sql.undefinedParametersOf(changeSet, plan.kind());
			if (!undefined.isEmpty()) {
				logger.warn("Change set '" + run.session().getComparison().nameOf(changeSet) + "' in "
						+ changeSet.getFilePath() + " refers to parameters that are not defined for this database, "
						+ "its contexts and labels, and that stay as they are written: " + Revisions.list(undefined));
			}
		}
	}

	private void warnAboutBoundaries(MigrationRun run, MigrationPlan plan) throws Exception {
		Map<Boundary, List<String>> boundaries = new EnumMap<>(Boundary.class);
		for (Segment segment : plan.segments()) {
			if (segment.boundary() != Boundary.NONE) {
				boundaries.computeIfAbsent(segment.boundary(), (boundary) -> new ArrayList<>())
					.addAll(namesAtBoundary(run, segment));
			}
		}
		boundaries.forEach((boundary, names) -> logger
			.warn((boundary.isAlone() ? "These change sets commit on their own" : "A commit follows these change sets")
					+ ", because " + boundary.getReason() + ": " + Revisions.list(names)
					+ ". A failure after them leaves the database between two revisions."));
	}

	private static List<String> namesAtBoundary(MigrationRun run, Segment segment) throws Exception {
		List<ChangeSet> changeSets = segment.transactional() ? List.of(segment.last()) : segment.changeSets();
		return changeSets.stream().map(run.session().getComparison()::nameOf).toList();
	}

}
