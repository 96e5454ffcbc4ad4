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
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;

import io.migrationutilities.database.Queries;

/**
 * Objects of a database that a dump contains and that are dropped by themselves; nothing
 * of the system, of an extension or of a session, and not the schema {@code public}. What
 * has no owner belongs to whom the server lets drop it.
 */
final class PostgresqlObjects {

	static final int FIRST_OF_USERS = 16384;

	// Only superusers have the rights of the first of them.
	private static final String SUPERUSER = "10::pg_catalog.oid";

	/**
	 * Begins a query that selects from {@code object}: type, identity and whether we have
	 * the rights of the owner.
	 */
	static final String OWNED = """
			WITH owned (classid, objid, owner) AS (
				SELECT 'pg_catalog.pg_class'::pg_catalog.regclass::pg_catalog.oid, oid, relowner FROM pg_catalog.pg_class
					WHERE relkind IN ('r', 'p', 'v', 'm', 'S', 'f') AND relpersistence <> 't'
				UNION ALL SELECT 'pg_catalog.pg_type'::pg_catalog.regclass::pg_catalog.oid, t.oid, t.typowner FROM pg_catalog.pg_type t
					LEFT JOIN pg_catalog.pg_class r ON r.oid = t.typrelid WHERE r.oid IS NULL OR r.relkind = 'c'
				UNION ALL SELECT 'pg_catalog.pg_namespace'::pg_catalog.regclass::pg_catalog.oid, oid, nspowner FROM pg_catalog.pg_namespace
					WHERE NOT pg_catalog.starts_with(nspname::text, 'pg_') AND nspname <> 'public'
				UNION ALL SELECT 'pg_catalog.pg_largeobject'::pg_catalog.regclass::pg_catalog.oid, oid, lomowner
					FROM pg_catalog.pg_largeobject_metadata
				UNION ALL SELECT 'pg_catalog.pg_cast'::pg_catalog.regclass::pg_catalog.oid, c.oid,
					CASE WHEN pg_catalog.pg_has_role(s.typowner, 'USAGE') THEN s.typowner ELSE t.typowner END
					FROM pg_catalog.pg_cast c JOIN pg_catalog.pg_type s ON s.oid = c.castsource
					JOIN pg_catalog.pg_type t ON t.oid = c.casttarget
				UNION ALL SELECT 'pg_catalog.pg_transform'::pg_catalog.regclass::pg_catalog.oid, f.oid, t.typowner
					FROM pg_catalog.pg_transform f JOIN pg_catalog.pg_type t ON t.oid = f.trftype
				%s),
			object AS (SELECT i.type, i.schema, i.identity, o.classid, o.objid, pg_catalog.pg_has_role(o.owner, 'USAGE') AS ours,
				i.name, o.owner
				FROM owned o CROSS JOIN LATERAL pg_catalog.pg_identify_object(o.classid, o.objid, 0) i
				WHERE (o.objid >= %d OR i.type = 'large object')
				AND NOT pg_catalog.starts_with(coalesce(i.schema, ''), 'pg_')
				AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend d WHERE d.classid = o.classid AND d.objid = o.objid
					AND d.objsubid = 0 AND d.deptype IN ('e', 'i')))
			"""
		.formatted(
				catalog("pg_proc", "proowner") + catalog("pg_operator", "oprowner") + catalog("pg_opclass", "opcowner")
						+ catalog("pg_opfamily", "opfowner") + catalog("pg_collation", "collowner")
						+ catalog("pg_conversion", "conowner") + catalog("pg_ts_config", "cfgowner")
						+ catalog("pg_ts_dict", "dictowner") + catalog("pg_statistic_ext", "stxowner")
						+ catalog("pg_foreign_data_wrapper", "fdwowner") + catalog("pg_foreign_server", "srvowner")
						+ catalog("pg_language", "lanowner") + catalog("pg_event_trigger", "evtowner")
						+ catalog("pg_publication", "pubowner") + catalog("pg_ts_parser", SUPERUSER)
						+ catalog("pg_ts_template", SUPERUSER) + catalog("pg_am", SUPERUSER),
				FIRST_OF_USERS);

