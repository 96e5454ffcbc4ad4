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

import jakarta.persistence.EntityManager;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Sort;
import org.springframework.transaction.annotation.Transactional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link AgentService}.
 */
@CrewStudioTest
@Transactional
class AgentServiceTests {

	@Autowired
	private AgentService agents;

	@Autowired
	private AgentRepository repository;

	@Autowired
	private CrewRepository crews;

	@Autowired
	private TaskRepository tasks;

	@Autowired
	private EntityManager entityManager;

	@Test
	void keepsWhatItIsTold() {
		AgentResponse created = this.agents.create(new AgentRequest("Marie", "Analyst", "Measures", "model-1"));
		this.entityManager.flush();
		this.entityManager.clear();
		assertThat(this.agents.get(created.id())).isEqualTo(created);
		assertThat(created.goal()).isEqualTo("Measures");
		assertThat(created.model()).isEqualTo("model-1");
	}

	@Test
	void listsPagesInTheAskedOrder() {
		assertThat(this.agents.list(PageRequest.of(0, 2, Sort.by("name").descending()))).extracting(AgentResponse::name)
			.containsExactly("Linus", "Grace");
	}

	@Test
	void changesAnAgentAndKeepsItsName() {
		long id = idOf("Ada");
		AgentResponse changed = this.agents.update(id, new AgentRequest("Ada", "Editor", null, null));
		assertThat(changed.role()).isEqualTo("Editor");
		assertThat(changed.goal()).isNull();
	}

	@Test
	void refusesANameThatIsTaken() {
		AgentRequest request = new AgentRequest("Ada", "Writer", null, null);
		assertThatExceptionOfType(ConflictException.class).isThrownBy(() -> this.agents.create(request))
			.withMessage("There is an agent named 'Ada' already");
		assertThatExceptionOfType(ConflictException.class).isThrownBy(() -> this.agents.update(idOf("Grace"), request));
	}

	@Test
	void dismissesAnAgentWithoutCrew() {
		long id = this.agents.create(new AgentRequest("Marie", "Analyst", null, null)).id();
		this.agents.delete(id);
		assertThatExceptionOfType(NotFoundException.class).isThrownBy(() -> this.agents.get(id))
			.withMessage("There is no agent with the id " + id);
	}

	@Test
	void keepsAnAgentThatACrewNeeds() {
		assertThatExceptionOfType(ConflictException.class).isThrownBy(() -> this.agents.delete(idOf("Ada")))
			.withMessage("Agent 'Ada' is a member of a crew");
	}

	@Test
	void keepsAnAgentWithATaskOfAnEarlierReleaseThatAskedForNoMembership() {
		Agent agent = this.repository.save(new Agent("Marie", "Analyst"));
		Task task = new Task(this.crews.findByName("Newsroom").orElseThrow(), "Measure");
		task.progress(TaskStatus.OPEN, agent);
		this.tasks.save(task);
		assertThatExceptionOfType(ConflictException.class).isThrownBy(() -> this.agents.delete(agent.getId()))
			.withMessage("Agent 'Marie' works on a task");
	}

	private long idOf(String name) {
		return this.repository.findByName(name).orElseThrow().getId();
	}

}
