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
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.liquibase.autoconfigure.LiquibaseAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

import io.migrationutilities.BackupManifest;
import io.migrationutilities.MigrationEvent;
import io.migrationutilities.MigrationListener;
import io.migrationutilities.RestoreForecast;
import io.migrationutilities.VerificationLevel;
import io.migrationutilities.backup.BackupStrategy;
import io.migrationutilities.backup.RestoreRecord;
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
 * there, and otherwise ends as soon as it has started. Its auto-configuration is only
 * what it needs, which makes its many boots shorter.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@ImportAutoConfiguration({ DataSourceAutoConfiguration.class, LiquibaseAutoConfiguration.class,
		MigrationAutoConfiguration.class, MigrationsEndpointAutoConfiguration.class,
		MigrationsHealthContributorAutoConfiguration.class, MigrationMetricsAutoConfiguration.class,
		MigrationObservationAutoConfiguration.class })
public class FaultApplication {

	static final String STARTED = "fault application: started";

	static final String HALTED = "fault application: halted";

	/**
	 * Property that says at which point the boot halts.
	 */
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
		application(FaultApplication::awaitLine).run(args);
		System.out.println(STARTED);
	}

	/**
	 * Return an application that has yet to boot.
	 * @param halt what to do where it halts
	 * @return the application
	 */
	static SpringApplicationBuilder application(Runnable halt) {
		return new SpringApplicationBuilder(FaultApplication.class).initializers((context) -> context.getBeanFactory()
			.registerSingleton("halt", new Halt(context.getEnvironment(), halt)));
	}

	private static void awaitLine() {
		System.out.println(HALTED);
		try {
			// Neither interrupted nor seen as waiting by a context that closes.
			System.in.read();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Bean
	HaltingListener haltingListener(Halt halt) {
		return new HaltingListener(halt);
	}

	@Bean
	@Order(0)
	BackupStrategy haltingSqliteBackupStrategy(Halt halt) {
		return new HaltingBackupStrategy(new SqliteBackupStrategy(), halt);
	}

	@Bean
	@Order(0)
	BackupStrategy haltingPostgresqlBackupStrategy(MigrationProperties properties, Halt halt) {
		return new HaltingBackupStrategy(
				new PostgresqlBackupStrategy(
						properties.getBackup().getPostgresql().toToolSettings(properties.getLock().getTimeout())),
				halt);
	}

	private static void fillUp() {
		String directory = System.getProperty(FILL_UP);
		if (directory != null) {
			FullDisk.fillUp(Path.of(directory), 0);
		}
	}

	/**
	 * What an application does at the point at which it halts.
	 *
	 * @param environment says at which point that is
	 * @param action what to do
	 */
	record Halt(Environment environment, Runnable action) {

		void at(String point) {
			if (point.equals(this.environment.getProperty(HALT_AT))) {
				this.action.run();
			}
		}

	}

	/**
	 * Halts at a step, or at another kind of event with its ordinal number.
	 */
	static class HaltingListener implements MigrationListener {

		private final Halt halt;

		private int changeSets;

		HaltingListener(Halt halt) {
			this.halt = halt;
		}

		boolean hasUpgraded() {
			return this.changeSets > 0;
		}

		@Override
		public void onMigrationEvent(MigrationEvent event) {
			this.halt.at(nameOf(event));
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

		private final Halt halt;

		HaltingBackupStrategy(BackupStrategy delegate, Halt halt) {
			this.delegate = delegate;
			this.halt = halt;
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
		public RestoreForecast forecast(BackupSource target, boolean now) {
			return this.delegate.forecast(target, now);
		}

		@Override
		public long requiredSpace(BackupSource source) {
			return this.delegate.requiredSpace(source);
		}

		@Override
		public Capture capture(BackupSource source, Path target, RevisionNaming naming, Gauge gauge) {
			fillUp();
			Capture capture = this.delegate.capture(source, target, naming, gauge);
			this.halt.at(CAPTURED);
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
			this.halt.at(SCRATCH);
			return problems;
		}

		@Override
		public @Nullable String restore(Path backup, BackupManifest manifest, BackupSource target, boolean keepPrevious,
				RestoreRecord record, Gauge gauge) {
			return this.delegate.restore(backup, manifest, target, keepPrevious, record, gauge);
		}

	}

}
