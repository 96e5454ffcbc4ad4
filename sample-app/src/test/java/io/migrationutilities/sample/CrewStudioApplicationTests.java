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

package io.migrationutilities.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the whole application.
 */
@CrewStudioTest
@DirtiesContext
class CrewStudioApplicationTests {

	private static final int WRITERS = 40;

	@Autowired
	private Environment environment;

	@Autowired
	private JdbcClient jdbc;

	@Autowired
	private AgentService agents;

	@Autowired
	private MockMvcTester mvc;

	@Test
	void knowsItsNameAndVersion() {
		assertThat(this.environment.getProperty("spring.application.name")).isEqualTo("crew-studio");
		assertThat(this.environment.getProperty("spring.application.version")).matches("\\d+\\.\\d+\\.\\d+.*");
	}

	@Test
	void opensTheDatabaseAsConfigured() {
		assertThat(pragma("journal_mode")).isEqualTo("wal");
		assertThat(pragma("foreign_keys")).isEqualTo("1");
		assertThat(pragma("busy_timeout")).isEqualTo("10000");
	}

	@Test
	void showsHealth() {
		assertThat(this.mvc.get().uri("/actuator/health")).hasStatusOk()
			.bodyJson()
			.extractingPath("$.components.db.status")
			.isEqualTo("UP");
	}

	@Test
	void letsWritersWaitForEachOther() throws Exception {
		assertThat(createAtTheSameTime((number) -> "Writer " + number)).hasSize(WRITERS).allMatch(Optional::isPresent);
	}

	@Test
	void givesANameToOneOfManyWhoWantIt() throws Exception {
		assertThat(createAtTheSameTime((number) -> "Wanted")).hasSize(WRITERS)
			.filteredOn(Optional::isPresent)
			.hasSize(1);
	}

	private List<Optional<AgentResponse>> createAtTheSameTime(IntFunction<String> name) throws Exception {
		ExecutorService executor = Executors.newFixedThreadPool(8);
		try {
			List<Future<Optional<AgentResponse>>> writers = IntStream.range(0, WRITERS)
				.mapToObj((number) -> executor.submit(() -> create(name.apply(number))))
				.toList();
			List<Optional<AgentResponse>> results = new ArrayList<>();
			for (Future<Optional<AgentResponse>> writer : writers) {
				results.add(writer.get(1, TimeUnit.MINUTES));
			}
			return results;
		}
		finally {
			executor.shutdownNow();
		}
	}

	private Optional<AgentResponse> create(String name) {
		try {
			return Optional.of(this.agents.create(new AgentRequest(name, "Writer", null, null)));
		}
		catch (ConflictException ex) {
			return Optional.empty();
		}
	}

	private String pragma(String name) {
		return this.jdbc.sql("PRAGMA " + name).query(String.class).single();
	}

}
