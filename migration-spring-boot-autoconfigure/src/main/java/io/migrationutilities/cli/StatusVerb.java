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

package io.migrationutilities.cli;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

import io.migrationutilities.BackupManifest;
import io.migrationutilities.BackupState;
import io.migrationutilities.InterruptedRun;
import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationException;
import io.migrationutilities.MigrationLock;
import io.migrationutilities.MigrationStatus;
import io.migrationutilities.MigrationUtilities;
import io.migrationutilities.StoredBackup;

/**
 * Shows where the database stands.
 */
@Command(name = "status", description = "Shows where the database stands. Writes nothing.", sortOptions = false,
		footerHeading = "%nExamples:%n",
		footer = { "  ${ROOT-COMMAND-NAME} status", "  ${ROOT-COMMAND-NAME} status --json" })
final class StatusVerb extends Verb {

	private final Clock clock;

	StatusVerb(Clock clock) {
		this.clock = clock;
	}

	@Override
	Report run(MigrationUtilities database) {
		MigrationStatus status = database.checkMigrationStatus();
		StoredBackup backup = findLastBackup(database);
		Text text = new Text().row("Current:", StatusText.revision(status.currentRevision()))
			.row("Head:", StatusText.revision(status.headRevision()))
			.row("Lock:", describe(status.lock()))
			.row("Last backup:", describe(backup));
		InterruptedRun interrupted = database.findInterruptedRun();
		if (interrupted != null) {
			text.row("Interrupted:", interrupted.description());
		}
		StatusText.addDifferences(text, status);
		return Report.done(new Value(status, backup, interrupted), text);
	}

	private @Nullable StoredBackup findLastBackup(MigrationUtilities database) {
		try {
			return database.listBackups()
				.stream()
				.filter((backup) -> backup.state() == BackupState.GOOD)
				.findFirst()
				.orElse(null);
		}
		catch (MigrationException ex) {
			if (ex.getCode() == MigrationErrorCode.BACKUP_UNAVAILABLE) {
				return null;
			}
			throw ex;
		}
	}

	private String describe(@Nullable MigrationLock lock) {
		return (lock != null) ? "held by " + StatusText.holder(lock) : "free";
	}

	private String describe(@Nullable StoredBackup backup) {
		if (backup == null) {
			return "none";
		}
		BackupManifest manifest = Objects.requireNonNull(backup.manifest(), "A good backup has a manifest");
		return backup.name() + ", " + age(manifest.createdAt());
	}

	private String age(Instant createdAt) {
		Duration age = Duration.between(createdAt, this.clock.instant());
		if (age.toDays() > 0) {
			return age.toDays() + " d old";
		}
		return (age.toHours() > 0) ? age.toHours() + " h old" : age.toMinutes() + " min old";
	}

	record Value(@JsonUnwrapped MigrationStatus status, @Nullable StoredBackup lastBackup,
			@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable InterruptedRun interruptedRun) {

	}

}
