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

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * Request of a client about a crew.
 *
 * @param name its unique name
 * @param purpose what it is for
 * @param process how it works, one task after the other unless said otherwise
 * @param memberIds the ids of its agents
 */
record CrewRequest(@NotBlank @Size(max = 100) String name, @Size(max = 1000) @Nullable String purpose,
		CrewProcess process, @Size(max = 100) Set<@NotNull Long> memberIds) {

	CrewRequest(String name, @Nullable String purpose, @Nullable CrewProcess process,
			@Nullable Set<@NotNull Long> memberIds) {
		this.name = name;
		this.purpose = purpose;
		this.process = (process != null) ? process : CrewProcess.SEQUENTIAL;
		this.memberIds = (memberIds != null) ? memberIds : Set.of();
	}

}
