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

package io.migrationutilities.sqlite.alter;

import java.nio.file.Path;
import java.sql.SQLException;

import org.sqlite.Function;

import io.migrationutilities.sqlite.alter.Alteration.AddColumn;

/**
 * A process that rebuilds a table and stops for good while it copies the last row.
 */
public final class StoppedRebuild {

	static final int ROWS = 2000;

	private StoppedRebuild() {
	}

	public static void main(String[] arguments) throws SQLException {
		try (SqliteFile database = SqliteFile.at(Path.of(arguments[0]))) {
			Function.create(database.connection(), "stop_at_last", new StopAtLast());
			// What is copied is in the file before the transaction ends.
			database.execute("PRAGMA cache_size = 10");
			database.alter(new AddColumn("t", "b NOT NULL DEFAULT (stop_at_last())"));
		}
	}

	private static final class StopAtLast extends Function {

		private int calls;

		@Override
		protected void xFunc() throws SQLException {
			if (++this.calls == ROWS) {
				System.out.println("copying");
				sleep();
			}
			result(1);
		}

		private static void sleep() {
			try {
				Thread.sleep(Long.MAX_VALUE);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}

	}

}
