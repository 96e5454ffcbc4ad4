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

package io.migrationutilities.engine.run;

import java.time.Duration;

import io.migrationutilities.BackupManifest;
import io.migrationutilities.VerificationLevel;
import io.migrationutilities.engine.plan.TransactionMode;

/**
 * Settings of the runs.
 *
 * @param transaction how much of an upgrade commits together
 * @param backupBeforeUpgrade whether an upgrade takes a backup first
 * @param backupBeforeDowngrade whether a downgrade takes a backup first
 * @param verificationLevel how far a backup is verified before anything is changed
 * @param whenBackupUnavailable what to do where no backup can be taken
 * @param requireRestorable whether an upgrade is refused whose backup could not be
 * restored
 * @param lockTimeout how long to wait for other instances and writers
 * @param lockWait how long a statement of a run may wait for a lock before the run lets
 * others pass and tries again
 * @param onUnknown what to do about applied change sets that the changelog doesn't hold
 * @param application the application that runs
 */
public record MigrationSettings(TransactionMode transaction, boolean backupBeforeUpgrade, boolean backupBeforeDowngrade,
		VerificationLevel verificationLevel, WhenBackupUnavailable whenBackupUnavailable, boolean requireRestorable,
		Duration lockTimeout, Duration lockWait, OnUnknown onUnknown, BackupManifest.Application application) {

	/**
	 * Return how far a backup is verified before it is restored.
	 * @return the configured level, but no less than the structure
	 */
	VerificationLevel restoreVerificationLevel() {
		return (this.verificationLevel == VerificationLevel.CHECKSUM) ? VerificationLevel.STRUCTURE
				: this.verificationLevel;
	}

	/**
	 * Action to take where no backup can be taken.
	 */
	public enum WhenBackupUnavailable {

		/**
		 * Refuse to change the database.
		 */
		FAIL,

		/**
		 * Go on without a backup and log a warning.
		 */
		WARN

	}

	/**
	 * Action to take for applied change sets that the changelog doesn't hold.
	 */
	public enum OnUnknown {

		/**
		 * Refuse to go on.
		 */
		FAIL,

		/**
		 * Log a warning and go on.
		 */
		WARN,

		/**
		 * Go on.
		 */
		IGNORE

	}

}
