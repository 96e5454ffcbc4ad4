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

package io.migrationutilities.actuate;

import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;

import io.migrationutilities.Migration;
import io.migrationutilities.MigrationStatus;

/**
 * The databases of all application contexts, as {@link MigrationsEndpoint} answers.
 *
 * @param contexts the contexts by their ids
 */
public record MigrationsDescriptor(Map<String, ContextDescriptor> contexts) implements OperationResponseBody {

	/**
	 * The databases of an application context.
	 *
	 * @param migrations the databases by the names of their beans
	 * @param parentId id of the parent context, or {@code null} if there is none
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	public record ContextDescriptor(Map<String, DatabaseDescriptor> migrations, @Nullable String parentId) {

	}

	/**
	 * A database. While it is migrated by this process and nothing was known of it
	 * before, the fields of the status are {@code null}.
	 *
	 * @param currentRevision the revision that was applied last
	 * @param headRevision the last revision of the changelog
	 * @param upToDate whether there is nothing to do
	 * @param migrationCount the number of change sets that apply to the database
	 * @param pendingMigrations what is to be applied
	 * @param unknownMigrations what was applied but isn't in the changelog
	 * @param changedMigrations what was changed after it was applied
	 * @param lock who migrates the database, or {@code null} if nobody does
	 * @param lastRun the newest run, or {@code null} if none is known
	 * @param backups the backups, newest first
	 * @param error why the database can't be read, or {@code null} if it can
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	public record DatabaseDescriptor(@Nullable String currentRevision, @Nullable String headRevision,
			@Nullable Boolean upToDate, @Nullable Integer migrationCount, @Nullable List<Migration> pendingMigrations,
			@Nullable List<Migration> unknownMigrations, @Nullable List<Migration> changedMigrations,
			@Nullable LockDescriptor lock, @Nullable RunDescriptor lastRun, @Nullable List<BackupDescriptor> backups,
			@Nullable ErrorDescriptor error) implements OperationResponseBody {

		static DatabaseDescriptor of(@Nullable MigrationStatus status, @Nullable LockDescriptor lock,
				@Nullable RunDescriptor lastRun, List<BackupDescriptor> backups) {
			if (status == null) {
				return new DatabaseDescriptor(null, null, null, null, null, null, null, lock, lastRun, backups, null);
			}
			return new DatabaseDescriptor(status.currentRevision(), status.headRevision(), status.upToDate(),
					status.migrationCount(), status.pendingMigrations(), status.unknownMigrations(),
					status.changedMigrations(), lock, lastRun, backups, null);
		}

		static DatabaseDescriptor broken(ErrorDescriptor error) {
			return new DatabaseDescriptor(null, null, null, null, null, null, null, null, null, null, error);
		}

	}

}
