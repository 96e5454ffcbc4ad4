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
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationException;
import io.migrationutilities.RestoreForecast;
import io.migrationutilities.RestoreForecast.Obstacle;
import io.migrationutilities.RestoreForecast.Way;
import io.migrationutilities.database.PostgresqlAccess;
import io.migrationutilities.database.Queries;

/**
 * Looks for all that is in the way of a restore, with one query, and tells which way a
 * restore takes.
 */
final class PostgresqlObstacles {

	private static final int PARAMETER_PRIVILEGES_SINCE = 15;

	private static final String WITHOUT_COMPILATION = "SELECT pg_catalog.set_config(name, 'off', false) "
			+ "FROM pg_catalog.pg_settings WHERE name = 'jit'";

	private static final String USER = "USER";

	private static final String UNPROVED = "UNPROVED";

	private static final String ME = ", me AS (SELECT * FROM pg_catalog.pg_roles WHERE rolname = current_user) ";

	// A dump loads with an empty search path, and these are called then. Functions that
	// have a path of their own, or were parsed when they were created, don't need one.
	private static final String CALLED_BY_A_LOAD = """
			SELECT pg_catalog.pg_describe_object(d.classid, d.objid, 0) || ' (' || p.oid::pg_catalog.regprocedure || ')'
				FROM pg_catalog.pg_depend d JOIN pg_catalog.pg_proc p ON p.oid = d.refobjid
				JOIN pg_catalog.pg_language l ON l.oid = p.prolang
				LEFT JOIN pg_catalog.pg_attrdef a ON a.oid = d.objid
					AND d.classid = 'pg_catalog.pg_attrdef'::pg_catalog.regclass::pg_catalog.oid
				LEFT JOIN pg_catalog.pg_attribute g ON g.attrelid = a.adrelid AND g.attnum = a.adnum
				LEFT JOIN pg_catalog.pg_rewrite r ON r.oid = d.objid
					AND d.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass::pg_catalog.oid
				LEFT JOIN pg_catalog.pg_class v ON v.oid = r.ev_class
			WHERE d.refclassid = 'pg_catalog.pg_proc'::pg_catalog.regclass::pg_catalog.oid AND p.oid >= %d
				AND (d.classid IN ('pg_catalog.pg_class'::pg_catalog.regclass::pg_catalog.oid,
					'pg_catalog.pg_constraint'::pg_catalog.regclass::pg_catalog.oid)
					OR g.attgenerated <> '' OR v.relkind IN ('v', 'm'))
				AND l.lanname NOT IN ('internal', 'c') AND pg_catalog.to_jsonb(p) ->> 'prosqlbody' IS NULL
				AND NOT EXISTS (SELECT 1 FROM pg_catalog.unnest(p.proconfig) s (line)
					WHERE pg_catalog.starts_with(s.line, 'search_path='))
				AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend e WHERE e.classid = d.refclassid
					AND e.objid = p.oid AND e.deptype = 'e')""".formatted(PostgresqlObjects.FIRST_OF_USERS);

	private final PostgresqlToolSettings settings;

	private final PostgresqlAccess access;

	PostgresqlObstacles(PostgresqlToolSettings settings, PostgresqlAccess access) {
		this.settings = settings;
		this.access = access;
	}

	/**
	 * Foresee whether a restore is possible.
	 * @param now whether sessions of others count, which come and go
	 * @return the forecast
	 * @throws SQLException if the server can't be asked
	 */
	RestoreForecast forecast(boolean now) throws SQLException {
		try (Connection session = this.access.open(PostgresqlSwapRestore.SESSION)) {
			Map<String, List<String>> names = new TreeMap<>(select(session, this.access.database(),
					(obstacle) -> now || obstacle != PostgresqlObstacle.SESSIONS, CALLED_BY_A_LOAD));
			if (needsNeighbour(names) && !hasNeighbour(session)) {
				names.put(PostgresqlObstacle.NEIGHBOUR.name(), List.of(""));
			}
			String missing = findMissingProgram(session);
			if (missing != null) {
				names.put(PostgresqlObstacle.PSQL.name(), List.of(missing));
			}
			return forecast(describe(names, this.access.database()), names.getOrDefault(UNPROVED, List.of()));
		}
	}

	private static RestoreForecast forecast(Map<PostgresqlObstacle, Obstacle> found, List<String> unproved) {
		boolean otherWay = found.keySet()
			.stream()
			.anyMatch((obstacle) -> obstacle.isLasting() && obstacle.isInTheWayOf(PostgresqlWay.SWAP)
					&& !obstacle.isInTheWayOf(PostgresqlWay.SCRIPT));
		return new RestoreForecast((otherWay ? PostgresqlWay.SCRIPT : PostgresqlWay.SWAP).id(),
				Stream.of(PostgresqlWay.values()).map((way) -> describe(way, found)).toList(), unproved);
	}

