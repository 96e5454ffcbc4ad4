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
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationException;

/**
 * The SQLSTATEs that something is made of, and what to do about them
 * (<a href="https://www.postgresql.org/docs/current/errcodes-appendix.html">codes</a>).
 * The first value that has a hint tells what a state means; the values without one are
 * asked for by those who know what to do.
 */
public enum SqlState {

	/** 08004 is also the driver's answer to a server that wants a password. */
	CREDENTIALS(List.of("28", "08004"), MigrationErrorCode.DATABASE_UNAVAILABLE,
			"The database does not accept the credentials",
			"Check user and password of 'spring.datasource' or 'spring.liquibase', and the access rules of the server"),

	/** The database does not exist. */
	NO_DATABASE(List.of("3D000"), MigrationErrorCode.DATABASE_UNAVAILABLE, "The database does not exist",
			"Create it, or correct the URL of 'spring.datasource' or 'spring.liquibase'"),

	/** The server can't be reached, or has no connection left. */
	UNREACHABLE(List.of("08001", "57P03", "53300"), MigrationErrorCode.DATABASE_UNAVAILABLE,
			"The database can't be connected to",
			"Check that the server runs, can be reached and has a connection to spare"),

	/** The connection was there, and has ended. */
	LOST(List.of("08", "57P01", "57P02", "57P05", "25P03"), MigrationErrorCode.DATABASE_UNAVAILABLE,
			"The connection to the database was lost",
			"Check that the server runs, and its log for what ended the connection"),

	/** A lock could not be had in time. */
	LOCKED(List.of("55P03"), MigrationErrorCode.DATABASE_LOCKED, "Another session holds a lock for too long",
			"End the session that holds it (SELECT pid, state, query FROM pg_stat_activity names all), "
					+ "or raise 'migration.lock.timeout'"),

	/** The transaction was ended in favour of another one. */
	CONFLICT(List.of("40001", "40P01"), MigrationErrorCode.DATABASE_LOCKED, "Another session was in the way",
			"Choose a quieter time"),

	/** The statement was cancelled. */
	STOPPED(List.of("57014"), MigrationErrorCode.DATABASE_UNAVAILABLE,
			"A statement took longer than 'statement_timeout', or was cancelled",
			"Raise 'statement_timeout' for the user that migrates"),

	/** The disk of the server is full. */
	DISK_FULL(List.of("53100"), MigrationErrorCode.NO_SPACE, "The disk of the database server is full",
			"Make room on the database server"),

	/** The user lacks a privilege. */
	NO_RIGHT(List.of("42501"), MigrationErrorCode.DATABASE_UNAVAILABLE, "The database user lacks a right",
			"Grant it to the user that migrates"),

	/** The session, or the whole server, only reads. */
	READ_ONLY(List.of("25006"), MigrationErrorCode.DATABASE_UNAVAILABLE, "The session is read-only",
			"Remove 'default_transaction_read_only' from the user, the database or the pool, or connect to the "
					+ "primary server if this is a standby"),

	/** A constraint is violated. */
	CONSTRAINT(List.of("23"), MigrationErrorCode.INTEGRITY_CHECK_FAILED, "The changed database violates a constraint",
			"Correct the change sets that cause this"),

	/** The answer of PgBouncer to {@code BEGIN} in statement mode. */
	PROTOCOL_VIOLATION("08P01"),

	/** The driver's answer where that of the server did not come in time. */
	CONNECTION_FAILURE("08006"),

	/** The server starts or stops. */
	NOT_NOW("57P03"),

	/** The object is not in a state for this, as a database without connections. */
	NOT_READY("55000"),

	/** The object is in use. */
	IN_USE("55006"),

	/** The shared memory of the server is exhausted, in which it keeps its locks. */
	OUT_OF_MEMORY("53200"),

	/** A function was called with a value that it does not take. */
	INVALID_VALUE("22023"),

	/** There is no such savepoint. */
	NO_SAVEPOINT("3B001"),

	/** There is no such table, column or schema. */
	UNDEFINED("42P01", "42703", "3F000", "42S02", "42S22", "42S03"),

	/** A name is not found, of a function or a type for instance, on the search path. */
	MISSING("42883", "42704", "42P01", "42703", "3F000");

