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
import java.security.SecureRandom;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Name of a backup in the store: {@code <label>-<id><suffix>}, where the id begins with
 * the time.
 *
 * @param label the database in a form that is safe in file names
 * @param time the time in the id
 * @param random the random part of the id
 * @param suffix what the name ends with
 */
record BackupName(String label, Instant time, String random, String suffix) {

	private static final Pattern PATTERN = Pattern
		.compile("([A-Za-z0-9_][A-Za-z0-9._-]*)-([0-8]\\d{7}T\\d{9}Z)-([0-9a-f]{6})(\\.[a-z0-9]+)");

	private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmssSSS'Z'", Locale.ROOT);

	private static final String TOMBSTONE_SUFFIX = ".deleted";

	private static final int MAX_LABEL_LENGTH = 64;

	private static final SecureRandom randomSource = new SecureRandom();

	static BackupName create(String databaseName, Instant time, String suffix) {
		byte[] random = new byte[3];
		randomSource.nextBytes(random);
		return new BackupName(label(databaseName), time.truncatedTo(ChronoUnit.MILLIS),
				HexFormat.of().formatHex(random), suffix);
	}

	/**
	 * Return the label of a database: its name without extension, reduced to characters
	 * that need no care anywhere.
	 * @param databaseName the name of the database
	 * @return the label
	 */
	static String label(String databaseName) {
		int dot = databaseName.lastIndexOf('.');
		String name = (dot > 0) ? databaseName.substring(0, dot) : databaseName;
		String label = name.replaceAll("[^A-Za-z0-9._-]", "_").replaceAll("^[.-]", "_");
		return label.substring(0, Math.min(label.length(), MAX_LABEL_LENGTH));
	}

	static Optional<BackupName> parse(String fileName) {
		Matcher matcher = PATTERN.matcher(fileName);
		if (!matcher.matches()) {
			return Optional.empty();
		}
		try {
			Instant time = LocalDateTime.parse(matcher.group(2), TIME).toInstant(ZoneOffset.UTC);
			return Optional.of(new BackupName(matcher.group(1), time, matcher.group(3), matcher.group(4)));
		}
		catch (DateTimeException ex) {
			return Optional.empty();
		}
	}

	static Path manifestOf(Path backup) {
		return backup.resolveSibling(backup.getFileName() + ".json");
	}

	static Path partialOf(Path path) {
		return path.resolveSibling("." + path.getFileName() + ".partial");
	}

	/**
	 * Return what the manifest of a backup is called while the backup is deleted.
	 * @param backup the data of the backup
	 * @return the path
	 */
	static Path tombstoneOf(Path backup) {
		return backup.resolveSibling("." + backup.getFileName() + TOMBSTONE_SUFFIX);
	}

	/**
	 * Return the backup for whose deletion a tombstone stands.
	 * @param file a file
	 * @return the data of the backup, or empty if it is no tombstone
	 */
	static Optional<Path> backupOfTombstone(Path file) {
		String name = String.valueOf(file.getFileName());
		if (!name.startsWith(".") || !name.endsWith(TOMBSTONE_SUFFIX)) {
			return Optional.empty();
		}
		String backup = name.substring(1, name.length() - TOMBSTONE_SUFFIX.length());
		return parse(backup).map((parsed) -> file.resolveSibling(backup));
	}

	/**
	 * Return the name for which a partial file stands.
	 * @param fileName the name of a file
	 * @return the name it was to get, or empty if it isn't a partial file
	 */
	static Optional<String> completeNameOf(String fileName) {
		if (!fileName.startsWith(".") || !fileName.endsWith(".partial")) {
			return Optional.empty();
		}
		return Optional.of(fileName.substring(1, fileName.length() - ".partial".length()));
	}

	String id() {
		return TIME.format(this.time.atOffset(ZoneOffset.UTC)) + "-" + this.random;
	}

	@Override
	public String toString() {
		return this.label + "-" + id() + this.suffix;
	}

}
