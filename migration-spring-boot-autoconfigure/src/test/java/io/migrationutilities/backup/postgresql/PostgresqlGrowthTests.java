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

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.migrationutilities.backup.PostgresqlDatabase;
import io.migrationutilities.database.PostgresqlAccess;
import io.migrationutilities.database.Queries;
import io.migrationutilities.test.UsesPostgresql;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PostgresqlGrowth}.
 */
@UsesPostgresql
class PostgresqlGrowthTests {

	private static final long SIZE_OF_BACKUP = 1L << 40;

	@TempDir
	private Path directory;

	private final List<Long> done = new ArrayList<>();

	private final List<Long> totals = new ArrayList<>();

	@Test
	void showsWhatCameToTheDatabase() throws SQLException {
		try (PostgresqlDatabase database = new PostgresqlDatabase(this.directory);
				Connection session = PostgresqlAccess.of(database.source).open("test")) {
			PostgresqlGrowth growth = new PostgresqlGrowth(session, database.name, database.name, SIZE_OF_BACKUP,
					this::show);
			growth.look();
			database.execute("CREATE TABLE big AS SELECT repeat('x', 1000) AS data FROM generate_series(1, 2000)");
			growth.look();
			assertThat(this.done.get(1)).isBetween(this.done.get(0) + 2_000_000, 20_000_000L);
			assertThat(this.totals).containsOnly(SIZE_OF_BACKUP);
		}
	}

	@Test
	void expectsTheSizeOfTheLiveDatabaseWhereTheBackupIsCompressed() throws SQLException {
		try (PostgresqlDatabase database = new PostgresqlDatabase(this.directory);
				Connection session = PostgresqlAccess.of(database.source).open("test")) {
			new PostgresqlGrowth(session, database.name, database.name, 100, this::show).look();
			assertThat(this.totals).singleElement()
				.isEqualTo(Queries.number(session, "SELECT pg_database_size(current_database())"));
		}
	}

	@Test
	void goesOnWhenTheServerDoesNotAnswer() throws SQLException {
		try (PostgresqlDatabase database = new PostgresqlDatabase(this.directory);
				Connection session = PostgresqlAccess.of(database.source).open("test")) {
			session.close();
			new PostgresqlGrowth(session, database.name, database.name, 100, this::show).look();
			assertThat(this.done).containsExactly(0L);
			assertThat(this.totals).containsExactly(100L);
		}
	}

	private void show(long done, long total) {
		this.done.add(done);
		this.totals.add(total);
	}

}
