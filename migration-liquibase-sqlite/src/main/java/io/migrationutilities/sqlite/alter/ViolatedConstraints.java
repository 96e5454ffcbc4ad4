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

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.migrationutilities.sqlite.table.ColumnConstraint;
import io.migrationutilities.sqlite.table.ColumnDefinition;
import io.migrationutilities.sqlite.table.Constraint;
import io.migrationutilities.sqlite.table.Constraint.Check;
import io.migrationutilities.sqlite.table.Constraint.KeyColumn;
import io.migrationutilities.sqlite.table.Constraint.Kind;
import io.migrationutilities.sqlite.table.Constraint.PrimaryKey;
import io.migrationutilities.sqlite.table.Constraint.Unique;
import io.migrationutilities.sqlite.table.Refusals;
import io.migrationutilities.sqlite.table.SqlName;
import io.migrationutilities.sqlite.table.SqliteAlterationException;
import io.migrationutilities.sqlite.table.SqliteSession;

/**
 * Counts the rows of a table that stand against what it is to become.
 */
final class ViolatedConstraints {

	private final SqliteSession session;

	private final TablePlan plan;

	private final Set<String> kept;

	ViolatedConstraints(SqliteSession session, TablePlan plan) {
		this.session = session;
		this.plan = plan;
		this.kept = plan.altered().kept();
	}

	/**
	 * Refuse rows without a value for a column that becomes the alias of the rowid, as
	 * SQLite would choose one.
	 * @throws SQLException if the rows can't be counted
	 */
	void refuseNullsInRowidColumn() throws SQLException {
		Optional<ColumnDefinition> column = this.plan.altered()
			.definition()
			.rowidColumn()
			.filter((rowid) -> isKept(rowid.name()) && !isRowidColumn(rowid.name()));
		if (column.isPresent()) {
			long rows = count(SqlName.quote(column.get().name()) + " IS NULL");
			if (rows > 0) {
				throw violated(rows, "NOT NULL (" + column.get().name() + ")", null);
			}
		}
	}

	private boolean isRowidColumn(String name) {
		return this.plan.table()
			.definition()
			.rowidColumn()
			.filter((column) -> SqlName.same(column.name(), name))
			.isPresent();
	}

	/**
	 * Explain why rows could not be copied.
	 * @param failure what SQLite said
	 * @return an exception that names the constraint and the number of rows, empty if
	 * none is found
	 * @throws SQLException if the rows can't be counted
	 */
	Optional<SqliteAlterationException> explain(SQLException failure) throws SQLException {
		for (Constraint constraint : this.plan.altered().definition().allConstraints()) {
			long rows = violations(constraint);
			if (rows > 0) {
				return Optional.of(explain(constraint, rows, failure));
			}
		}
		return Optional.empty();
	}

	private SqliteAlterationException explain(Constraint constraint, long rows, SQLException failure) {
		String column = constraint.columns().get(0);
		return (constraint.kind() == Kind.NOT_NULL && !isKept(column))
				? Refusals.withoutValue(this.plan.tableName(), column, rows, failure)
				: violated(rows, constraint.description(), failure);
	}

	private long violations(Constraint constraint) throws SQLException {
		if (constraint.kind() == Kind.NOT_NULL) {
			return nulls(constraint.columns().get(0));
		}
		if (!constraint.columns().stream().allMatch(this::isKept)) {
			return 0;
		}
		if (constraint instanceof Check check) {
			return count("NOT (" + check.expression() + "\n)");
		}
		if (constraint instanceof Unique unique) {
			return duplicates(unique.key());
		}
		return (constraint instanceof PrimaryKey key) ? duplicates(key.key()) : 0;
	}

	private long nulls(String columnName) throws SQLException {
		ColumnDefinition column = this.plan.altered().definition().column(columnName);
		if (isKept(columnName)) {
			return count(SqlName.quote(columnName) + " IS NULL");
		}
		return (column.defaultValue().isEmpty() && column.generated().isEmpty()) ? count("TRUE") : 0;
	}

	private long duplicates(List<KeyColumn> key) throws SQLException {
		String terms = key.stream().map(this::term).collect(Collectors.joining(", "));
		String notNull = key.stream()
			.map((column) -> SqlName.quote(column.name()) + " IS NOT NULL")
			.collect(Collectors.joining(" AND "));
		return this.session
			.number("SELECT total(n) FROM (SELECT count(*) AS n FROM %s WHERE %s GROUP BY %s HAVING count(*) > 1)"
				.formatted(table(), notNull, terms));
	}

	private String term(KeyColumn column) {
		String collation = (column.collation() != null) ? column.collation()
				: this.plan.altered()
					.definition()
					.column(column.name())
					.collate()
					.map(ColumnConstraint.Collate::collation)
					.orElse("BINARY");
		return "%s COLLATE %s".formatted(SqlName.quote(column.name()), SqlName.quote(collation));
	}

	private long count(String condition) throws SQLException {
		return this.session.number("SELECT count(*) FROM %s WHERE %s".formatted(table(), condition));
	}

	private boolean isKept(String column) {
		return this.kept.contains(SqlName.fold(column));
	}

	private String table() {
		return SqlName.quote(this.plan.tableName());
	}

	private SqliteAlterationException violated(long rows, String constraint, @Nullable SQLException cause) {
		return Refusals.violated(this.plan.tableName(), rows, constraint, cause);
	}

}
