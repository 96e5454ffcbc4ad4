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
import java.util.function.UnaryOperator;

/**
 * The record that a restore was done. It becomes part of what is restored before that
 * takes the place of the live content, so that no end of the process comes between.
 */
public interface RestoreRecord {

	/** Records nothing. */
	RestoreRecord NONE = new RestoreRecord() {

		@Override
		public String table() {
			return "";
		}

		@Override
		public void write(Connection connection) {
		}

		@Override
		public List<String> statements(UnaryOperator<String> literal) {
			return List.of();
		}

	};

	/**
	 * Return the table of the record, which a backup may not have yet.
	 * @return its name as the database stores it, or an empty text if there is none
	 */
	String table();

	/**
	 * Write the record into restored content.
	 * @param connection a connection to it, in a transaction
	 * @throws SQLException if it can't be written
	 */
	void write(Connection connection) throws SQLException;

	/**
	 * Return the statements that write the record on PostgreSQL, whatever the restored
	 * content has of its table.
	 * @param literal quotes a text
	 * @return the statements, which fail if they can't write it
	 */
	List<String> statements(UnaryOperator<String> literal);

}
