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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import io.migrationutilities.test.StartsProcesses;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of applications that have the driver of their own database only.
 */
@StartsProcesses
class MissingDriverTests {

	@RegisterExtension
	final FaultApplications applications = new FaultApplications();

	@Test
	void bootsOnSqliteWithoutTheDriverOfPostgresql(@TempDir Path directory) {
		AccountDatabase database = AccountDatabase.in(directory);
		for (String changeLog : new String[] { "changelog-of-release-1", "changelog-of-release-2" }) {
			this.applications.startWithout("postgresql-", database.arguments(changeLog))
				.awaitSuccess(FaultApplication.STARTED);
		}
		assertThat(database.changeSets()).isEqualTo(AccountDatabase.RELEASE_2);
		assertThat(database.backupFiles()).hasSize(2);
	}

}