	private static Way describe(PostgresqlWay way, Map<PostgresqlObstacle, Obstacle> found) {
		List<Obstacle> obstacles = found.entrySet()
			.stream()
			.filter((entry) -> entry.getKey().isInTheWayOf(way))
			.map(Map.Entry::getValue)
			.toList();
		return new Way(way.id(), way.description(), obstacles);
	}

	private static boolean needsNeighbour(Map<String, List<String>> names) {
		return Stream.of(PostgresqlObstacle.values())
			.noneMatch((obstacle) -> obstacle.isInTheWayOf(PostgresqlWay.SWAP) && names.containsKey(obstacle.name()));
	}

	private boolean hasNeighbour(Connection session) throws SQLException {
		Optional<Connection> neighbour = PostgresqlNeighbour.open(this.access, session, PostgresqlSwapRestore.SESSION);
		if (neighbour.isPresent()) {
			neighbour.get().close();
		}
		return neighbour.isPresent();
	}

	private @Nullable String findMissingProgram(Connection session) throws SQLException {
		try {
			PostgresqlTools.find(this.settings, session.getMetaData().getDatabaseMajorVersion()).requirePsql();
			return null;
		}
		catch (MigrationException ex) {
			if (ex.getCode() != MigrationErrorCode.BACKUP_UNAVAILABLE) {
				throw ex;
			}
			return String.valueOf(ex.getMessage()).replaceFirst("\\.$", "");
		}
	}

	/**
	 * Look for some obstacles only.
	 * @param session a session of the server
	 * @param database the database
	 * @param wanted which obstacles; those that concern its objects can be seen from the
	 * database alone
	 * @return what was found
	 * @throws SQLException if the server can't be asked
	 */
	static Map<PostgresqlObstacle, Obstacle> find(Connection session, String database,
			Predicate<PostgresqlObstacle> wanted) throws SQLException {
		return describe(select(session, database, wanted, "SELECT NULL WHERE false"), database);
	}

	private static Map<String, List<String>> select(Connection session, String database,
			Predicate<PostgresqlObstacle> wanted, String unproved) throws SQLException {
		// To compile a query of this size takes seconds, to execute it a fraction of one.
		Queries.strings(session, WITHOUT_COMPILATION);
		Stream<String> first = Stream.of("SELECT '" + USER + "', current_user::text", row(UNPROVED, unproved));
		Stream<String> rows = Stream.of(PostgresqlObstacle.values())
			.filter(wanted)
			.filter((obstacle) -> obstacle.query() != null)
			.map((obstacle) -> row(obstacle.name(), String.valueOf(obstacle.query())));
		String query = Stream.concat(first, rows)
			.collect(Collectors.joining(" UNION ALL ", PostgresqlObjects.OWNED + ME, ""))
			.replace("${database}", PostgresqlName.literal(database))
			.replace("${mayset}", maySet(session));
		return Queries.list(session, query, (row) -> Map.entry(row.getString(1), row.getString(2)))
			.stream()
			.sorted(Map.Entry.comparingByValue())
			.distinct()
			.collect(Collectors.groupingBy(Map.Entry::getKey,
					Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
	}

	private static String row(String name, String query) {
		return "SELECT '" + name + "', name::text FROM (" + query + ") q (name)";
	}

	private static String maySet(Connection session) throws SQLException {
		return (session.getMetaData().getDatabaseMajorVersion() >= PARAMETER_PRIVILEGES_SINCE)
				? "pg_catalog.has_parameter_privilege(g.name, 'SET')" : "false";
	}

	private static Map<PostgresqlObstacle, Obstacle> describe(Map<String, List<String>> names, String database) {
		Map<PostgresqlObstacle, Obstacle> found = new EnumMap<>(PostgresqlObstacle.class);
		String user = names.getOrDefault(USER, List.of("")).get(0);
		for (PostgresqlObstacle obstacle : PostgresqlObstacle.values()) {
			List<String> inTheWay = names.get(obstacle.name());
			if (inTheWay != null) {
				String enumerated = PostgresqlFailures.enumerate(inTheWay);
				found.put(obstacle, new Obstacle(fill(obstacle.reason(), user, database, enumerated),
						fill(obstacle.hint(), user, database, enumerated)));
			}
		}
		return found;
	}

	private static String fill(String text, String user, String database, String names) {
		return text.replace("${user}", user)
			.replace("${quotedUser}", Queries.quote(user))
			.replace("${quotedDatabase}", Queries.quote(database))
			.replace("${names}", names);
	}

}
