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

package io.migrationutilities.database;

import java.sql.SQLException;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationException;

/**
 * The result codes of SQLite that say what is wrong with a database, its files or their
 * disk, and what to do about it
 * (<a href="https://www.sqlite.org/rescode.html">codes</a>).
 */
public enum SqliteResult {

	/** A lock of another connection. */
	BUSY(5, MigrationErrorCode.DATABASE_LOCKED, "Another connection holds the database's lock",
			"End the program that holds it (for a database file: 'fuser -v <file>' names it)"),

	/** A lock within the connection, or of another one with the same cache. */
	LOCKED(6, MigrationErrorCode.DATABASE_LOCKED, BUSY.description, BUSY.hint),

	/** The memory of the process is exhausted. */
	NO_MEMORY(7, MigrationErrorCode.DATABASE_UNAVAILABLE, "SQLite could not get the memory that it needs",
			"Give the process more memory"),

	/** The file, its directory or their file system is read only. */
	READ_ONLY(8, MigrationErrorCode.DATABASE_UNAVAILABLE, "The database can't be written to",
			"Let the user that the application runs as write to the database file and to its directory, and look "
					+ "whether the file was moved or its file system is mounted read-only"),

	/** The operating system failed to read or write. */
	INPUT_OUTPUT_ERROR(10, MigrationErrorCode.DATABASE_UNAVAILABLE,
			"The disk of the database could not be read or written",
			"Check the disk and its file system: the log of the operating system names their errors"),

	/** Pages of the file contradict each other. */
	CORRUPT(11, MigrationErrorCode.DATABASE_UNAVAILABLE, "The database file is damaged",
			"Restore a backup ('migrations backups' names them), or look with the application stopped: "
					+ "sqlite3 <file> 'PRAGMA integrity_check'"),

	/** There is no room on the disk, or within {@code max_page_count}. */
	FULL(13, MigrationErrorCode.NO_SPACE, "The disk of the database is full",
			"Make room on the disk of the database file, or raise its 'max_page_count'"),

	/** The file or one beside it can't be opened, or created. */
	CANNOT_OPEN(14, MigrationErrorCode.DATABASE_UNAVAILABLE, "The database file, or a file beside it, can't be opened",
			"Check the URL, and that the user that the application runs as may create files in the directory"),

	/** Others use the write-ahead log all the time. */
	PROTOCOL(15, MigrationErrorCode.DATABASE_LOCKED, "Other connections keep the write-ahead log busy", BUSY.hint),

	/** The file is something else. */
	NOT_A_DATABASE(26, MigrationErrorCode.DATABASE_UNAVAILABLE,
			"The database file is no SQLite database, or an encrypted one",
			"Correct the URL, or restore a backup ('migrations backups' names them)");

	private static final int PRIMARY_CODE = 0xff;

	private final int result;

	private final MigrationErrorCode code;

	private final String description;

	private final String hint;

	SqliteResult(int result, MigrationErrorCode code, String description, String hint) {
		this.result = result;
		this.code = code;
		this.description = description;
		this.hint = hint;
	}

	/**
	 * Find out what a failure means.
	 * @param failure the failure
	 * @return the value, or {@code null} if the driver of SQLite has not said any of them
	 */
	public static @Nullable SqliteResult of(@Nullable Throwable failure) {
		SQLException ex = Causes.find(failure, SQLException.class,
				(candidate) -> candidate.getClass().getName().startsWith("org.sqlite.")
						&& of(candidate.getErrorCode()) != null);
		return (ex != null) ? of(ex.getErrorCode()) : null;
	}

	/**
	 * Find out what a result code means.
	 * @param result the primary result code, or an extended one, whose low byte is the
	 * primary
	 * @return the value, or {@code null} if it is another one
	 */
	public static @Nullable SqliteResult of(int result) {
		return Arrays.stream(values())
			.filter((value) -> value.result == (result & PRIMARY_CODE))
			.findFirst()
			.orElse(null);
	}

	/**
	 * Return whether somebody else has a lock, who may give it back soon.
	 * @return whether it is worth to wait
	 */
	public boolean isBusy() {
		return this == BUSY || this == LOCKED;
	}

	/**
	 * Return whether it can happen to any change set, whatever that does.
	 * @return whether the change set is not to blame
	 */
	public boolean isAccident() {
		// A statement such as ATTACH may name a file that can't be opened.
		return this != CANNOT_OPEN;
	}

	/**
	 * Return the code of what an operation fails with.
	 * @return the code
	 */
	public MigrationErrorCode getCode() {
		return this.code;
	}

	/**
	 * Say what is wrong.
	 * @return a sentence without its end
	 */
	public String getDescription() {
		return this.description;
	}

	/**
	 * Return what to do before starting again.
	 * @return a sentence without its end
	 */
	public String getHint() {
		return this.hint;
	}

	/**
	 * Say what a failure with this result means.
	 * @param failure the failure
	 * @return the exception to throw
	 */
	public MigrationException toException(Throwable failure) {
		return new MigrationException(this.code, this.description + ": " + Causes.rootMessage(failure),
				this.hint + ", then start again.", failure);
	}

}
