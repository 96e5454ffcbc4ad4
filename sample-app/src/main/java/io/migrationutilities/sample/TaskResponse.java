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

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A task as clients see it.
 *
 * @param id its id
 * @param crewId the id of the crew it belongs to
 * @param assigneeId the id of the agent that took it
 * @param title what it is called
 * @param description what is to be done
 * @param status how far it is
 * @param step its place in the work of the crew
 * @param output what came out of it
 * @param producedAt when that came out, if it is known
 * @param dependencyIds the ids of the tasks that come before it
 * @param createdAt when it was created
 */
record TaskResponse(Long id, Long crewId, @Nullable Long assigneeId, String title, @Nullable String description,
		TaskStatus status, int step, @Nullable String output, @Nullable Instant producedAt, List<Long> dependencyIds,
		Instant createdAt) {

	static TaskResponse of(Task task) {
		Agent assignee = task.getAssignee();
		TaskOutput output = task.getOutput();
		return new TaskResponse(task.getId(), task.getCrew().getId(), (assignee != null) ? assignee.getId() : null,
				task.getTitle(), task.getDescription(), task.getStatus(), task.getStep(),
				(output != null) ? output.getContent() : null, (output != null) ? output.getProducedAt() : null,
				task.getDependencies().stream().map(Task::getId).toList(), task.getCreatedAt());
	}

}
