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

import java.io.StringWriter;
import java.util.List;

import liquibase.changelog.visitor.RollbackVisitor;

import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationException;
import io.migrationutilities.engine.plan.MigrationPlan;
import io.migrationutilities.engine.plan.MigrationPlan.Segment;
import io.migrationutilities.engine.plan.RunKind;
import io.migrationutilities.engine.plan.RunPlanner;
import io.migrationutilities.engine.plan.SchemaComparison;
import io.migrationutilities.engine.run.ApplyStep;
import io.migrationutilities.engine.run.MigrationRun;
import io.migrationutilities.engine.session.LiquibaseScope;
import io.migrationutilities.engine.session.LiquibaseSession;
import io.migrationutilities.engine.session.MigrationDatabase;
import io.migrationutilities.engine.session.Revisions;
import io.migrationutilities.engine.session.StatementWriter;
import io.migrationutilities.work.Gauge;

/**
 * Writes down the SQL of a run instead of running it. The connection can't write
 * meanwhile.
 */
public final class SqlPreview {

	/**
	 * Return the SQL of a run.
	 * @param database the database
	 * @param kind upgrade or downgrade
	 * @param planner plans the run
	 * @return the SQL
	 */
	String preview(MigrationDatabase database, RunKind kind, RunPlanner planner) {
		return write(database, kind, planner, (run) -> {
			if (kind == RunKind.UPGRADE) {
				run.session().get().getHistoryService().init();
			}
			for (Segment segment : run.state().getPlan().segments()) {
				ApplyStep.runChangeSets(run, segment, Gauge.NONE);
			}
		});
	}

	/**
	 * Return the SQL that would roll back what an upgrade is going to apply.
	 * @param database the database
	 * @param planner plans the upgrade
	 * @return the SQL
	 */
	public String previewRollbackOf(MigrationDatabase database, RunPlanner planner) {
		return write(database, RunKind.UPGRADE, planner, (run) -> {
			LiquibaseSession session = run.session().get();
			refuseIrreversible(run.state().getPlan(), run.session().getComparison());
			ApplyStep.visit(session, run.state().getPlan().changeSets(),
					new RollbackVisitor(session.getDatabase(), null));
		});
	}

	private void refuseIrreversible(MigrationPlan plan, SchemaComparison comparison) {
		List<String> irreversible = plan.changeSets()
			.stream()
			.filter((changeSet) -> !comparison.supportsRollback(changeSet))
			.map(comparison::nameOf)
			.toList();
		if (!irreversible.isEmpty()) {
			throw new MigrationException(MigrationErrorCode.LIQUIBASE_SETTING_REFUSED,
					"The file of 'spring.liquibase.rollback-file' can't be written: these change sets have no rollback: "
							+ Revisions.list(irreversible) + ".",
					"Add a rollback to them, or remove the setting.");
		}
	}

	private String write(MigrationDatabase database, RunKind kind, RunPlanner planner, RunWriter writer) {
		return LiquibaseScope.call(database, () -> {
			try (MigrationRun run = MigrationRun.preview(database, kind, planner)) {
				return write(run, writer);
			}
		});
	}

	private String write(MigrationRun run, RunWriter writer) throws Exception {
		StringWriter sql = new StringWriter();
		run.state().setPlan(run.makePlan());
		if (!run.state().getPlan().isEmpty()) {
			new StatementWriter(run.session().get().getDatabase()).writeDown(sql, () -> writer.write(run));
		}
		return sql.toString();
	}

	@FunctionalInterface
	private interface RunWriter {

		void write(MigrationRun run) throws Exception;

	}

}
