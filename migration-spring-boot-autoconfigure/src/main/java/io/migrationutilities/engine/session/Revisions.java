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

package io.migrationutilities.engine.session;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

import liquibase.changelog.ChangeSet;
import liquibase.changelog.DatabaseChangeLog;
import liquibase.changelog.RanChangeSet;
import org.jspecify.annotations.Nullable;

import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationException;
import io.migrationutilities.work.Enumeration;

/**
 * Writes and finds change sets: by {@code id} where that is unique in changelog and
 * history, else by {@code id::author}, else by {@code path::id::author}.
 */
public final class Revisions {

	private static final int MOST_NAMED = 20;

	private static final int MAXIMUM_CANDIDATES = 10;

	private final Set<Key> keys;

	private final Map<String, Integer> ids = new HashMap<>();

	private final Map<String, Integer> idsWithAuthors = new HashMap<>();

	Revisions(Collection<Key> keys) {
		this.keys = new LinkedHashSet<>(keys);
		for (Key key : this.keys) {
			this.ids.merge(key.id(), 1, Integer::sum);
			this.idsWithAuthors.merge(key.idWithAuthor(), 1, Integer::sum);
		}
	}

	public static Revisions of(Collection<ChangeSet> changeLog, Collection<RanChangeSet> history) {
		List<Key> keys = new ArrayList<>();
		changeLog.forEach((changeSet) -> keys.add(Key.of(changeSet)));
		history.forEach((ran) -> keys.add(Key.of(ran)));
		return new Revisions(keys);
	}

	/**
	 * Name revisions in a sentence, the first twenty and how many more there are.
	 * @param revisions the revisions
	 * @return their names
	 */
	public static String list(List<String> revisions) {
		return Enumeration.of(revisions, MOST_NAMED);
	}

	/**
	 * Return a revision for a message.
	 * @param revision the revision, or {@code null} if nothing is applied
	 * @return the revision, or the target that stands for none
	 */
	public static String describe(@Nullable String revision) {
		return (revision != null) ? revision : "base";
	}

	public String nameOf(Key key) {
		if (this.ids.getOrDefault(key.id(), 0) <= 1) {
			return key.id();
		}
		return (this.idsWithAuthors.getOrDefault(key.idWithAuthor(), 0) <= 1) ? key.idWithAuthor() : key.full();
	}

	/**
	 * Find the change set that somebody wrote.
	 * @param input a revision, or an unambiguous beginning of one
	 * @return the change set
	 * @throws MigrationException if there is none, or more than one
	 */
	public Key resolve(String input) {
		List<Key> matches = find(input);
		if (matches.isEmpty()) {
			throw new MigrationException(MigrationErrorCode.REVISION_UNKNOWN,
					"There is no change set '" + input + "', neither in the changelog nor in the database.",
					"'migrations history' shows the revisions.");
		}
		if (matches.size() > 1) {
			throw ambiguous(input, matches);
		}
		return matches.get(0);
	}

	// All change sets of a file begin with its path, which is therefore looked at last.
	private List<Key> find(String input) {
		List<Key> exact = matching(
				(key) -> key.id().equals(input) || key.idWithAuthor().equals(input) || key.full().equals(input));
		List<Key> matches = exact.isEmpty() ? matching((key) -> key.idWithAuthor().startsWith(input)) : exact;
		return matches.isEmpty() ? matching((key) -> key.full().startsWith(input)) : matches;
	}

	private List<Key> matching(Predicate<Key> predicate) {
		return this.keys.stream().filter(predicate).toList();
	}

	private MigrationException ambiguous(String input, List<Key> matches) {
		List<String> names = matches.stream().map(this::nameOf).toList();
		return new MigrationException(MigrationErrorCode.REVISION_AMBIGUOUS, "'" + input + "' fits " + matches.size()
				+ " change sets: " + Enumeration.of(names, MAXIMUM_CANDIDATES) + ".", "Write one of them in full.");
	}

	/**
	 * Identity of a change set.
	 *
	 * @param path the changelog file, in Liquibase's normalized form
	 * @param id the id
	 * @param author the author
	 */
	public record Key(String path, String id, String author) {

		private static final Map<String, String> NORMALIZED = new ConcurrentHashMap<>();

		public static Key of(ChangeSet changeSet) {
			return new Key(normalize(changeSet.getFilePath()), changeSet.getId(), changeSet.getAuthor());
		}

		public static Key of(RanChangeSet ran) {
			return new Key(normalize(ran.getChangeLog()), ran.getId(), ran.getAuthor());
		}

		public static Key of(String path, String id, String author) {
			return new Key(normalize(path), id, author);
		}

		// Liquibase looks through all its sources of configuration each time.
		private static String normalize(String path) {
			return NORMALIZED.computeIfAbsent(path, DatabaseChangeLog::normalizePath);
		}

		/**
		 * Forget how paths are written, which the configuration of Liquibase tells.
		 */
		static void forgetPaths() {
			NORMALIZED.clear();
		}

		String idWithAuthor() {
			return this.id + "::" + this.author;
		}

		public String full() {
			return this.path + "::" + this.id + "::" + this.author;
		}

	}

}
