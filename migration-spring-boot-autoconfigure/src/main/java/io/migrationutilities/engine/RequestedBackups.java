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

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

import io.migrationutilities.BackupReason;
import io.migrationutilities.BackupVerification;
import io.migrationutilities.DatabaseBackup;
import io.migrationutilities.MigrationEvent;
import io.migrationutilities.MigrationException;
import io.migrationutilities.RunReport;
import io.migrationutilities.StoredBackup;
import io.migrationutilities.VerificationLevel;
import io.migrationutilities.backup.BackupListing;
import io.migrationutilities.backup.DatabaseBackups;
import io.migrationutilities.backup.RevisionNaming;
import io.migrationutilities.database.BackupSource;
import io.migrationutilities.engine.plan.SchemaComparison;
import io.migrationutilities.engine.run.BackupStep;
import io.migrationutilities.engine.run.MigrationEvents;
import io.migrationutilities.engine.session.Failures;
import io.migrationutilities.engine.session.LiquibaseSession;
import io.migrationutilities.engine.session.MigrationDatabase;
import io.migrationutilities.engine.session.Revisions;

/**
 * Backups of a database that somebody asks for, outside of a run. They are taken outside
 * the session: they may take long, and Liquibase is free for others meanwhile.
 */
public final class RequestedBackups {

	private final MigrationDatabase database;

	private final DatabaseBackups backups;

	private final MigrationEvents events;

	/**
	 * Create an instance.
	 * @param database the database
	 * @param backups takes, verifies and lists backups
	 * @param events tell what happens
	 */
	public RequestedBackups(MigrationDatabase database, DatabaseBackups backups, MigrationEvents events) {
		this.database = database;
		this.backups = backups;
		this.events = events;
	}

	DatabaseBackup create() {
		NamedSource named = LiquibaseSession.read(this.database, this::namedSource);
		return created(() -> this.backups.create(named.source(), BackupReason.MANUAL, named.naming()));
	}

	DatabaseBackup create(Path path) {
		NamedSource named = LiquibaseSession.read(this.database, this::namedSource);
		return created(() -> this.backups.create(named.source(), BackupReason.MANUAL, named.naming(), path));
	}

	private DatabaseBackup created(Supplier<DatabaseBackup> work) {
		DatabaseBackup backup = translated(work);
		this.events.publish(new MigrationEvent.BackupCreated(this.database.getName(), backup));
		return backup;
	}

	BackupVerification verify(Path backup, VerificationLevel level) {
		BackupVerification verification = translated(
				() -> this.backups.verify(backup, level, this.database.getBackupSource()));
		this.events.publish(new MigrationEvent.BackupVerified(this.database.getName(), backup, verification));
		return verification;
	}

	List<StoredBackup> list() {
		return this.backups.list(detachedSource());
	}

	List<RunReport> failedRuns() {
		return this.backups.listing(detachedSource()).map(BackupListing::failedRuns).orElseGet(List::of);
	}

	List<Path> prune() {
		BackupSource source = detachedSource();
		this.backups.dropPrevious(source);
		return this.backups.prune(source, Set.of());
	}

	boolean release(Path backup) {
		return this.backups.release(backup);
	}

	private BackupSource detachedSource() {
		return LiquibaseSession.read(this.database, LiquibaseSession::getDetachedBackupSource);
	}

	private NamedSource namedSource(LiquibaseSession session) throws Exception {
		return new NamedSource(session.getDetachedBackupSource(), BackupStep.naming(revisions(session)));
	}

	// A changelog that can't be read is no reason not to take a backup.
	private Revisions revisions(LiquibaseSession session) throws Exception {
		try {
			return SchemaComparison.of(session).getRevisions();
		}
		catch (Exception ex) {
			return SchemaComparison.revisionsOfHistory(session);
		}
	}

	private static <T> T translated(Supplier<T> work) {
		try {
			return work.get();
		}
		catch (MigrationException ex) {
			throw Failures.translate(ex);
		}
	}

	private record NamedSource(BackupSource source, RevisionNaming naming) {

	}

}
