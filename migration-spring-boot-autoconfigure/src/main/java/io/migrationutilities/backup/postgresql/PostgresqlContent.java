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
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.migrationutilities.backup.ChangeHistory;
import io.migrationutilities.backup.DatabaseContent;
import io.migrationutilities.backup.RevisionNaming;
import io.migrationutilities.database.BackupSource;
import io.migrationutilities.database.Queries;

/**
 * Reads what a PostgreSQL database holds. Tables of an extension are not counted: a dump
 * leaves it to the extension.
 */
final class PostgresqlContent {

	// Every function, and every operator between different types, is named with its
	// schema: one of a user's making would fit better (CVE-2018-1058).
	static final String OF_USERS = " FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n "
			+ "ON n.oid = c.relnamespace WHERE c.relpersistence <> 't' AND NOT pg_catalog.starts_with(n.nspname::text, 'pg_') "
			+ "AND n.nspname <> 'information_schema' AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend d "
			+ "WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass::pg_catalog.oid AND d.objid = c.oid AND d.deptype = 'e')";

	/**
	 * The table into which a dump loads the rows of a table {@code c}. A partition is
	 * loaded through the root of its tree where the hashes of an enum, which no two
	 * databases have in common, decide which partition a row belongs to.
	 */
	static final String LOADED_INTO = "CASE WHEN c.relispartition AND EXISTS (SELECT 1 "
			+ "FROM pg_catalog.pg_partition_ancestors(c.oid) a JOIN pg_catalog.pg_partitioned_table p "
			+ "ON p.partrelid = a.relid::pg_catalog.oid JOIN pg_catalog.pg_opclass o ON o.oid = ANY (p.partclass) "
			+ "JOIN pg_catalog.pg_am m ON m.oid = o.opcmethod WHERE o.opcname = 'enum_ops' AND m.amname = 'hash' "
			+ "AND o.opcnamespace = 'pg_catalog'::pg_catalog.regnamespace::pg_catalog.oid) "
			+ "THEN pg_catalog.pg_partition_root(c.oid)::pg_catalog.oid ELSE c.oid END";

	// A partitioned table has no rows of its own: its partitions are counted.
	private static final String STORED_TABLES = "SELECT s.nspname, s.relname, rn.nspname, r.relname "
			+ "FROM (SELECT n.nspname, c.relname, " + LOADED_INTO + " AS root" + OF_USERS
			+ " AND c.relkind = 'r') s JOIN pg_catalog.pg_class r ON r.oid = s.root "
			+ "JOIN pg_catalog.pg_namespace rn ON rn.oid = r.relnamespace ORDER BY 3, 4, 1, 2";

	private static final String RELATIONS = "SELECT n.nspname, c.relname, c.relkind::text" + OF_USERS
			+ " AND c.relkind IN ('r', 'p', 'v', 'm', 'f')";

	// What depends on nothing that is found already: no relation but sequences, no types
	// and sequences of tables, nothing that belongs to an extension. Large objects may
	// have any id. A schema is made for the application, and holds nothing by itself.
	private static final String OTHER_OBJECTS = Stream
		.of("pg_class WHERE relkind = 'S' AND relpersistence <> 't'", "pg_proc", "pg_type", "pg_operator",
				"pg_opfamily", "pg_opclass", "pg_collation", "pg_conversion", "pg_cast", "pg_language", "pg_am",
				"pg_ts_config", "pg_ts_dict", "pg_ts_parser", "pg_ts_template", "pg_foreign_data_wrapper",
				"pg_foreign_server", "pg_event_trigger", "pg_publication", "pg_transform")
		.map((catalog) -> "SELECT tableoid AS classid, oid FROM pg_catalog." + catalog)
		.collect(Collectors.joining(" UNION ALL ",
				"SELECT EXISTS (SELECT 1 FROM pg_catalog.pg_largeobject_metadata) OR EXISTS (SELECT 1 FROM (",
				") o WHERE o.oid >= " + PostgresqlObjects.FIRST_OF_USERS + " AND NOT EXISTS (SELECT 1 "
						+ "FROM pg_catalog.pg_depend d WHERE d.classid = o.classid AND d.objid = o.oid "
						+ "AND d.objsubid = 0 AND d.deptype IN ('e', 'i', 'a')))"));

	private static final String OWN_TABLES = "migration_";

	private PostgresqlContent() {
	}

	/**
	 * Count the rows that a dump loads into every table, and read the change history.
	 * Called inside a repeatable-read transaction, both are of the same moment.
	 * @param connection a connection to the database
	 * @param historySchema the schema that holds the change history, or {@code null} for
	 * the default one
	 * @param historyTable the table that holds the change history; it may not exist
	 * @param naming names the revision applied last
	 * @return the content
	 * @throws SQLException if the database can't be read
	 */
	static DatabaseContent read(Connection connection, @Nullable String historySchema, String historyTable,
			RevisionNaming naming) throws SQLException {
		return read(connection, historySchema, historyTable, naming, () -> true);
	}

