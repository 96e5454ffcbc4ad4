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

package io.migrationutilities;

import org.jspecify.annotations.Nullable;

/**
 * Something that a downgrade takes out of the database, as far as that can be told
 * beforehand.
 *
 * @param revision the revision whose rollback does it
 * @param kind what is lost
 * @param table the table, or {@code null} if it is not known
 * @param column the column, or {@code null} unless one is dropped
 * @param rows how many rows, or values of the column, there are now; {@code null} if they
 * could not be counted
 * @param description the loss in words
 */
public record DataLoss(String revision, Kind kind, @Nullable String table, @Nullable String column, @Nullable Long rows,
		String description) {

	/**
	 * Kinds of losses.
	 */
	public enum Kind {

		/**
		 * A table is dropped with its rows.
		 */
		TABLE,

		/**
		 * A column is dropped with its values.
		 */
		COLUMN,

		/**
		 * Rows are deleted from a table.
		 */
		ROWS,

		/**
		 * Nobody can foresee what is lost, if anything.
		 */
		UNFORESEEN

	}

}
