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

import org.jspecify.annotations.Nullable;

import io.migrationutilities.DatabaseBackup;
import io.migrationutilities.database.BackupSource;

/**
 * Restores backups in the way that the database allows, as the engine does.
 */
public final class Restores {

	private Restores() {
	}

	public static @Nullable String restore(DatabaseBackups backups, DatabaseBackup backup, BackupSource target) {
		return backups.restore(backup, target, backups.keepsPrevious(target));
	}

}
