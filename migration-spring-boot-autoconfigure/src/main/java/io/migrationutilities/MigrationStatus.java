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

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Comparison of a database with the changelog of the application.
 *
 * @param currentRevision the revision applied last, or {@code null} if there is none
 * @param headRevision the last revision of the changelog that applies, or {@code null} if
 * there is none
 * @param upToDate whether nothing is pending, unknown or changed
 * @param pendingMigrations change sets to be applied, in changelog order
 * @param migrationCount number of change sets in the changelog that apply to this
 * database
 * @param unknownMigrations applied change sets that the changelog does not hold, in the
 * order of their execution
 * @param changedMigrations applied change sets that were edited since
 * @param lock who is migrating this database at the moment, or {@code null} if nobody is
 */
public record MigrationStatus(@Nullable String currentRevision, @Nullable String headRevision, boolean upToDate,
		List<Migration> pendingMigrations, int migrationCount, List<Migration> unknownMigrations,
		List<Migration> changedMigrations, @Nullable MigrationLock lock) {

}
