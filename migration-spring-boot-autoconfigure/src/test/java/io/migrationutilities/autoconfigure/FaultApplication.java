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

package io.migrationutilities.autoconfigure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;

import io.migrationutilities.BackupManifest;
import io.migrationutilities.MigrationEvent;
import io.migrationutilities.MigrationListener;
import io.migrationutilities.VerificationLevel;
import io.migrationutilities.backup.BackupStrategy;
import io.migrationutilities.backup.RevisionNaming;
import io.migrationutilities.backup.SourceContent;
import io.migrationutilities.backup.postgresql.PostgresqlBackupStrategy;
import io.migrationutilities.backup.sqlite.SqliteBackupStrategy;
import io.migrationutilities.database.BackupSource;
import io.migrationutilities.database.DatabaseKind;
import io.migrationutilities.test.FullDisk;
import io.migrationutilities.work.Findings;
import io.migrationutilities.work.Gauge;

/**
 * An application that halts at a chosen point of its boot, so that a test can kill it
 * there, and otherwise ends as soon as it has started.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration(exclude = HibernateJpaAutoConfiguration.class)
public class FaultApplication {

	static final String STARTED = "fault application: started";

	static final String HALTED = "fault application: halted";

	static final String HALT_AT = "fault.halt-at";

	static final String ENDING = "fault application: ending";

	/**
	 * Directory whose disk is filled up before the data of a backup is written.
	 */
	static final String FILL_UP = "fault.fill-up";

	/**
	 * Halting point after the data of a backup is written, before its manifest is.
	 */
	static final String CAPTURED = "captured";

	/**
	 * Halting point while a backup is restored into a scratch database.
	 */
	static final String SCRATCH = "scratch";

	public static void main(String[] args) {
		Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println(ENDING)));
		SpringApplication.run(FaultApplication.class, args);
		System.out.println(STARTED);
	}

	@Bean
	MigrationListener haltingListener() {
		return new HaltingListener();
	}

	@Bean
	@Order(0)
	BackupStrategy haltingSqliteBackupStrategy() {
		return new HaltingBackupStrategy(new SqliteBackupStrategy());
	}

	@Bean
	@Order(0)
	BackupStrategy haltingPostgresqlBackupStrategy(MigrationProperties properties) {
		return new HaltingBackupStrategy(new PostgresqlBackupStrategy(
				properties.getBackup().getPostgresql().toToolSettings(properties.getLock().getTimeout())));
	}

	/**
	 * Halt if this is the chosen point: say so, and go on when the test writes a line.
	 * @param point the point that is reached
	 */
	private static void halt(String point) {
		if (point.equals(System.getProperty(HALT_AT))) {
			System.out.println(HALTED);
			try {
				// Neither interrupted nor seen as waiting by a context that closes.
				System.in.read();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}
	}

	private static void fillUp() {
		String directory = System.getProperty(FILL_UP);
		if (directory != null) {
			FullDisk.fillUp(Path.of(directory), 0);
		}
	}

	/**
	 * Halts at a step, or at another kind of event with its ordinal number.
	 */
	static class HaltingListener implements MigrationListener {

		private int changeSets;

		@Override
		public void onMigrationEvent(MigrationEvent event) {
			halt(nameOf(event));
		}

		private String nameOf(MigrationEvent event) {
			if (event instanceof MigrationEvent.StepStarted started) {
				return started.step().name();
			}
			String name = event.getClass().getSimpleName();
			return (event instanceof MigrationEvent.ChangeSetRan) ? name + ++this.changeSets : name;
		}

	}

	/**
	 * Halts in the middle of what another strategy does.
	 */
	static class HaltingBackupStrategy implements BackupStrategy {

		private final BackupStrategy delegate;

		HaltingBackupStrategy(BackupStrategy delegate) {
			this.delegate = delegate;
		}

		@Override
		public String kind() {
			return this.delegate.kind();
		}

		@Override
		public String suffix() {
			return this.delegate.suffix();
		}

		@Override
		public boolean supports(DatabaseKind kind) {
			return this.delegate.supports(kind);
		}

		@Override
		public SourceContent content(BackupSource source) {
			return this.delegate.content(source);
		}

		@Override
		public Map<String, Long> countRows(BackupSource source) {
			return this.delegate.countRows(source);
		}

		@Override
		public BackupManifest.Database describe(BackupSource source) {
			return this.delegate.describe(source);
		}

		@Override
		public void check(BackupSource source, VerificationLevel level, Findings findings) {
			this.delegate.check(source, level, findings);
		}

		@Override
		public long requiredSpace(BackupSource source) {
			return this.delegate.requiredSpace(source);
		}

		@Override
		public Capture capture(BackupSource source, Path target, RevisionNaming naming, Gauge gauge) {
			fillUp();
			Capture capture = this.delegate.capture(source, target, naming, gauge);
			halt(CAPTURED);
			return capture;
		}

		@Override
		public List<String> verifyStructure(Path backup, BackupManifest manifest, Gauge gauge) {
			return this.delegate.verifyStructure(backup, manifest, gauge);
		}

		@Override
		public List<String> verifyRestore(Path backup, BackupManifest manifest, BackupSource source,
				Path scratchDirectory, Gauge gauge) {
			List<String> problems = this.delegate.verifyRestore(backup, manifest, source, scratchDirectory, gauge);
			halt(SCRATCH);
			return problems;
		}

		@Override
		public @Nullable String restore(Path backup, BackupManifest manifest, BackupSource target, boolean keepPrevious,
				Gauge gauge) {
			return this.delegate.restore(backup, manifest, target, keepPrevious, gauge);
		}

	}

}
