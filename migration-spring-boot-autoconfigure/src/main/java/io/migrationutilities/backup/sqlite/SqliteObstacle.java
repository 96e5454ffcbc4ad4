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

package io.migrationutilities.backup.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;

import io.migrationutilities.MigrationException;
import io.migrationutilities.RestoreForecast;
import io.migrationutilities.RestoreForecast.Obstacle;
import io.migrationutilities.RestoreForecast.Way;
import io.migrationutilities.database.Queries;
import io.migrationutilities.file.FreeSpace;

/**
 * The one list of what keeps a SQLite database from being restored, as far as that can be
 * known beforehand. Nothing is written.
 */
enum SqliteObstacle {

	FILE {
		@Override
		@Nullable Obstacle find(Path live) {
			return Files.isWritable(live) ? null : new Obstacle("the file can't be written to",
					"Give it to the user of the application (check with: ls -l '%s')".formatted(live));
		}
	},

	/** SQLite makes its journal there, unless a write-ahead log is in use. */
	DIRECTORY {
		@Override
		@Nullable Obstacle find(Path live) {
			Path directory = live.getParent();
			return (Files.isWritable(directory) || Files.exists(live.resolveSibling(live.getFileName() + "-wal")))
					? null
					: new Obstacle("nothing can be written beside it, in '%s'".formatted(directory),
							"Give the directory to the user of the application (check with: ls -ld '%s')"
								.formatted(directory));
		}
	},

	SPACE {
		@Override
		@Nullable Obstacle find(Path live) throws IOException {
			try {
				FreeSpace.require(Files.size(live), live, "restore '%s'".formatted(live.getFileName()));
				return null;
			}
			catch (MigrationException ex) {
				return new Obstacle(String.valueOf(ex.getMessage()).replaceFirst("\\.$", ""),
						ex.getHint().replaceFirst("\\.$", ""));
			}
		}
	},

	/** Comes and goes. */
	LOCK {
		@Override
		@Nullable Obstacle find(Path live) throws SQLException {
			try (Connection connection = SqliteConnections.openLive(live, Duration.ZERO)) {
				Queries.execute(connection, "BEGIN IMMEDIATE", "ROLLBACK");
				return null;
			}
			catch (SQLException ex) {
				if (SQLiteErrorCode.getErrorCode(ex.getErrorCode()) != SQLiteErrorCode.SQLITE_BUSY) {
					throw ex;
				}
				return new Obstacle("another connection holds a lock on it",
						"Close what uses the database (lsof '%s' lists the processes)".formatted(live));
			}
		}
	};

	private static final String WAY = "copy";

	/**
	 * Look for the obstacle.
	 * @param live the database
	 * @return what is in the way, or {@code null} if it is not
	 * @throws SQLException if the database can't be asked
	 * @throws IOException if the file can't be looked at
	 */
	abstract @Nullable Obstacle find(Path live) throws SQLException, IOException;

	/**
	 * Foresee whether a restore is possible.
	 * @param live the database
	 * @param now whether locks of others count, which come and go
	 * @return the forecast
	 * @throws SQLException if the database can't be asked
	 * @throws IOException if the file can't be looked at
	 */
	static RestoreForecast forecast(Path live, boolean now) throws SQLException, IOException {
		List<SqliteObstacle> rows = Stream.of(values()).filter((row) -> now || row != LOCK).toList();
		for (SqliteObstacle row : rows) {
			Obstacle obstacle = row.find(live);
			if (obstacle != null) {
				return forecast(List.of(obstacle));
			}
		}
		return forecast(List.of());
	}

	private static RestoreForecast forecast(List<Obstacle> obstacles) {
		return new RestoreForecast(WAY, List.of(new Way(WAY, "over the content of this one", obstacles)), List.of());
	}

}
