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

import io.migrationutilities.BackupManifest;
import io.migrationutilities.BackupManifest.Application;
import io.migrationutilities.BackupManifest.Database;
import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationException;

/**
 * Tells whether a backup is of an application and of a database.
 *
 * @param application the application
 * @param database the database
 */
record BackupOrigin(Application application, Database database) {

	/**
	 * Return whether two databases are the same to their backups.
	 * @param first one of them
	 * @param second the other one
	 * @return whether they have the same kind and name
	 */
	static boolean isSame(Database first, Database second) {
		return first.kind().equals(second.kind()) && first.name().equals(second.name());
	}

	/**
	 * Make sure that a backup is of the application and of the database.
	 * @param manifest the manifest of the backup
	 * @throws MigrationException with code {@code BACKUP_OF_OTHER_DATABASE} if it is not
	 */
	void require(BackupManifest manifest) {
		requireSameApplication(manifest.application());
		requireSameDatabase(manifest.database());
	}

	private void requireSameApplication(Application other) {
		String own = this.application.name();
		if (own != null && other.name() != null && !own.equals(other.name())) {
			throw new MigrationException(MigrationErrorCode.BACKUP_OF_OTHER_DATABASE,
					"The backup was taken by the application '%s', not by '%s'.".formatted(other.name(), own),
					"Choose a backup of this application: 'migrations backups' tells which ones there are. "
							+ "If the application was renamed, restore with spring.application.name=" + other.name());
		}
	}

	private void requireSameDatabase(Database backedUp) {
		if (!isSame(backedUp, this.database)) {
			throw new MigrationException(MigrationErrorCode.BACKUP_OF_OTHER_DATABASE,
					"The backup is of the %s database '%s', not of the %s database '%s'.".formatted(backedUp.kind(),
							backedUp.name(), this.database.kind(), this.database.name()),
					"Choose a backup of '%s': 'migrations backups' tells which ones there are."
						.formatted(this.database.name()));
		}
	}

}
