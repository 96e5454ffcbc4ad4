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

import org.springframework.data.domain.Page;
import org.springframework.data.domain.Pageable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Creates, changes and dismisses agents.
 */
@Service
@Transactional
class AgentService {

	private final AgentRepository agents;

	private final CrewRepository crews;

	private final TaskRepository tasks;

	AgentService(AgentRepository agents, CrewRepository crews, TaskRepository tasks) {
		this.agents = agents;
		this.crews = crews;
		this.tasks = tasks;
	}

	@Transactional(readOnly = true)
	Page<AgentResponse> list(Pageable pageable) {
		return this.agents.findAll(pageable).map(AgentResponse::of);
	}

	@Transactional(readOnly = true)
	AgentResponse get(long id) {
		return AgentResponse.of(find(id));
	}

	AgentResponse create(AgentRequest request) {
		Agent agent = new Agent(request.name(), request.role());
		describe(agent, request);
		return AgentResponse.of(this.agents.save(agent));
	}

	AgentResponse update(long id, AgentRequest request) {
		Agent agent = find(id);
		describe(agent, request);
		return AgentResponse.of(agent);
	}

	void delete(long id) {
		Agent agent = find(id);
		if (this.crews.existsByMembersContains(agent)) {
			throw new ConflictException("Agent '%s' is a member of a crew".formatted(agent.getName()));
		}
		if (this.tasks.existsByAssignee(agent)) {
			throw new ConflictException("Agent '%s' works on a task".formatted(agent.getName()));
		}
		this.agents.delete(agent);
	}

	private void describe(Agent agent, AgentRequest request) {
		this.agents.findByName(request.name()).filter((other) -> other != agent).ifPresent((other) -> {
			throw new ConflictException("There is an agent named '%s' already".formatted(other.getName()));
		});
		agent.describe(request.name(), request.role(), request.goal(), request.model());
	}

	private Agent find(long id) {
		return this.agents.findById(id).orElseThrow(() -> new NotFoundException("agent", id));
	}

}
