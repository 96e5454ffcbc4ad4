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
import java.util.Map;
import java.util.Map.Entry;

import liquibase.exception.DatabaseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SqliteResult}.
 */
class SqliteResultTests {

	private static final Map<String, SqliteResult> BY_NAME = Map.of("SQLITE_BUSY", SqliteResult.BUSY, "SQLITE_LOCKED",
			SqliteResult.LOCKED, "SQLITE_NOMEM", SqliteResult.NO_MEMORY, "SQLITE_READONLY", SqliteResult.READ_ONLY,
			"SQLITE_IOERR", SqliteResult.INPUT_OUTPUT_ERROR, "SQLITE_CORRUPT", SqliteResult.CORRUPT, "SQLITE_FULL",
			SqliteResult.FULL, "SQLITE_CANTOPEN", SqliteResult.CANNOT_OPEN, "SQLITE_PROTOCOL", SqliteResult.PROTOCOL,
			"SQLITE_NOTADB", SqliteResult.NOT_A_DATABASE);

	@ParameterizedTest
	@EnumSource
	void knowsTheCodesOfTheDriver(SQLiteErrorCode code) {
		SqliteResult expected = BY_NAME.entrySet()
			.stream()
			.filter((entry) -> code.name().equals(entry.getKey()) || code.name().startsWith(entry.getKey() + "_"))
			.map(Entry::getValue)
			.findFirst()
			.orElse(null);
		if (code != SQLiteErrorCode.UNKNOWN_ERROR) {
			assertThat(SqliteResult.of(new SQLiteException("what SQLite said", code))).isEqualTo(expected);
		}
	}

	@ParameterizedTest
	@EnumSource
	void saysWhatIsWrongAndWhatToDo(SqliteResult result) {
		SQLiteErrorCode code = Arrays.stream(SQLiteErrorCode.values())
			.filter((candidate) -> SqliteResult.of(candidate.code) == result)
			.findFirst()
			.orElseThrow();
		MigrationException translated = result
			.toException(new DatabaseException("unspecific", new SQLiteException("what SQLite said", code)));
		assertThat(translated.getCode()).isEqualTo(result.getCode());
		assertThat(translated.getMessage()).isEqualTo(result.getDescription() + ": what SQLite said");
		assertThat(translated.getHint()).isEqualTo(result.getHint() + ", then start again.");
	}

	@Test
	void tellsAFullDiskFromADiskThatFails() {
		assertThat(SqliteResult.FULL.getCode()).isEqualTo(MigrationErrorCode.NO_SPACE);
		assertThat(SqliteResult.INPUT_OUTPUT_ERROR.getCode()).isEqualTo(MigrationErrorCode.DATABASE_UNAVAILABLE);
	}

	@Test
	void waitsForLocksOnly() {
		assertThat(Arrays.stream(SqliteResult.values()).filter(SqliteResult::isBusy)).containsExactly(SqliteResult.BUSY,
				SqliteResult.LOCKED);
	}

	@Test
	void readsNoCodesOfOtherDrivers() {
		assertThat(SqliteResult.of(new SQLException("full", "53100", 13))).isNull();
		assertThat(SqliteResult.of(new IllegalStateException())).isNull();
		assertThat(SqliteResult.of((Throwable) null)).isNull();
	}

}
