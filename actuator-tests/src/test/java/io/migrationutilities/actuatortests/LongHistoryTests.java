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

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

import io.migrationutilities.test.TakesLong;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the endpoint of a database with a long history.
 */
@TakesLong
class LongHistoryTests {

	private static final int CHANGE_SETS = 50_000;

	private static final String MIGRATIONS = "/actuator/migrations";

	@Test
	void answersInPages(@TempDir Path directory) throws IOException {
		Path changeLog = Files.writeString(directory.resolve("changelog.sql"), changeLog(2));
		try (RunningApplication application = start(directory, changeLog)) {
			applyAll(application.context().getBean(JdbcClient.class));
		}
		Files.writeString(changeLog, changeLog(CHANGE_SETS));
		try (RunningApplication application = start(directory, changeLog)) {
			HttpResponse<String> response = application.get(MIGRATIONS);
			assertThat(response.body()).hasSizeLessThan(10_000);
			JsonNode database = application.database("liquibase");
			assertThat(database.at("/upToDate").booleanValue()).isTrue();
			assertThat(database.at("/migrationCount").intValue()).isEqualTo(CHANGE_SETS);
			JsonNode page = application.json(MIGRATIONS + "/liquibase/history?page=49&size=1000");
			assertThat(page.at("/totalElements").intValue()).isEqualTo(CHANGE_SETS);
			assertThat(page.at("/totalPages").intValue()).isEqualTo(50);
			assertThat(page.at("/migrations")).hasSize(1000);
			assertThat(page.at("/migrations/999/id").asString()).isEqualTo("change-" + CHANGE_SETS);
			assertThat(application.json(MIGRATIONS + "/liquibase/history?page=50&size=1000").at("/migrations"))
				.isEmpty();
			assertThat(application.get("/actuator/health/migrations").statusCode()).isEqualTo(200);
		}
	}

	private static RunningApplication start(Path directory, Path changeLog) {
		return RunningApplication.start(
				new SpringApplicationBuilder(LibraryApplication.class, OpenDoors.class)
					.properties("management.endpoint.health.show-components=always"),
				directory, "spring.liquibase.change-log=file:" + changeLog);
	}

	// Applying them one by one takes minutes. Without a checksum, a change set is taken
	// as it is.
	private static void applyAll(JdbcClient client) {
		client
			.sql("""
					WITH RECURSIVE numbers(n) AS (SELECT 3 UNION ALL SELECT n + 1 FROM numbers WHERE n < :last)
					INSERT INTO DATABASECHANGELOG (ID, AUTHOR, FILENAME, DATEEXECUTED, ORDEREXECUTED, EXECTYPE, DEPLOYMENT_ID)
					SELECT 'change-' || n, 'anna', h.FILENAME, h.DATEEXECUTED, n, 'EXECUTED', h.DEPLOYMENT_ID
					FROM numbers, DATABASECHANGELOG h WHERE h.ORDEREXECUTED = 1 ORDER BY n
					""")
			.param("last", CHANGE_SETS)
			.update();
	}

	private static String changeLog(int changeSets) {
		return IntStream.rangeClosed(1, changeSets)
			.mapToObj((number) -> "--changeset anna:change-" + number + "\nSELECT " + number + ";\n")
			.collect(Collectors.joining("", "--liquibase formatted sql\n", ""));
	}

}
