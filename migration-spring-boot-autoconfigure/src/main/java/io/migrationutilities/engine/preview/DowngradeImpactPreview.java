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

import java.io.Writer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import liquibase.Scope;
import liquibase.change.Change;
import liquibase.change.ChangeFactory;
import liquibase.changelog.ChangeSet;
import liquibase.database.Database;
import liquibase.statement.SqlStatement;

import io.migrationutilities.DowngradeImpact;
import io.migrationutilities.engine.plan.MigrationPlan;
import io.migrationutilities.engine.plan.RunKind;
import io.migrationutilities.engine.plan.RunPlanner;
import io.migrationutilities.engine.run.MigrationRun;
import io.migrationutilities.engine.session.LiquibaseScope;
import io.migrationutilities.engine.session.LiquibaseSession;
import io.migrationutilities.engine.session.MigrationDatabase;
import io.migrationutilities.engine.session.SqliteDialect;
import io.migrationutilities.engine.session.StatementWriter;

/**
 * Foresees what a downgrade would take out of the database, by the statements of its
 * rollbacks. None of them is run, and the connection can't write meanwhile.
 */
final class DowngradeImpactPreview {

	private static final Duration COUNTING_LIMIT = Duration.ofMinutes(1);

	/**
	 * Foresee what a downgrade would do.
	 * @param database the database
	 * @param planner plans the downgrade
	 * @return its impact
	 */
	DowngradeImpact preview(MigrationDatabase database, RunPlanner planner) {
		return LiquibaseScope.call(database, () -> {
			try (MigrationRun run = MigrationRun.preview(database, RunKind.DOWNGRADE, planner)) {
				return preview(run);
			}
		});
	}

	private DowngradeImpact preview(MigrationRun run) throws Exception {
		MigrationPlan plan = run.makePlan();
		List<ChangeSet> changeSets = new ArrayList<>(plan.changeSets());
		Collections.reverse(changeSets);
		LiquibaseSession session = run.session().get();
		LossAssessment assessment = new LossAssessment(session.getConnection(),
				new RowCounter(session.getConnection(), COUNTING_LIMIT), session.getDialect() instanceof SqliteDialect);
		new StatementWriter(session.getDatabase()).writeDown(Writer.nullWriter(), () -> {
			for (ChangeSet changeSet : changeSets) {
				assess(assessment, run, changeSet);
			}
		});
		List<String> revisions = changeSets.stream().map(run.session().getComparison()::nameOf).toList();
		return new DowngradeImpact(plan.from(), plan.to(), revisions, assessment.getLosses());
	}

	private void assess(LossAssessment assessment, MigrationRun run, ChangeSet changeSet) throws Exception {
		LiquibaseSession session = run.session().get();
		String revision = run.session().getComparison().nameOf(changeSet);
		Map<String, Object> values = Map.of(Scope.Attr.databaseChangeLog.name(), session.getChangeLog(),
				Scope.Attr.changeSet.name(), changeSet, Scope.Attr.database.name(), session.getDatabase());
		Scope.child(values, () -> assess(assessment, revision, changeSet, session.getDatabase()));
	}

	private void assess(LossAssessment assessment, String revision, ChangeSet changeSet, Database database)
			throws Exception {
		RollbackStatements rollback = new RollbackStatements(database);
		StatementEffects effects = new StatementEffects(database);
		for (Change change : rollback.changes(changeSet)) {
			Optional<List<SqlStatement>> statements = rollback.statements(changeSet, change);
			if (statements.isEmpty()) {
				assessment.addUnforeseen(revision, "change " + nameOf(change));
			}
			statements.orElseGet(List::of)
				.stream()
				.flatMap((statement) -> effects.of(statement).stream())
				.forEach((effect) -> assessment.add(revision, effect));
		}
	}

	private static String nameOf(Change change) {
		return Scope.getCurrentScope().getSingleton(ChangeFactory.class).getChangeMetaData(change).getName();
	}

}
