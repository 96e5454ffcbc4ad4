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

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.migrationutilities.RestoreForecast.Obstacle;
import io.migrationutilities.database.Queries;

/**
 * The part of a backup that is restored into a database in which some of it has stayed:
 * the extensions, the schemas, and what belongs to others.
 */
final class PostgresqlRestoreSelection {

	private static final String EXTENSION = "EXTENSION - ";

	private static final String COMMENT = "COMMENT - ";

	private static final String EXTENSIONS = "SELECT extname FROM pg_catalog.pg_extension";

	// Extensions that came with the server are in no dump.
	private static final String OUR_EXTENSIONS = EXTENSIONS + " WHERE oid >= " + PostgresqlObjects.FIRST_OF_USERS
			+ " AND pg_catalog.pg_has_role(extowner, 'USAGE') ORDER BY 1";

	private static final String SCHEMA = "SCHEMA - ";

	private static final String OUR_SCHEMAS = "SELECT nspname, pg_catalog.pg_get_userbyid(nspowner) "
			+ "FROM pg_catalog.pg_namespace WHERE oid >= " + PostgresqlObjects.FIRST_OF_USERS
			+ " AND NOT pg_catalog.starts_with(nspname::text, 'pg_') AND pg_catalog.pg_has_role(nspowner, 'USAGE')";

	// Their entries say nothing but to whom the object belongs.
	private static final List<String> ENTRIES_OF_OBJECTS = List.of("ACL ", "COMMENT ", "SECURITY LABEL ",
			"USER MAPPING ", "PUBLICATION TABLES IN SCHEMA ");

	private static final List<String> CREATED_IN_DATABASE = List.of(SCHEMA, EXTENSION, "PUBLICATION - ",
			"PROCEDURAL LANGUAGE - ");

	private static final String MAY_CREATE = "SELECT count(*) FROM pg_catalog.pg_database WHERE datname = current_database() "
			+ "AND pg_catalog.has_database_privilege(oid, 'CREATE')";

	private static final String ROLES = "SELECT rolname, pg_catalog.pg_has_role(oid, 'USAGE') FROM pg_catalog.pg_roles";

	private static final String COMMENT_OF_ANOTHERS_SCHEMA = "SELECT pg_catalog.concat('" + COMMENT
			+ "SCHEMA public ', pg_catalog.pg_get_userbyid(nspowner)) FROM pg_catalog.pg_namespace "
			+ "WHERE nspname = 'public' AND NOT pg_catalog.pg_has_role(nspowner, 'USAGE')";

	private static final String SCHEMAS_OF_OTHERS = "SELECT nspname FROM pg_catalog.pg_namespace WHERE oid >= "
			+ PostgresqlObjects.FIRST_OF_USERS + " AND NOT pg_catalog.pg_has_role(nspowner, 'USAGE')";

	// Those that are given to their owner when they are created.
	private static final Pattern OWNED = Pattern
		.compile("(TABLE|VIEW|MATERIALIZED VIEW|FOREIGN TABLE|SEQUENCE|FUNCTION|"
				+ "PROCEDURE|AGGREGATE|TYPE|DOMAIN|SCHEMA|OPERATOR|OPERATOR CLASS|OPERATOR FAMILY|COLLATION|CONVERSION|"
				+ "TEXT SEARCH CONFIGURATION|TEXT SEARCH DICTIONARY|STATISTICS|EVENT TRIGGER|PUBLICATION|SERVER|"
				+ "FOREIGN DATA WRAPPER|PROCEDURAL LANGUAGE|BLOB|DEFAULT ACL) (?!DATA |SET |OWNED BY |ATTACH |TABLE ).*");

	// Who owns this one is foreseen from the database.
	private static final String PUBLIC = SCHEMA + "public ";

	private final List<String> contents;

	private final List<String> added;

	private final Set<String> existing;

	private final Set<String> others;

	private final List<String> schemasOfOthers;

	private final List<String> schemas;

	private final Map<String, Boolean> roles;

	private PostgresqlRestoreSelection(List<String> contents, List<String> added, Set<String> existing,
			Set<String> others, List<String> schemasOfOthers, List<String> schemas, Map<String, Boolean> roles) {
		this.contents = contents;
		this.added = added;
		this.existing = existing;
		this.others = others;
		this.schemasOfOthers = schemasOfOthers;
		this.schemas = schemas;
		this.roles = roles;
	}

	/**
	 * Select from a backup.
	 * @param contents what {@code pg_restore --list} writes
	 * @param session a session of the database
	 * @return the selection
	 * @throws SQLException if the database can't be read
	 */
	static PostgresqlRestoreSelection of(String contents, Connection session) throws SQLException {
		List<String> lines = contents.lines().toList();
		Set<String> entries = lines.stream().map(PostgresqlRestoreSelection::entry).collect(Collectors.toSet());
		List<String> added = Queries.strings(session, OUR_EXTENSIONS)
			.stream()
			.filter((extension) -> !entries.contains(EXTENSION + extension))
			.toList();
		Set<String> kept = new HashSet<>(Queries.strings(session, EXTENSIONS));
		added.forEach(kept::remove);
		Set<String> others = others(session);
		Set<String> existing = existing(others, kept);
		List<String> schemasOfOthers = Queries.strings(session, SCHEMAS_OF_OTHERS)
			.stream()
			.filter((schema) -> entries.stream().anyMatch((entry) -> entry.startsWith(SCHEMA + schema + " ")))
			.toList();
		List<String> schemas = new ArrayList<>();
		for (String[] schema : pairs(session, OUR_SCHEMAS)) {
			String entry = SCHEMA + schema[0] + " " + schema[1];
			if (entries.contains(entry)) {
				schemas.add(schema[0]);
				existing.add(entry);
			}
		}
		Map<String, Boolean> roles = new HashMap<>();
		pairs(session, ROLES).forEach((role) -> roles.put(role[0], "t".equals(role[1])));
		return new PostgresqlRestoreSelection(lines, added, existing, others, schemasOfOthers, schemas, roles);
	}

