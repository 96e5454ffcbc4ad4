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

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.migrationutilities.BackupManifest;
import io.migrationutilities.BackupVerification;
import io.migrationutilities.DatabaseBackup;
import io.migrationutilities.RestoreResult;
import io.migrationutilities.VerificationLevel;
import io.migrationutilities.backup.DatabaseBackups;
import io.migrationutilities.backup.SourceContent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link DatabaseRestore} on PostgreSQL, where the server ends all sessions of
 * the database that is replaced.
 */
@ExtendWith(OutputCaptureExtension.class)
class PostgresqlRestoreTests {

	private static final String ONE = "changelog-1.sql";

	private final DatabaseBackups backups = mock(DatabaseBackups.class);

	private PostgresqlFixture studio;

	private Path path;

	@BeforeEach
	void createStudio(@TempDir Path directory) {
		this.studio = new PostgresqlFixture(directory);
		this.studio.upgrade(ONE);
		this.path = directory.resolve("backup");
		given(this.backups.open(any())).willReturn(new DatabaseBackup(this.path, mock(BackupManifest.class)));
		given(this.backups.verify(any(), any(), any())).willReturn(
				new BackupVerification(true, 1, 1, List.of(), VerificationLevel.STRUCTURE, Duration.ofSeconds(1)));
		given(this.backups.isSupported(any())).willReturn(true);
		given(this.backups.content(any())).willReturn(SourceContent.EMPTY);
		given(this.backups.restore(any(), any())).willAnswer((invocation) -> {
			this.studio.terminate("TRUE");
			return "app_before_restore";
		});
	}

	@AfterEach
	void dropStudio() {
		this.studio.expectNoSessions();
		this.studio.drop();
	}

	@Test
	void recordsTheRestoreThoughAllConnectionsWereEnded(CapturedOutput output) throws SQLException {
		try (HikariDataSource pool = pool()) {
			fill(pool);
			RestoreResult result = restore().restore(this.studio.dataSource(pool).start(ONE).database(), this.path);
			assertThat(result.previousDatabase()).isEqualTo("app_before_restore");
			assertThat(result.postRestoreRevision()).isEqualTo("first-crew");
			assertThat(this.studio.upgrade("changelog-2.sql").applied()).containsExactly("create-agent");
			assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isZero();
		}
		assertThat(this.studio.ledger()).isEqualTo("""
				UPGRADE|null|first-crew|SUCCEEDED|null
				RESTORE|first-crew|first-crew|SUCCEEDED|null
				UPGRADE|first-crew|create-agent|SUCCEEDED|null""");
		assertThat(output).doesNotContain("could not be recorded").doesNotContain("could not be freed");
	}

	private DatabaseRestore restore() {
		return new DatabaseRestore(this.studio.settings(), this.backups, List.of());
	}

	private HikariDataSource pool() {
		HikariConfig config = new HikariConfig();
		config.setJdbcUrl(this.studio.server().url(this.studio.database()));
		config.setUsername("postgres");
		config.setMaximumPoolSize(3);
		return new HikariDataSource(config);
	}

	// Used a moment ago, the pool hands its connections out untested.
	private static void fill(HikariDataSource pool) throws SQLException {
		List<Connection> connections = new ArrayList<>();
		for (int i = 0; i < pool.getMaximumPoolSize(); i++) {
			connections.add(pool.getConnection());
		}
		for (Connection connection : connections) {
			connection.close();
		}
	}

}
