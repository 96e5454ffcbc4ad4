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

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

import io.migrationutilities.BackupManifest;

/**
 * The counts of a database at one moment, to be compared with what was counted at
 * another.
 *
 * @param tables number of rows of every table, by table name
 * @param history the change history
 */
public record DatabaseContent(Map<String, Long> tables, ChangeHistory history) {

	private static final int MAX_DIFFERENCES = 20;

	/**
	 * Compare this content with what a manifest says.
	 * @param place where this content was found, as a user calls it
	 * @param manifest the manifest
	 * @return the differences, in sentences
	 */
	public List<String> differencesFrom(BackupManifest manifest, String place) {
		Map<String, Long> names = new TreeMap<>(manifest.tables());
		names.putAll(this.tables);
		List<String> differences = new ArrayList<>();
		for (String table : names.keySet()) {
			addDifference(differences, table, manifest.tables().get(table), this.tables.get(table), place);
		}
		if (!this.history.digest().equals(manifest.historyDigest())) {
			differences.add("The change history in %s is not the one that its manifest records.".formatted(place));
		}
		return shorten(differences);
	}

	/**
	 * Compare with what a manifest says, leaving out what an application that goes on
	 * writing changes: the numbers of rows.
	 * @param manifest the manifest
	 * @param place where this content was found, as a user calls it
	 * @return the differences, in sentences
	 */
	public List<String> structuralDifferencesFrom(BackupManifest manifest, String place) {
		Map<String, Long> rowsAsRecorded = new TreeMap<>(this.tables);
		rowsAsRecorded.replaceAll((table, rows) -> manifest.tables().getOrDefault(table, rows));
		return new DatabaseContent(rowsAsRecorded, this.history).differencesFrom(manifest, place);
	}

	/**
	 * Leave out a table that a restore has added for its record.
	 * @param manifest the manifest, which does not name a table that was added
	 * @param name the name of the table, or an empty text
	 * @return the content without it
	 */
	public DatabaseContent without(BackupManifest manifest, String name) {
		Map<String, Long> others = new TreeMap<>(this.tables);
		others.keySet().removeIf((table) -> !manifest.tables().containsKey(table) && isNamed(table, name));
		return new DatabaseContent(others, this.history);
	}

	private static boolean isNamed(String table, String name) {
		return table.equals(name) || table.endsWith("." + name) || table.endsWith(".\"" + name + "\"");
	}

	private static void addDifference(List<String> differences, String table, @Nullable Long expected,
			@Nullable Long actual, String place) {
		if (actual == null) {
			differences.add("Table '%s' is missing from %s.".formatted(table, place));
		}
		else if (expected == null) {
			differences.add("Table '%s' in %s is not in the manifest.".formatted(table, place));
		}
		else if (!expected.equals(actual)) {
			differences.add("Table '%s' in %s has %d rows instead of %d.".formatted(table, place, actual, expected));
		}
	}

	private static List<String> shorten(List<String> differences) {
		if (differences.size() <= MAX_DIFFERENCES) {
			return differences;
		}
		List<String> first = new ArrayList<>(differences.subList(0, MAX_DIFFERENCES));
		first.add("There are %d more differences.".formatted(differences.size() - MAX_DIFFERENCES));
		return first;
	}

}
