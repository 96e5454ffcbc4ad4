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

package io.migrationutilities;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Something that happened to a database. {@link MigrationListener} beans receive every
 * event at once; as application events they are published when the application context is
 * ready, those that happened before included.
 */
public sealed interface MigrationEvent {

	/**
	 * Return the name of the database: that of its {@code SpringLiquibase} bean.
	 * @return the name
	 */
	String database();

	/**
	 * A step of a run begins.
	 *
	 * @param database the name of the database
	 * @param step the step
	 */
	record StepStarted(String database, MigrationStep step) implements MigrationEvent {

	}

	/**
	 * The database holds change sets that this application does not know.
	 *
	 * @param database the name of the database
	 * @param revisions the unknown revisions, in the order of their execution
	 */
	record UnknownMigrationsDetected(String database, List<String> revisions) implements MigrationEvent {

	}

	/**
	 * A backup was taken.
	 *
	 * @param database the name of the database
	 * @param backup the backup
	 */
	record BackupCreated(String database, DatabaseBackup backup) implements MigrationEvent {

	}

	/**
	 * A backup was verified, with or without success.
	 *
	 * @param database the name of the database
	 * @param backup its path, or its bare name in the backup directory
	 * @param verification the findings
	 */
	record BackupVerified(String database, Path backup, BackupVerification verification) implements MigrationEvent {

	}

	/**
	 * Change sets are about to be applied.
	 *
	 * @param database the name of the database
	 * @param pending the revisions to be applied, in order
	 */
	record UpgradeStarted(String database, List<String> pending) implements MigrationEvent {

	}

	/**
	 * A change set was applied or rolled back. The change is not final before the run
	 * completes.
	 *
	 * @param database the name of the database
	 * @param revision the revision
	 * @param rolledBack whether it was rolled back, not applied
	 */
	record ChangeSetRan(String database, String revision, boolean rolledBack) implements MigrationEvent {

	}

	/**
	 * A run needs a lock that others hold. What it had done in the present transaction is
	 * rolled back, so that nobody waits behind it, and is done again after a pause.
	 *
	 * @param database the name of the database
	 * @param revision the change set that needs the lock, or {@code null} if none ran
	 * @param blockers the sessions that were seen to hold it; empty if none was
	 * @param waited how long the run has been trying to get past them
	 */
	record RunBlocked(String database, @Nullable String revision, List<BlockingSession> blockers,
			Duration waited) implements MigrationEvent {

	}

	/**
	 * An upgrade is complete.
	 *
	 * @param database the name of the database
	 * @param result its result
	 */
	record UpgradeCompleted(String database, UpgradeResult result) implements MigrationEvent {

	}

	/**
	 * An upgrade failed.
	 *
	 * @param database the name of the database
	 * @param failure why, and in which state the database is
	 * @param duration how long it took
	 */
	record UpgradeFailed(String database, MigrationException failure, Duration duration) implements MigrationEvent {

	}

	/**
	 * A downgrade is complete.
	 *
	 * @param database the name of the database
	 * @param result its result
	 */
	record DowngradeCompleted(String database, DowngradeResult result) implements MigrationEvent {

	}

	/**
	 * A downgrade failed.
	 *
	 * @param database the name of the database
	 * @param failure why, and in which state the database is
	 * @param duration how long it took
	 */
	record DowngradeFailed(String database, MigrationException failure, Duration duration) implements MigrationEvent {

	}

	/**
	 * A restore is complete.
	 *
	 * @param database the name of the database
	 * @param result its result
	 */
	record RestoreCompleted(String database, RestoreResult result) implements MigrationEvent {

	}

	/**
	 * A restore failed.
	 *
	 * @param database the name of the database
	 * @param failure why, and in which state the database is
	 * @param duration how long it took
	 */
	record RestoreFailed(String database, MigrationException failure, Duration duration) implements MigrationEvent {

	}

}
