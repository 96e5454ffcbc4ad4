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

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationException;
import io.migrationutilities.database.Causes;
import io.migrationutilities.database.SqliteResult;
import io.migrationutilities.file.PrivateFiles;
import io.migrationutilities.work.Interruption;

/**
 * Says what a failure to write a backup means.
 */
public final class BackupFailures {

	private BackupFailures() {
	}

	public static MigrationException translate(Exception ex, Path target) {
		if (Interruption.isPending()) {
			return Interruption.failure(ex);
		}
		if (isDiskFull(ex)) {
			return noSpace(target, ex);
		}
		if (ex instanceof AccessDeniedException || isReadOnly(ex)) {
			return unusableDirectory(target.getParent(), "it can't be written to", ex);
		}
		SqliteResult result = SqliteResult.of(ex);
		if (result != null) {
			return new MigrationException(
					MigrationErrorCode.BACKUP_FAILED, "The database could not be read for its backup. %s: %s."
						.formatted(result.getDescription(), Causes.rootMessage(ex)),
					result.getHint() + ", then try again.", ex);
		}
		return new MigrationException(MigrationErrorCode.BACKUP_FAILED,
				"The backup could not be written to '%s': %s.".formatted(target.getParent(), ex.getMessage()),
				"Check the disk and the directory, then try again.", ex);
	}

	static MigrationException ofDatabase(Exception ex) {
		if (ex instanceof MigrationException migrationException) {
			return migrationException;
		}
		return new MigrationException(MigrationErrorCode.DATABASE_UNAVAILABLE,
				"The database can't be asked: %s.".formatted(ex.getMessage()),
				"Check that it runs and accepts connections of this user.", ex);
	}

	public static MigrationException noSpace(Path target, @Nullable Throwable cause) {
		return new MigrationException(MigrationErrorCode.NO_SPACE,
				"The disk of '%s' was full before the backup was complete.".formatted(target.getParent()),
				"Free space there (check with: df -h '%s'), or set migration.backup.directory to a directory on a larger disk."
					.formatted(target.getParent()),
				cause);
	}

	static MigrationException unusableDirectory(@Nullable Path directory, String reason, @Nullable Throwable cause) {
		return new MigrationException(MigrationErrorCode.BACKUP_DIRECTORY_UNUSABLE,
				"The backup directory '%s' can't be used: %s.".formatted(directory, reason),
				"Make it a directory of the user '%1$s' that this process runs as (check with: ls -ld '%2$s'; mend with: "
					.formatted(PrivateFiles.user(), directory)
						+ "chown -R %1$s '%2$s' && chmod 700 '%2$s'), or set migration.backup.directory to another one."
							.formatted(PrivateFiles.user(), directory),
				cause);
	}

	private static boolean isDiskFull(Exception ex) {
		String message = String
			.valueOf((ex instanceof FileSystemException fileSystemEx) ? fileSystemEx.getReason() : ex.getMessage());
		return ex instanceof IOException && message.toLowerCase(Locale.ROOT).contains("no space left");
	}

	private static boolean isReadOnly(Exception ex) {
		return ex instanceof FileSystemException fileSystemEx
				&& String.valueOf(fileSystemEx.getReason()).toLowerCase(Locale.ROOT).contains("read-only");
	}

}