	// What a restore leaves alone need not be ours, unless it hangs on what is.
	private static final String LEFT_ALONE = """
			(type IN ('schema', 'event trigger', 'foreign-data wrapper', 'server', 'language', 'cast', 'transform',
				'text search parser', 'text search template', 'access method')
			OR type = 'publication' AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_publication_rel r WHERE r.prpubid = objid)
			OR type = 'function' AND EXISTS (SELECT 1 FROM pg_catalog.pg_depend d
				WHERE d.refclassid = object.classid AND d.refobjid = object.objid AND d.classid IN (
					'pg_catalog.pg_event_trigger'::pg_catalog.regclass::pg_catalog.oid,
					'pg_catalog.pg_foreign_data_wrapper'::pg_catalog.regclass::pg_catalog.oid,
					'pg_catalog.pg_language'::pg_catalog.regclass::pg_catalog.oid)))
			AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend d JOIN object o
				ON o.classid = d.refclassid AND o.objid = d.refobjid
				WHERE d.classid = object.classid AND d.objid = object.objid AND o.ours)
			""";

	/**
	 * Selects those that we don't own, and so could neither replace nor leave alone.
	 */
	static final String NOT_OURS = "SELECT type || ' ' || identity FROM object WHERE NOT ours AND NOT (" + LEFT_ALONE
			+ ")";

	private static final String OF_OTHERS = OWNED + "SELECT (SELECT count(*) FROM object WHERE NOT ours) "
			+ "+ (SELECT count(*) FROM pg_catalog.pg_default_acl WHERE NOT pg_catalog.pg_has_role(defaclrole, 'USAGE'))";

	// As pg_restore lists them. Several functions may have one name, and a cast has none.
	private static final String LISTED = OWNED
			+ """
					, other AS (SELECT CASE type WHEN 'foreign-data wrapper' THEN 'FOREIGN DATA WRAPPER'
							WHEN 'language' THEN 'PROCEDURAL LANGUAGE' ELSE pg_catalog.upper(type) END AS kind,
						coalesce((pg_catalog.parse_ident(o.schema))[1], '-') AS schema,
						CASE type
							WHEN 'function' THEN (SELECT p.proname || '(' || pg_catalog.oidvectortypes(p.proargtypes) || ')'
								FROM pg_catalog.pg_proc p WHERE p.oid = o.objid)
							WHEN 'cast' THEN (SELECT pg_catalog.concat('CAST (', %1$s, ' AS ', %2$s, ')')
								FROM pg_catalog.pg_cast c WHERE c.oid = o.objid)
							WHEN 'transform' THEN (SELECT pg_catalog.concat('TRANSFORM FOR ', %3$s, ' LANGUAGE ', l.lanname)
								FROM pg_catalog.pg_transform f JOIN pg_catalog.pg_language l ON l.oid = f.trflang
								WHERE f.oid = o.objid)
							ELSE (pg_catalog.parse_ident(o.name))[1] END AS name,
						CASE WHEN type IN ('cast', 'transform', 'text search parser', 'text search template', 'access method')
							THEN '' ELSE pg_catalog.pg_get_userbyid(o.owner) END AS owner
						FROM object o WHERE NOT ours AND o.type IN ('function', 'schema', 'event trigger', 'publication',
							'foreign-data wrapper', 'server', 'language', 'cast', 'transform', 'text search parser',
							'text search template', 'access method'))
					SELECT pg_catalog.concat(kind, ' ', schema, ' ', name, ' ', owner) FROM other
					UNION ALL SELECT pg_catalog.concat('COMMENT ', schema, ' ', CASE WHEN kind IN ('CAST', 'TRANSFORM') THEN ''
						ELSE kind || ' ' END, q.name) FROM other CROSS JOIN LATERAL (VALUES (name), (pg_catalog.quote_ident(name))) q (name)
						WHERE owner = ''
					UNION ALL SELECT pg_catalog.concat('DEFAULT ACL ', coalesce(n.nspname, '-'), ' DEFAULT PRIVILEGES FOR ',
						CASE d.defaclobjtype WHEN 'r' THEN 'TABLES' WHEN 'S' THEN 'SEQUENCES' WHEN 'f' THEN 'FUNCTIONS'
							WHEN 'T' THEN 'TYPES' WHEN 'n' THEN 'SCHEMAS' ELSE 'LARGE OBJECTS' END, ' ', r.rolname)
						FROM pg_catalog.pg_default_acl d JOIN pg_catalog.pg_roles r ON r.oid = d.defaclrole
						LEFT JOIN pg_catalog.pg_namespace n ON n.oid = d.defaclnamespace
						WHERE NOT pg_catalog.pg_has_role(d.defaclrole, 'USAGE')
					"""
				.formatted(listedType("c.castsource"), listedType("c.casttarget"), listedType("f.trftype"));

