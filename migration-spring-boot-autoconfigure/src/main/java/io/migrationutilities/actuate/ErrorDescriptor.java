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

import java.util.Locale;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.util.StringUtils;

import io.migrationutilities.MigrationErrorCode;

/**
 * Why something failed. The message of the exception is left to the log: it may name
 * files, statements and values.
 *
 * @param code the stable code
 * @param message the code in words
 * @param hint where to read on
 */
public record ErrorDescriptor(String code, String message, String hint) implements OperationResponseBody {

	static ErrorDescriptor of(MigrationErrorCode code) {
		return of(code.name());
	}

	/**
	 * Describe a code that a newer version may have written, which has codes that this
	 * one doesn't know.
	 * @param code the code
	 * @return its description
	 */
	static ErrorDescriptor of(String code) {
		return new ErrorDescriptor(code, StringUtils.capitalize(code.replace('_', ' ').toLowerCase(Locale.ROOT)) + ".",
				hint(code));
	}

	private static String hint(String code) {
		return switch (code) {
			case "TARGET_INVALID" -> "Give 'head', '+N', a revision, or 'tag:T'.";
			case "REVISION_UNKNOWN", "REVISION_AMBIGUOUS" -> "The history names the revisions; write one in full.";
			case "LOCK_TIMEOUT", "DATABASE_LOCKED" -> "Somebody else migrates or writes. Try again when that is done.";
			case "BACKUP_NEEDED" -> "It is the newest good backup, the newest that was verified, or pinned. "
					+ "Take and verify another one first, or release it on the command line.";
			case "LEDGER_TABLE_REFUSED" -> "Set migration.ledger.table to a name that is free in the database.";
			default -> "The log of the application says what happened and what to do.";
		};
	}

	static ErrorDescriptor unexpected() {
		return new ErrorDescriptor("UNEXPECTED", "The database can't be told about.",
				"The log of the application says what happened.");
	}

}
