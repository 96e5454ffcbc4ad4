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

package io.migrationutilities.generate;

import java.util.List;

import liquibase.change.Change;
import org.jspecify.annotations.Nullable;

/**
 * Something that a database lacks, has too much of, or has otherwise, with the change
 * that removes the difference.
 *
 * @param description the difference in words, such as {@code add column task.priority}
 * @param change the change that makes the database what it should be
 * @param rollback the changes that undo it, from what the database has now; empty if
 * Liquibase can do that by itself
 * @param destructive whether the change can lose data
 * @param columnType the type of the column that is added or dropped, comparable between
 * the two, or {@code null} for any other difference
 */
record Difference(String description, Change change, List<Change> rollback, boolean destructive,
		@Nullable String columnType) {

}
