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
 * A crew as clients see it.
 *
 * @param id its id
 * @param name its unique name
 * @param purpose what it is for
 * @param process how it works
 * @param members its agents
 * @param createdAt when it was created
 */
record CrewResponse(Long id, String name, @Nullable String purpose, CrewProcess process, List<Member> members,
		Instant createdAt) {

	static CrewResponse of(Crew crew) {
		List<Member> members = crew.getMembers().stream().map(Member::of).toList();
		return new CrewResponse(crew.getId(), crew.getName(), crew.getPurpose(), crew.getProcess(), members,
				crew.getCreatedAt());
	}

	/**
	 * An agent of the crew.
	 *
	 * @param id its id
	 * @param name its name
	 * @param role what it does
	 */
	record Member(Long id, String name, String role) {

		static Member of(Agent agent) {
			return new Member(agent.getId(), agent.getName(), agent.getRole());
		}

	}

}
