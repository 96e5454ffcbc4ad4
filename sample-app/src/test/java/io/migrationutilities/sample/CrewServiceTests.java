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
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.annotation.Transactional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link CrewService}.
 */
@CrewStudioTest
@Transactional
class CrewServiceTests {

	@Autowired
	private CrewService crews;

	@Autowired
	private CrewRepository repository;

	@Autowired
	private AgentRepository agents;

	@Autowired
	private TaskRepository tasks;

	@Autowired
	private EntityManager entityManager;

	@Test
	void assemblesACrew() {
		CrewResponse created = this.crews.create(
				new CrewRequest("Lab", "Finds out", CrewProcess.HIERARCHICAL, Set.of(agent("Ada"), agent("Grace"))));
		forget();
		assertThat(this.crews.get(created.id()).members()).extracting(CrewResponse.Member::name)
			.containsExactly("Ada", "Grace");
		assertThat(created.process()).isEqualTo(CrewProcess.HIERARCHICAL);
	}

	@Test
	void changesTheMembers() {
		long id = this.crews.create(new CrewRequest("Lab", null, null, Set.of(agent("Ada"), agent("Grace")))).id();
		this.crews.update(id, new CrewRequest("Laboratory", null, null, Set.of(agent("Grace"), agent("Linus"))));
		forget();
		CrewResponse changed = this.crews.get(id);
		assertThat(changed.name()).isEqualTo("Laboratory");
		assertThat(changed.members()).extracting(CrewResponse.Member::name).containsExactly("Grace", "Linus");
	}

	@Test
	void refusesAMemberThatDoesNotExist() {
		assertThatExceptionOfType(InvalidReferenceException.class)
			.isThrownBy(() -> this.crews.create(new CrewRequest("Lab", null, null, Set.of(4711L))))
			.satisfies((ex) -> assertThat(ex.getField()).isEqualTo("memberIds"));
	}

	@Test
	void refusesANameThatIsTaken() {
		assertThatExceptionOfType(ConflictException.class)
			.isThrownBy(() -> this.crews.create(new CrewRequest("Newsroom", null, null, null)))
			.withMessage("There is a crew named 'Newsroom' already");
	}

	@Test
	void keepsAMemberWithATask() {
		assertThatExceptionOfType(ConflictException.class)
			.isThrownBy(() -> this.crews.update(newsroom(),
					new CrewRequest("Newsroom", null, null, Set.of(agent("Grace"), agent("Linus")))))
			.withMessage("Agent 'Ada' works on the task 'Collect sources' of the crew");
	}

	@Test
	void disbandsACrewWithItsTasks() {
		this.crews.delete(newsroom());
		forget();
		assertThat(this.repository.count()).isZero();
		assertThat(this.tasks.count()).isZero();
		assertThat(this.agents.count()).isEqualTo(3);
	}

	private long newsroom() {
		return this.repository.findByName("Newsroom").orElseThrow().getId();
	}

	private long agent(String name) {
		return this.agents.findByName(name).orElseThrow().getId();
	}

	private void forget() {
		this.entityManager.flush();
		this.entityManager.clear();
	}

}
