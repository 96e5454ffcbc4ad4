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

import liquibase.exception.LiquibaseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SqlState}.
 */
class SqlStateTests {

	@ParameterizedTest
	@CsvSource({ "08001,UNREACHABLE,DATABASE_UNAVAILABLE", "57P03,UNREACHABLE,DATABASE_UNAVAILABLE",
			"53300,UNREACHABLE,DATABASE_UNAVAILABLE", "08003,LOST,DATABASE_UNAVAILABLE",
			"08006,LOST,DATABASE_UNAVAILABLE", "57P01,LOST,DATABASE_UNAVAILABLE", "57P02,LOST,DATABASE_UNAVAILABLE",
			"57P05,LOST,DATABASE_UNAVAILABLE", "25P03,LOST,DATABASE_UNAVAILABLE",
			"28P01,CREDENTIALS,DATABASE_UNAVAILABLE", "28000,CREDENTIALS,DATABASE_UNAVAILABLE",
			"08004,CREDENTIALS,DATABASE_UNAVAILABLE", "3D000,NO_DATABASE,DATABASE_UNAVAILABLE",
			"42501,NO_RIGHT,DATABASE_UNAVAILABLE", "55P03,LOCKED,DATABASE_LOCKED", "40001,CONFLICT,DATABASE_LOCKED",
			"40P01,CONFLICT,DATABASE_LOCKED", "57014,STOPPED,DATABASE_UNAVAILABLE", "53100,DISK_FULL,NO_SPACE",
			"23503,CONSTRAINT,INTEGRITY_CHECK_FAILED" })
	void knowsWhatToDo(String state, SqlState expected, MigrationErrorCode code) {
		SQLException cause = new SQLException("what the server said", state);
		Throwable failure = new LiquibaseException(new SQLException("unspecific", cause));
		assertThat(SqlState.of(failure)).isEqualTo(expected);
		MigrationException translated = expected.toException(failure);
		assertThat(translated.getCode()).isEqualTo(code);
		assertThat(translated.getMessage()).endsWith(": what the server said");
		assertThat(translated.getHint()).endsWith(", then start again.");
	}

	@ParameterizedTest
	@CsvSource({ "08P01,PROTOCOL_VIOLATION", "08006,CONNECTION_FAILURE", "08006,LOST", "57P03,NOT_NOW",
			"55000,NOT_READY", "55006,IN_USE", "53200,OUT_OF_MEMORY", "42P01,UNDEFINED", "42703,UNDEFINED",
			"3F000,UNDEFINED", "42S02,UNDEFINED", "42S03,UNDEFINED", "42S22,UNDEFINED" })
	void recognizesStates(String state, SqlState expected) {
		SQLException ex = new SQLException("what the server said", state);
		assertThat(expected.is(ex)).isTrue();
		assertThat(SqlState.isAnyOf(ex, SqlState.CONSTRAINT, expected)).isTrue();
		assertThat(SqlState.isAnyOf(ex, SqlState.CONSTRAINT, SqlState.CONFLICT)).isFalse();
		assertThat(expected.is(new SQLException("no state"))).isFalse();
	}

	@Test
	void recognizesStatesInTheOutputOfPsql() {
		String errors = "psql:<stdin>:9: FEHLER:  53100: kein Platz mehr";
		assertThat(SqlState.DISK_FULL.isReportedIn(errors)).isTrue();
		assertThat(SqlState.LOCKED.isReportedIn(errors)).isFalse();
		assertThat(SqlState.DISK_FULL.isReportedIn("ERROR:  42601: syntax error at or near \"53100\"")).isFalse();
	}

	@Test
	void statesWithoutHintSayNothingToActUpon() {
		for (String state : new String[] { "55000", "55006", "53200", "42P01" }) {
			assertThat(SqlState.of(new SQLException("what the server said", state))).as(state).isNull();
		}
	}

	@Test
	void knowsNothingOfOtherFailures() {
		assertThat(SqlState.of(new SQLException("syntax error", "42601"))).isNull();
		assertThat(SqlState.of(new SQLException("no state"))).isNull();
		assertThat(SqlState.of(new IllegalStateException())).isNull();
	}

}
