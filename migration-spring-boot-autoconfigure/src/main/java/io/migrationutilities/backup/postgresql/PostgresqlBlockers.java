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

import io.migrationutilities.RestoreForecast;
import io.migrationutilities.RestoreForecast.Obstacle;

/**
 * Refuses a restore with the first obstacle that is in its way.
 */
final class PostgresqlBlockers {

	private PostgresqlBlockers() {
	}

	/**
	 * Refuse whatever is known to be in the way.
	 * @param forecast what was found
	 * @param way the way of the restore
	 */
	static void refuse(RestoreForecast forecast, PostgresqlWay way) {
		forecast.ways()
			.stream()
			.filter((candidate) -> candidate.name().equals(way.id()))
			.flatMap((candidate) -> candidate.obstacles().stream())
			.findFirst()
			.ifPresent(PostgresqlBlockers::refuse);
	}

	/**
	 * Refuse what keeps the database from being put aside, as seen from another one.
	 * @param session a session of the server
	 * @param database the database
	 * @throws SQLException if the server can't be asked
	 */
	static void refuseUnmovable(Connection session, String database) throws SQLException {
		PostgresqlObstacles.find(session, database, PostgresqlObstacle::isOfServer)
			.values()
			.stream()
			.findFirst()
			.ifPresent(PostgresqlBlockers::refuse);
	}

	private static void refuse(Obstacle obstacle) {
		throw PostgresqlRestoreFailures.blocked(obstacle.reason(), obstacle.hint(), null);
	}

}
