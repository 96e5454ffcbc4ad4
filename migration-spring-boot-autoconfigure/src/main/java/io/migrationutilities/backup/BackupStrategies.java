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

package io.migrationutilities.backup;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationException;
import io.migrationutilities.database.BackupSource;
import io.migrationutilities.database.DatabaseKind;

/**
 * Finds the {@link BackupStrategy} of a database or of a backup.
 */
final class BackupStrategies {

	private final List<BackupStrategy> strategies;

	BackupStrategies(List<BackupStrategy> strategies) {
		this.strategies = List.copyOf(strategies);
	}

	BackupStrategy get(BackupSource source) {
		return find(source).orElseThrow(() -> new MigrationException(MigrationErrorCode.BACKUP_UNAVAILABLE,
				"No backup can be taken of this kind of database.",
				"Take one with the database's own tools, and set migration.backup.when-unavailable=warn to go on "
						+ "without one of ours."));
	}

	Optional<BackupStrategy> find(BackupSource source) {
		try (Connection connection = source.dataSource().getConnection()) {
			DatabaseKind kind = DatabaseKind.of(connection);
			return this.strategies.stream().filter((strategy) -> strategy.supports(kind)).findFirst();
		}
		catch (SQLException ex) {
			throw unavailable(ex);
		}
	}

	Optional<BackupStrategy> findByKind(String kind) {
		return this.strategies.stream().filter((strategy) -> strategy.kind().equals(kind)).findFirst();
	}

	SourceContent contentOf(BackupSource source) {
		return find(source).map((strategy) -> strategy.content(source)).orElseGet(() -> contentByJdbc(source));
	}

	private static SourceContent contentByJdbc(BackupSource source) {
		try (Connection connection = source.dataSource().getConnection()) {
			return JdbcContent.of(connection, source.lockTable());
		}
		catch (SQLException ex) {
			throw unavailable(ex);
		}
	}

	private static MigrationException unavailable(SQLException ex) {
		return new MigrationException(MigrationErrorCode.DATABASE_UNAVAILABLE,
				"The database can't be connected to: %s.".formatted(ex.getMessage()),
				"Check that the database is there and that the JDBC URL is right.", ex);
	}

}
