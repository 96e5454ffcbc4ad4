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
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import liquibase.change.custom.CustomChangeWrapper;
import liquibase.changelog.ChangeSet;
import org.jspecify.annotations.Nullable;

import io.migrationutilities.BlockingSession;
import io.migrationutilities.DatabaseState;
import io.migrationutilities.InterruptedRun;
import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationException;
import io.migrationutilities.database.SqlState;
import io.migrationutilities.database.SqliteResult;
import io.migrationutilities.engine.plan.RunKind;
import io.migrationutilities.engine.session.Failures;
import io.migrationutilities.engine.session.Revisions;
import io.migrationutilities.engine.session.Revisions.Key;
import io.migrationutilities.work.Interruption;

/**
 * Words for the failure of a run.
 *
 * @param kind what the run did
 * @param committed the revisions whose change is committed
 * @param state the state of the database
 * @param backup the backup of the run, or {@code null} if there is none
 * @param statement says which statement failed, or is empty
 * @param interrupted an earlier run that was killed when a part of it was committed, or
 * {@code null} if there is none
 * @param cancelled the statement of another connection that was cancelled, or
 * {@code null}
 * @param blockers who was seen last to hold a lock that the run needed
 */
record RunFailure(RunKind kind, List<String> committed, DatabaseState state, @Nullable Path backup, String statement,
		@Nullable InterruptedRun interrupted, @Nullable String cancelled, List<BlockingSession> blockers) {

	private static final String OTHER_CONNECTION = "Let its code use the connection that Liquibase hands it, or put "
			+ "runInTransaction=\"false\" on the change set: it then runs when what precedes it is committed. What its own "
			+ "connection has committed stays. Then";

	private static final String NOT_MEANT_TO_STOP = "If it was not meant to stop,";

	MigrationException describe(Throwable failure, @Nullable ChangeSet changeSet, @Nullable Revisions revisions) {
		if (Interruption.isPending()) {
			return interrupted(failure, changeSet, revisions);
		}
		if (failure instanceof MigrationException known) {
			return isComplete(known) ? known : with(known.getCode(), known.getMessage(), hint(known), known);
		}
		if (changeSet == null || revisions == null) {
			return describe(Failures.translate(failure), null, null);
		}
		String revision = revisions.nameOf(Key.of(changeSet));
		String verb = (this.kind == RunKind.DOWNGRADE) ? "could not be rolled back" : "failed";
		String subject = "Change set '" + revision + "' in " + changeSet.getFilePath() + " " + verb + ": ";
		if (this.cancelled != null) {
			return with(this.kind.getFailureCode(), subject
					+ "its code waited for a connection of its own, which waited for the transaction of the run "
					+ "and was cancelled: " + this.cancelled + ".", hint(revision, OTHER_CONNECTION), failure);
		}
		MigrationException refusal = Failures.findKnown(failure);
		if (refusal != null) {
			return with(refusal.getCode(), subject + refusal.getMessage(), hint(revision, refusal.getHint() + " Then"),
					failure);
		}
		String message = subject + withStatement(Failures.rootMessage(failure));
		SqlState accident = SqlState.of(failure);
		if (this.statement.isEmpty() && runsCode(changeSet)
				&& (Failures.isBusy(failure) || accident == SqlState.LOCKED)) {
			return with(this.kind.getFailureCode(), message, hint(revision, OTHER_CONNECTION), failure);
		}
		if (accident != null && accident.isAccident()) {
			return with(accident.getCode(), message + blockers(accident), hint(revision, accident.getHint() + " and"),
					failure);
		}
		SqliteResult result = SqliteResult.of(failure);
		if (result != null && result.isAccident()) {
			return with(result.getCode(), message, hint(revision, result.getHint() + " and"), failure);
		}
		String advice = SqlState.findAdvice(failure);
		String remedy = (advice != null) ? advice + ". Then" : correction(revision, changeSet.getFilePath()) + " and";
		return with(this.kind.getFailureCode(), message, hint(revision, remedy), failure);
	}

	private String blockers(SqlState accident) {
		boolean locked = accident == SqlState.LOCKED || accident == SqlState.CONFLICT;
		return (locked && !this.blockers.isEmpty()) ? " In its way: %s.".formatted(describe(this.blockers)) : "";
	}

	/**
	 * Describe sessions in words.
	 * @param blockers the sessions
	 * @return the words, without an end; empty if there are none
	 */
	static String describe(List<BlockingSession> blockers) {
		return blockers.stream().map(BlockingSession::description).collect(Collectors.joining("; "));
	}

	private static boolean runsCode(ChangeSet changeSet) {
		return Stream.concat(changeSet.getChanges().stream(), changeSet.getRollback().getChanges().stream())
			.anyMatch(CustomChangeWrapper.class::isInstance);
	}

	private String withStatement(String reason) {
		String end = reason.endsWith(".") ? " " : ". ";
		return this.statement.isEmpty() ? reason : reason + end + this.statement;
	}

	private MigrationException interrupted(Throwable failure, @Nullable ChangeSet changeSet,
			@Nullable Revisions revisions) {
		if (changeSet == null || revisions == null) {
			MigrationException known = Interruption.failure(failure);
			return isComplete(known) ? known
					: with(known.getCode(), known.getMessage(), hint(null, NOT_MEANT_TO_STOP), failure);
		}
		String revision = revisions.nameOf(Key.of(changeSet));
		return with(MigrationErrorCode.INTERRUPTED,
				"Interrupted at change set '" + revision + "' in " + changeSet.getFilePath() + ".",
				hint(revision, NOT_MEANT_TO_STOP), failure);
	}

	private boolean isComplete(MigrationException known) {
		return this.state == DatabaseState.UNCHANGED && this.backup == null;
	}

	private MigrationException with(MigrationErrorCode code, @Nullable String message, String hint, Throwable cause) {
		return new MigrationException(code, String.valueOf(message), hint, this.state, this.backup, cause);
	}

	private String correction(String revision, String file) {
		String what = (this.kind == RunKind.DOWNGRADE) ? "the rollback of '" + revision + "'" : "'" + revision + "'";
		return "Correct " + what + " in " + file;
	}

	private String hint(@Nullable String revision, String remedy) {
		if (this.state == DatabaseState.UNCHANGED) {
			return (this.interrupted != null) ? remedy + " start again." + back()
					: remedy + " start again; there is nothing to restore.";
		}
		if (this.state == DatabaseState.UNKNOWN) {
			return remedy + " start again: the next start looks at what is there." + back();
		}
		String done = (this.committed.isEmpty() && revision != null)
				? "Statements of '" + revision + "' may be committed. " : done();
		return done + remedy + " start again to go on." + back();
	}

	private String hint(MigrationException known) {
		return (this.state == DatabaseState.UNCHANGED) ? known.getHint() : done() + known.getHint() + back();
	}

	private String done() {
		return this.committed.isEmpty() ? "" : "Committed: " + Revisions.list(this.committed) + ". ";
	}

	// The backup of this run has what the interrupted one left half-way.
	private String back() {
		if (this.interrupted != null) {
			return " " + this.interrupted.description();
		}
		return (this.backup != null)
				? " To go back instead, restore the backup: 'migrations restore " + this.backup.getFileName() + "'."
				: "";
	}

}
