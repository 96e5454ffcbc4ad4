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

package io.migrationutilities;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * An upgrade or downgrade whose process ended when a part of it was committed, and that
 * no later run has completed.
 *
 * @param kind {@code UPGRADE} or {@code DOWNGRADE}
 * @param startedAt when it began
 * @param committed the revisions that it applied, in the order of their execution; not
 * known for a downgrade
 * @param backup the name of the backup that was taken before it, the way back, or
 * {@code null} if there is none
 * @param description what happened, and what the way back is, in sentences
 */
public record InterruptedRun(String kind, Instant startedAt, List<String> committed, @Nullable String backup,
		String description) {

}
