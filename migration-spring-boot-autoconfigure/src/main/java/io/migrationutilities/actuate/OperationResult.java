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

import java.time.Duration;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;

import io.migrationutilities.BackupVerification;
import io.migrationutilities.Migration;
import io.migrationutilities.UpgradeResult;
import io.migrationutilities.VerificationLevel;

/**
 * Answers of {@link MigrationsEndpoint} about one database.
 */
public sealed interface OperationResult extends OperationResponseBody {

	/**
	 * A part of the history.
	 *
	 * @param page the number of the page, from 0
	 * @param size the size of a page
	 * @param totalElements the number of change sets
	 * @param totalPages the number of pages
	 * @param migrations the change sets, oldest first
	 */
	record History(int page, int size, long totalElements, long totalPages,
			@JsonInclude(content = JsonInclude.Include.NON_NULL) List<Migration> migrations)
			implements
				OperationResult {

	}

	/**
	 * A part of the runs.
	 *
	 * @param page the number of the page, from 0
	 * @param size the size of a page
	 * @param totalElements the number of runs
	 * @param totalPages the number of pages
	 * @param runs the runs, newest first
	 */
	record Runs(int page, int size, long totalElements, long totalPages,
			List<RunDescriptor> runs) implements OperationResult {

	}

	/**
	 * The backups of a database.
	 *
	 * @param backups the backups, newest first
	 */
	record Backups(List<BackupDescriptor> backups) implements OperationResult {

	}

	/**
	 * The SQL that an upgrade to the head would run.
	 *
	 * @param sql the SQL
	 */
	record Sql(String sql) implements OperationResult {

	}

	/**
	 * A verification of a backup.
	 *
	 * @param id the id of the backup
	 * @param valid whether the backup passed
	 * @param level how far the verification went
	 * @param fileSize size of the files in bytes
	 * @param tableCount the number of tables
	 * @param errors how many things are wrong; the log names them
	 * @param duration how long it took
	 */
	record Verified(String id, boolean valid, VerificationLevel level, long fileSize, int tableCount, int errors,
			@JsonFormat(shape = JsonFormat.Shape.STRING) Duration duration) implements OperationResult {

		static Verified of(String id, BackupVerification verification) {
			return new Verified(id, verification.valid(), verification.level(), verification.fileSize(),
					verification.tableCount(), verification.errors().size(), verification.duration());
		}

	}

	/**
	 * An upgrade.
	 *
	 * @param from the revision before
	 * @param to the revision after
	 * @param applied the revisions that were applied
	 * @param backup id of the backup that was taken first
	 * @param duration how long it took
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	record Upgraded(@Nullable String from, @Nullable String to, List<String> applied, @Nullable String backup,
			@JsonFormat(shape = JsonFormat.Shape.STRING) Duration duration) implements OperationResult {

		static Upgraded of(UpgradeResult result) {
			return new Upgraded(result.preUpgradeRevision(), result.postUpgradeRevision(), result.applied(),
					(result.backup() != null) ? result.backup().manifest().id() : null, result.duration());
		}

	}

}
