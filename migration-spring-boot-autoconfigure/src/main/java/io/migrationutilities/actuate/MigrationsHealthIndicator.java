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
import java.time.temporal.ChronoUnit;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationException;
import io.migrationutilities.RunReport;
import io.migrationutilities.engine.DatabaseMonitor;
import io.migrationutilities.engine.session.DatabaseSnapshot;

/**
 * {@link HealthIndicator} of one database, by what is known of it and one small query. It
 * never parses a changelog.
 */
public class MigrationsHealthIndicator extends AbstractHealthIndicator {

	private final DatabaseMonitor monitor;

	private final @Nullable Duration backupMaxAge;

	private final Clock clock;

	/**
	 * Create the indicator.
	 * @param monitor tells about the database
	 * @param backupMaxAge how old the newest verified backup may be, or {@code null} if
	 * that doesn't matter
	 * @param clock tells the time
	 */
	public MigrationsHealthIndicator(DatabaseMonitor monitor, @Nullable Duration backupMaxAge, Clock clock) {
		super("The migrations can't be told about");
		this.monitor = monitor;
		this.backupMaxAge = backupMaxAge;
		this.clock = clock;
	}

	// The worse status comes later.
	@Override
	protected void doHealthCheck(Health.Builder builder) {
		builder.up();
		describeBackups(builder);
		DatabaseSnapshot known = this.monitor.getKnown().orElse(null);
		if (known != null) {
			describe(known, builder);
		}
		MigrationErrorCode ledgerProblem = this.monitor.getLedgerProblem();
		if (ledgerProblem != null) {
			builder.withDetail("ledger", ErrorDescriptor.of(ledgerProblem));
		}
		RunReport lastRun = this.monitor.getLastRun();
		if (lastRun != null) {
			builder.withDetail("lastRun", RunDescriptor.of(lastRun));
		}
		Instant runningSince = this.monitor.getRunningSince();
		if (runningSince != null) {
			builder.outOfService().withDetail("running", true).withDetail("runningSince", runningSince.toString());
			return;
		}
		checkDatabase(builder);
		if (lastRun != null && lastRun.hasFailed()) {
			builder.down();
		}
	}

	private void describe(DatabaseSnapshot known, Health.Builder builder) {
		int unknown = known.status().unknownMigrations().size();
		builder.withDetail("pending", known.status().pendingMigrations().size()).withDetail("unknown", unknown);
		if (known.status().currentRevision() != null) {
			builder.withDetail("currentRevision", known.status().currentRevision());
		}
		if (unknown > 0 && this.monitor.isUnknownRefused()) {
			builder.outOfService();
		}
	}

	// Another program that keeps a file of SQLite busy is no reason to end the
	// application.
	private void checkDatabase(Health.Builder builder) {
		try {
			builder.withDetail("current", this.monitor.isCurrent());
		}
		catch (MigrationException ex) {
			if (ex.getCode() == MigrationErrorCode.DATABASE_LOCKED) {
				builder.withDetail("current", false).withDetail("locked", true);
				return;
			}
			builder.down().withDetail("error", ErrorDescriptor.of(ex.getCode()));
		}
	}

	private void describeBackups(Health.Builder builder) {
		Instant newest = newestVerified();
		if (newest != null) {
			builder.withDetail("newestVerifiedBackup", newest.toString())
				.withDetail("newestVerifiedBackupAge",
						Duration.between(newest, this.clock.instant()).truncatedTo(ChronoUnit.SECONDS).toString());
		}
		if (this.backupMaxAge != null
				&& (newest == null || newest.isBefore(this.clock.instant().minus(this.backupMaxAge)))) {
			builder.unknown()
				.withDetail("degraded", "There is no verified backup younger than " + this.backupMaxAge + ".");
		}
	}

	private @Nullable Instant newestVerified() {
		try {
			return this.monitor.findNewestVerifiedBackup();
		}
		catch (MigrationException ex) {
			return null;
		}
	}

}
