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

package io.migrationutilities.autoconfigure;

import java.nio.file.Path;

import io.migrationutilities.cli.HostApplication;
import io.migrationutilities.test.JavaCommand;

/**
 * Loads the classes that the child JVMs of this module have in common: those of two boots
 * and of a command.
 */
public final class ChildJvmTraining {

	private ChildJvmTraining() {
	}

	/**
	 * Return the command that runs this.
	 * @return the command
	 */
	public static JavaCommand command() {
		return JavaCommand.of(ChildJvmTraining.class);
	}

	public static void main(String[] arguments) throws InterruptedException {
		AccountDatabase database = AccountDatabase.in(Path.of("").toAbsolutePath());
		FaultApplications.bootAndClose(database.arguments("changelog-of-release-1"));
		FaultApplications
			.bootAndClose(database.arguments("changelog-of-release-2", "--migration.backup.verify=restore"));
		HostApplication.main(new String[] { "migrations", "status", "--spring.datasource.url=jdbc:sqlite:studio.db",
				"--spring.liquibase.change-log=classpath:autoconfigure/changelog.yaml" });
	}

}
