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

package io.migrationutilities.benchmarks;

/**
 * Change sets that create a table with an index.
 */
final class TableChangeSets {

	/**
	 * Number of the change sets of a table.
	 */
	static final int COUNT = 2;

	private static final String YAML = """
			- changeSet:
			    id: create-table-%1$d
			    author: benchmark
			    changes:
			    - createTable:
			        tableName: table_%1$d
			        columns:
			        - column: { name: id, type: integer, constraints: { primaryKey: true } }
			        - column: { name: name, type: varchar(100), constraints: { nullable: false } }
			- changeSet:
			    id: index-table-%1$d
			    author: benchmark
			    changes:
			    - createIndex:
			        tableName: table_%1$d
			        indexName: ix_table_%1$d
			        columns:
			        - column: { name: name }
			""";

	private TableChangeSets() {
	}

	/**
	 * Return the change sets of a table.
	 * @param number the number of the table
	 * @return the change sets in YAML
	 */
	static String yaml(int number) {
		return YAML.formatted(number);
	}

}
