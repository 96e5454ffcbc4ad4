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

package io.migrationutilities.engine.plan;

import io.migrationutilities.BackupReason;
import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.Progress.Activity;

/**
 * Kind of a run, with the words and codes that go with it.
 */
public enum RunKind {

	/**
	 * Change sets are applied.
	 */
	UPGRADE(BackupReason.BEFORE_UPGRADE, MigrationErrorCode.UPGRADE_FAILED, Activity.UPGRADE),

	/**
	 * Change sets are rolled back.
	 */
	DOWNGRADE(BackupReason.BEFORE_DOWNGRADE, MigrationErrorCode.DOWNGRADE_FAILED, Activity.DOWNGRADE),

	/**
	 * A backup takes the place of the content.
	 */
	RESTORE(BackupReason.BEFORE_RESTORE, MigrationErrorCode.RESTORE_FAILED, Activity.RESTORE);

	private final BackupReason backupReason;

	private final MigrationErrorCode failureCode;

	private final Activity activity;

	RunKind(BackupReason backupReason, MigrationErrorCode failureCode, Activity activity) {
		this.backupReason = backupReason;
		this.failureCode = failureCode;
		this.activity = activity;
	}

	public BackupReason getBackupReason() {
		return this.backupReason;
	}

	public MigrationErrorCode getFailureCode() {
		return this.failureCode;
	}

	public Activity getActivity() {
		return this.activity;
	}

}
