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

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * Request of a client about a task.
 *
 * @param crewId the id of the crew it belongs to for good
 * @param assigneeId the id of the member that takes it
 * @param title what it is called
 * @param description what is to be done
 * @param status how far it is, open unless said otherwise
 * @param step its place in the work of the crew, the first unless said otherwise
 * @param output what came out of it
 * @param dependencyIds the ids of the tasks of its crew that come before it
 */
record TaskRequest(@NotNull Long crewId, @Nullable Long assigneeId, @NotBlank @Size(max = 200) String title,
		@Size(max = 4000) @Nullable String description, TaskStatus status, @Min(1) @Max(10_000) Integer step,
		@Size(min = 1, max = 4000) @Nullable String output, @Size(max = 100) Set<@NotNull Long> dependencyIds) {

	TaskRequest(Long crewId, @Nullable Long assigneeId, String title, @Nullable String description,
			@Nullable TaskStatus status, @Nullable Integer step, @Nullable String output,
			@Nullable Set<@NotNull Long> dependencyIds) {
		this.crewId = crewId;
		this.assigneeId = assigneeId;
		this.title = title;
		this.description = description;
		this.status = (status != null) ? status : TaskStatus.OPEN;
		this.step = (step != null) ? step : 1;
		this.output = output;
		this.dependencyIds = (dependencyIds != null) ? dependencyIds : Set.of();
	}

}
