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
import java.util.List;

import io.migrationutilities.database.Queries;

/**
 * Objects of a database that a dump contains and that have an owner of their own; nothing
 * of the system, of an extension or of a session, and not the schema {@code public}.
 */
final class PostgresqlObjects {

	static final int FIRST_OF_USERS = 16384;

	private static final String OWNED = """
			WITH owned (classid, objid, owner) AS (
				SELECT 'pg_catalog.pg_class'::pg_catalog.regclass::pg_catalog.oid, oid, relowner FROM pg_catalog.pg_class
					WHERE relkind IN ('r', 'p', 'v', 'm', 'S', 'f') AND relpersistence <> 't'
				UNION ALL SELECT 'pg_catalog.pg_type'::pg_catalog.regclass::pg_catalog.oid, t.oid, t.typowner FROM pg_catalog.pg_type t
					LEFT JOIN pg_catalog.pg_class r ON r.oid = t.typrelid WHERE r.oid IS NULL OR r.relkind = 'c'
				UNION ALL SELECT 'pg_catalog.pg_namespace'::pg_catalog.regclass::pg_catalog.oid, oid, nspowner FROM pg_catalog.pg_namespace
					WHERE NOT pg_catalog.starts_with(nspname::text, 'pg_') AND nspname <> 'public'
				UNION ALL SELECT 'pg_catalog.pg_largeobject'::pg_catalog.regclass::pg_catalog.oid, oid, lomowner
					FROM pg_catalog.pg_largeobject_metadata
				%s),
			object AS (SELECT i.type, i.identity, o.objid, pg_catalog.pg_has_role(o.owner, 'USAGE') AS ours
				FROM owned o CROSS JOIN LATERAL pg_catalog.pg_identify_object(o.classid, o.objid, 0) i
				WHERE o.objid >= %d AND NOT pg_catalog.starts_with(coalesce(i.schema, ''), 'pg_')
				AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend d WHERE d.classid = o.classid AND d.objid = o.objid
					AND d.objsubid = 0 AND d.deptype IN ('e', 'i')))
			"""
		.formatted(catalog("pg_proc", "proowner") + catalog("pg_operator", "oprowner")
				+ catalog("pg_opclass", "opcowner") + catalog("pg_opfamily", "opfowner")
				+ catalog("pg_collation", "collowner") + catalog("pg_conversion", "conowner")
				+ catalog("pg_ts_config", "cfgowner") + catalog("pg_ts_dict", "dictowner")
				+ catalog("pg_statistic_ext", "stxowner") + catalog("pg_foreign_data_wrapper", "fdwowner")
				+ catalog("pg_foreign_server", "srvowner") + catalog("pg_language", "lanowner")
				+ catalog("pg_event_trigger", "evtowner") + catalog("pg_publication", "pubowner"), FIRST_OF_USERS);

	private static final String NOT_OURS = OWNED
			+ "SELECT type || ' ' || identity FROM object WHERE NOT ours ORDER BY 1";

	/**
	 * Drops all of them that we own. A schema in which an extension lives is only
	 * emptied.
	 */
	static final String DROP_OURS = """
			DO $drop$
			DECLARE
				doomed record;
			BEGIN
				FOR doomed IN %s SELECT * FROM object WHERE ours AND NOT (type = 'schema'
						AND objid IN (SELECT extnamespace FROM pg_catalog.pg_extension))
						ORDER BY type = 'schema', type <> 'table'
				LOOP
					IF doomed.type = 'large object' THEN
						PERFORM pg_catalog.lo_unlink(doomed.objid);
					ELSE
						EXECUTE pg_catalog.format('DROP %%s IF EXISTS %%s CASCADE', CASE doomed.type
							WHEN 'statistics object' THEN 'STATISTICS'
							WHEN 'foreign-data wrapper' THEN 'FOREIGN DATA WRAPPER'
							ELSE doomed.type END, doomed.identity);
					END IF;
				END LOOP;
			END
			$drop$;
			""".formatted(OWNED);

	/**
	 * Makes the privileges of future objects what they are where nobody has changed them:
	 * the tables of the backup would get more than they had.
	 */
	static final String RESET_DEFAULT_PRIVILEGES = """
			DO $reset$
			DECLARE
				entry record;
				privilege record;
			BEGIN
				FOR entry IN SELECT d.defaclacl AS acl, pg_catalog.format('ALTER DEFAULT PRIVILEGES FOR ROLE %I%s',
						pg_catalog.pg_get_userbyid(d.defaclrole),
						' IN SCHEMA ' || pg_catalog.quote_ident(n.nspname)) AS target,
						CASE d.defaclobjtype WHEN 'r' THEN 'TABLES' WHEN 'S' THEN 'SEQUENCES' WHEN 'f' THEN 'ROUTINES'
							WHEN 'T' THEN 'TYPES' WHEN 'n' THEN 'SCHEMAS' ELSE 'LARGE OBJECTS' END AS kind,
						CASE WHEN n.oid IS NULL THEN pg_catalog.acldefault(CASE d.defaclobjtype WHEN 'S' THEN 's'
							ELSE d.defaclobjtype END, d.defaclrole) END AS initial
					FROM pg_catalog.pg_default_acl d LEFT JOIN pg_catalog.pg_namespace n ON n.oid = d.defaclnamespace
					WHERE pg_catalog.pg_has_role(d.defaclrole, 'USAGE')
				LOOP
					FOR privilege IN SELECT 'REVOKE' AS action, 'FROM' AS preposition, 'ALL' AS type, grantee
							FROM pg_catalog.aclexplode(entry.acl)
							UNION SELECT 'GRANT', 'TO', privilege_type, grantee FROM pg_catalog.aclexplode(entry.initial)
							ORDER BY action DESC
					LOOP
						EXECUTE pg_catalog.format('%s %s %s ON %s %s %s', entry.target, privilege.action, privilege.type,
							entry.kind, privilege.preposition, CASE privilege.grantee WHEN 0 THEN 'PUBLIC'
								ELSE pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(privilege.grantee)) END);
					END LOOP;
				END LOOP;
			END
			$reset$;
			""";

	private PostgresqlObjects() {
	}

	private static String catalog(String name, String owner) {
		return "UNION ALL SELECT 'pg_catalog.%1$s'::pg_catalog.regclass::pg_catalog.oid, oid, %2$s FROM pg_catalog.%1$s "
			.formatted(name, owner);
	}

	/**
	 * Describe those that we don't own, and so could not replace.
	 * @param connection a connection to the database
	 * @return kind and name of each
	 * @throws SQLException if the database can't be read
	 */
	static List<String> notOurs(Connection connection) throws SQLException {
		return Queries.strings(connection, NOT_OURS);
	}

}
