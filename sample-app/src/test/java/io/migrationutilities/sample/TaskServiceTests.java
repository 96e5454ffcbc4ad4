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

import java.util.Set;

import jakarta.persistence.EntityManager;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.annotation.Transactional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link TaskService}.
 */
@CrewStudioTest
@Transactional
class TaskServiceTests {

	@Autowired
	private TaskService tasks;

	@Autowired
	private CrewService crews;

	@Autowired
	private AgentService agents;

	@Autowired
	private EntityManager entityManager;

	private long member;

	private long stranger;

	private long crew;

	@BeforeEach
	void setUp() {
		this.member = this.agents.create(new AgentRequest("Marie", "Analyst", null, null)).id();
		this.stranger = this.agents.create(new AgentRequest("Nikola", "Engineer", null, null)).id();
		this.crew = this.crews.create(new CrewRequest("Lab", null, null, Set.of(this.member))).id();
	}

	@Test
	void keepsWhatItIsTold() {
		long first = create("Measure");
		TaskResponse created = this.tasks.create(new TaskRequest(this.crew, this.member, "Report", "Two pages",
				TaskStatus.DONE, 2, "It is 42", Set.of(first)));
		forget();
		assertThat(this.tasks.get(created.id())).isEqualTo(created);
		assertThat(created.assigneeId()).isEqualTo(this.member);
		assertThat(created.output()).isEqualTo("It is 42");
		assertThat(created.producedAt()).isNotNull();
		assertThat(created.dependencyIds()).containsExactly(first);
	}

	@Test
	void replacesAndRemovesTheOutput() {
		long id = create("Measure");
		assertThat(update(id, "41").output()).isEqualTo("41");
		forget();
		assertThat(update(id, "42").output()).isEqualTo("42");
		forget();
		assertThat(update(id, null).output()).isNull();
		forget();
		assertThat(this.tasks.get(id).output()).isNull();
	}

	@Test
	void refusesACrewThatDoesNotExist() {
		assertThatExceptionOfType(InvalidReferenceException.class)
			.isThrownBy(() -> this.tasks.create(new TaskRequest(4711L, null, "Measure", null, null, null, null, null)))
			.satisfies((ex) -> assertThat(ex.getField()).isEqualTo("crewId"));
	}

	@Test
	void refusesToChangeTheCrew() {
		long id = create("Measure");
		long other = this.crews.create(new CrewRequest("Studio", null, null, null)).id();
		assertThatExceptionOfType(ConflictException.class)
			.isThrownBy(
					() -> this.tasks.update(id, new TaskRequest(other, null, "Measure", null, null, null, null, null)))
			.withMessage("A task stays with its crew");
	}

	@Test
	void refusesAnAssigneeThatIsNoMember() {
		assertThatExceptionOfType(ConflictException.class)
			.isThrownBy(() -> this.tasks
				.create(new TaskRequest(this.crew, this.stranger, "Measure", null, null, null, null, null)))
			.withMessage("Agent 'Nikola' is no member of the crew");
	}

	@Test
	void refusesAnAssigneeThatDoesNotExist() {
		assertThatExceptionOfType(InvalidReferenceException.class)
			.isThrownBy(
					() -> this.tasks.create(new TaskRequest(this.crew, 4711L, "Measure", null, null, null, null, null)))
			.satisfies((ex) -> assertThat(ex.getField()).isEqualTo("assigneeId"));
	}

	@Test
	void refusesATaskOfAnotherCrewAsDependency() {
		long other = this.crews.create(new CrewRequest("Studio", null, null, null)).id();
		long foreign = this.tasks.create(new TaskRequest(other, null, "Paint", null, null, null, null, null)).id();
		assertThatExceptionOfType(InvalidReferenceException.class).isThrownBy(() -> create("Measure", foreign))
			.satisfies((ex) -> assertThat(ex.getField()).isEqualTo("dependencyIds"));
	}

	@Test
	void refusesTasksThatWaitForEachOther() {
		long first = create("Measure");
		long second = create("Report", first);
		long third = create("Publish", second);
		assertThatExceptionOfType(ConflictException.class)
			.isThrownBy(() -> this.tasks.update(first,
					new TaskRequest(this.crew, null, "Measure", null, null, null, null, Set.of(third))))
			.withMessage("Task 'Measure' would wait for itself");
	}

	@Test
	void keepsATaskThatAnotherWaitsFor() {
		long first = create("Measure");
		long second = create("Report", first);
		assertThatExceptionOfType(ConflictException.class).isThrownBy(() -> this.tasks.delete(first))
			.withMessage("Another task waits for 'Measure'");
		this.tasks.delete(second);
		this.tasks.delete(first);
		forget();
		assertThatExceptionOfType(NotFoundException.class).isThrownBy(() -> this.tasks.get(first));
	}

	private long create(String title, Long... dependencies) {
		return this.tasks.create(new TaskRequest(this.crew, null, title, null, null, null, null, Set.of(dependencies)))
			.id();
	}

	private TaskResponse update(long id, @Nullable String output) {
		return this.tasks.update(id, new TaskRequest(this.crew, null, "Measure", null, null, null, output, null));
	}

	private void forget() {
		this.entityManager.flush();
		this.entityManager.clear();
	}

}
