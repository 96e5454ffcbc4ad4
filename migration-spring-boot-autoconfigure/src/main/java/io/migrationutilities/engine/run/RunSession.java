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

import liquibase.changelog.ChangeSet;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.migrationutilities.engine.plan.ChangeSetSql;
import io.migrationutilities.engine.plan.RunKind;
import io.migrationutilities.engine.plan.SchemaComparison;
import io.migrationutilities.engine.session.LiquibaseSession;
import io.migrationutilities.engine.session.MigrationDatabase;
import io.migrationutilities.engine.session.ParameterMask;
import io.migrationutilities.engine.session.Revisions;

/**
 * The session of a run, opened when it is needed, with what was read through it last.
 */
public final class RunSession implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(RunSession.class);

	private final MigrationDatabase database;

	private @Nullable LiquibaseSession session;

	private @Nullable SnapshotReader look;

	RunSession(MigrationDatabase database) {
		this.database = database;
	}

	/**
	 * Return the session. After it was closed there is a new one.
	 * @return the open session
	 * @throws Exception if it can't be opened
	 */
	public LiquibaseSession get() throws Exception {
		if (this.session == null) {
			this.session = LiquibaseSession.open(this.database);
		}
		return this.session;
	}

	public SchemaComparison getComparison() throws Exception {
		return ((this.look != null) ? this.look : lookAgain()).comparison();
	}

	/**
	 * Forget what was read of the history, because others may have changed it since.
	 * @return what there is now
	 * @throws Exception if the history can't be read again
	 */
	SnapshotReader lookAgain() throws Exception {
		this.look = SnapshotReader.look(get());
		return this.look;
	}

	/**
	 * Return how change sets are named, as far as that is known.
	 * @return the revisions, or {@code null} if nothing was read yet
	 */
	@Nullable Revisions findRevisions() {
		return (this.look != null) ? this.look.comparison().getRevisions() : null;
	}

	/**
	 * Return whether somebody has Liquibase's own lock, or left it behind.
	 * @return whether the row is locked
	 * @throws Exception if it can't be read
	 */
	boolean isLocked() throws Exception {
		return this.look != null && this.look.fingerprint().look(get().getConnection()).locked();
	}

	/**
	 * Remember what was read last, for those who ask later.
	 * @param changed whether the run has changed it since, so that it is read once more
	 */
	void remember(boolean changed) {
		try {
			if (changed) {
				lookAgain();
			}
			if (this.look != null) {
				this.look.remember();
			}
		}
		catch (Exception ex) {
			logger.debug("What the run knows can't be remembered", ex);
			this.database.getMemory().forget();
		}
	}

	/**
	 * Return a new session, without forgetting what was read.
	 * @return the session, whose connection the former one did not use
	 * @throws Exception if it can't be opened
	 */
	LiquibaseSession reconnect() throws Exception {
		SnapshotReader known = this.look;
		close();
		this.look = known;
		return get();
	}

	/**
	 * Return whether something other than an error of the database has ended the last
	 * transaction.
	 * @return whether statements may have been committed
	 */
	boolean isEndedByOthers() {
		return this.session != null && this.session.getTransaction().isEndedByOthers();
	}

	/**
	 * Say which statement of a change set failed, with the values of parameters masked.
	 * @param changeSet the change set, or {@code null} if none ran
	 * @param kind upgrade or downgrade
	 * @param failure what failed
	 * @return a sentence, or an empty text if no statement failed
	 */
	String describeStatement(@Nullable ChangeSet changeSet, RunKind kind, Throwable failure) {
		LiquibaseSession open = this.session;
		String statement = (open != null) ? open.getTransaction().findStatement(failure) : null;
		if (open == null || statement == null || changeSet == null) {
			return "";
		}
		return new ChangeSetSql(open).describe(changeSet, kind, statement,
				new ParameterMask(this.database.getChangeLogParameters()));
	}

	/**
	 * Undo what is not committed.
	 */
	void rollback() {
		if (this.session != null) {
			this.session.getTransaction().rollback();
		}
	}

	/**
	 * Give up the session, and what was read through it.
	 */
	@Override
	public void close() {
		this.look = null;
		if (this.session != null) {
			this.session.close();
			this.session = null;
		}
	}

}
