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

package io.migrationutilities.engine.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Violations in a database, counted by kind of problem.
 *
 * @param problems number of occurrences by description
 */
public record IntegrityFindings(Map<String, Long> problems) {

	/**
	 * No violations.
	 */
	public static final IntegrityFindings NONE = new IntegrityFindings(Map.of());

	/**
	 * Return what was not wrong before.
	 * @param before the findings before
	 * @return descriptions of the new problems
	 */
	public List<String> newSince(IntegrityFindings before) {
		List<String> worse = new ArrayList<>();
		this.problems.forEach((problem, count) -> {
			long added = count - before.problems.getOrDefault(problem, 0L);
			if (added > 0) {
				worse.add(problem + " (" + added + ")");
			}
		});
		return worse;
	}

}
