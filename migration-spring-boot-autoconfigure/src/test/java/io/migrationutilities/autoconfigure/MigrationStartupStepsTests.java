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
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.metrics.buffering.BufferingApplicationStartup;
import org.springframework.boot.context.metrics.buffering.StartupTimeline;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.liquibase.autoconfigure.LiquibaseAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.metrics.StartupStep;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MigrationStartupSteps}.
 */
class MigrationStartupStepsTests {

	@Test
	void recordsTheUpgradeAndItsStepsAsStepsOfTheStart(@TempDir Path directory) {
		BufferingApplicationStartup startup = new BufferingApplicationStartup(10000);
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class,
					LiquibaseAutoConfiguration.class, MigrationAutoConfiguration.class))
			.withPropertyValues("spring.datasource.url=jdbc:sqlite:" + directory.resolve("books.db"),
					"spring.liquibase.change-log=classpath:autoconfigure/changelog.yaml",
					"migration.backup.directory=" + directory.resolve("backups"))
			.withInitializer((context) -> context.setApplicationStartup(startup))
			.run((context) -> {
				List<StartupStep> steps = startup.getBufferedTimeline()
					.getEvents()
					.stream()
					.map(StartupTimeline.TimelineEvent::getStartupStep)
					.filter((step) -> step.getName().startsWith("migration."))
					.toList();
				StartupStep upgrade = steps.get(steps.size() - 1);
				assertThat(upgrade.getName()).isEqualTo("migration.upgrade");
				assertThat(steps.subList(0, steps.size() - 1)).extracting(StartupStep::getName)
					.containsExactly("migration.check-up-to-date", "migration.lock", "migration.plan",
							"migration.apply", "migration.check", "migration.record", "migration.unlock");
				assertThat(steps.subList(0, steps.size() - 1)).extracting(StartupStep::getParentId)
					.containsOnly(upgrade.getId());
				assertThat(upgrade.getTags()).singleElement()
					.satisfies((tag) -> assertThat(tag.getValue()).isEqualTo("liquibase"));
			});
	}

}