	// What may be said to change sets that fail for the way in which they run, by
	// SQLSTATE.
	private static final Map<String, String> ADVICE = Map.ofEntries(
			Map.entry("55P04",
					"The value of an enum type can be used when the transaction that added it is committed: "
							+ "put runInTransaction=\"false\" on the change set that adds it, or set "
							+ "'migration.upgrade.transaction=per-change-set'"),
			Map.entry("25001",
					"The statement can't run inside the transaction of the run, or only at its beginning: "
							+ "put it into a change set of its own with runInTransaction=\"false\""),
			Map.entry("25006",
					"An earlier statement, or the user's 'default_transaction_read_only', made the "
							+ "transaction read only: remove that"),
			Map.entry("2D000",
					"A procedure that commits can't be called inside the transaction of the run: "
							+ "put runInTransaction=\"false\" on the change set"),
			Map.entry("3F000",
					"Create the schema in an earlier change set, or correct 'spring.liquibase.default-schema' "
							+ "and what the change set does to 'search_path'"),
			Map.entry("53200", "The transaction needs more locks than the server has room for: raise "
					+ "'max_locks_per_transaction' on the server, or set 'migration.upgrade.transaction=per-change-set'"),
			Map.entry("42501", "The user that migrates, or the role that an earlier statement set, lacks a right: "
					+ "grant it, or put what is done as another role into one change set"));

	private final List<String> prefixes;

	private final @Nullable MigrationErrorCode code;

	private final String description;

	private final String hint;

	SqlState(String... prefixes) {
		this(List.of(prefixes), null, "", "");
	}

	SqlState(List<String> prefixes, @Nullable MigrationErrorCode code, String description, String hint) {
		this.prefixes = prefixes;
		this.code = code;
		this.description = description;
		this.hint = hint;
	}

	/**
	 * Find out what a failure means.
	 * @param failure the failure
	 * @return the value with a hint, or {@code null} if its SQLSTATE says nothing to act
	 * upon
	 */
	public static @Nullable SqlState of(Throwable failure) {
		SQLException ex = Causes.find(failure, SQLException.class, (candidate) -> candidate.getSQLState() != null);
		return (ex != null)
				? Arrays.stream(values()).filter((value) -> value.code != null && value.is(ex)).findFirst().orElse(null)
				: null;
	}

	/**
	 * Return whether a failure has one of some states.
	 * @param ex the failure
	 * @param states the states
	 * @return whether it has one of them
	 */
	public static boolean isAnyOf(SQLException ex, SqlState... states) {
		return Arrays.stream(states).anyMatch((state) -> state.is(ex));
	}

	/**
	 * Return whether a failure has this state.
	 * @param ex the failure
	 * @return whether it has
	 */
	public boolean is(SQLException ex) {
		String state = ex.getSQLState();
		return state != null && this.prefixes.stream().anyMatch(state::startsWith);
	}

	/**
	 * Return whether {@code psql} has reported this state. With {@code VERBOSITY=verbose}
	 * the state in front of a message is the same in every language.
	 * @param errors the output of {@code psql}
	 * @return whether it has
	 */
	public boolean isReportedIn(String errors) {
		return this.prefixes.stream().anyMatch((state) -> errors.contains(" %s: ".formatted(state)));
	}

	/**
	 * Return the state itself, the first one if there are several.
	 * @return the five characters
	 */
	public String state() {
		return this.prefixes.get(0);
	}

	/**
	 * Return whether it can happen to any change set, whatever that does.
	 * @return whether the change set is not to blame
	 */
	public boolean isAccident() {
		return switch (this) {
			case UNREACHABLE, LOST, LOCKED, CONFLICT, STOPPED, DISK_FULL -> true;
			default -> false;
		};
	}

	/**
	 * Return what may be done about a change set that fails for the way in which it runs.
	 * @param failure the failure
	 * @return a sentence without its end, or {@code null} if there is nothing to say
	 */
	public static @Nullable String findAdvice(Throwable failure) {
		SQLException ex = Causes.find(failure, SQLException.class, (candidate) -> candidate.getSQLState() != null);
		return (ex != null) ? ADVICE.get(ex.getSQLState()) : null;
	}

	/**
	 * Return the code of what an operation fails with.
	 * @return the code
	 */
	public MigrationErrorCode getCode() {
		return Objects.requireNonNull(this.code);
	}

	/**
	 * Return what to do before starting again.
	 * @return a sentence without its end
	 */
	public String getHint() {
		return this.hint;
	}

	/**
	 * Say what a failure of this state means.
	 * @param failure the failure
	 * @return the exception to throw
	 */
	public MigrationException toException(Throwable failure) {
		return new MigrationException(getCode(), this.description + ": " + Causes.rootMessage(failure),
				this.hint + ", then start again.", failure);
	}

}
