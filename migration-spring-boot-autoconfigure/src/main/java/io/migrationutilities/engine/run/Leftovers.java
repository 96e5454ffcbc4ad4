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
import java.util.stream.Collectors;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.migrationutilities.MigrationException;
import io.migrationutilities.engine.session.Failures;
import io.migrationutilities.engine.session.Leftover;
import io.migrationutilities.engine.session.LiquibaseSession;

/**
 * Looks for what change sets that failed outside a transaction have left behind: before
 * the run goes on, and after it has failed in turn.
 */
final class Leftovers {

	private static final Log logger = LogFactory.getLog(Leftovers.class);

	private Leftovers() {
	}

	/**
	 * Look at the database before it is changed, and warn of what is there.
	 * @param run the run
	 * @throws Exception if it can't be looked at
	 */
	static void look(MigrationRun run) throws Exception {
		List<Leftover> found = find(run);
		run.state().setLeftovers(found);
		found.forEach((leftover) -> logger.warn("'" + run.name() + "': " + leftover.description()));
	}

	private static List<Leftover> find(MigrationRun run) throws Exception {
		LiquibaseSession session = run.session().get();
		return session.getDialect().findLeftovers(session.getConnection());
	}

	/**
	 * Complete the failure of a run with what it has left behind, and with what was in
	 * its way.
	 * @param run the failed run, whose transaction was rolled back
	 * @param failure the failure
	 * @return the failure that says so
	 */
	static MigrationException complete(MigrationRun run, MigrationException failure) {
		if (run.state().getCurrent() == null && !run.state().isPartlyCommitted()) {
			return failure;
		}
		String message = String.valueOf(failure.getMessage());
		try {
			List<Leftover> before = run.state().getLeftovers();
			String found = find(run).stream()
				.filter((leftover) -> !before.contains(leftover) || message.contains(leftover.name()))
				.map((leftover) -> leftover.description() + ".")
				.collect(Collectors.joining(" "));
			return found.isEmpty() ? failure
					: new MigrationException(failure.getCode(), message + (message.endsWith(".") ? " " : ". ") + found,
							failure.getHint(), failure.getDatabaseState(), failure.getBackup(), failure);
		}
		catch (Exception ex) {
			logger.debug("'" + run.name() + "' can't be looked through: " + Failures.rootMessage(ex));
			return failure;
		}
	}

}
