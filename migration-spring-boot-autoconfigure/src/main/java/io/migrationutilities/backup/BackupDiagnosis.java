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

package io.migrationutilities.backup;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import io.migrationutilities.Finding;
import io.migrationutilities.MigrationException;
import io.migrationutilities.VerificationLevel;

/**
 * Looks for what would keep a backup from being taken, verified or restored, and writes
 * nothing.
 */
final class BackupDiagnosis {

	private final BackupStore store;

	private final BackupStrategies strategies;

	BackupDiagnosis(BackupStore store, BackupStrategies strategies) {
		this.store = store;
		this.strategies = strategies;
	}

	/**
	 * Look at the backup directory alone.
	 * @return what was found
	 */
	Finding examineDirectory() {
		try {
			Path existing = this.store.requireUsable();
			Path directory = this.store.directory();
			return Finding.ok("Backup directory",
					existing.equals(directory) ? directory.toString() : directory + ", to be created");
		}
		catch (MigrationException ex) {
			return Finding.error("Backup directory", ex);
		}
	}

	/**
	 * Look at a database.
	 * @param source the database
	 * @param level how far backups of it are going to be verified
	 * @return what was found
	 */
	List<Finding> examine(BackupSource source, VerificationLevel level) {
		Findings findings = new Findings(BackupFailures::ofDatabase);
		try {
			BackupStrategy strategy = this.strategies.get(source);
			findings.addAll(strategy.diagnose(source, level));
			findings.check("Free space", () -> describeSpace(strategy.requiredSpace(source)));
		}
		catch (MigrationException ex) {
			findings.add(Finding.error("Backup", ex));
		}
		return findings.toList();
	}

	private String describeSpace(long required) throws IOException {
		long usable = FreeSpace.require(required, this.store.requireUsable(), "take a backup");
		return "%d MiB, of which a backup needs %d".formatted(usable / FreeSpace.MIB, FreeSpace.mebibytes(required));
	}

}
