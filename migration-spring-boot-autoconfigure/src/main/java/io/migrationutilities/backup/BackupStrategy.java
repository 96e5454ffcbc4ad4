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

package io.migrationutilities.backup;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.migrationutilities.BackupManifest;
import io.migrationutilities.BackupManifest.BackupFile;
import io.migrationutilities.DatabaseBackup;
import io.migrationutilities.MigrationException;
import io.migrationutilities.RestoreForecast;
import io.migrationutilities.VerificationLevel;
import io.migrationutilities.database.BackupSource;
import io.migrationutilities.database.DatabaseKind;
import io.migrationutilities.work.Findings;
import io.migrationutilities.work.Gauge;

/**
 * Takes, checks and restores backups of one kind of database. The data of a backup is a
 * file, or a directory of files without subdirectories. Names, checksums, manifests and
 * retention are not its business.
 */
public interface BackupStrategy {

	/**
	 * Return the kind of database, as recorded in manifests.
	 * @return the kind, such as {@code sqlite}
	 */
	String kind();

	/**
	 * Return what the names of backups end with.
	 * @return the suffix, such as {@code .db}
	 */
	String suffix();

	/**
	 * Return whether this strategy is for a kind of database. Called whether or not the
	 * driver is on the class path.
	 * @param kind the kind of the database
	 * @return whether it is supported
	 */
	boolean supports(DatabaseKind kind);

	/**
	 * Return what the database holds.
	 * @param source the database
	 * @return the content
	 * @throws MigrationException if the database can't be read
	 */
	SourceContent content(BackupSource source);

	/**
	 * Describe the database. Does not depend on its content, so that a damaged database
	 * can be described.
	 * @param source the database
	 * @return the description
	 * @throws MigrationException if the database can't be connected to
	 */
	BackupManifest.Database describe(BackupSource source);

	/**
	 * Count the rows of every table of the live database, without keeping those who write
	 * waiting. May be given up where it takes long.
	 * @param source the database
	 * @return the number of rows, by table name as in manifests
	 * @throws MigrationException if they can't be counted
	 */
	Map<String, Long> countRows(BackupSource source);

	/**
	 * Check everything that can be known before a backup of the database is taken or
	 * verified, such as tools and privileges. Writes nothing.
	 * @param source the database
	 * @param level how far backups are going to be verified
	 * @param findings makes the checks; what keeps a backup from being taken or verified
	 * is an error, with code {@code BACKUP_UNAVAILABLE} if tools or privileges are
	 * missing
	 */
	default void check(BackupSource source, VerificationLevel level, Findings findings) {
		findings.check("Backup", () -> "needs no programs, verified at level " + level);
	}

	/**
	 * Foresee whether the present user could restore a backup of the database as it is
	 * now. Writes nothing.
	 * @param target the database
	 * @param now whether what sessions of others hold counts, which come and go
	 * @return the forecast
	 * @throws MigrationException if the database can't be asked
	 */
	RestoreForecast forecast(BackupSource target, boolean now);

	/**
	 * Foresee whether the present user could restore a backup now: as for one of the
	 * database as it is, and whatever else the backup has.
	 * @param backup the data of the backup
	 * @param manifest its manifest
	 * @param target the database
	 * @return the forecast
	 * @throws MigrationException if the database can't be asked
	 */
	default RestoreForecast forecast(Path backup, BackupManifest manifest, BackupSource target) {
		return forecast(target, true);
	}

	/**
	 * Return the free space that a backup needs.
	 * @param source the database
	 * @return the space in bytes, with a margin
	 * @throws MigrationException if the database can't be read, or can't be backed up
	 */
	long requiredSpace(BackupSource source);

	/**
	 * Write the content of the database, as of one moment, to a new file or directory
	 * that only its owner can read. The caller makes it durable, and deletes it after a
	 * failure.
	 * @param source the database
	 * @param target a path at which nothing exists yet
	 * @param naming names the revision applied last
	 * @param gauge shows how far it is
	 * @return what was written
	 * @throws MigrationException if it can't be done; with code {@code BACKUP_EXISTS},
	 * and without touching it, if something exists at the target
	 */
	Capture capture(BackupSource source, Path target, RevisionNaming naming, Gauge gauge);

	/**
	 * Read a whole backup with the database's own means and compare it with its manifest.
	 * The backup is not changed.
	 * @param backup the data of the backup
	 * @param manifest its manifest
	 * @param gauge shows how far it is
	 * @return what is wrong, in sentences; empty if nothing is
	 * @throws MigrationException if what reads it is missing or was stopped, so that
	 * nothing is known of the backup
	 */
	List<String> verifyStructure(Path backup, BackupManifest manifest, Gauge gauge);

	/**
	 * Restore a backup into a scratch database, check it there and compare it with its
	 * manifest.
	 * @param backup the data of the backup
	 * @param manifest its manifest
	 * @param source the database it was taken from, whose server may hold the scratch
	 * database
	 * @param scratchDirectory an empty directory for the scratch database; the caller
	 * deletes it
	 * @param gauge shows how far it is
	 * @return what is wrong, in sentences; empty if nothing is
	 */
	List<String> verifyRestore(Path backup, BackupManifest manifest, BackupSource source, Path scratchDirectory,
			Gauge gauge);

	/**
	 * Return whether two backups of a database are known to hold the same data.
	 * @param one a backup
	 * @param other another one
	 * @return whether they do; {@code false} if that can't be told
	 */
	default boolean holdsSameData(DatabaseBackup one, DatabaseBackup other) {
		return checksums(one.manifest()).equals(checksums(other.manifest()));
	}

	private static List<String> checksums(BackupManifest manifest) {
		return manifest.files().stream().map(BackupFile::sha256).toList();
	}

	/**
	 * Replace the content of a database by that of a verified backup: wholly or not at
	 * all.
	 * @param backup the data of the backup
	 * @param manifest its manifest
	 * @param target the database
	 * @param keepPrevious whether the previous database must be kept beside the restored
	 * one: what {@link #keepsPrevious} has answered
	 * @param record the record of the restore, which is committed with it; where it can't
	 * be written the restore is done without
	 * @param gauge shows how far it is
	 * @return the name under which the previous database is kept beside the restored one,
	 * or {@code null} if it is not
	 * @throws MigrationException if it can't be done; its state tells what the database
	 * holds
	 */
	@Nullable String restore(Path backup, BackupManifest manifest, BackupSource target, boolean keepPrevious,
			RestoreRecord record, Gauge gauge);

	/**
	 * Return whether a restore can keep the previous database beside the restored one, so
	 * that no copy of it has to be taken before.
	 * @param target the database
	 * @return whether it can be kept
	 * @throws MigrationException if the database can't be asked
	 */
	default boolean keepsPrevious(BackupSource target) {
		return false;
	}

	/**
	 * Drop the previous databases that restores have kept, and what interrupted restores
	 * and verifications have left behind.
	 * @param source the database
	 * @return the names of the dropped databases
	 * @throws MigrationException if the database can't be asked
	 */
	default List<String> dropPrevious(BackupSource source) {
		return List.of();
	}

	/**
	 * The backup that a strategy wrote.
	 *
	 * @param database the database
	 * @param revision the revision applied last, or {@code null} if there is none
	 * @param historyDigest SHA-256 over the rows of the change history
	 * @param tables number of rows of every table, by table name
	 * @param tools versions of the software used, by name
	 */
	record Capture(BackupManifest.Database database, @Nullable String revision, String historyDigest,
			Map<String, Long> tables, Map<String, String> tools) {

	}

}
