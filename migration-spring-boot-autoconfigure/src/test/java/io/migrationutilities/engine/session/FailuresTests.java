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

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

import liquibase.exception.LiquibaseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.migrationutilities.DatabaseState;
import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationException;
import io.migrationutilities.engine.EngineFixture;
import io.migrationutilities.sqlite.table.SqliteAlterationException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Tests for {@link Failures}.
 */
class FailuresTests {

	@Test
	void keepsExceptionOfOurs() {
		MigrationException known = new MigrationException(MigrationErrorCode.NO_SPACE, "message", "hint");
		assertThat(Failures.translate(known)).isSameAs(known);
		assertThat(Failures.translate(new LiquibaseException(new IllegalStateException(known)))).isSameAs(known);
	}

	@Test
	void translatesRefusalOfTheSqliteExtension() {
		SqliteAlterationException refusal = new SqliteAlterationException("message", "hint", new SQLException("cause"));
		MigrationException translated = Failures.translate(new LiquibaseException(new IllegalStateException(refusal)));
		assertThat(translated).hasMessage("message").hasCause(refusal);
		assertThat(translated.getCode()).isEqualTo(MigrationErrorCode.ALTERATION_REFUSED);
		assertThat(translated.getHint()).isEqualTo("hint");
		assertThat(translated.getDatabaseState()).isEqualTo(DatabaseState.UNCHANGED);
	}

	@Test
	void recognizesLockedDatabase(@TempDir Path directory) throws SQLException {
		EngineFixture studio = new EngineFixture(directory);
		studio.execute("CREATE TABLE crew (id INTEGER)");
		try (Connection holder = studio.connect(); Statement statement = holder.createStatement()) {
			statement.execute("BEGIN EXCLUSIVE");
			Throwable failure = catchThrowable(() -> studio.query("SELECT * FROM crew"));
			assertThat(Failures.isBusy(failure)).isTrue();
			assertThat(Failures.translate(failure).getCode()).isEqualTo(MigrationErrorCode.DATABASE_LOCKED);
		}
	}

	@Test
	void takesNoOtherErrorForLockedDatabase(@TempDir Path directory) {
		Throwable failure = catchThrowable(() -> new EngineFixture(directory).query("SELECT * FROM crew"));
		assertThat(Failures.isBusy(failure)).isFalse();
		assertThat(Failures.isBusy(new SQLException("busy", "state", 5))).isFalse();
		MigrationException translated = Failures.translate(failure);
		assertThat(translated.getCode()).isEqualTo(MigrationErrorCode.DATABASE_UNAVAILABLE);
		assertThat(translated.getMessage()).contains("no such table: crew");
		assertThat(translated.getCause()).isSameAs(failure);
	}

	@Test
	void keepsTheThreadInterrupted() {
		MigrationException translated = Failures.translate(new LiquibaseException(new InterruptedException()));
		assertThat(Thread.interrupted()).isTrue();
		assertThat(translated.getCode()).isEqualTo(MigrationErrorCode.INTERRUPTED);
	}

	@Test
	void tellsTheInnermostMessageInOneLine() {
		assertThat(Failures.rootMessage(new LiquibaseException("outer", new SQLException(" a\n   b \r\n c "))))
			.isEqualTo("a b c");
		assertThat(Failures.rootMessage(new IllegalStateException())).isEqualTo("IllegalStateException");
		assertThat(Failures.rootMessage(new IllegalStateException(" "))).isEqualTo("IllegalStateException");
	}

}
