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

import java.sql.Connection;
import java.sql.SQLException;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.migrationutilities.MigrationException;
import io.migrationutilities.RunReport;
import io.migrationutilities.engine.plan.SchemaComparison;
import io.migrationutilities.engine.session.DatabaseSnapshot;
import io.migrationutilities.engine.session.HistoryFingerprint;
import io.migrationutilities.engine.session.Ledger;
import io.migrationutilities.engine.session.LiquibaseSession;

/**
 * Looks at changelog and history, and takes a {@link DatabaseSnapshot} of what there is.
 * The fingerprint is older than what it stands for: a change in between is noticed.
 *
 * @param session the session that reads them
 * @param fingerprint the fingerprint of the history before it was read
 * @param comparison what was found
 */
public record SnapshotReader(LiquibaseSession session, HistoryFingerprint fingerprint, SchemaComparison comparison) {

	private static final Log logger = LogFactory.getLog(SnapshotReader.class);

	/**
	 * Compare changelog and history.
	 * @param session the session to read them with
	 * @return what was found
	 * @throws Exception if one of them can't be read
	 */
	public static SnapshotReader look(LiquibaseSession session) throws Exception {
		return new SnapshotReader(session, fingerprint(session), SchemaComparison.of(session));
	}

	private static HistoryFingerprint fingerprint(LiquibaseSession session) throws SQLException {
		Connection connection = session.getConnection();
		return HistoryFingerprint.of(connection, session.getDatabase(), session.getLedger(),
				session.getDialect().findLockFile(connection));
	}

	/**
	 * Follow what a run has recorded since, and nobody else, under its lock.
	 * @return what was found, with the fingerprint of now
	 * @throws SQLException if the history can't be read
	 */
	SnapshotReader withRecord() throws SQLException {
		return new SnapshotReader(this.session, fingerprint(this.session), this.comparison);
	}

	/**
	 * Remember what was found, and the newest run.
	 * @return the snapshot
	 * @throws Exception if the database can't be read
	 */
	public DatabaseSnapshot remember() throws Exception {
		DatabaseSnapshot snapshot = new DatabaseSnapshot(new MigrationReport(this.comparison).toStatus(null),
				findNewestRun(), this.fingerprint);
		this.session.getMigrationDatabase().getMemory().remember(snapshot);
		return snapshot;
	}

	private @Nullable RunReport findNewestRun() throws SQLException {
		Ledger ledger = this.session.getLedger();
		if (this.fingerprint.ledgerKind() == Ledger.Kind.FOREIGN) {
			MigrationException refusal = ledger.refusal();
			logger.warn("The runs of '" + this.session.getName() + "' can't be told: " + refusal.getMessage() + " "
					+ refusal.getHint());
		}
		return ledger.findNewest(this.fingerprint.ledgerKind());
	}

}
