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

package io.migrationutilities.engine.session;

import java.io.FileNotFoundException;
import java.util.Objects;

import liquibase.exception.ChangeLogParseException;
import liquibase.exception.PreconditionErrorException;
import liquibase.exception.PreconditionFailedException;
import liquibase.exception.SetupException;
import liquibase.exception.ValidationFailedException;
import org.jspecify.annotations.Nullable;
import org.springframework.util.StringUtils;

import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationException;
import io.migrationutilities.database.Causes;
import io.migrationutilities.database.SqlState;
import io.migrationutilities.database.SqliteResult;
import io.migrationutilities.sqlite.table.SqliteAlterationException;
import io.migrationutilities.work.Interruption;

/**
 * Translates what Liquibase and JDBC throw into exceptions that say what to do.
 */
public final class Failures {

	private Failures() {
	}

	public static MigrationException translate(Throwable failure) {
		if (Causes.find(failure, InterruptedException.class) != null) {
			Thread.currentThread().interrupt();
		}
		MigrationException known = findKnown(failure);
		if (Interruption.isPending()) {
			return Interruption.failure(Objects.requireNonNullElse(known, failure));
		}
		if (known != null) {
			return known;
		}
		SqliteResult result = SqliteResult.of(failure);
		if (result != null) {
			return result.toException(failure);
		}
		SqlState state = SqlState.of(failure);
		if (state != null) {
			return state.toException(failure);
		}
		if (Causes.find(failure, ValidationFailedException.class) != null) {
			return invalidChangelog(failure);
		}
		if (Causes.find(failure, ChangeLogParseException.class) != null
				|| Causes.find(failure, SetupException.class) != null) {
			return isMissingFile(failure) ? missingChangelog(failure) : invalidChangelog(failure);
		}
		return new MigrationException(MigrationErrorCode.DATABASE_UNAVAILABLE,
				"The database can't be read: " + rootMessage(failure),
				"Check that the database is there and that the application may read it, then start again.", failure);
	}

	/**
	 * Find the exception that has a code and a hint already. One of the Liquibase
	 * extension for SQLite is translated.
	 * @param failure the failure
	 * @return the exception, or {@code null} if there is none
	 */
	public static @Nullable MigrationException findKnown(Throwable failure) {
		MigrationException known = Causes.find(failure, MigrationException.class);
		SqliteAlterationException refusal = Causes.find(failure, SqliteAlterationException.class);
		return (known != null || refusal == null) ? known
				: new MigrationException(MigrationErrorCode.valueOf(refusal.getCode()),
						String.valueOf(refusal.getMessage()), refusal.getHint(), refusal);
	}

	public static boolean isBusy(Throwable failure) {
		SqliteResult result = SqliteResult.of(failure);
		return result != null && result.isBusy();
	}

	/**
	 * Return the message of the innermost cause, the one that says what happened.
	 * @param failure the failure
	 * @return its message in one line
	 */
	public static String rootMessage(Throwable failure) {
		Throwable root = Causes.root(failure);
		return Causes.oneLine(messageOf(root), root);
	}

	// Liquibase's message is "Preconditions Failed", whatever failed.
	private static @Nullable String messageOf(Throwable root) {
		if (root instanceof PreconditionFailedException failed) {
			return StringUtils.collectionToDelimitedString(failed.getFailedPreconditions(), "; ");
		}
		if (root instanceof PreconditionErrorException failed) {
			return StringUtils.collectionToDelimitedString(failed.getErrorPreconditions(), "; ");
		}
		return root.getMessage();
	}

	private static MigrationException missingChangelog(Throwable failure) {
		return new MigrationException(MigrationErrorCode.CHANGELOG_NOT_FOUND,
				"A changelog file does not exist: " + rootMessage(failure),
				"Create the file, or correct 'spring.liquibase.change-log' or the include that names it.", failure);
	}

	private static MigrationException invalidChangelog(Throwable failure) {
		return new MigrationException(MigrationErrorCode.CHANGELOG_INVALID,
				"The changelog is not valid: " + parseMessage(failure), "Correct the changelog, then start again.",
				failure);
	}

	// The parser's own exception names the file, its causes only the line.
	private static String parseMessage(Throwable failure) {
		ChangeLogParseException outer = Causes.find(failure, ChangeLogParseException.class);
		ChangeLogParseException inner = outer;
		while (outer != null) {
			inner = outer;
			outer = Causes.find(outer.getCause(), ChangeLogParseException.class);
		}
		return (inner != null) ? Causes.oneLine(inner.getMessage(), inner) : rootMessage(failure);
	}

	private static boolean isMissingFile(Throwable failure) {
		return Causes.find(failure, FileNotFoundException.class) != null
				|| Causes.find(failure, ChangeLogParseException.class, (ex) -> rootMessage(ex).contains("was not found")
						|| rootMessage(ex).contains("does not exist")) != null;
	}

}