	/**
	 * Count the rows and read the change history, for as long as somebody wants to know.
	 * @param connection a connection to the database
	 * @param historySchema the schema that holds the change history, or {@code null} for
	 * the default one
	 * @param historyTable the table that holds the change history; it may not exist
	 * @param naming names the revision applied last
	 * @param wanted asked before each table; once it says no, no further table is counted
	 * @return the content
	 * @throws SQLException if the database can't be read
	 */
	static DatabaseContent read(Connection connection, @Nullable String historySchema, String historyTable,
			RevisionNaming naming, BooleanSupplier wanted) throws SQLException {
		return new DatabaseContent(rows(connection, wanted), history(connection, historySchema, historyTable, naming));
	}

	/**
	 * Count the rows that a dump loads into every table, for as long as somebody wants to
	 * know.
	 * @param connection a connection to the database
	 * @param wanted asked before each table; once it says no, no further table is counted
	 * @return the number of rows, by table name
	 * @throws SQLException if the database can't be read
	 */
	static Map<String, Long> rows(Connection connection, BooleanSupplier wanted) throws SQLException {
		Map<String, Long> tables = new LinkedHashMap<>();
		for (StoredTable table : tables(connection)) {
			if (!wanted.getAsBoolean()) {
				break;
			}
			long rows = Queries.number(connection, "SELECT count(*) FROM ONLY " + table.name().quoted());
			tables.merge(table.loadedInto().toString(), rows, Long::sum);
		}
		return tables;
	}

	private static ChangeHistory history(Connection connection, @Nullable String schema, String table,
			RevisionNaming naming) throws SQLException {
		Optional<PostgresqlName> found = find(connection, schema, table);
		return found.isPresent() ? ChangeHistory.read(connection, found.get().quoted(), naming) : ChangeHistory.NONE;
	}

	private static List<StoredTable> tables(Connection connection) throws SQLException {
		return Queries.list(connection, STORED_TABLES,
				(row) -> new StoredTable(new PostgresqlName(row.getString(1), row.getString(2)),
						new PostgresqlName(row.getString(3), row.getString(4))));
	}

	/**
	 * Find a table of Liquibase, whose name the server may have folded to lower case.
	 * @param connection a connection to the database
	 * @param schema its schema, or {@code null} for the default one
	 * @param table its name
	 * @return the name it has, or empty if it doesn't exist
	 * @throws SQLException if the database can't be read
	 */
	static Optional<PostgresqlName> find(Connection connection, @Nullable String schema, String table)
			throws SQLException {
		String sql = "SELECT n.nspname, c.relname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n "
				+ "ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'p') AND "
				+ "pg_catalog.lower(c.relname::text) = pg_catalog.lower(?::text) AND pg_catalog.lower(n.nspname::text) "
				+ "= pg_catalog.lower(coalesce(?::text, current_schema()::text)) "
				+ "ORDER BY n.nspname::text = ?::text DESC, c.relname::text = ?::text DESC LIMIT 1";
		return Queries
			.list(connection, sql, (row) -> new PostgresqlName(row.getString(1), row.getString(2)), table, schema,
					schema, table)
			.stream()
			.findFirst();
	}

	static boolean isEmpty(Connection connection, BackupSource source) throws SQLException {
		try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(RELATIONS)) {
			while (rows.next()) {
				PostgresqlName relation = new PostgresqlName(rows.getString(1), rows.getString(2));
				if (!"r".equals(rows.getString(3)) || !isEmptyRecord(connection, relation, source)) {
					return false;
				}
			}
		}
		return !Queries.isTrue(connection, OTHER_OBJECTS);
	}

	private static boolean isEmptyRecord(Connection connection, PostgresqlName table, BackupSource source)
			throws SQLException {
		String name = table.name();
		if (name.equalsIgnoreCase(source.lockTable())) {
			return true;
		}
		boolean record = name.equalsIgnoreCase(source.historyTable())
				|| name.toLowerCase(Locale.ROOT).startsWith(OWN_TABLES);
		return record && Queries.number(connection,
				"SELECT count(*) FROM (SELECT 1 FROM " + table.quoted() + " LIMIT 1) r") == 0;
	}

	/**
	 * A table that holds rows.
	 *
	 * @param name its name
	 * @param loadedInto the table that a dump loads them into
	 */
	private record StoredTable(PostgresqlName name, PostgresqlName loadedInto) {

	}

}
