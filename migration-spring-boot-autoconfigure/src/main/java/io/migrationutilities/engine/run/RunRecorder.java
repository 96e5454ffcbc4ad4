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

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import io.migrationutilities.DatabaseBackup;
import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.RunReport;
import io.migrationutilities.RunReport.Outcome;
import io.migrationutilities.engine.plan.RunKind;
import io.migrationutilities.engine.session.Ledger;
import io.migrationutilities.engine.session.LiquibaseSession;

/**
 * Keeps the identity and the start of one run, and writes its row of the {@link Ledger}.
 */
final class RunRecorder {

	private final String id = UUID.randomUUID().toString();

	private final Instant startedAt = Instant.now().truncatedTo(ChronoUnit.MILLIS);

	private final long startedAtNanos = System.nanoTime();

	private final RunKind kind;

	private final @Nullable String applicationVersion;

	private long number;

	/**
	 * Create a recorder at the moment at which the run starts.
	 * @param kind what the run does
	 * @param applicationVersion version of the application, or {@code null} if it has
	 * none
	 */
	RunRecorder(RunKind kind, @Nullable String applicationVersion) {
		this.kind = kind;
		this.applicationVersion = applicationVersion;
	}

	Instant getStartedAt() {
		return this.startedAt;
	}

	String getId() {
		return this.id;
	}

	Duration getDuration() {
		return Duration.ofNanos(System.nanoTime() - this.startedAtNanos);
	}

	/**
	 * Give the run its number, when it has the lock.
	 * @param session a session of the database
	 * @throws SQLException if the ledger can't be read
	 */
	void takeNumber(LiquibaseSession session) throws SQLException {
		this.number = session.getLedger().nextNumber();
	}

	/**
	 * Describe the run as far as it has come.
	 * @param from the revision before, or {@code null} if there was none
	 * @param to the revision after, or {@code null} if there is none
	 * @param backup its backup, or {@code null} if there is none
	 * @param outcome its outcome so far
	 * @param error code of its failure, or {@code null} if it did not fail
	 * @return the report
	 */
	RunReport report(@Nullable String from, @Nullable String to, @Nullable DatabaseBackup backup, Outcome outcome,
			@Nullable MigrationErrorCode error) {
		return new RunReport(this.id, this.number, this.kind.name(), from, to, outcome.name(), this.startedAt,
				getDuration(), this.applicationVersion, (backup != null) ? backup.manifest().id() : null,
				(error != null) ? error.name() : null, null);
	}

	/**
	 * Write the row of the run, or bring it up to date, in the transaction of a session.
	 * @param session the session
	 * @param report the run as it is now
	 * @throws SQLException if the row can't be written
	 */
	void record(LiquibaseSession session, RunReport report) throws SQLException {
		session.getLedger().write(report);
	}

	/**
	 * Write the row of the run, or bring it up to date, in a transaction of its own.
	 * @param session the session, outside a transaction
	 * @param report the run as it is now
	 * @throws SQLException if the row can't be written
	 */
	void commit(LiquibaseSession session, RunReport report) throws SQLException {
		session.getTransaction().begin();
		record(session, report);
		session.getTransaction().commit();
	}

}
