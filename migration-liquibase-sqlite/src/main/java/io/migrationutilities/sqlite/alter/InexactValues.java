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

import io.migrationutilities.sqlite.table.ColumnDefinition;
import io.migrationutilities.sqlite.table.Refusals;
import io.migrationutilities.sqlite.table.SqlName;
import io.migrationutilities.sqlite.table.SqliteSession;

/**
 * Finds numbers that would not stay the same when the type of their column changes.
 * SQLite rounds them without a word
 * (<a href="https://sqlite.org/floatingpoint.html">Floating Point Numbers</a>).
 */
final class InexactValues {

	private static final int EXACT_DIGITS = 15;

	private final SqliteSession session;

	private final TablePlan plan;

	InexactValues(SqliteSession session, TablePlan plan) {
		this.session = session;
		this.plan = plan;
	}

	/**
	 * Refuse such values.
	 * @throws SQLException if the rows can't be counted
	 */
	void refuse() throws SQLException {
		for (ColumnDefinition column : this.plan.altered().definition().columns()) {
			if (isConverted(column)) {
				refuse(column);
			}
		}
	}

	private boolean isConverted(ColumnDefinition column) {
		return this.plan.altered().kept().contains(SqlName.fold(column.name())) && Affinity
			.of(this.plan.table().definition().column(column.name()).type()) != Affinity.of(column.type());
	}

	private void refuse(ColumnDefinition column) throws SQLException {
		long rows = this.session
			.number("SELECT count(*) FROM %s WHERE %s".formatted(SqlName.quote(this.plan.tableName()),
					condition(Affinity.of(column.type())).replace("?", SqlName.quote(column.name()))));
		if (rows > 0) {
			throw Refusals.inexact(this.plan.tableName(), column.name(), column.type(), rows);
		}
	}

	private static String condition(Affinity affinity) {
		return switch (affinity) {
			case INTEGER,
					NUMERIC ->
				"typeof(?) = 'text' AND +? = CAST(? AS NUMERIC)"
						+ " AND typeof(CAST(? AS NUMERIC)) = 'real' AND length(trim(replace("
						+ "substr(?, 1, instr(lower(?) || 'e', 'e') - 1), '.', ''), '+-0 ')) > " + EXACT_DIGITS;
			case REAL -> "typeof(?) = 'integer' AND ? <> CAST(? AS REAL)";
			case TEXT -> "typeof(?) = 'real' AND ? <> CAST(CAST(? AS TEXT) AS REAL)";
			case BLOB -> "FALSE";
		};
	}

}