	private static List<String[]> pairs(Connection session, String query) throws SQLException {
		return Queries.list(session, query, (row) -> new String[] { row.getString(1), row.getString(2) });
	}

	private static Set<String> others(Connection session) throws SQLException {
		Set<String> entries = new HashSet<>(PostgresqlObjects.listedOfOthers(session));
		entries.addAll(Queries.strings(session, COMMENT_OF_ANOTHERS_SCHEMA));
		return entries;
	}

	private static Set<String> existing(Set<String> others, Set<String> extensions) {
		Set<String> entries = new HashSet<>(others);
		for (String extension : extensions) {
			entries.add(EXTENSION + extension);
			entries.add(COMMENT + "EXTENSION " + extension);
			entries.add(COMMENT + "EXTENSION " + Queries.quote(extension));
		}
		return entries;
	}

	// 5; 2615 16391 SCHEMA - shop owner
	private static String entry(String line) {
		return line.replaceFirst("^\\d+; \\d+ \\d+ ", "").strip();
	}

	/**
	 * Return the statements that drop the extensions which the backup does not have.
	 * @return the statements, a line each
	 */
	String dropAddedExtensions() {
		return this.added.stream()
			.map((extension) -> "DROP EXTENSION IF EXISTS %s CASCADE;\n".formatted(Queries.quote(extension)))
			.collect(Collectors.joining());
	}

	/**
	 * Look for what the backup has that the user could not create, or not give to its
	 * owner.
	 * @param session a session of the database
	 * @param way the way of the restore
	 * @return what is in the way
	 * @throws SQLException if the database can't be asked
	 */
	List<Obstacle> obstacles(Connection session, PostgresqlWay way) throws SQLException {
		boolean script = way == PostgresqlWay.SCRIPT;
		List<String> loaded = this.contents.stream()
			.map(PostgresqlRestoreSelection::entry)
			.filter((entry) -> !script || !isLeftAlone(entry))
			.toList();
		List<Obstacle> obstacles = new ArrayList<>();
		if (script && Queries.number(session, MAY_CREATE) == 0) {
			add(obstacles, loaded, (entry) -> CREATED_IN_DATABASE.stream().anyMatch(entry::startsWith),
					"the user of the application may not create in it what the backup has: ",
					"Grant it: GRANT CREATE ON DATABASE <database> TO <user>");
		}
		List<String> owned = loaded.stream()
			.filter((entry) -> OWNED.matcher(entry).matches() && !entry.startsWith(PUBLIC))
			.toList();
		add(obstacles, owned, this::isOfOthers,
				"the user of the application doesn't have the rights of the owners of what the backup has: ",
				"Let a user restore who has the rights of these owners");
		add(obstacles, owned, (entry) -> owners(entry).isEmpty(),
				"the server doesn't have the roles that own what the backup has: ",
				"Create them (CREATE ROLE <owner>)");
		return obstacles;
	}

	private static void add(List<Obstacle> obstacles, List<String> entries, Predicate<String> filter, String reason,
			String hint) {
		List<String> names = entries.stream().filter(filter).toList();
		if (!names.isEmpty()) {
			obstacles.add(new Obstacle(reason + PostgresqlFailures.enumerate(names), hint));
		}
	}

	/**
	 * Return the schemas that stay and are emptied.
	 * @return their names
	 */
	List<String> schemas() {
		return this.schemas;
	}

	/**
	 * Return the list of what is restored.
	 * @return a list for {@code pg_restore --use-list}
	 */
	String list() {
		return this.contents.stream()
			.filter((line) -> !isLeftAlone(entry(line)))
			.collect(Collectors.joining("\n", "", "\n"));
	}

	/**
	 * Return a list of the same for an empty database, which has nothing that could stay
	 * but the {@link #schemasOfOthers() schemas of others}.
	 * @return a list for {@code pg_restore --use-list}
	 */
	String listForEmptyDatabase() {
		return this.contents.stream()
			.filter((line) -> !this.others.contains(entry(line)) && !isAboutOthers(entry(line))
					&& !(entry(line).startsWith(PUBLIC) && isOfOthers(entry(line))))
			.collect(Collectors.joining("\n", "", "\n"));
	}

	/**
	 * Return the schemas of the backup that others own.
	 * @return their names
	 */
	List<String> schemasOfOthers() {
		return this.schemasOfOthers;
	}

	private boolean isLeftAlone(String entry) {
		return this.existing.contains(entry) || isAboutOthers(entry);
	}

	private boolean isAboutOthers(String entry) {
		return ENTRIES_OF_OBJECTS.stream().anyMatch(entry::startsWith) && isOfOthers(entry);
	}

	// The last word of an entry, or the last few, are the owner. Names may have spaces:
	// where it could be a role of ours, it is.
	private boolean isOfOthers(String entry) {
		List<Boolean> possible = owners(entry);
		return !possible.isEmpty() && !possible.contains(true);
	}

	private List<Boolean> owners(String entry) {
		return this.roles.entrySet()
			.stream()
			.filter((role) -> entry.endsWith(" " + role.getKey()))
			.map(Map.Entry::getValue)
			.toList();
	}

}
