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

package io.migrationutilities.work;

import java.util.List;

/**
 * Names the first of any number of things in a sentence.
 */
public final class Enumeration {

	private Enumeration() {
	}

	/**
	 * Enumerate names.
	 * @param names the names
	 * @param most how many are named at most
	 * @return the first ones, and how many more there are
	 */
	public static String of(List<String> names, int most) {
		int more = names.size() - most;
		return (more <= 0) ? String.join(", ", names)
				: String.join(", ", names.subList(0, most)) + " and " + more + " more";
	}

}
