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

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Description of a backup, kept beside it as {@code <backup>.json}. It is written last:
 * without its manifest a file is not a backup.
 *
 * @param formatVersion version of this format
 * @param id unique, sortable by the time of creation
 * @param reason why the backup was taken
 * @param createdAt the moment of the snapshot
 * @param duration how long taking it took
 * @param database the database it was taken from
 * @param revision the revision applied last at that moment, or {@code null} if there was
 * none
 * @param historyDigest SHA-256 over the rows of the change history at that moment
 * @param tables number of rows of every table at that moment, by table name
 * @param files the files of the backup
 * @param application the application that took it
 * @param tools versions of the software that took it, by name
 * @param verifications the verifications it went through, oldest first
 * @param restore the ways of a restore that were open to the user who took it, or
 * {@code null} if that is not known, as in manifests of earlier versions
 */
public record BackupManifest(int formatVersion, String id, BackupReason reason, Instant createdAt, Duration duration,
		Database database, @Nullable String revision, String historyDigest, Map<String, Long> tables,
		List<BackupFile> files, Application application, Map<String, String> tools, List<Verification> verifications,
		@Nullable RestoreForecast restore) {

	/**
	 * The format version written by this version of the library.
	 */
	public static final int CURRENT_FORMAT_VERSION = 1;

	/**
	 * Return the size of all files of the backup.
	 * @return the size in bytes
	 */
	public long totalSize() {
		return this.files.stream().mapToLong(BackupFile::size).sum();
	}

	/**
	 * The database a backup was taken from.
	 *
	 * @param kind the kind of database, such as {@code sqlite}
	 * @param version the version of the database
	 * @param name the name of the database: the file name for SQLite
	 * @param historySchema the schema that holds the change history, or {@code null} if
	 * it is the default one
	 * @param historyTable the table that holds the change history
	 */
	public record Database(String kind, String version, String name, @Nullable String historySchema,
			String historyTable) {

	}

	/**
	 * A file of a backup.
	 *
	 * @param name its name: that of the backup, or relative to the backup's directory
	 * @param size its size in bytes
	 * @param sha256 the SHA-256 of its content in lower-case hexadecimal
	 */
	public record BackupFile(String name, long size, String sha256) {

	}

	/**
	 * The application that took a backup.
	 *
	 * @param name the application's name, or {@code null} if it has none
	 * @param version the application's version, or {@code null} if it has none
	 */
	public record Application(@Nullable String name, @Nullable String version) {

	}

	/**
	 * A verification that a backup went through.
	 *
	 * @param level how far it went
	 * @param verifiedAt when
	 * @param valid whether the backup passed
	 * @param duration how long it took
	 * @param errors what was wrong
	 */
	public record Verification(VerificationLevel level, Instant verifiedAt, boolean valid, Duration duration,
			List<String> errors) {

	}

}
