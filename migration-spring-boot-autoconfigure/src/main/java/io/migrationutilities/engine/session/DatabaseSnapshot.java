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

package io.migrationutilities.engine.session;

import org.jspecify.annotations.Nullable;

import io.migrationutilities.MigrationLock;
import io.migrationutilities.MigrationStatus;
import io.migrationutilities.RunReport;

/**
 * The state of a database when changelog and history were last compared.
 *
 * @param status the status, without the lock, which has its own time
 * @param lastRun the newest run in the ledger, or {@code null} if there is none
 * @param fingerprint of the history that was compared
 */
public record DatabaseSnapshot(MigrationStatus status, @Nullable RunReport lastRun, HistoryFingerprint fingerprint) {

	public MigrationStatus statusWith(@Nullable MigrationLock lock) {
		return new MigrationStatus(this.status.currentRevision(), this.status.headRevision(), this.status.upToDate(),
				this.status.pendingMigrations(), this.status.migrationCount(), this.status.unknownMigrations(),
				this.status.changedMigrations(), lock);
	}

}
