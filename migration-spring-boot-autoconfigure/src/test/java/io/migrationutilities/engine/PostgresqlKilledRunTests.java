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

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what a process leaves behind that is killed in the middle of a run on
 * PostgreSQL.
 */
class PostgresqlKilledRunTests {

	private static final String SLEEPING = "changelog-with-sleeping-change-set.sql";

	@TempDir
	private Path directory;

	private PostgresqlFixture studio;

	@BeforeEach
	void createStudio() {
		this.studio = new PostgresqlFixture(this.directory);
		this.studio.upgrade("changelog-1.sql");
	}

	@AfterEach
	void dropStudio() {
		this.studio.expectNoSessions();
		this.studio.drop();
	}

	@Test
	void goesOnAfterTheHolderOfTheLockWasKilled() throws Exception {
		String before = this.studio.content();
		Process process = start();
		try {
			Awaitility.await()
				.atMost(Duration.ofMinutes(1))
				.until(() -> this.studio.sessions(), (names) -> names.stream().anyMatch(this::isLock) && isSleeping());
			assertThat(this.studio.query("SELECT LOCKED FROM DATABASECHANGELOGLOCK")).isEqualTo("true");
		}
		finally {
			process.destroyForcibly().onExit().join();
		}
		Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> !isSleeping());
		assertThat(this.studio.content()).isEqualTo(before);
		assertThat(this.studio.lockTimeout(Duration.ofSeconds(5)).upgrade("changelog-2.sql").applied())
			.containsExactly("create-agent");
	}

	private boolean isLock(String applicationName) {
		return applicationName.startsWith("studio 2.0 (process ");
	}

	private boolean isSleeping() {
		return this.studio
			.query("SELECT 1 FROM pg_stat_activity WHERE state = 'active' AND query LIKE 'SELECT pg_sleep(%' "
					+ "AND datname = current_database()")
			.equals("1");
	}

	private Process start() throws IOException {
		return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx128m", "-cp",
				System.getProperty("java.class.path"), EngineProcess.class.getName(), this.directory.toString(),
				SLEEPING, this.studio.server().url(this.studio.database()) + "?user=postgres")
			.redirectOutput(ProcessBuilder.Redirect.DISCARD)
			.redirectError(ProcessBuilder.Redirect.DISCARD)
			.start();
	}

}
