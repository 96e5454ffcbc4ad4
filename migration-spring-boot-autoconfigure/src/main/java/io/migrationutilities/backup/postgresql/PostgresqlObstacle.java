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

import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The one list of what keeps a user from a restore: for the restore itself, and for
 * everybody who wants to know before. Each row names the ways that it closes, and selects
 * the names of what is in the way.
 * <p>
 * The rows select from {@code me}, the role of the user, and from {@code object}, as
 * {@link PostgresqlObjects#OWNED} describes it. Only those that name the database by
 * {@code ${database}} can be asked from another one.
 */
enum PostgresqlObstacle {

	/** Neither way brings back what a subscription has received. */
	SUBSCRIPTIONS(Closes.BOTH, "a restore would lose its subscriptions ${names}",
			"Drop them, and create them anew after the restore",
			"SELECT s.subname FROM pg_catalog.pg_subscription s "
					+ "JOIN pg_catalog.pg_database d ON d.oid = s.subdbid WHERE d.datname = ${database}"),

	/** Of an untrusted language, which an aggregate has none of, or leakproof. */
	FUNCTIONS_OF_SUPERUSERS(Closes.BOTH, "only a superuser may create ${names}", Hints.SUPERUSER,
			"SELECT o.type || ' ' || o.identity FROM object o JOIN pg_catalog.pg_proc p ON p.oid = o.objid "
					+ "WHERE o.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass::pg_catalog.oid AND o.ours "
					+ "AND NOT (SELECT rolsuper FROM me) AND p.prokind <> 'a' AND (p.proleakproof OR EXISTS (SELECT 1 FROM pg_catalog.pg_language l "
					+ "WHERE l.oid = p.prolang AND NOT (l.lanpltrusted AND pg_catalog.has_language_privilege(l.oid, 'USAGE'))))"),

	OPERATORS_OF_SUPERUSERS(Closes.BOTH, "only a superuser may create ${names}", Hints.SUPERUSER,
			"SELECT type || ' ' || identity FROM object WHERE ours AND NOT (SELECT rolsuper FROM me) "
					+ "AND type IN ('operator class', 'operator family')"),

	/** Such a cast takes values as they are, which can break the server. */
	BINARY_CASTS(Closes.BOTH, "only a superuser may create ${names}", Hints.SUPERUSER,
			"SELECT o.type || ' ' || o.identity FROM object o JOIN pg_catalog.pg_cast c ON c.oid = o.objid "
					+ "WHERE o.classid = 'pg_catalog.pg_cast'::pg_catalog.regclass::pg_catalog.oid AND o.ours "
					+ "AND c.castmethod = 'b' AND NOT (SELECT rolsuper FROM me)"),

	SERVERS(Closes.BOTH, "the user '${user}' may not use the foreign-data wrappers of the servers ${names}",
			"Grant it: GRANT USAGE ON FOREIGN DATA WRAPPER <wrapper> TO ${quotedUser}",
			"SELECT s.srvname FROM pg_catalog.pg_foreign_server s WHERE pg_catalog.pg_has_role(s.srvowner, 'USAGE') "
					+ "AND NOT pg_catalog.has_foreign_data_wrapper_privilege(s.srvfdw, 'USAGE')"),

	/** The other way leaves those of others alone. */
	DEFAULT_PRIVILEGES(Closes.SWAP, "the user '${user}' may not set the default privileges of the roles ${names}",
			"Let a user restore who has the rights of these roles (GRANT <role> TO ${quotedUser})",
			"SELECT DISTINCT pg_catalog.pg_get_userbyid(defaclrole)::text FROM pg_catalog.pg_default_acl "
					+ "WHERE NOT pg_catalog.pg_has_role(defaclrole, 'USAGE')"),

	/** A dump takes the role of whoever has granted. */
	GRANTS(Closes.BOTH, "only a superuser may grant as others did on ${names}", Hints.SUPERUSER,
			"SELECT o.type || ' ' || o.identity FROM object o JOIN (" + Catalogs.PRIVILEGES
					+ ") p ON p.classid = o.classid AND p.objid = o.objid WHERE NOT (SELECT rolsuper FROM me) "
					+ "AND EXISTS (SELECT 1 FROM pg_catalog.aclexplode(p.acl) a WHERE a.grantor <> p.owner)"),

	CREATE_DATABASE(Closes.SWAP, "the user '${user}' may not create databases",
			"Grant it: ALTER ROLE ${quotedUser} CREATEDB",
			"SELECT rolname::text FROM me WHERE NOT (rolcreatedb OR rolsuper)"),

	OWNER(Closes.SWAP, "the database belongs to the role '${names}'",
			"Let a user restore who has the rights of its owner (GRANT ${names} TO ${quotedUser})",
			"SELECT pg_catalog.pg_get_userbyid(datdba)::text FROM pg_catalog.pg_database WHERE datname = ${database} "
					+ "AND NOT pg_catalog.pg_has_role(datdba, 'USAGE')"),

	/** Only the versions from 13 on know trusted ones. */
	EXTENSIONS(Closes.SWAP, "only a superuser may create the extensions ${names}", Hints.SUPERUSER,
			"SELECT e.extname::text FROM pg_catalog.pg_extension e "
					+ "JOIN pg_catalog.pg_available_extensions a ON a.name = e.extname "
					+ "JOIN pg_catalog.pg_available_extension_versions v ON v.name = a.name AND v.version = a.default_version "
					+ "WHERE e.extname <> 'plpgsql' AND v.superuser "
					+ "AND coalesce(pg_catalog.to_jsonb(v) ->> 'trusted', 'false') = 'false' "
					+ "AND NOT (SELECT rolsuper FROM me)"),

	/** Each object is created and then given to its owner. */
	OBJECTS_TO_CREATE(Closes.SWAP, "the user '${user}' doesn't have the rights of the owner of ${names}", Hints.OWNER,
			"SELECT type || ' ' || identity FROM object WHERE NOT ours"),

	/**
	 * An owner needs the right to create in the schema, which only the owner of that has
	 * while a dump is loaded. Since version 15 nobody else may create in public.
	 */
	OWNERS_TO_CREATE(Closes.SWAP, "only its owner can be given objects in a new schema, unlike ${names}", Hints.OWNER,
			"SELECT o.type || ' ' || o.identity FROM object o JOIN pg_catalog.pg_namespace n "
					+ "ON pg_catalog.quote_ident(n.nspname) = o.schema WHERE o.ours AND NOT (SELECT rolsuper FROM me) "
					+ "AND o.owner <> (SELECT oid FROM me) AND (n.nspname <> 'public' "
					+ "OR pg_catalog.current_setting('server_version_num')::int >= 150000) "
					+ "AND NOT pg_catalog.pg_has_role(o.owner, CASE n.nspname WHEN 'public' THEN (SELECT oid FROM me) "
					+ "ELSE n.nspowner END, 'USAGE')"),

	/** A dump gives this schema to its owner where that is not the owner of all. */
	SCHEMA_PUBLIC(Closes.SWAP, "the schema public belongs to the role '${names}'",
			"Give it to the owner of the database (ALTER SCHEMA public OWNER TO pg_database_owner)",
			"SELECT pg_catalog.pg_get_userbyid(nspowner)::text FROM pg_catalog.pg_namespace WHERE nspname = 'public' "
					+ "AND pg_catalog.pg_get_userbyid(nspowner) <> 'pg_database_owner' "
					+ "AND pg_catalog.current_setting('server_version_num')::int >= 150000 "
					+ "AND NOT pg_catalog.pg_has_role(nspowner, 'USAGE')"),

	/** They are carried over to the new database. */
	SETTINGS(Closes.SWAP, "the user '${user}' may not set ${names} for the new database",
			"Let a superuser restore, or reset them (ALTER DATABASE … RESET …)",
			"SELECT coalesce(r.rolname || '.', '') || pg_catalog.split_part(c.line, '=', 1) "
					+ "FROM pg_catalog.pg_db_role_setting s JOIN pg_catalog.pg_database d ON d.oid = s.setdatabase "
					+ "LEFT JOIN pg_catalog.pg_roles r ON r.oid = s.setrole "
					+ "CROSS JOIN LATERAL pg_catalog.unnest(s.setconfig) c (line) WHERE d.datname = ${database} "
					+ "AND NOT (SELECT rolsuper FROM me) AND (r.rolname <> current_user AND (r.rolsuper OR NOT (SELECT rolcreaterole FROM me)) "
					+ "OR EXISTS (SELECT 1 FROM pg_catalog.pg_settings g WHERE g.name = pg_catalog.split_part(c.line, '=', 1) "
					+ "AND g.context IN ('superuser', 'superuser-backend') AND NOT ${mayset}))"),

	/** Asked by connecting to one. */
	NEIGHBOUR(Closes.SWAP, "no other database can be connected to",
			"Grant the user of the application CONNECT on the database postgres", null),

	REPLICATION_SLOTS(Closes.SWAP_FOR_NOW, "it has the replication slots ${names}",
			"Drop them (SELECT pg_drop_replication_slot('<slot>'))",
			"SELECT slot_name::text FROM pg_catalog.pg_replication_slots WHERE database = ${database}"),

	PREPARED_TRANSACTIONS(Closes.SWAP_FOR_NOW, "it has the prepared transactions ${names}",
			"End them in that database (ROLLBACK PREPARED '<transaction>')",
			"SELECT gid FROM pg_catalog.pg_prepared_xacts WHERE database = ${database}"),

	SESSIONS(Closes.SWAP_FOR_NOW,
			"the user of the application is not allowed to end the sessions of others in it: ${names}",
			"End them (SELECT pg_terminate_backend(<process>)), or grant pg_signal_backend to the user",
			PostgresqlSessions.UNTOUCHABLE),

	OBJECTS_TO_REPLACE(Closes.SCRIPT, "the user of the application doesn't own ${names}", Hints.OWNER,
			PostgresqlObjects.NOT_OURS),

	PUBLICATIONS_TO_CREATE(Closes.SCRIPT, "the user '${user}' may not create in the database ${names} anew",
			Hints.CREATE_IN_DATABASE,
			"SELECT type || ' ' || identity FROM object WHERE ours AND type = 'publication' "
					+ "AND NOT pg_catalog.has_database_privilege(${database}, 'CREATE')"),

	/** A schema that stays has to take the objects of the backup. */
	SCHEMAS_TO_FILL(Closes.SCRIPT, "the user '${user}' may not create in ${names}",
			"Grant it: GRANT CREATE ON SCHEMA <schema> TO ${quotedUser}",
			"SELECT DISTINCT 'schema ' || pg_catalog.quote_ident(n.nspname) FROM object o "
					+ "JOIN pg_catalog.pg_namespace n ON pg_catalog.quote_ident(n.nspname) = o.schema "
					+ "WHERE o.ours AND NOT pg_catalog.has_schema_privilege(n.oid, 'CREATE')"),

	/** As above; a schema that stays keeps its privileges. */
	OWNERS_TO_REPLACE(Closes.SCRIPT, "only its owner can be given objects in a schema, unlike ${names}", Hints.OWNER,
			"SELECT o.type || ' ' || o.identity FROM object o JOIN pg_catalog.pg_namespace n "
					+ "ON pg_catalog.quote_ident(n.nspname) = o.schema WHERE o.ours AND NOT (SELECT rolsuper FROM me) "
					+ "AND o.owner <> (SELECT oid FROM me) AND NOT CASE WHEN n.nspname = 'public' "
					+ "OR n.oid IN (SELECT extnamespace FROM pg_catalog.pg_extension) "
					+ "THEN pg_catalog.has_schema_privilege(o.owner, n.oid, 'CREATE') "
					+ "ELSE pg_catalog.pg_has_role(o.owner, n.nspowner, 'USAGE') END"),

	/** Extensions stay with what belongs to them, which only its owner can grant. */
	PRIVILEGES_OF_EXTENSIONS(Closes.SCRIPT, "the user '${user}' may not grant anew what was granted on ${names}",
			Hints.SUPERUSER,
			"SELECT 'function ' || p.oid::pg_catalog.regprocedure FROM pg_catalog.pg_proc p "
					+ "JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass::pg_catalog.oid "
					+ "AND d.objid = p.oid AND d.deptype = 'e' LEFT JOIN pg_catalog.pg_init_privs i "
					+ "ON i.classoid = d.classid AND i.objoid = d.objid WHERE p.proacl IS NOT NULL "
					+ "AND p.proacl IS DISTINCT FROM coalesce(i.initprivs, pg_catalog.acldefault('f', p.proowner)) "
					+ "AND NOT pg_catalog.pg_has_role(p.proowner, 'USAGE') "
					+ "AND NOT pg_catalog.has_function_privilege(p.oid, 'EXECUTE')"),

	/** A transaction that drops relations keeps a lock on each until it ends. */
	LOCKS(Closes.SCRIPT, "it has ${names} tables, indexes and sequences more than the server can lock at once",
			"Raise max_locks_per_transaction, which takes a restart of the server, or let a user restore that owns "
					+ "the database and may create others",
			"SELECT missing::text FROM (SELECT (SELECT count(*) FROM pg_catalog.pg_class WHERE oid >= "
					+ PostgresqlObjects.FIRST_OF_USERS + " AND relpersistence <> 't') "
					+ "- pg_catalog.current_setting('max_locks_per_transaction')::bigint "
					+ "* (pg_catalog.current_setting('max_connections')::bigint "
					+ "+ pg_catalog.current_setting('max_prepared_transactions')::bigint) AS missing) l WHERE missing > 0"),

	/** A prepared transaction keeps its locks until somebody ends it. */
	PREPARED_LOCKS(Closes.SCRIPT, "prepared transactions have locked it: ${names}",
			"End them in that database (ROLLBACK PREPARED '<transaction>')",
			"SELECT x.gid FROM pg_catalog.pg_prepared_xacts x WHERE x.database = ${database} "
					+ "AND EXISTS (SELECT 1 FROM pg_catalog.pg_locks t JOIN pg_catalog.pg_locks l "
					+ "ON l.virtualtransaction = t.virtualtransaction AND l.locktype = 'relation' AND l.relation >= "
					+ PostgresqlObjects.FIRST_OF_USERS + " WHERE t.locktype = 'transactionid' AND t.pid IS NULL "
					+ "AND t.transactionid = x.transaction)"),

	/** What drops the objects is written in it. */
	PLPGSQL(Closes.SCRIPT, "the user '${user}' may not use the language plpgsql",
			"Grant it: GRANT USAGE ON LANGUAGE plpgsql TO ${quotedUser}",
			"SELECT 'plpgsql' WHERE NOT EXISTS (SELECT 1 FROM pg_catalog.pg_language WHERE lanname = 'plpgsql' "
					+ "AND pg_catalog.has_language_privilege(oid, 'USAGE'))"),

	/** Asked by running it. */
	PSQL(Closes.SCRIPT, "${names}", "Install psql beside pg_restore, or grant: ALTER ROLE ${quotedUser} CREATEDB",
			null);

	private final Closes closes;

	private final String reason;

	private final String hint;

	private final @Nullable String query;

	PostgresqlObstacle(Closes closes, String reason, String hint, @Nullable String query) {
		this.closes = closes;
		this.reason = reason;
		this.hint = hint;
		this.query = query;
	}

	boolean isInTheWayOf(PostgresqlWay way) {
		return this.closes.ways.contains(way);
	}

	/**
	 * Return whether a restore takes another way because of it, rather than be refused.
	 * @return whether it stays as long as nobody changes the rights or the objects
	 */
	boolean isLasting() {
		return this.closes != Closes.SWAP_FOR_NOW;
	}

	/**
	 * Return whether it can be seen from any database of the server, and may come into
	 * being while a restore works.
	 * @return whether its query names the database
	 */
	boolean isOfServer() {
		return this.closes == Closes.SWAP_FOR_NOW || this == SUBSCRIPTIONS;
	}

	String reason() {
		return this.reason;
	}

	String hint() {
		return this.hint;
	}

	/**
	 * Return the query that selects the names of what is in the way.
	 * @return the query, or {@code null} if the database can't tell
	 */
	@Nullable String query() {
		return this.query;
	}

	/**
	 * The ways that an obstacle closes.
	 */
	private enum Closes {

		BOTH(Set.of(PostgresqlWay.SWAP, PostgresqlWay.SCRIPT)),

		SWAP(Set.of(PostgresqlWay.SWAP)),

		SWAP_FOR_NOW(Set.of(PostgresqlWay.SWAP)),

		SCRIPT(Set.of(PostgresqlWay.SCRIPT));

		private final Set<PostgresqlWay> ways;

		Closes(Set<PostgresqlWay> ways) {
			this.ways = ways;
		}

	}

	private static final class Hints {

		static final String SUPERUSER = "Let a superuser restore";

		static final String OWNER = "Change their owner (ALTER … OWNER TO), or let a user restore that owns the "
				+ "database and may create others";

		static final String CREATE_IN_DATABASE = "Grant it: GRANT CREATE ON DATABASE ${quotedDatabase} TO ${quotedUser}";

	}

	private static final class Catalogs {

		static final String PRIVILEGES = "SELECT 'pg_catalog.pg_class'::pg_catalog.regclass::pg_catalog.oid AS classid, "
				+ "oid AS objid, relowner AS owner, relacl AS acl FROM pg_catalog.pg_class "
				+ "UNION ALL SELECT 'pg_catalog.pg_proc'::pg_catalog.regclass::pg_catalog.oid, oid, proowner, proacl FROM pg_catalog.pg_proc "
				+ "UNION ALL SELECT 'pg_catalog.pg_namespace'::pg_catalog.regclass::pg_catalog.oid, oid, nspowner, nspacl FROM pg_catalog.pg_namespace "
				+ "UNION ALL SELECT 'pg_catalog.pg_type'::pg_catalog.regclass::pg_catalog.oid, oid, typowner, typacl FROM pg_catalog.pg_type";

	}

}
