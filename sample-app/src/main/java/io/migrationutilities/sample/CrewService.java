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

import java.util.List;
import java.util.Set;

import org.springframework.data.domain.Page;
import org.springframework.data.domain.Pageable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Assembles, changes and disbands crews.
 */
@Service
@Transactional
class CrewService {

	private final CrewRepository crews;

	private final AgentRepository agents;

	private final TaskRepository tasks;

	CrewService(CrewRepository crews, AgentRepository agents, TaskRepository tasks) {
		this.crews = crews;
		this.agents = agents;
		this.tasks = tasks;
	}

	@Transactional(readOnly = true)
	Page<CrewResponse> list(Pageable pageable) {
		return this.crews.findAll(pageable).map(CrewResponse::of);
	}

	@Transactional(readOnly = true)
	CrewResponse get(long id) {
		return CrewResponse.of(find(id));
	}

	CrewResponse create(CrewRequest request) {
		Crew crew = new Crew(request.name());
		describe(crew, request);
		return CrewResponse.of(this.crews.save(crew));
	}

	CrewResponse update(long id, CrewRequest request) {
		Crew crew = find(id);
		describe(crew, request);
		this.tasks.findByCrew(crew).forEach(this::checkAssignee);
		return CrewResponse.of(crew);
	}

	void delete(long id) {
		Crew crew = find(id);
		this.tasks.deleteAll(this.tasks.findByCrew(crew));
		this.crews.delete(crew);
	}

	private void describe(Crew crew, CrewRequest request) {
		this.crews.findByName(request.name()).filter((other) -> other != crew).ifPresent((other) -> {
			throw new ConflictException("There is a crew named '%s' already".formatted(other.getName()));
		});
		crew.describe(request.name(), request.purpose(), request.process());
		crew.assemble(findAgents(request.memberIds()));
	}

	private List<Agent> findAgents(Set<Long> ids) {
		List<Agent> found = this.agents.findAllById(ids);
		if (found.size() != ids.size()) {
			throw new InvalidReferenceException("memberIds", "names an agent that does not exist");
		}
		return found;
	}

	private void checkAssignee(Task task) {
		Agent assignee = task.getAssignee();
		if (assignee != null && !task.getCrew().hasMember(assignee)) {
			throw new ConflictException(
					"Agent '%s' works on the task '%s' of the crew".formatted(assignee.getName(), task.getTitle()));
		}
	}

	private Crew find(long id) {
		return this.crews.findById(id).orElseThrow(() -> new NotFoundException("crew", id));
	}

}
