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

import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.migrationutilities.database.PostgresqlAccess;
import io.migrationutilities.database.Queries;
import io.migrationutilities.file.Sha256;
import io.migrationutilities.work.Interruption;
import io.migrationutilities.work.Interruption.Deferral;

/**
 * An empty database beside another one and like it, which only its owner may connect to.
 * It is dropped at the end, unless it has been given another name; when our process is
 * killed before, {@link #sweep} drops it.
 */
final class PostgresqlScratchDatabase implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(PostgresqlScratchDatabase.class);

	private static final String SESSION = "migration-utilities scratch";

	private static final String PREFIX = "migration_scratch_";

	private static final int TAG_LENGTH = 8;

	private static final SecureRandom random = new SecureRandom();

	// The columns for the locale differ between the versions of the server. A tablespace
	// that is the default one needs no privilege as long as it is not named.
	private static final String CREATION = """
			SELECT pg_catalog.format('CREATE DATABASE %%I TEMPLATE template0 ENCODING %%L LC_COLLATE %%L LC_CTYPE %%L',
				%1$s, pg_catalog.pg_encoding_to_char(d.encoding), d.datcollate, d.datctype)
			|| CASE d.j ->> 'datlocprovider' WHEN 'c' THEN ' LOCALE_PROVIDER libc'
				WHEN 'i' THEN pg_catalog.format(' LOCALE_PROVIDER icu ICU_LOCALE %%L', d.locale)
				WHEN 'b' THEN pg_catalog.format(' LOCALE_PROVIDER builtin BUILTIN_LOCALE %%L', d.locale) ELSE '' END
			|| coalesce(' ICU_RULES ' || pg_catalog.quote_literal(d.j ->> 'daticurules'), '')
			|| CASE WHEN d.dattablespace = t.dattablespace THEN ''
				ELSE pg_catalog.format(' TABLESPACE %%I', s.spcname) END
			FROM (SELECT b.*, coalesce(b.j ->> 'datlocale', b.j ->> 'daticulocale') AS locale
				FROM (SELECT p.*, pg_catalog.to_jsonb(p) AS j FROM pg_catalog.pg_database p) b) d
			JOIN pg_catalog.pg_database t ON t.datname = 'template0'
			JOIN pg_catalog.pg_tablespace s ON s.oid = d.dattablespace
			WHERE d.datname = %2$s""";

	private final PostgresqlAccess access;

	private final Connection session;

	private final String place;

	private final String name;

	private final String creation;

	private PostgresqlScratchDatabase(PostgresqlAccess access, Connection session, String place, String name,
			String creation) {
		this.access = access;
		this.session = session;
		this.place = place;
		this.name = name;
		this.creation = creation;
	}

	/**
	 * Create a database.
	 * @param access the database that it is to be like
	 * @param session a session of the same server, which has to live as long as the
	 * scratch database is needed
	 * @return the scratch database
	 * @throws SQLException if it can't be created
	 */
	static PostgresqlScratchDatabase create(PostgresqlAccess access, Connection session) throws SQLException {
		byte[] unique = new byte[6];
		random.nextBytes(unique);
		String name = prefix(access.database()) + HexFormat.of().formatHex(unique);
		PostgresqlClaim.take(session, name);
		String creation = Queries
			.strings(session,
					CREATION.formatted(PostgresqlName.literal(name), PostgresqlName.literal(access.database())))
			.get(0);
		PostgresqlScratchDatabase scratch = new PostgresqlScratchDatabase(access, session, session.getCatalog(), name,
				creation);
		try {
			scratch.create();
			return scratch;
		}
		catch (SQLException ex) {
			scratch.close();
			throw ex;
		}
	}

	private void create() throws SQLException {
		Queries.execute(this.session, this.creation,
				"REVOKE ALL ON DATABASE " + Queries.quote(this.name) + " FROM PUBLIC",
				"GRANT CONNECT ON DATABASE " + Queries.quote(this.name) + " TO SESSION_USER");
	}

	/**
	 * Make the database empty again.
	 * @throws SQLException if it can't be dropped or created anew
	 */
	void empty() throws SQLException {
		drop(this.session, this.name);
		create();
	}

	private static String prefix(String database) {
		Sha256 sha256 = new Sha256();
		sha256.addText(database);
		return PREFIX + sha256.hex().substring(0, TAG_LENGTH) + "_";
	}

	/**
	 * Drop the scratch databases that processes which were killed have left behind.
	 * @param session a session of the server
	 * @param database the database that they are like
	 * @return the names of the dropped databases
	 * @throws SQLException if the server can't be asked
	 */
	static List<String> sweep(Connection session, String database) throws SQLException {
		List<String> dropped = new ArrayList<>();
		String abandoned = "SELECT d.datname FROM pg_catalog.pg_database d WHERE pg_catalog.starts_with(d.datname, %s) AND NOT %s"
			.formatted(PostgresqlName.literal(prefix(database)), PostgresqlClaim.isHeld("d.datname::text"));
		for (String name : Queries.strings(session, abandoned)) {
			try {
				drop(session, name);
				dropped.add(name);
			}
			catch (SQLException ex) {
				logger.warn(
						"The database '%s', left behind by an interrupted restore or verification, can't be dropped: %s"
							.formatted(name, ex.getMessage()));
			}
		}
		return dropped;
	}

	// A pg_restore goes on when our process is killed.
	private static void drop(Connection session, String name) throws SQLException {
		PostgresqlAccess.askAsLogin(session,
				(login) -> Queries.strings(login,
						"SELECT pg_catalog.pg_terminate_backend(pid) FROM pg_catalog.pg_stat_activity WHERE datname = "
								+ PostgresqlName.literal(name) + " AND usename = session_user"));
		Queries.execute(session, "DROP DATABASE IF EXISTS " + Queries.quote(name));
	}

	String name() {
		return this.name;
	}

	@Override
	public void close() {
		try (Deferral deferral = Interruption.defer()) {
			drop(this.session, this.name);
		}
		catch (SQLException ex) {
			dropOtherwise();
		}
	}

	private void dropOtherwise() {
		try (Deferral deferral = Interruption.defer(); Connection other = this.access.open(this.place, SESSION)) {
			drop(other, this.name);
		}
		catch (SQLException ex) {
			logger.warn("The database '%s' can't be dropped, the next restore or verification tries again: %s"
				.formatted(this.name, ex.getMessage()));
		}
	}

}