	// What a drop has taken along is not looked for by its name: that may hang on types
	// that are gone.
	private static final String DROP_OURS = """
			DO $drop$
			DECLARE
				doomed record;
				there boolean;
			BEGIN
				FOR doomed IN %s SELECT * FROM object WHERE ours AND NOT (type = 'schema'
						AND (objid IN (SELECT extnamespace FROM pg_catalog.pg_extension)
							OR CASE type WHEN 'schema' THEN (pg_catalog.parse_ident(identity))[1] END
								= ANY (ARRAY[%s]::pg_catalog.text[])))
						ORDER BY type = 'schema', type <> 'event trigger', type <> 'table'
				LOOP
					EXECUTE pg_catalog.format('SELECT EXISTS (SELECT 1 FROM %%s WHERE oid = %%s)',
						CASE doomed.type WHEN 'large object' THEN 'pg_catalog.pg_largeobject_metadata'
						ELSE doomed.classid::pg_catalog.regclass::pg_catalog.text END, doomed.objid) INTO there;
					CONTINUE WHEN NOT there;
					IF doomed.type = 'large object' THEN
						PERFORM pg_catalog.lo_unlink(doomed.objid);
					ELSE
						EXECUTE pg_catalog.format('DROP %%s %%s%%s', CASE doomed.type
							WHEN 'statistics object' THEN 'STATISTICS'
							WHEN 'foreign-data wrapper' THEN 'FOREIGN DATA WRAPPER'
							WHEN 'function' THEN 'ROUTINE'
							WHEN 'procedure' THEN 'ROUTINE'
							WHEN 'aggregate' THEN 'ROUTINE'
							ELSE doomed.type END, CASE doomed.type
							WHEN 'transform' THEN pg_catalog.replace(doomed.identity, ' on language ', ' language ')
							ELSE doomed.identity END, CASE doomed.type WHEN 'schema' THEN '' ELSE ' CASCADE' END);
					END IF;
				END LOOP;
			END
			$drop$;
			""";

	private static final String RESET_SCHEMAS = """
			DO $reset$
			DECLARE
				kept record;
				grantee pg_catalog.text;
			BEGIN
				FOR kept IN SELECT nspname AS name, nspowner AS owner, nspacl AS acl FROM pg_catalog.pg_namespace
						WHERE nspname = ANY (ARRAY[%s]::pg_catalog.text[])
				LOOP
					EXECUTE pg_catalog.format('COMMENT ON SCHEMA %%I IS NULL', kept.name);
					CONTINUE WHEN kept.acl IS NULL;
					FOR grantee IN SELECT DISTINCT CASE a.grantee WHEN 0 THEN 'PUBLIC'
							ELSE pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(a.grantee)) END
							FROM pg_catalog.aclexplode(kept.acl) a
					LOOP
						EXECUTE pg_catalog.format('REVOKE ALL ON SCHEMA %%I FROM %%s CASCADE', kept.name, grantee);
					END LOOP;
					EXECUTE pg_catalog.format('GRANT ALL ON SCHEMA %%I TO %%I', kept.name,
						pg_catalog.pg_get_userbyid(kept.owner));
				END LOOP;
			END
			$reset$;
			""";

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

	private static String listedType(String type) {
		return ("(SELECT CASE t.typnamespace WHEN 'pg_catalog'::pg_catalog.regnamespace THEN pg_catalog.format_type(t.oid, NULL) "
				+ "ELSE pg_catalog.format('%%I.%%I', n.nspname, t.typname) END FROM pg_catalog.pg_type t "
				+ "JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace WHERE t.oid = %s)")
			.formatted(type);
	}

	/**
	 * Return the statements that drop all of them that we own. A schema that the backup
	 * has too, or in which an extension lives, is only emptied: to create it anew takes a
	 * right that its owner need not have.
	 * @param kept the schemas that the backup has too
	 * @return the statements
	 */
	static String dropOurs(Collection<String> kept) {
		return DROP_OURS.formatted(OWNED, literals(kept)) + RESET_SCHEMAS.formatted(literals(kept));
	}

	private static String literals(Collection<String> names) {
		return names.stream().map(PostgresqlName::literal).collect(Collectors.joining(", "));
	}

	/**
	 * Return whether there is something that another database could not have: what is
	 * created there is ours.
	 * @param connection a connection to the database
	 * @return whether objects or default privileges belong to others
	 * @throws SQLException if the database can't be read
	 */
	static boolean needOtherOwners(Connection connection) throws SQLException {
		return Queries.number(connection, OF_OTHERS) > 0;
	}

	/**
	 * Describe what a restore leaves alone, since it belongs to others.
	 * @param connection a connection to the database
	 * @return each as {@code pg_restore --list} does, without the numbers
	 * @throws SQLException if the database can't be read
	 */
	static Set<String> listedOfOthers(Connection connection) throws SQLException {
		return Queries.strings(connection, LISTED).stream().map(String::strip).collect(Collectors.toSet());
	}

}
