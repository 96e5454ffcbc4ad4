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

/**
 * Frees Liquibase's lock in a restored database: whoever held it when the backup was
 * taken holds it no more.
 */
final class PostgresqlLockRow {

	// Names as they are: Liquibase quotes them or not, depending on its settings.
	private static final String UPDATES = """
			SELECT pg_catalog.format('UPDATE %%s SET %%I = false, %%I = NULL, %%I = NULL WHERE %%I',
				l.name, l.locked, l.since, l.owner, l.locked)
			FROM (SELECT c.oid::pg_catalog.regclass AS name, %s AS locked, %s AS since, %s AS owner %s
				AND c.relkind = 'r' AND pg_catalog.lower(c.relname) = pg_catalog.lower(%s)) l
			WHERE l.locked IS NOT NULL AND l.since IS NOT NULL AND l.owner IS NOT NULL""";

	private PostgresqlLockRow() {
	}

	/**
	 * Return the query for the statements that free the lock.
	 * @param lockTable the table of the lock
	 * @return the query
	 */
	static String updates(String lockTable) {
		return UPDATES.formatted(column("locked"), column("lockgranted"), column("lockedby"),
				PostgresqlContent.OF_USERS, PostgresqlName.literal(lockTable));
	}

	private static String column(String name) {
		return ("(SELECT a.attname FROM pg_catalog.pg_attribute a WHERE a.attrelid = c.oid AND NOT a.attisdropped "
				+ "AND pg_catalog.lower(a.attname) = '%s')")
			.formatted(name);
	}

}
