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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import io.migrationutilities.BackupManifest;
import io.migrationutilities.BackupManifest.BackupFile;
import io.migrationutilities.BackupVerification;
import io.migrationutilities.MigrationException;
import io.migrationutilities.Progress.Activity;
import io.migrationutilities.VerificationLevel;
import io.migrationutilities.database.BackupSource;
import io.migrationutilities.file.PrivateFiles;
import io.migrationutilities.file.Sha256;
import io.migrationutilities.work.ActivityProgress;
import io.migrationutilities.work.Background;
import io.migrationutilities.work.ByteCount;
import io.migrationutilities.work.Gauge;
import io.migrationutilities.work.ProgressListeners;

/**
 * Finds out whether a backup is what its manifest says.
 */
final class BackupVerifier {

	private final BackupStrategies strategies;

	private final BackupStore store;

	private final ProgressListeners progress;

	BackupVerifier(BackupStrategies strategies, BackupStore store, ProgressListeners progress) {
		this.strategies = strategies;
		this.store = store;
		this.progress = progress;
	}

	BackupVerification verify(Path backup, VerificationLevel level, BackupSource source) {
		long start = System.nanoTime();
		BackupInspection.requireReadable(backup);
		BackupInspection inspection = BackupInspection.of(backup);
		BackupManifest manifest = inspection.manifest();
		List<String> problems = inspection.problems();
		if (manifest != null && problems.isEmpty()) {
			ActivityProgress activity = this.progress.begin(Activity.VERIFY, manifest.totalSize(),
					numberOfParts(level));
			problems = verify(backup, manifest, level, source, activity);
			activity.finish();
		}
		int tableCount = (manifest != null) ? manifest.tables().size() : 0;
		return new BackupVerification(problems.isEmpty(), inspection.size(), tableCount, List.copyOf(problems), level,
				Duration.ofNanos(System.nanoTime() - start));
	}

	private static int numberOfParts(VerificationLevel level) {
		return switch (level) {
			case CHECKSUM -> 1;
			case STRUCTURE -> 2;
			case RESTORE -> 3;
		};
	}

	private List<String> verify(Path backup, BackupManifest manifest, VerificationLevel level, BackupSource source,
			ActivityProgress progress) {
		if (level == VerificationLevel.CHECKSUM) {
			return verifyChecksums(backup, manifest, progress.part(0));
		}
		Optional<BackupStrategy> strategy = this.strategies.findByKind(manifest.database().kind());
		if (strategy.isEmpty()) {
			return List.of("'%s' is a backup of a %s database, which this application can't read."
				.formatted(backup.getFileName(), manifest.database().kind()));
		}
		List<String> problems = verifyStructure(backup, manifest, strategy.get(), progress);
		if (level == VerificationLevel.RESTORE && problems.isEmpty()) {
			return verifyRestore(backup, manifest, strategy.get(), source, progress.part(2));
		}
		return problems;
	}

	private static List<String> verifyStructure(Path backup, BackupManifest manifest, BackupStrategy strategy,
			ActivityProgress progress) {
		CompletableFuture<List<String>> structure = Background.run("backup-verification",
				() -> strategy.verifyStructure(backup, manifest, progress.part(1)));
		List<String> problems = new ArrayList<>(verifyChecksums(backup, manifest, progress.part(0)));
		try {
			problems.addAll(Background.await(structure));
		}
		catch (CompletionException ex) {
			// Of the programs that read it, not of the backup.
			if (problems.isEmpty() && ex.getCause() instanceof MigrationException failure) {
				throw failure;
			}
			problems.add("'%s' can't be read: %s.".formatted(backup.getFileName(), ex.getCause()));
		}
		return problems;
	}

	private static List<String> verifyChecksums(Path backup, BackupManifest manifest, Gauge gauge) {
		ByteCount count = new ByteCount(gauge, manifest.totalSize());
		List<String> problems = new ArrayList<>();
		for (BackupFile file : manifest.files()) {
			try {
				if (!Sha256.of(BackupInspection.pathOf(backup, file), count::add).equals(file.sha256())) {
					problems.add("'%s' is damaged: its SHA-256 is not the recorded one.".formatted(file.name()));
				}
			}
			catch (IOException ex) {
				problems.add("'%s' can't be read: %s.".formatted(file.name(), ex));
			}
		}
		return problems;
	}

	private List<String> verifyRestore(Path backup, BackupManifest manifest, BackupStrategy strategy,
			BackupSource source, Gauge gauge) {
		try (ScratchDirectory scratch = this.store.createScratchDirectory()) {
			Files.createDirectory(scratch.path(), PrivateFiles.directoryAttributes(scratch.path()));
			return strategy.verifyRestore(backup, manifest, source, scratch.path(), gauge);
		}
		catch (IOException ex) {
			throw BackupFailures.translate(ex, this.store.directory().resolve("scratch"));
		}
	}

}
