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
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;

import liquibase.Liquibase;
import liquibase.integration.commandline.LiquibaseCommandLineConfiguration;
import liquibase.integration.spring.SpringLiquibase;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationException;
import io.migrationutilities.backup.DatabaseBackups;
import io.migrationutilities.backup.SourceContent;

/**
 * What happens at boot in place of {@link SpringLiquibase#afterPropertiesSet()}: the
 * settings of the bean keep their meaning or are refused, then the database is upgraded.
 */
public final class MigrationBoot {

	private static final Log logger = LogFactory.getLog(MigrationBoot.class);

	// What a subclass may not replace, because it is what this class replaces.
	private static final Map<String, Class<?>[]> REPLACED_METHODS = Map.of("afterPropertiesSet", new Class<?>[0],
			"performUpdate", new Class<?>[] { Liquibase.class });

	private static final List<String> KNOWN_PACKAGES = List.of("liquibase.", "org.springframework.boot.");

	private final MigrationRunner runner;

	private final DatabaseBackups backups;

	private final boolean upgrade;

	private final String target;

	/**
	 * Create the boot upgrade.
	 * @param runner runs the upgrade
	 * @param backups tells whether a database holds data
	 * @param upgrade whether to upgrade at boot
	 * @param target the target of the upgrade
	 */
	public MigrationBoot(MigrationRunner runner, DatabaseBackups backups, boolean upgrade, String target) {
		this.runner = runner;
		this.backups = backups;
		this.upgrade = upgrade;
		this.target = target;
	}

	/**
	 * Upgrade a database at boot, as far as that is wanted.
	 * @param database the database
	 * @throws MigrationException if the application must not start
	 */
	public void run(MigrationDatabase database) {
		if (!shouldRun(database)) {
			logger.info("'" + database.getName() + "' is not migrated: Liquibase is told not to run");
			return;
		}
		if (!this.upgrade) {
			this.runner.refuseIfAhead(database);
			return;
		}
		refuseReplacedMethods(database);
		refuseTestOfRollback(database);
		if (database.getLiquibase().isDropFirst()) {
			dropAll(database);
		}
		String wanted = (database.getTag() != null && "head".equals(this.target)) ? "tag:" + database.getTag()
				: this.target;
		writeRollbackFile(database, wanted);
		this.runner.upgrade(database, wanted);
	}

	private boolean shouldRun(MigrationDatabase database) {
		return LiquibaseCommandLineConfiguration.SHOULD_RUN.getCurrentValue() && database.shouldRun();
	}

	private void refuseReplacedMethods(MigrationDatabase database) {
		Class<?> type = ClassUtils.getUserClass(database.getLiquibase());
		REPLACED_METHODS.forEach((name, parameterTypes) -> {
			Method method = ReflectionUtils.findMethod(type, name, parameterTypes);
			String owner = (method != null) ? method.getDeclaringClass().getName() : "liquibase.";
			if (KNOWN_PACKAGES.stream().noneMatch(owner::startsWith)) {
				throw new MigrationException(MigrationErrorCode.LIQUIBASE_BEAN_REFUSED,
						"The bean '" + database.getName() + "' of type " + type.getName() + " overrides " + name
								+ "(), which the safe upgrade replaces: its code would not run.",
						"Move that code to a listener of the events in MigrationEvent, or set migration.enabled=false "
								+ "to let the bean do its own upgrade, without a backup.");
			}
		});
	}

	private void refuseTestOfRollback(MigrationDatabase database) {
		if (database.getLiquibase().isTestRollbackOnUpdate()) {
			throw new MigrationException(MigrationErrorCode.LIQUIBASE_SETTING_REFUSED,
					"'spring.liquibase.test-rollback-on-update' rolls change sets back on the live database, which "
							+ "destroys what they hold.",
					"Remove the setting, and test rollbacks on a database of their own with downgradeDatabase(\"base\").");
		}
	}

	private void dropAll(MigrationDatabase database) {
		LiquibaseScope.call(database, () -> {
			try (LiquibaseSession session = LiquibaseSession.open(database)) {
				if (this.backups.content(session.getBackupSource()) == SourceContent.DATA) {
					throw new MigrationException(MigrationErrorCode.LIQUIBASE_SETTING_REFUSED,
							"'spring.liquibase.drop-first' deletes everything in the database at each start, and this "
									+ "database holds data.",
							"Remove the setting, or use an in-memory database if it is meant to be thrown away.");
				}
				session.getTransaction().beginPassThrough();
				session.getLiquibase().dropAll();
				session.getTransaction().endPassThrough();
				return null;
			}
		});
	}

	private void writeRollbackFile(MigrationDatabase database, String wanted) {
		if (database.getRollbackFile() instanceof File file) {
			String sql = this.runner.previewRollbackOf(database, wanted);
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
