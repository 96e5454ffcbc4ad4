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

package io.migrationutilities.backup.postgresql;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;

import io.migrationutilities.BackupManifest;
import io.migrationutilities.BackupManifest.BackupFile;
import io.migrationutilities.DatabaseBackup;

/**
 * The files of dumps in the directory format: one for each table, and a table of
 * contents, which bears the time of the dump.
 */
final class PostgresqlDumpFiles {

	private static final String TABLE_OF_CONTENTS = "toc.dat";

	private static final int MORE_THAN_A_ROW = 4096;

	// What COPY writes of the one row of Liquibase's lock, which bears the time and the
	// holder of the run that took the dump.
	private static final Pattern LOCK_ROW = Pattern.compile("1\t[tf]\t[^\t\n]+\t[^\t\n]+\n\\\\\\.\n+");

	private PostgresqlDumpFiles() {
	}

	/**
	 * Return whether the tables of two dumps are known to have the same rows, but for the
	 * row of Liquibase's lock.
	 * @param one a dump
	 * @param other another one
	 * @return whether they have; {@code false} if that can't be told
	 */
	static boolean holdSameData(DatabaseBackup one, DatabaseBackup other) {
		Map<String, String> files = checksums(one.manifest());
		Map<String, String> others = checksums(other.manifest());
		if (files.isEmpty() || !files.keySet().equals(others.keySet())
				|| !one.manifest().tables().equals(other.manifest().tables())) {
			return false;
		}
		return files.keySet()
			.stream()
			.filter((name) -> !Objects.equals(files.get(name), others.get(name)))
			.allMatch((name) -> holdsLockRow(one.path().resolve(name)) && holdsLockRow(other.path().resolve(name)));
	}

	private static Map<String, String> checksums(BackupManifest manifest) {
		return manifest.files()
			.stream()
			.filter((file) -> file.name().endsWith(".dat.gz") || file.name().endsWith(".dat"))
			.filter((file) -> !file.name().equals(TABLE_OF_CONTENTS))
			.collect(Collectors.toMap(BackupFile::name, BackupFile::sha256));
	}

	private static boolean holdsLockRow(Path file) {
		try (InputStream stored = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS);
				InputStream rows = file.toString().endsWith(".gz") ? new GZIPInputStream(stored) : stored) {
			String text = new String(rows.readNBytes(MORE_THAN_A_ROW), StandardCharsets.UTF_8);
			return LOCK_ROW.matcher(text).matches();
		}
		catch (IOException ex) {
			return false;
		}
	}

}
