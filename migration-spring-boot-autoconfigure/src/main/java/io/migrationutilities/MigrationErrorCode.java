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

/**
 * Stable codes of what can go wrong. A code never changes its meaning and is never used
 * again for something else.
 */
public enum MigrationErrorCode {

	/**
	 * The database can't be connected to or can't be read, or ends statements that take
	 * long.
	 */
	DATABASE_UNAVAILABLE,

	/**
	 * Another instance migrates the database and did not finish within
	 * {@code migration.lock.timeout}.
	 */
	LOCK_TIMEOUT,

	/**
	 * Something other than a migration holds the database's write lock or that of a
	 * table, or was in the way of a statement, or Liquibase's own lock row is set.
	 */
	DATABASE_LOCKED,

	/**
	 * The lock of a migration was lost before the migration ended.
	 */
	LOCK_LOST,

	/**
	 * The database is reached through a connection pooler that can't hold a lock.
	 */
	CONNECTION_POOLER_REFUSED,

	/**
	 * A changelog file does not exist.
	 */
	CHANGELOG_NOT_FOUND,

	/**
	 * The changelog can't be parsed or is not valid.
	 */
	CHANGELOG_INVALID,

	/**
	 * Applied change sets were edited: their checksums differ.
	 */
	CHANGED_MIGRATIONS,

	/**
	 * The database holds change sets that this application does not know.
	 */
	UNKNOWN_MIGRATIONS,

	/**
	 * No change set has this revision, or no change set has this tag.
	 */
	REVISION_UNKNOWN,

	/**
	 * More than one change set fits this revision.
	 */
	REVISION_AMBIGUOUS,

	/**
	 * The target is malformed or leads in the wrong direction.
	 */
	TARGET_INVALID,

	/**
	 * A change set in the way of a downgrade can't be rolled back.
	 */
	DOWNGRADE_REFUSED,

	/**
	 * A setting of Liquibase can't be combined with a safe upgrade.
	 */
	LIQUIBASE_SETTING_REFUSED,

	/**
	 * A {@code SpringLiquibase} subclass replaces what the safe upgrade replaces, or the
	 * bean or its customizer failed.
	 */
	LIQUIBASE_BEAN_REFUSED,

	/**
	 * An alteration of a SQLite table can't be done without losing something, or the
	 * definition of the table is not understood.
	 */
	ALTERATION_REFUSED,

	/**
	 * The database has a table or view of the ledger's name that is not the ledger.
	 */
	LEDGER_TABLE_REFUSED,

	/**
	 * A change set that runs in the transaction of the run holds a statement that begins
	 * or ends one, or that has no effect inside one.
	 */
	TRANSACTION_STATEMENT_REFUSED,

	/**
	 * A change set failed while it was applied.
	 */
	UPGRADE_FAILED,

	/**
	 * A change set failed while it was rolled back.
	 */
	DOWNGRADE_FAILED,

	/**
	 * The changed database did not pass the checks that follow a run.
	 */
	INTEGRITY_CHECK_FAILED,

	/**
	 * No backup can be taken: of this kind of database, or because programs or privileges
	 * are missing.
	 */
	BACKUP_UNAVAILABLE,

	/**
	 * The backup directory can't be created or written to.
	 */
	BACKUP_DIRECTORY_UNUSABLE,

	/**
	 * Not enough free space for a backup or a restore.
	 */
	NO_SPACE,

	/**
	 * Taking the backup failed.
	 */
	BACKUP_FAILED,

	/**
	 * Something exists already where the backup should be written.
	 */
	BACKUP_EXISTS,

	/**
	 * The path of a backup is not acceptable.
	 */
	BACKUP_PATH_REFUSED,

	/**
	 * There is no such backup.
	 */
	BACKUP_NOT_FOUND,

	/**
	 * The backup is there, and the user of this process may not read it.
	 */
	BACKUP_UNREADABLE,

	/**
	 * The backup did not pass its verification.
	 */
	BACKUP_INVALID,

	/**
	 * A backup is the newest good one of its database, or the newest that has passed a
	 * verification, or pinned, and is therefore not deleted.
	 */
	BACKUP_NEEDED,

	/**
	 * The backup was taken from another database, or by another application.
	 */
	BACKUP_OF_OTHER_DATABASE,

	/**
	 * Something keeps the database from being restored; nothing was changed.
	 */
	RESTORE_BLOCKED,

	/**
	 * The restore failed.
	 */
	RESTORE_FAILED,

	/**
	 * The difference between the entities and the database can't be had, or what was
	 * asked for can't be generated; nothing was written.
	 */
	GENERATION_REFUSED,

	/**
	 * The generated changelog could not be written.
	 */
	GENERATION_FAILED,

	/**
	 * The thread of the operation was interrupted, or its process told to end, before the
	 * operation was done.
	 */
	INTERRUPTED,

	/**
	 * Not available in this version, or for this kind of database.
	 */
	NOT_AVAILABLE

}
