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

package io.migrationutilities.sqlite.alter;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.migrationutilities.sqlite.table.Refusals;
import io.migrationutilities.sqlite.table.SchemaFindings;
import io.migrationutilities.sqlite.table.SqliteAlterationException;
import io.migrationutilities.sqlite.table.SqliteSession;

/**
 * Alters tables of a SQLite database: with the statements of
 * <a href="https://sqlite.org/lang_altertable.html">ALTER TABLE</a> where SQLite has
 * them, by its <a href="https://sqlite.org/lang_altertable.html#otheralter">documented
 * procedure</a> for all others.
 */
public final class TableAlterer {

	// SQLITE_CONSTRAINT and SQLITE_MISMATCH (https://sqlite.org/rescode.html).
	private static final Set<Integer> ROW_FAILURES = Set.of(19, 20);

	private final SqliteSession session;

	private final AlterationPlanner planner;

	private final Savepoint savepoint;

	public TableAlterer(Connection connection) {
		this.session = new SqliteSession(connection);
		this.planner = new AlterationPlanner(this.session);
		this.savepoint = new Savepoint(this.session);
	}

	/**
	 * Part alterations that can't be carried out together without a difference.
	 * @param alterations the alterations in order
	 * @return the stages, none of them empty
	 */
	public static List<List<Alteration>> stages(List<Alteration> alterations) {
		return AlterationStages.of(alterations);
	}

	/**
	 * Return the statements that {@link #alter(List)} would execute outside of a
	 * transaction.
	 * @param alterations the alterations of one stage
	 * @return the statements, in order
	 * @throws SQLException if the schema can't be read
	 */
	public List<String> statements(List<Alteration> alterations) throws SQLException {
		List<TablePlan> plans = this.planner.plan(alterations);
		List<String> statements = new ArrayList<>(
				plans.stream().flatMap((plan) -> plan.statements().stream()).toList());
		if (this.session.isOn("foreign_keys") && plans.stream().anyMatch(TablePlan::isRebuild)) {
			statements.add(0, "PRAGMA foreign_keys = OFF");
			statements.add("PRAGMA foreign_keys = ON");
		}
		return statements;
	}

	/**
	 * Alter tables. All is done or nothing, in a transaction or outside of one.
	 * @param alterations the alterations in order; those of one table are done together
	 * where that makes no difference, so that no table is rebuilt more often than it must
	 * be
	 * @throws SQLException if the database fails
	 */
	public void alter(List<Alteration> alterations) throws SQLException {
		try (SessionSettings settings = new SessionSettings(this.session)) {
			settings.suspendForeignKeys();
			alterInOrder(alterations);
		}
	}

	private void alterInOrder(List<Alteration> alterations) throws SQLException {
		this.savepoint.<SQLException>around(() -> {
			for (List<Alteration> stage : stages(alterations)) {
				alterAtOnce(stage);
			}
		});
	}

	private void alterAtOnce(List<Alteration> alterations) throws SQLException {
		this.savepoint
			.<SQLException>around(() -> alter(new AffectedTables(this.session, this.planner.plan(alterations))));
	}

	private void alter(AffectedTables affected) throws SQLException {
		affected.refuseLosses();
		Map<String, Long> rows = affected.countRows();
		execute(affected.plans());
		Map<String, Long> findings = affected.findings();
		if (!findings.isEmpty()) {
			this.savepoint.rollBack();
			Refusals.refuseFaults(SchemaFindings.difference(affected.findings(), findings));
			execute(affected.plans());
		}
		Map<String, Long> rowsAfter = affected.countRows();
		if (!rowsAfter.equals(rows)) {
			Refusals.refuseFaults(List.of("numbers of rows that differ: %s, before %s".formatted(rowsAfter, rows)));
		}
	}

	private void execute(List<TablePlan> plans) throws SQLException {
		for (TablePlan plan : plans) {
			new ViolatedConstraints(this.session, plan).refuseNullsInRowidColumn();
			new InexactValues(this.session, plan).refuse();
			try {
				for (String statement : plan.statements()) {
					broken(plan).execute(() -> this.session.execute(statement));
				}
			}
			catch (SQLException ex) {
				throw explained(withoutTemporaryName(ex, plan), plan);
			}
		}
	}

	private BrokenObjects broken(TablePlan plan) {
		return new BrokenObjects(this.session, plan.tableName(), plan.droppedColumns());
	}

	// Nobody knows the table by that name.
	private static SQLException withoutTemporaryName(SQLException failure, TablePlan plan) {
		String message = String.valueOf(failure.getMessage());
		if (!message.contains(plan.temporaryName())) {
			return failure;
		}
		SQLException renamed = new SQLException(message.replace(plan.temporaryName(), plan.tableName()),
				failure.getSQLState(), failure.getErrorCode());
		renamed.setStackTrace(failure.getStackTrace());
		return renamed;
	}

	private SQLException explained(SQLException failure, TablePlan plan) throws SQLException {
		this.savepoint.rollBack();
		String user = broken(plan).user(failure).orElse(null);
		if (user != null) {
			throw Refusals.used(String.join(", ", plan.droppedColumns()), plan.tableName(), user);
		}
		SqliteAlterationException refusal = new ViolatedConstraints(this.session, plan).explain(failure).orElse(null);
		if (refusal != null) {
			throw refusal;
		}
		if (ROW_FAILURES.contains(failure.getErrorCode())) {
			throw Refusals.unfit(plan.tableName(), failure);
		}
		return failure;
	}

}
