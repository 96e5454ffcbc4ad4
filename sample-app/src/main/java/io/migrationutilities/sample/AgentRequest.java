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

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * Request of a client about an agent.
 *
 * @param name its unique name
 * @param role what it does in a crew
 * @param goal what it strives for
 * @param model the language model it thinks with
 */
record AgentRequest(@NotBlank @Size(max = 100) String name, @NotBlank @Size(max = 200) String role,
		@Size(max = 1000) @Nullable String goal, @Size(max = 100) @Nullable String model) {

}
