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

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

import liquibase.change.custom.CustomChangeWrapper;
import liquibase.changelog.ChangeSet;
import liquibase.changelog.DatabaseChangeLog;
import org.junit.jupiter.api.Test;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

import io.migrationutilities.DatabaseState;
import io.migrationutilities.InterruptedRun;
import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationException;
import io.migrationutilities.engine.plan.RunKind;
import io.migrationutilities.engine.session.Revisions;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RunFailure}.
 */
class RunFailureTests {

	private static final Path BACKUP = Path.of("backups", "app.db");

	private static final ChangeSet CHANGE_SET = new ChangeSet("two", "ada", false, false, "log.sql", null, null,
			new DatabaseChangeLog("log.sql"));

	private static final Revisions REVISIONS = Revisions.of(List.of(CHANGE_SET), List.of());

	private static final SQLException FAILURE = new SQLException("syntax error", "42601");

	@Test
	void saysThatNothingIsToBeRestored() {
		MigrationException failure = describe(RunKind.UPGRADE, List.of(), DatabaseState.UNCHANGED,
				"Statement 1 of 2: X", FAILURE);
		assertThat(failure.getCode()).isEqualTo(MigrationErrorCode.UPGRADE_FAILED);
		assertThat(failure).hasMessage("Change set 'two' in log.sql failed: syntax error. Statement 1 of 2: X");
		assertThat(failure.getHint())
			.isEqualTo("Correct 'two' in log.sql and start again; there is nothing to restore.");
		assertThat(failure.getBackup()).isEqualTo(BACKUP);
	}

	@Test
	void saysWhatIsCommitted() {
		MigrationException failure = describe(RunKind.DOWNGRADE, List.of("three"), DatabaseState.PARTLY_CHANGED, "",
				FAILURE);
		assertThat(failure.getCode()).isEqualTo(MigrationErrorCode.DOWNGRADE_FAILED);
		assertThat(failure.getHint())
			.isEqualTo("Committed: three. Correct the rollback of 'two' in log.sql and start again to go on."
					+ " To go back instead, restore the backup: 'migrations restore app.db'.");
	}

	@Test
	void saysWhatMayBeCommitted() {
		assertThat(describe(RunKind.UPGRADE, List.of(), DatabaseState.PARTLY_CHANGED, "", FAILURE).getHint())
			.startsWith("Statements of 'two' may be committed. Correct 'two'");
	}

	@Test
	void saysWhatIsNotKnown() {
		assertThat(describe(RunKind.UPGRADE, List.of(), DatabaseState.UNKNOWN, "", FAILURE).getHint())
			.isEqualTo("Correct 'two' in log.sql and start again: the next start looks at what is there."
					+ " To go back instead, restore the backup: 'migrations restore app.db'.");
	}

	@Test
	void blamesNoChangeSetForAnAccident() {
		MigrationException failure = describe(RunKind.UPGRADE, List.of(), DatabaseState.UNCHANGED, "Statement: X",
				new SQLException("canceling statement", "57014"));
		assertThat(failure.getCode()).isEqualTo(MigrationErrorCode.DATABASE_UNAVAILABLE);
		assertThat(failure.getHint()).startsWith("Raise 'statement_timeout'").doesNotContain("Correct");
	}

	@Test
	void blamesNoChangeSetForTheDiskOfSqlite() {
		MigrationException full = describe(RunKind.UPGRADE, List.of(), DatabaseState.UNCHANGED, "Statement: X",
				new SQLiteException("[SQLITE_FULL] full", SQLiteErrorCode.SQLITE_FULL));
		assertThat(full.getCode()).isEqualTo(MigrationErrorCode.NO_SPACE);
		assertThat(full.getHint()).startsWith("Make room").endsWith("and start again; there is nothing to restore.");
		MigrationException failed = describe(RunKind.UPGRADE, List.of(), DatabaseState.UNCHANGED, "Statement: X",
				new SQLiteException("[SQLITE_IOERR_READ] error", SQLiteErrorCode.SQLITE_IOERR_READ));
		assertThat(failed.getHint()).startsWith("Check the disk").doesNotContain("Correct");
		MigrationException attached = describe(RunKind.UPGRADE, List.of(), DatabaseState.UNCHANGED, "Statement: X",
				new SQLiteException("[SQLITE_CANTOPEN] can't open", SQLiteErrorCode.SQLITE_CANTOPEN));
		assertThat(attached.getHint()).startsWith("Correct 'two'");
	}

	@Test
	void saysWhatHelpsByTheState() {
		assertThat(describe(RunKind.UPGRADE, List.of(), DatabaseState.UNCHANGED, "Statement: X",
				new SQLException("unsafe use", "55P04"))
			.getHint()).contains("migration.upgrade.transaction=per-change-set");
	}

	@Test
	void knowsWaitsOfAnotherConnection() {
		SQLException wait = new SQLException("lock timeout", "55P03");
		ChangeSet withCode = new ChangeSet("two", "ada", false, false, "log.sql", null, null,
				CHANGE_SET.getChangeLog());
		withCode.addChange(new CustomChangeWrapper());
		RunFailure words = new RunFailure(RunKind.UPGRADE, List.of(), DatabaseState.UNCHANGED, BACKUP, "", null, null,
				List.of());
		assertThat(words.describe(wait, withCode, REVISIONS).getHint())
			.startsWith("Let its code use the connection that Liquibase hands it");
		assertThat(words.describe(wait, CHANGE_SET, REVISIONS).getHint()).startsWith("End the session that holds it");
		RunFailure named = new RunFailure(RunKind.UPGRADE, List.of(), DatabaseState.UNCHANGED, BACKUP, "Statement: X",
				null, null, List.of());
		assertThat(named.describe(wait, withCode, REVISIONS).getHint()).startsWith("End the session that holds it");
	}

	@Test
	void saysWhatIsCommittedWhereNoChangeSetFailed() {
		RunFailure words = new RunFailure(RunKind.UPGRADE, List.of("one"), DatabaseState.PARTLY_CHANGED, BACKUP, "",
				null, null, List.of());
		MigrationException known = new MigrationException(MigrationErrorCode.LOCK_LOST, "It was lost.", "Start again.");
		assertThat(words.describe(known, null, null).getHint()).isEqualTo("Committed: one. Start again. "
				+ "To go back instead, restore the backup: 'migrations restore app.db'.");
	}

	@Test
	void namesTheBackupOfTheRunThatWasInterrupted() {
		InterruptedRun interrupted = new InterruptedRun("UPGRADE", Instant.EPOCH, List.of("one"), "older.db",
				"It was interrupted; 'migrations restore older.db'.");
		RunFailure words = new RunFailure(RunKind.UPGRADE, List.of(), DatabaseState.UNCHANGED, BACKUP, "", interrupted,
				null, List.of());
		assertThat(words.describe(FAILURE, CHANGE_SET, REVISIONS).getHint())
			.isEqualTo("Correct 'two' in log.sql and start again. " + interrupted.description())
			.contains("migrations restore older.db")
			.doesNotContain("app.db");
	}

	private static MigrationException describe(RunKind kind, List<String> committed, DatabaseState state,
			String statement, SQLException failure) {
		return new RunFailure(kind, committed, state, BACKUP, statement, null, null, List.of()).describe(failure,
				CHANGE_SET, REVISIONS);
	}

}
