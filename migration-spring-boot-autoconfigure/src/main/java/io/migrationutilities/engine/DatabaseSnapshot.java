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

import java.sql.SQLException;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.migrationutilities.MigrationException;
import io.migrationutilities.MigrationLock;
import io.migrationutilities.MigrationStatus;

/**
 * What was found out about a database when changelog and history were last compared.
 *
 * @param status the status, without the lock, which has its own time
 * @param lastRun the newest run in the ledger, or {@code null} if there is none
 * @param fingerprint of the history that was compared
 */
public record DatabaseSnapshot(MigrationStatus status, @Nullable RunReport lastRun, HistoryFingerprint fingerprint) {

	private static final Log logger = LogFactory.getLog(DatabaseSnapshot.class);

	/**
	 * Compare changelog and history, and remember what was found.
	 * @param session the session to read them with
	 * @return the snapshot
	 * @throws Exception if one of them can't be read
	 */
	static DatabaseSnapshot take(LiquibaseSession session) throws Exception {
		HistoryFingerprint fingerprint = HistoryFingerprint.of(session);
		return of(session, SchemaComparison.of(session), fingerprint);
	}

	/**
	 * Remember what was found.
	 * @param session the session that it was read with
	 * @param comparison what was found
	 * @param fingerprint the fingerprint of the history before it was read
	 * @return the snapshot
	 * @throws Exception if the database can't be read
	 */
	static DatabaseSnapshot of(LiquibaseSession session, SchemaComparison comparison, HistoryFingerprint fingerprint)
			throws Exception {
		MigrationReport report = new MigrationReport(comparison);
		DatabaseSnapshot snapshot = new DatabaseSnapshot(report.toStatus(null),
				findNewestRun(session, fingerprint.ledgerKind()), fingerprint);
		session.getMigrationDatabase().getMemory().remember(snapshot);
		return snapshot;
	}

	private static @Nullable RunReport findNewestRun(LiquibaseSession session, Ledger.Kind kind) throws SQLException {
		Ledger ledger = Ledger.of(session);
		if (kind == Ledger.Kind.FOREIGN) {
			MigrationException refusal = ledger.refusal();
			logger.warn("The runs of '" + session.getName() + "' can't be told: " + refusal.getMessage() + " "
					+ refusal.getHint());
		}
		return ledger.findNewest(kind);
	}

	MigrationStatus statusWith(@Nullable MigrationLock lock) {
		return new MigrationStatus(this.status.currentRevision(), this.status.headRevision(), this.status.upToDate(),
				this.status.pendingMigrations(), this.status.migrationCount(), this.status.unknownMigrations(),
				this.status.changedMigrations(), lock);
	}

}
