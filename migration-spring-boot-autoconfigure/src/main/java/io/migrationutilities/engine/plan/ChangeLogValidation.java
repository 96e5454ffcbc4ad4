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

package io.migrationutilities.engine.plan;

import java.io.Writer;
import java.util.List;

import liquibase.Scope;
import liquibase.changelog.ChangeLogIterator;
import liquibase.changelog.DatabaseChangeLog;
import liquibase.changelog.RanChangeSet;
import liquibase.changelog.filter.ContextChangeSetFilter;
import liquibase.changelog.filter.DbmsChangeSetFilter;
import liquibase.changelog.filter.LabelChangeSetFilter;
import liquibase.changelog.visitor.ValidatingVisitor;
import liquibase.changelog.visitor.ValidatingVisitorGeneratorFactory;
import liquibase.exception.ValidationFailedException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.migrationutilities.engine.session.LiquibaseSession;
import io.migrationutilities.engine.session.StatementWriter;

/**
 * Validates a changelog as {@link DatabaseChangeLog#validate} does it, except that
 * changed checksums are no reason to stop here. It also completes the change sets:
 * without it they have no checksums.
 */
final class ChangeLogValidation {

	private static final Log logger = LogFactory.getLog(ChangeLogValidation.class);

	private ChangeLogValidation() {
	}

	static void validate(LiquibaseSession session, DatabaseChangeLog changeLog, List<RanChangeSet> history)
			throws Exception {
		session.getDatabase().setObjectQuotingStrategy(changeLog.getObjectQuotingStrategy());
		ValidatingVisitor visitor = Scope.getCurrentScope()
			.getSingleton(ValidatingVisitorGeneratorFactory.class)
			.getValidatingVisitorGenerator()
			.generateValidatingVisitor(history);
		visitor.validate(session.getDatabase(), changeLog);
		changeLog.getChangeSets().forEach((changeSet) -> changeSet.setStoredFilePath(null));
		ChangeLogIterator changeSets = new ChangeLogIterator(changeLog, new DbmsChangeSetFilter(session.getDatabase()),
				new ContextChangeSetFilter(session.getContexts()), new LabelChangeSetFilter(session.getLabels()));
		if (session.getTransaction().isActive()) {
			changeSets.run(visitor, session.getRuntimeEnvironment());
		}
		else {
			// Paths that Liquibase 4.31 to 5.0.1 recorded wrongly are corrected here.
			new StatementWriter(session.getDatabase()).writeDown(Writer.nullWriter(),
					() -> changeSets.run(visitor, session.getRuntimeEnvironment()));
		}
		visitor.getWarnings().getMessages().forEach(logger::warn);
		if (!visitor.validationPassed() && !isAboutChecksumsOnly(visitor)) {
			throw new ValidationFailedException(visitor);
		}
	}

	private static boolean isAboutChecksumsOnly(ValidatingVisitor visitor) {
		return visitor.getFailedPreconditions().isEmpty() && visitor.getErrorPreconditions().isEmpty()
				&& visitor.getDuplicateChangeSets().isEmpty() && visitor.getChangeValidationExceptions().isEmpty()
				&& visitor.getSetupExceptions().isEmpty() && !visitor.getValidationErrors().hasErrors();
	}

}
