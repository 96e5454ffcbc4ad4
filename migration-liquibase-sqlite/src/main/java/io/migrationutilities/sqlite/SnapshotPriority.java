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

package io.migrationutilities.sqlite;

import liquibase.database.Database;
import liquibase.database.core.SQLiteDatabase;
import liquibase.snapshot.SnapshotGenerator;

/**
 * Puts generators of snapshots before those of Liquibase that they replace, on SQLite
 * only.
 */
final class SnapshotPriority {

	private SnapshotPriority() {
	}

	static int aboveLiquibase(int priority, Database database) {
		boolean used = database instanceof SQLiteDatabase && priority != SnapshotGenerator.PRIORITY_NONE;
		return used ? priority + 1 : SnapshotGenerator.PRIORITY_NONE;
	}

}
