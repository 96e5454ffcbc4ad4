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

package io.migrationutilities.actuate;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import org.jspecify.annotations.Nullable;

import io.migrationutilities.BackupState;
import io.migrationutilities.Migration;
import io.migrationutilities.MigrationEvent;
import io.migrationutilities.MigrationEvent.BackupCreated;
import io.migrationutilities.MigrationEvent.ChangeSetRan;
import io.migrationutilities.MigrationEvent.DowngradeCompleted;
import io.migrationutilities.MigrationEvent.DowngradeFailed;
import io.migrationutilities.MigrationEvent.RestoreCompleted;
import io.migrationutilities.MigrationEvent.RestoreFailed;
import io.migrationutilities.MigrationEvent.StepStarted;
import io.migrationutilities.MigrationEvent.UpgradeCompleted;
import io.migrationutilities.MigrationEvent.UpgradeFailed;
import io.migrationutilities.MigrationListener;
import io.migrationutilities.MigrationStatus;
import io.migrationutilities.MigrationStep;
import io.migrationutilities.engine.DatabaseMonitor;
import io.migrationutilities.engine.DatabaseMonitors;

/**
 * Meters of the runs, the backups and what is known of the databases. Events before there
 * is a registry are counted as soon as there is one. Gauges ask no database: those of the
 * backups look into the backup directory.
 */
public class MigrationMetrics implements MigrationListener {

	private final Supplier<DatabaseMonitors> monitors;

	private final Clock clock;

	private final Map<String, Marks> marks = new ConcurrentHashMap<>();

	private final List<Consumer<MeterRegistry>> records = new ArrayList<>();

	private final List<MeterRegistry> registries = new ArrayList<>();

	/**
	 * Create the metrics.
	 * @param monitors tell what is known of the databases; asked for when a registry
	 * comes
	 * @param clock tells the time
	 */
	public MigrationMetrics(Supplier<DatabaseMonitors> monitors, Clock clock) {
		this.monitors = monitors;
		this.clock = clock;
	}

	/**
	 * Bind the meters to a registry.
	 * @param registry the registry
	 */
	public synchronized void bindTo(MeterRegistry registry) {
		DatabaseMonitors known = this.monitors.get();
		known.getNames().forEach((name) -> bindGauges(registry, name, known));
		this.records.forEach((record) -> record.accept(registry));
		this.records.clear();
		this.registries.add(registry);
	}

	private void bindGauges(MeterRegistry registry, String name, DatabaseMonitors known) {
		gauge(registry, "migration.pending", "Change sets to be applied", name,
				() -> count(known.get(name), MigrationStatus::pendingMigrations));
		gauge(registry, "migration.unknown", "Applied change sets that the changelog does not hold", name,
				() -> count(known.get(name), MigrationStatus::unknownMigrations));
		gauge(registry, "migration.backup.verified", "Whether the newest verification of a backup was passed", name,
				() -> verified(known.get(name)));
		Gauge.builder("migration.backup.size", () -> size(known.get(name)))
			.description("Size of the newest backup")
			.baseUnit("bytes")
			.tags("database", name)
			.register(registry);
		TimeGauge.builder("migration.backup.age", () -> age(known.get(name)), TimeUnit.SECONDS)
			.description("Age of the newest verified backup")
			.tags("database", name)
			.register(registry);
	}

	private static void gauge(MeterRegistry registry, String meter, String description, String name,
			Supplier<Number> value) {
		Gauge.builder(meter, value).description(description).tags("database", name).register(registry);
	}

	private static double count(DatabaseMonitor monitor, Function<MigrationStatus, List<Migration>> migrations) {
		return monitor.getKnown().map((known) -> (double) migrations.apply(known.status()).size()).orElse(Double.NaN);
	}

	private static double size(DatabaseMonitor monitor) {
		return monitor.getBackups()
			.stream()
			.filter((backup) -> backup.manifest() != null)
			.findFirst()
			.map((backup) -> (double) backup.size())
			.orElse(Double.NaN);
	}

	private static double verified(DatabaseMonitor monitor) {
		return monitor.getBackups()
			.stream()
			.filter((backup) -> backup.state() == BackupState.DAMAGED
					|| BackupDescriptor.of(backup).verifiedAt() != null)
			.findFirst()
			.map((backup) -> (backup.state() == BackupState.GOOD) ? 1.0 : 0.0)
			.orElse(Double.NaN);
	}

	private double age(DatabaseMonitor monitor) {
		Instant newest = monitor.findNewestVerifiedBackup();
		return (newest != null) ? Duration.between(newest, this.clock.instant()).toMillis() / 1000.0 : Double.NaN;
	}

	@Override
	public void onMigrationEvent(MigrationEvent event) {
		String name = event.database();
		Marks current = this.marks.computeIfAbsent(name, (key) -> new Marks());
		if (event instanceof StepStarted started) {
			step(current, started);
		}
		else if (event instanceof BackupCreated created) {
			record("migration.backup.duration", Tags.of("database", name), created.backup().manifest().duration());
		}
		else if (event instanceof ChangeSetRan ran) {
			String kind = ran.rolledBack() ? "downgrade" : "upgrade";
			record("migration.change-set", Tags.of("database", name, "kind", kind), current.lap());
		}
		else {
			end(event);
		}
	}

	private void step(Marks current, StepStarted started) {
		Duration previous = current.lap();
		if (current.step == MigrationStep.LOCK) {
			record("migration.lock.wait", Tags.of("database", started.database()), previous);
		}
		current.step = started.step();
	}

	private void end(MigrationEvent event) {
		if (event instanceof UpgradeCompleted completed) {
			run(event, "upgrade", "success", completed.result().duration());
		}
		else if (event instanceof UpgradeFailed failed) {
			run(event, "upgrade", "failure", failed.duration());
		}
		else if (event instanceof DowngradeCompleted completed) {
			run(event, "downgrade", "success", completed.result().duration());
		}
		else if (event instanceof DowngradeFailed failed) {
			run(event, "downgrade", "failure", failed.duration());
		}
		else if (event instanceof RestoreCompleted completed) {
			run(event, "restore", "success", completed.result().duration());
		}
		else if (event instanceof RestoreFailed failed) {
			run(event, "restore", "failure", failed.duration());
		}
	}

	private void run(MigrationEvent event, String kind, String outcome, Duration duration) {
		record("migration.run", Tags.of("database", event.database(), "kind", kind, "outcome", outcome), duration);
	}

	private synchronized void record(String meter, Tags tags, Duration duration) {
		Consumer<MeterRegistry> record = (registry) -> registry.timer(meter, tags).record(duration);
		if (this.registries.isEmpty()) {
			this.records.add(record);
		}
		this.registries.forEach(record);
	}

	/**
	 * Moments of the run of a database.
	 */
	private static final class Marks {

		private long last = System.nanoTime();

		private @Nullable MigrationStep step;

		private Duration lap() {
			long now = System.nanoTime();
			Duration lap = Duration.ofNanos(now - this.last);
			this.last = now;
			return lap;
		}

	}

}
