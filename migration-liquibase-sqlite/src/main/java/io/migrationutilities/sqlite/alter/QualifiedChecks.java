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

import java.util.List;

import io.migrationutilities.sql.SqlRange;
import io.migrationutilities.sql.SqlToken;
import io.migrationutilities.sqlite.table.Constraint;
import io.migrationutilities.sqlite.table.Constraint.Kind;
import io.migrationutilities.sqlite.table.SqlName;
import io.migrationutilities.sqlite.table.TableDefinition;
import io.migrationutilities.sqlite.table.TokenCursor;

/**
 * Takes the name of a table, and of its schema, off the columns in its {@code CHECK}
 * constraints, where it would stand for another table while the table has another name.
 * In other expressions of a table SQLite allows no such names.
 */
final class QualifiedChecks {

	private QualifiedChecks() {
	}

	static TableDefinition withoutTable(TableDefinition table) {
		SqlPatch patch = new SqlPatch(table);
		List<SqlToken> tokens = TokenCursor.significant(table.sql());
		for (Constraint check : table.allConstraints(Kind.CHECK)) {
			for (int i = 2; i < tokens.size(); i++) {
				SqlToken qualifier = tokens.get(i - 2);
				SqlToken column = tokens.get(i);
				boolean within = qualifier.start() >= check.range().start() && column.end() <= check.range().end();
				if (within && tokens.get(i - 1).is(".") && isNameOf(table, qualifier)) {
					SqlToken first = tokens.get(i - 3).is(".") ? tokens.get(i - 4) : qualifier;
					patch.replace(new SqlRange(first.start(), column.start()), "");
				}
			}
		}
		return patch.apply();
	}

	private static boolean isNameOf(TableDefinition table, SqlToken token) {
		return token.isName() && SqlName.same(token.name(), table.name());
	}

}
