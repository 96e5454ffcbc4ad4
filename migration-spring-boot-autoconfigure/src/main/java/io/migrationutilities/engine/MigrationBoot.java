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

package io.migrationutilities.engine;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;

import liquibase.integration.spring.SpringLiquibase;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationException;
import io.migrationutilities.backup.DatabaseBackups;
import io.migrationutilities.engine.plan.BeanRefusals;
import io.migrationutilities.engine.preview.RunPreviews;
import io.migrationutilities.engine.run.MigrationRunner;
import io.migrationutilities.engine.run.UnknownMigrationsGate;
import io.migrationutilities.engine.session.LiquibaseSession;
import io.migrationutilities.engine.session.MigrationDatabase;

/**
 * Works at boot in place of {@link SpringLiquibase#afterPropertiesSet()}: the settings of
 * the bean keep their meaning or are refused, then the database is upgraded.
 */
public final class MigrationBoot {

	private static final Log logger = LogFactory.getLog(MigrationBoot.class);

	private final MigrationRunner runner;

	private final UnknownMigrationsGate gate;

	private final RunPreviews previews;

	private final DatabaseBackups backups;

	private final BootSettings settings;

	/**
	 * Create the boot upgrade.
	 * @param runner runs the upgrade
	 * @param gate refuses to work on databases that are ahead of the application
	 * @param previews write down the SQL of rollbacks
	 * @param backups tells whether a database holds data
	 * @param settings what is to be done at boot
	 */
	public MigrationBoot(MigrationRunner runner, UnknownMigrationsGate gate, RunPreviews previews,
			DatabaseBackups backups, BootSettings settings) {
		this.runner = runner;
		this.gate = gate;
		this.previews = previews;
		this.backups = backups;
		this.settings = settings;
	}

	/**
	 * Upgrade a database at boot, as far as that is wanted.
	 * @param database the database
	 * @throws MigrationException if the application must not start
	 */
	public void run(MigrationDatabase database) {
		if (!this.settings.appliesTo(database)) {
			logger.info("'" + database.getName() + "' is not migrated: Liquibase is told not to run");
			return;
		}
		if (!this.settings.upgrade()) {
			this.gate.check(database);
			return;
		}
		BeanRefusals.check(database);
		if (database.getLiquibase().isDropFirst()) {
			dropAll(database);
		}
		String wanted = this.settings.targetOf(database);
		writeRollbackFile(database, wanted);
		this.runner.upgrade(database, wanted);
	}

	private void dropAll(MigrationDatabase database) {
		LiquibaseSession.call(database, (session) -> {
			BeanRefusals.checkDropFirst(database, this.backups.content(session.getBackupSource()));
			session.getTransaction().beginPassThrough();
			session.getLiquibase().dropAll();
			session.getTransaction().endPassThrough();
			return session;
		});
	}

	private void writeRollbackFile(MigrationDatabase database, String wanted) {
		if (database.getRollbackFile() instanceof File file) {
			String sql = this.previews.previewRollbackOf(database, wanted);
			try {
				Files.writeString(file.toPath(), sql);
			}
			catch (IOException ex) {
				throw new MigrationException(MigrationErrorCode.LIQUIBASE_SETTING_REFUSED,
						"The file of 'spring.liquibase.rollback-file' can't be written: " + ex.getMessage(),
						"Correct the setting or the permissions of " + file.getAbsolutePath() + ".", ex);
			}
		}
	}

}
