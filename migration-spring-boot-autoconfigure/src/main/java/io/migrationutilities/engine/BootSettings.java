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

import liquibase.integration.commandline.LiquibaseCommandLineConfiguration;

import io.migrationutilities.engine.plan.Target;
import io.migrationutilities.engine.session.MigrationDatabase;

/**
 * Settings of the work on the databases at boot.
 *
 * @param upgrade whether it upgrades them
 * @param target the target of the upgrade
 */
public record BootSettings(boolean upgrade, String target) {

	/**
	 * Return whether Liquibase is to do anything with a database at boot.
	 * @param database the database
	 * @return whether it is
	 */
	boolean appliesTo(MigrationDatabase database) {
		return LiquibaseCommandLineConfiguration.SHOULD_RUN.getCurrentValue() && database.shouldRun();
	}

	/**
	 * Return where the upgrade of a database is to lead. The bean may say so with a tag.
	 * @param database the database
	 * @return the target
	 */
	String targetOf(MigrationDatabase database) {
		return (database.getTag() != null && Target.HEAD.equals(this.target)) ? "tag:" + database.getTag()
				: this.target;
	}

}
