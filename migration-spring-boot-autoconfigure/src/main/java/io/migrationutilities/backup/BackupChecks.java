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
import java.util.function.Supplier;

import io.migrationutilities.Finding;
import io.migrationutilities.Finding.Severity;
import io.migrationutilities.MigrationException;
import io.migrationutilities.VerificationLevel;
import io.migrationutilities.database.BackupSource;
import io.migrationutilities.file.FreeSpace;
import io.migrationutilities.file.PrivateFiles;
import io.migrationutilities.work.Findings;

/**
 * Checks whether a backup can be taken and verified. The same list tells a user
 * everything, and refuses a backup with its first error.
 */
final class BackupChecks {

	private final BackupStore store;

	private final BackupStrategies strategies;

	BackupChecks(BackupStore store, BackupStrategies strategies) {
		this.store = store;
		this.strategies = strategies;
	}

	/**
	 * Look at the backup directory alone, and write nothing.
	 * @return what was found
	 */
	Finding examineDirectory() {
		try {
			Path existing = this.store.requireUsable();
			Path directory = this.store.directory();
			if (existing.equals(directory) && PrivateFiles.isWritableByOthers(directory)) {
				return new Finding("Backup directory", Severity.WARNING,
						"Other users of this machine can write to '%s', and so replace a backup.".formatted(directory),
						"chmod 700 '%s'".formatted(directory), null);
			}
			if (existing.equals(directory)) {
				this.store.requireLockable();
				List<Path> unreadable = this.store.unreadable();
				if (!unreadable.isEmpty()) {
					return describeUnreadable(unreadable);
				}
			}
			return Finding.ok("Backup directory",
					existing.equals(directory) ? directory.toString() : directory + ", to be created");
		}
		catch (MigrationException ex) {
			return Finding.error("Backup directory", ex);
		}
	}

	private static Finding describeUnreadable(List<Path> files) {
		Path first = files.get(0);
		String owner = PrivateFiles.findOtherOwner(first);
		String more = (files.size() > 1) ? " and %d more".formatted(files.size() - 1) : "";
		return new Finding("Backup directory", Severity.WARNING, "'%s'%s can't be read%s.".formatted(first, more,
				(owner != null)
						? ": it belongs to %s, and this process runs as %s".formatted(owner, PrivateFiles.user()) : ""),
				PrivateFiles.takeOver(PrivateFiles.directoryOf(first)), null);
	}

	/**
	 * Look at a database, and write nothing.
	 * @param source the database
	 * @param level how far backups of it are going to be verified
	 * @return what was found
	 */
	List<Finding> examine(BackupSource source, VerificationLevel level) {
		Findings findings = new Findings(BackupFailures::ofDatabase);
		try {
			check(source, level, findings, this.store::requireUsable);
		}
		catch (MigrationException ex) {
			findings.add(Finding.error("Backup", ex));
		}
		return findings.toList();
	}

	/**
	 * Make sure that a backup can be taken and verified. Creates the backup directory.
	 * @param source the database
	 * @param level how far it is going to be verified
	 * @throws MigrationException the first error that {@link #examine} would find
	 */
	void require(BackupSource source, VerificationLevel level) {
		check(source, level, Findings.throwing(BackupFailures::ofDatabase), this.store::prepare);
	}

	private void check(BackupSource source, VerificationLevel level, Findings findings, Supplier<Path> directory) {
		BackupStrategy strategy = this.strategies.get(source);
		strategy.check(source, level, findings);
		findings.check("Free space", () -> {
			long required = strategy.requiredSpace(source);
			return "%d MiB, of which a backup needs %d"
				.formatted(requireSpace(required, directory.get()) / FreeSpace.MIB, FreeSpace.mebibytes(required));
		});
	}

	/**
	 * Make sure that there is room for a backup.
	 * @param required the space that it needs, in bytes
	 * @param directory where it is going to be
	 * @return the space that is free, in bytes
	 */
	static long requireSpace(long required, Path directory) {
		try {
			return FreeSpace.require(required, directory, "take a backup");
		}
		catch (IOException ex) {
			throw BackupFailures.unusableDirectory(directory, "its free space can't be determined", ex);
		}
	}

}
