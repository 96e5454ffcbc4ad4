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

import java.util.List;
import java.util.Objects;

import liquibase.change.AbstractSQLChange;
import liquibase.change.Change;
import liquibase.changelog.ChangeSet;
import liquibase.database.DatabaseList;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.migrationutilities.engine.session.LiquibaseSession;
import io.migrationutilities.engine.session.TransactionStatements;

/**
 * Reads the SQL that stands as text in change sets, in the dialect of a database.
 */
final class ChangeSetSql {

	private static final Log logger = LogFactory.getLog(ChangeSetSql.class);

	private final LiquibaseSession session;

	ChangeSetSql(LiquibaseSession session) {
		this.session = session;
	}

	/**
	 * Return the texts of a change set.
	 * @param changeSet the change set
	 * @param kind upgrade or downgrade
	 * @return the texts that this database is given
	 */
	List<TransactionStatements> textsOf(ChangeSet changeSet, RunKind kind) {
		return changesOf(changeSet, kind).stream()
			.filter(AbstractSQLChange.class::isInstance)
			.map(AbstractSQLChange.class::cast)
			.filter((change) -> DatabaseList.definitionMatches(change.getDbms(), this.session.getDatabase(), true))
			.map(ChangeSetSql::textOf)
			.filter(Objects::nonNull)
			.map((sql) -> TransactionStatements.in(sql, this.session.getDialect().getSqlDialect()))
			.toList();
	}

	private static List<Change> changesOf(ChangeSet changeSet, RunKind kind) {
		if (kind == RunKind.UPGRADE) {
			return changeSet.getChanges();
		}
		return changeSet.hasCustomRollbackChanges() ? changeSet.getRollback().getChanges() : List.of();
	}

	// A file that can't be read fails when its change set runs, which a precondition may
	// prevent.
	private static @Nullable String textOf(AbstractSQLChange change) {
		try {
			return change.getSql();
		}
		catch (RuntimeException ex) {
			logger.debug("The SQL of a change can't be read", ex);
			return null;
		}
	}

}
