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
import java.util.Locale;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.migrationutilities.InterruptedRun;
import io.migrationutilities.StoredBackup;
import io.migrationutilities.backup.DatabaseBackups;
import io.migrationutilities.engine.plan.SchemaComparison;
import io.migrationutilities.engine.session.Ledger.UnfinishedRun;
import io.migrationutilities.engine.session.LiquibaseSession;
import io.migrationutilities.engine.session.Revisions;

/**
 * Finds the run that was killed between two commits.
 */
public final class InterruptedRuns {

	private static final Log logger = LogFactory.getLog(InterruptedRuns.class);

	private final DatabaseBackups backups;

	public InterruptedRuns(DatabaseBackups backups) {
		this.backups = backups;
	}

	/**
	 * Find the run. Nobody holds the lock but the caller.
	 * @param session a session of the database
	 * @param comparison changelog and history
	 * @return the run, or {@code null} if there is none
	 * @throws Exception if the ledger can't be read
	 */
	public @Nullable InterruptedRun find(LiquibaseSession session, SchemaComparison comparison) throws Exception {
		UnfinishedRun run = session.getLedger().findUnfinished();
		if (run == null) {
			return null;
		}
		List<String> committed = comparison.getHistory()
			.stream()
			.filter((applied) -> run.deploymentId() != null && run.deploymentId().equals(applied.getDeploymentId()))
			.map(comparison::nameOf)
			.toList();
		String backup = findBackup(session, run.backup());
		return new InterruptedRun(run.kind(), run.startedAt(), committed, backup, describe(run, committed, backup));
	}

	private static String describe(UnfinishedRun run, List<String> committed, @Nullable String backup) {
		String applied = committed.isEmpty() ? "a part of it is committed"
				: "committed of it: " + Revisions.list(committed);
		String back = (backup != null)
				? " The way back to before it is its backup: 'migrations restore " + backup + "'."
				: " It has no backup.";
		return "The " + run.kind().toLowerCase(Locale.ROOT) + " that began at " + run.startedAt() + " was interrupted; "
				+ applied + "." + back;
	}

	private @Nullable String findBackup(LiquibaseSession session, @Nullable String id) {
		if (id == null) {
			return null;
		}
		try {
			return this.backups.list(session.getBackupSource())
				.stream()
				.filter((backup) -> backup.manifest() != null && id.equals(backup.manifest().id()))
				.map(StoredBackup::name)
				.findFirst()
				.orElse(null);
		}
		catch (RuntimeException ex) {
			logger.debug("The backup of the interrupted run can't be looked for", ex);
			return null;
		}
	}

}
