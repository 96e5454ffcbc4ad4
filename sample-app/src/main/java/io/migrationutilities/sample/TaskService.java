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

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.Pageable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Plans, changes and drops the tasks of crews.
 */
@Service
@Transactional
class TaskService {

	private final TaskRepository tasks;

	private final CrewRepository crews;

	private final AgentRepository agents;

	TaskService(TaskRepository tasks, CrewRepository crews, AgentRepository agents) {
		this.tasks = tasks;
		this.crews = crews;
		this.agents = agents;
	}

	@Transactional(readOnly = true)
	Page<TaskResponse> list(Pageable pageable) {
		return this.tasks.findAll(pageable).map(TaskResponse::of);
	}

	@Transactional(readOnly = true)
	TaskResponse get(long id) {
		return TaskResponse.of(find(id));
	}

	TaskResponse create(TaskRequest request) {
		Task task = new Task(findCrew(request.crewId()), request.title());
		describe(task, request);
		return TaskResponse.of(this.tasks.save(task));
	}

	TaskResponse update(long id, TaskRequest request) {
		Task task = find(id);
		if (!task.belongsTo(findCrew(request.crewId()))) {
			throw new ConflictException("A task stays with its crew");
		}
		describe(task, request);
		return TaskResponse.of(task);
	}

	void delete(long id) {
		Task task = find(id);
		if (this.tasks.existsByDependenciesContains(task)) {
			throw new ConflictException("Another task waits for '%s'".formatted(task.getTitle()));
		}
		this.tasks.delete(task);
	}

	private void describe(Task task, TaskRequest request) {
		Agent assignee = findMember(task.getCrew(), request.assigneeId());
		List<Task> dependencies = findDependencies(task, request.dependencyIds());
		task.describe(request.title(), request.description(), request.step());
		task.progress(request.status(), assignee);
		task.produce(request.output());
		task.waitFor(dependencies);
	}

	private @Nullable Agent findMember(Crew crew, @Nullable Long agentId) {
		if (agentId == null) {
			return null;
		}
		Agent agent = this.agents.findById(agentId)
			.orElseThrow(() -> new InvalidReferenceException("assigneeId", "names an agent that does not exist"));
		if (!crew.hasMember(agent)) {
			throw new ConflictException("Agent '%s' is no member of the crew".formatted(agent.getName()));
		}
		return agent;
	}

	private List<Task> findDependencies(Task task, Set<Long> ids) {
		List<Task> found = this.tasks.findAllById(ids);
		if (found.size() != ids.size() || !found.stream().allMatch((other) -> other.belongsTo(task.getCrew()))) {
			throw new InvalidReferenceException("dependencyIds", "names a task that the crew does not have");
		}
		if (isReachable(task, found)) {
			throw new ConflictException("Task '%s' would wait for itself".formatted(task.getTitle()));
		}
		return found;
	}

	private boolean isReachable(Task task, List<Task> from) {
		Deque<Task> remaining = new ArrayDeque<>(from);
		Set<Task> visited = new HashSet<>();
		while (!remaining.isEmpty()) {
			Task next = remaining.pop();
			if (next == task) {
				return true;
			}
			if (visited.add(next)) {
				remaining.addAll(next.getDependencies());
			}
		}
		return false;
	}

	private Crew findCrew(Long id) {
		return this.crews.findById(id)
			.orElseThrow(() -> new InvalidReferenceException("crewId", "names a crew that does not exist"));
	}

	private Task find(long id) {
		return this.tasks.findById(id).orElseThrow(() -> new NotFoundException("task", id));
	}

}
