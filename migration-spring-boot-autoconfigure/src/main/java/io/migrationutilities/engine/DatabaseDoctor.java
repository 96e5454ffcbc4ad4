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

package io.migrationutilities.engine;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.migrationutilities.Finding;
import io.migrationutilities.Finding.Severity;
import io.migrationutilities.InterruptedRun;
import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationException;
import io.migrationutilities.backup.DatabaseBackups;
import io.migrationutilities.engine.lock.DatabaseLocks;
import io.migrationutilities.engine.plan.BeanRefusals;
import io.migrationutilities.engine.plan.SchemaComparison;
import io.migrationutilities.engine.run.InterruptedRuns;
import io.migrationutilities.engine.run.MigrationSettings;
import io.migrationutilities.engine.session.Failures;
import io.migrationutilities.engine.session.Leftover;
import io.migrationutilities.engine.session.LiquibaseSession;
import io.migrationutilities.engine.session.MigrationDatabase;
import io.migrationutilities.work.Findings;

/**
 * Looks at everything that an upgrade, or the next boot, needs, and writes nothing. What
 * can't be looked at is a finding, and what does not depend on it is looked at all the
 * same.
 */
public final class DatabaseDoctor {

	private final ConnectionDiagnosis connection = new ConnectionDiagnosis();

	private final LockDiagnosis lock = new LockDiagnosis();

	private final ChangeLogDiagnosis changeLog;

	private final BootDiagnosis boot;

	private final BackupAvailability backups;

	private final InterruptedRuns interruptedRuns;

	/**
	 * Create a doctor.
	 * @param settings the settings of the runs
	 * @param boot what is to be done at boot
	 * @param backups tells whether backups can be taken
	 */
	public DatabaseDoctor(MigrationSettings settings, BootSettings boot, DatabaseBackups backups) {
		this.changeLog = new ChangeLogDiagnosis(settings);
		this.boot = new BootDiagnosis(settings, boot, backups);
		this.backups = new BackupAvailability(settings, backups);
		this.interruptedRuns = new InterruptedRuns(backups);
	}

	List<Finding> diagnose(MigrationDatabase database) {
		Findings findings = new Findings(Failures::translate);
		if (isConnectable(database, findings)) {
			examineSession(database, findings);
		}
		else {
			findings.check("Changelog", () -> this.changeLog.describeOffline(database));
		}
		findings.check("Bean", () -> {
			BeanRefusals.check(database);
			return "'" + database.getName() + "' asks for nothing that a safe upgrade can't do";
		});
		findings.addAll(this.backups.examine(database));
		return findings.toList();
	}

	/**
	 * Look for what would keep the next upgrade from taking its backup.
	 * @param database the database
	 * @return what was found
	 */
	List<Finding> diagnoseBackups(MigrationDatabase database) {
		return this.backups.examine(database);
	}

	private boolean isConnectable(MigrationDatabase database, Findings findings) {
		Path missing = database.findMissingFile();
		if (missing != null) {
			findings.check("Database", () -> describeMissing(missing));
			return false;
		}
		return this.connection.examine(database, findings);
	}

	private String describeMissing(Path file) {
		Path directory = file.getParent();
		if (directory == null || !Files.isDirectory(directory)) {
			throw new MigrationException(MigrationErrorCode.DATABASE_UNAVAILABLE,
					"The directory of the database " + file + " does not exist.",
					"Create the directory, or correct the JDBC URL.");
		}
		return file + " does not exist yet: the first upgrade creates it";
	}

	private void examineSession(MigrationDatabase database, Findings findings) {
		findings.check("Liquibase", () -> LiquibaseSession.call(database, (session) -> {
			this.lock.examine(session, findings);
			examineLedger(session, findings);
			examineLeftovers(session, findings);
			SchemaComparison comparison = this.changeLog.examine(session, findings);
			if (comparison != null) {
				examineRuns(session, comparison, findings);
				this.boot.examine(session, comparison, findings);
			}
			return "knows the database as " + session.getDatabase().getShortName();
		}));
	}

	private void examineRuns(LiquibaseSession session, SchemaComparison comparison, Findings findings)
			throws Exception {
		InterruptedRun interrupted = findInterruptedRun(session, comparison);
		if (interrupted != null) {
			findings.add(new Finding("Runs", Severity.WARNING, interrupted.description(),
					"The next upgrade goes on from there.", MigrationErrorCode.INTERRUPTED));
		}
	}

	/**
	 * Find the run that was killed between two commits, unless a run is on.
	 * @param session a session of the database
	 * @param comparison changelog and history
	 * @return the run, or {@code null} if there is none
	 * @throws Exception if that can't be found out
	 */
	@Nullable InterruptedRun findInterruptedRun(LiquibaseSession session, SchemaComparison comparison) throws Exception {
		return (DatabaseLocks.of(session).findLock() == null) ? this.interruptedRuns.find(session, comparison) : null;
	}

	private static void examineLeftovers(LiquibaseSession session, Findings findings) throws Exception {
		for (Leftover leftover : session.getDialect().findLeftovers(session.getConnection())) {
			findings.add(new Finding("Indexes", Severity.WARNING, leftover.description() + ".",
					"Then start again: the change set that makes it fails while it is there.", null));
		}
	}

	private static void examineLedger(LiquibaseSession session, Findings findings) {
		try {
			session.getLedger().requireOurs();
		}
		catch (Exception ex) {
			findings.add(Finding.error("Ledger", Failures.translate(ex)));
		}
	}

}
