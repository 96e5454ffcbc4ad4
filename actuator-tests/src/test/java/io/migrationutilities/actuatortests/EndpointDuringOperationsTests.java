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

package io.migrationutilities.actuatortests;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import tools.jackson.databind.JsonNode;

import io.migrationutilities.MigrationEvent.BackupCreated;
import io.migrationutilities.MigrationEvent.ChangeSetRan;
import io.migrationutilities.test.TakesLong;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what endpoint and health answer while something is going on.
 */
class EndpointDuringOperationsTests {

	private static final String MIGRATIONS = "/actuator/migrations";

	private static final String HEALTH = "/actuator/health/migrations";

	@TempDir
	Path directory;

	private final Turnstile turnstile = new Turnstile();

	private RunningApplication application;

	@BeforeEach
	void startWithPendingChangeSets() {
		this.application = start("migration.upgrade.on-boot=false");
	}

	private RunningApplication start(String... properties) {
		SpringApplicationBuilder builder = new SpringApplicationBuilder(LibraryApplication.class, OpenDoors.class)
			.initializers((context) -> context.getBeanFactory().registerSingleton("turnstile", this.turnstile))
			.properties("management.endpoint.migrations.access=unrestricted",
					"management.endpoint.health.show-details=always");
		return RunningApplication.start(builder, this.directory, properties);
	}

	@AfterEach
	void stop() {
		this.turnstile.open();
		this.application.close();
	}

	@Test
	void answersWhileAnUpgradeIsOn() throws Exception {
		assertThat(this.application.database("liquibase").at("/pendingMigrations")).hasSize(3);
		assertThat(this.application.get(MIGRATIONS + "/liquibase/history").statusCode()).isEqualTo(200);
		this.turnstile.close(ChangeSetRan.class);
		CompletableFuture<HttpResponse<String>> upgrade = upgrade();
		this.turnstile.await();
		JsonNode database = this.application.database("liquibase");
		assertThat(database.at("/lock/owner").asString()).contains("process " + ProcessHandle.current().pid());
		assertThat(database.at("/lock/since").asString()).endsWith("Z");
		assertThat(database.at("/pendingMigrations")).hasSize(3);
		assertThat(this.application.get(MIGRATIONS + "/liquibase/history").statusCode()).isEqualTo(200);
		HttpResponse<String> health = this.application.get(HEALTH);
		assertThat(health.statusCode()).isEqualTo(503);
		assertThat(RunningApplication.json(health).at("/status").asString()).isEqualTo("OUT_OF_SERVICE");
		assertThat(RunningApplication.json(health).at("/details/running").booleanValue()).isTrue();
		this.turnstile.open();
		JsonNode result = RunningApplication.json(upgrade.get(1, TimeUnit.MINUTES));
		assertThat(result.at("/applied")).hasSize(3);
		assertThat(this.application.get(HEALTH).statusCode()).isEqualTo(200);
		assertThat(this.application.database("liquibase").has("lock")).isFalse();
		assertThat(this.application.database("liquibase").at("/pendingMigrations")).isEmpty();
	}

	@Test
	void waitsForNoRunToTellWhoMigrates() throws Exception {
		this.turnstile.close(ChangeSetRan.class);
		CompletableFuture<HttpResponse<String>> upgrade = upgrade();
		this.turnstile.await();
		assertThat(this.application.database("liquibase").has("lock")).isTrue();
		assertThat(this.application.get(MIGRATIONS + "/liquibase/history").statusCode()).isEqualTo(409);
		HttpResponse<String> sql = this.application.get(MIGRATIONS + "/liquibase/sql");
		assertThat(sql.statusCode()).isEqualTo(409);
		assertThat(RunningApplication.json(sql).at("/code").asString()).isEqualTo("OPERATION_IN_PROGRESS");
		this.turnstile.open();
		assertThat(upgrade.get(1, TimeUnit.MINUTES).statusCode()).isEqualTo(200);
	}

	@TakesLong
	@Test
	void refusesASecondOperation() throws Exception {
		this.application.post(MIGRATIONS + "/liquibase", "{}");
		this.turnstile.close(BackupCreated.class);
		CompletableFuture<HttpResponse<String>> backup = CompletableFuture
			.supplyAsync(() -> this.application.post(MIGRATIONS + "/liquibase/backups", "{}"));
		this.turnstile.await();
		for (String path : List.of("/liquibase/backups", "/liquibase")) {
			HttpResponse<String> second = this.application.post(MIGRATIONS + path, "{}");
			assertThat(second.statusCode()).as(path).isEqualTo(409);
			assertThat(RunningApplication.json(second).at("/code").asString()).isEqualTo("OPERATION_IN_PROGRESS");
		}
		this.turnstile.open();
		assertThat(backup.get(1, TimeUnit.MINUTES).statusCode()).isEqualTo(200);
		assertThat(this.application.utilities().listBackups()).hasSize(1);
		assertThat(this.application.post(MIGRATIONS + "/liquibase/backups", "{}").statusCode()).isEqualTo(200);
	}

	@Test
	void isDownAfterARunThatFailedUntilTheDatabaseIsFoundInOrder() {
		this.application.close();
		this.application = start("spring.liquibase.change-log=classpath:library/changelog-that-fails.yaml",
				"migration.upgrade.target=+3");
		HttpResponse<String> failed = this.application.post(MIGRATIONS + "/liquibase", "{}");
		assertThat(failed.statusCode()).isEqualTo(422);
		assertThat(RunningApplication.json(failed).at("/code").asString()).isEqualTo("UPGRADE_FAILED");
		HttpResponse<String> health = this.application.get(HEALTH);
		assertThat(health.statusCode()).isEqualTo(503);
		JsonNode details = RunningApplication.json(health).at("/details");
		assertThat(details.at("/lastRun/outcome").asString()).isEqualTo("FAILED");
		assertThat(details.at("/lastRun/error/code").asString()).isEqualTo("UPGRADE_FAILED");
		JsonNode database = this.application.database("liquibase");
		assertThat(database.at("/lastRun/error/code").asString()).isEqualTo("UPGRADE_FAILED");
		assertThat(database.at("/pendingMigrations")).hasSize(1);
		assertThat(failed.body() + health.body() + database).doesNotContain(this.directory.toString())
			.doesNotContain("no_such_table");
		assertThat(this.application
			.post(MIGRATIONS + "/liquibase", "{\"target\":\"" + database.at("/currentRevision").asString() + "\"}")
			.statusCode()).isEqualTo(200);
		assertThat(this.application.get(HEALTH).statusCode()).isEqualTo(200);
	}

	private CompletableFuture<HttpResponse<String>> upgrade() {
		return CompletableFuture.supplyAsync(() -> this.application.post(MIGRATIONS + "/liquibase", "{}"));
	}

}
