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

import org.jspecify.annotations.Nullable;

/**
 * An agent as clients see it.
 *
 * @param id its id
 * @param name its unique name
 * @param role what it does in a crew
 * @param goal what it strives for
 * @param model the language model it thinks with
 * @param createdAt when it was created
 */
record AgentResponse(Long id, String name, String role, @Nullable String goal, @Nullable String model,
		Instant createdAt) {

	static AgentResponse of(Agent agent) {
		return new AgentResponse(agent.getId(), agent.getName(), agent.getRole(), agent.getGoal(), agent.getModel(),
				agent.getCreatedAt());
	}

}
