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

package io.migrationutilities.engine.preview;

/**
 * The effect of a statement on data, or on the names by which data is found.
 */
sealed interface DataEffect {

	/**
	 * A table is dropped.
	 *
	 * @param table the table
	 */
	record DropTable(ObjectName table) implements DataEffect {

	}

	/**
	 * A column is dropped.
	 *
	 * @param table its table
	 * @param column the column
	 */
	record DropColumn(ObjectName table, ObjectName column) implements DataEffect {

	}

	/**
	 * Rows are deleted.
	 *
	 * @param table their table
	 * @param from the part of the statement that says which, from its {@code FROM}
	 */
	record DeleteRows(ObjectName table, String from) implements DataEffect {

	}

	/**
	 * A table gets another name.
	 *
	 * @param from its name before
	 * @param to its name afterwards
	 */
	record RenameTable(ObjectName from, ObjectName to) implements DataEffect {

	}

	/**
	 * A column gets another name.
	 *
	 * @param table its table
	 * @param from its name before
	 * @param to its name afterwards
	 */
	record RenameColumn(ObjectName table, ObjectName from, ObjectName to) implements DataEffect {

	}

	/**
	 * The statement does not tell what happens.
	 *
	 * @param what the statement, or what stands for it
	 */
	record Unforeseen(String what) implements DataEffect {

	}

}
