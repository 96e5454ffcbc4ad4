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

package io.migrationutilities.engine;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationException;

/**
 * What the SQLSTATE of a server says, as far as there is something to do about it
 * (<a href="https://www.postgresql.org/docs/current/errcodes-appendix.html">codes</a>).
 */
enum SqlStateFailure {

	// 08004 is also the driver's answer to a server that wants a password.
	CREDENTIALS("28...|08004", MigrationErrorCode.DATABASE_UNAVAILABLE, "The database does not accept the credentials",
			"Check user and password of 'spring.datasource' or 'spring.liquibase', and the access rules of the server"),

	NO_DATABASE("3D000", MigrationErrorCode.DATABASE_UNAVAILABLE, "The database does not exist",
			"Create it, or correct the URL of 'spring.datasource' or 'spring.liquibase'"),

	UNREACHABLE("08001|57P03|53300", MigrationErrorCode.DATABASE_UNAVAILABLE, "The database can't be connected to",
			"Check that the server runs, can be reached and has a connection to spare"),

	LOST("08...|57P01|57P02|57P05|25P03", MigrationErrorCode.DATABASE_UNAVAILABLE,
			"The connection to the database was lost",
			"Check that the server runs, and its log for what ended the connection"),

	LOCKED("55P03", MigrationErrorCode.DATABASE_LOCKED, "Another session holds a lock for too long",
			"End the session that holds it (SELECT pid, state, query FROM pg_stat_activity names all), "
					+ "or raise 'migration.lock.timeout'"),

	CONFLICT("40001|40P01", MigrationErrorCode.DATABASE_LOCKED, "Another session was in the way",
			"Choose a quieter time"),

	STOPPED("57014", MigrationErrorCode.DATABASE_UNAVAILABLE,
			"A statement took longer than 'statement_timeout', or was cancelled",
			"Raise 'statement_timeout' for the user that migrates"),

	DISK_FULL("53100", MigrationErrorCode.NO_SPACE, "The disk of the database server is full",
			"Make room on the database server"),

	NO_RIGHT("42501", MigrationErrorCode.DATABASE_UNAVAILABLE, "The database user lacks a right",
			"Grant it to the user that migrates"),

	CONSTRAINT("23...", MigrationErrorCode.INTEGRITY_CHECK_FAILED, "The changed database violates a constraint",
			"Correct the change sets that cause this");

	private final Pattern states;

	private final MigrationErrorCode code;

	private final String description;

	private final String remedy;

	SqlStateFailure(String states, MigrationErrorCode code, String description, String remedy) {
		this.states = Pattern.compile(states);
		this.code = code;
		this.description = description;
		this.remedy = remedy;
	}

	/**
	 * Find out what a failure is.
	 * @param failure the failure
	 * @return what it is, or {@code null} if its SQLSTATE says nothing to act upon
	 */
	static @Nullable SqlStateFailure of(Throwable failure) {
		SQLException ex = Failures.find(failure, SQLException.class, (candidate) -> candidate.getSQLState() != null);
		if (ex == null) {
			return null;
		}
		return Arrays.stream(values())
			.filter((value) -> value.states.matcher(ex.getSQLState()).matches())
			.findFirst()
			.orElse(null);
	}

	/**
	 * Return whether it can happen to any change set, whatever that does.
	 * @return whether the change set is not to blame
	 */
	boolean isAccident() {
		return switch (this) {
			case UNREACHABLE, LOST, LOCKED, CONFLICT, STOPPED, DISK_FULL -> true;
			case CREDENTIALS, NO_DATABASE, NO_RIGHT, CONSTRAINT -> false;
		};
	}

	MigrationErrorCode getCode() {
		return this.code;
	}

	/**
	 * Return what to do before starting again.
	 * @return a sentence without its end
	 */
	String getRemedy() {
		return this.remedy;
	}

	MigrationException toException(Throwable failure) {
		return new MigrationException(this.code, this.description + ": " + Failures.rootMessage(failure),
				this.remedy + ", then start again.", failure);
	}

}
