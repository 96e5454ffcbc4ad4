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

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationException;
import io.migrationutilities.RestoreForecast;
import io.migrationutilities.backup.DatabaseBackups;
import io.migrationutilities.database.BackupSource;

/**
 * Foresees before a backup is taken whether it could be restored, and says so, or refuses
 * the run where the user wants that.
 */
public final class RestorableCheck {

	private static final Log logger = LogFactory.getLog(RestorableCheck.class);

	private final DatabaseBackups backups;

	private final boolean required;

	RestorableCheck(DatabaseBackups backups, MigrationSettings settings) {
		this.backups = backups;
		this.required = settings.requireRestorable();
	}

	/**
	 * Foresee whether a backup could be restored.
	 * @param run the run that is going to take it
	 * @param source the database
	 * @return the forecast, or {@code null} if it can't be foreseen
	 * @throws MigrationException with code {@code RESTORE_BLOCKED} if it could not, and
	 * has to be
	 */
	@Nullable RestoreForecast foresee(MigrationRun run, BackupSource source) {
		try {
			RestoreForecast forecast = this.backups.forecast(source, false);
			if (!forecast.possible()) {
				tell(run, refusal(forecast));
			}
			return forecast;
		}
		catch (MigrationException ex) {
			if (this.required || ex.getCode() == MigrationErrorCode.INTERRUPTED) {
				throw ex;
			}
			logger.warn("Whether the backup of '" + run.name() + "' can be restored is not known: " + ex.getMessage());
			return null;
		}
	}

	private void tell(MigrationRun run, MigrationException refusal) {
		if (this.required) {
			throw refusal;
		}
		logger.warn(refusal.getCode() + " '" + run.name() + "': " + refusal.getMessage() + " " + refusal.getHint());
	}

	/**
	 * Say why a backup could not be restored.
	 * @param forecast the forecast
	 * @return the refusal
	 */
	public static MigrationException refusal(RestoreForecast forecast) {
		return new MigrationException(MigrationErrorCode.RESTORE_BLOCKED,
				"A backup taken now could not be restored by this user. " + forecast.describe(), forecast.hint() + ".");
	}

}
