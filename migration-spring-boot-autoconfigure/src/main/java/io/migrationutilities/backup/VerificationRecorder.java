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
import java.time.Clock;
import java.time.Duration;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.migrationutilities.BackupManifest;
import io.migrationutilities.BackupManifest.Verification;
import io.migrationutilities.BackupVerification;
import io.migrationutilities.MigrationException;
import io.migrationutilities.file.DurableFile;
import io.migrationutilities.file.PrivateFiles;

/**
 * Adds the results of verifications to manifests, where that is possible: a backup on a
 * read-only disk can be verified as well.
 */
final class VerificationRecorder {

	private static final Log logger = LogFactory.getLog(VerificationRecorder.class);

	private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(5);

	private final BackupStore store;

	private final Clock clock;

	VerificationRecorder(BackupStore store, Clock clock) {
		this.store = store;
		this.clock = clock;
	}

	void record(Path backup, BackupVerification result) {
		try {
			if (this.store.directory().equals(backup.getParent())) {
				this.store.locked("recording a verification", LOCK_TIMEOUT, () -> append(backup, result));
			}
			else {
				append(backup, result);
			}
		}
		catch (InvalidManifestException ex) {
			logger.debug("The verification of '%s' is not recorded: %s".formatted(backup, ex.getMessage()));
		}
		catch (MigrationException | IOException ex) {
			logger.info("The verification of '%s' can't be recorded: %s".formatted(backup, ex.getMessage()));
		}
	}

	private BackupManifest append(Path backup, BackupVerification result) throws IOException {
		Path manifest = BackupName.manifestOf(backup);
		Path partial = BackupName.partialOf(manifest);
		BackupManifest changed = ManifestChanges.withVerification(ManifestFile.read(manifest), new Verification(
				result.level(), this.clock.instant(), result.valid(), result.duration(), result.errors()));
		PrivateFiles.delete(partial);
		try {
			ManifestFile.write(partial, changed);
			DurableFile.rename(partial, manifest);
			return changed;
		}
		finally {
			PrivateFiles.delete(partial);
		}
	}

}
