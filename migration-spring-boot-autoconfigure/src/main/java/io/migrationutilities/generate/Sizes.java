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

package io.migrationutilities.generate;

/**
 * The content of the parentheses of a type: a length, or a precision and a scale.
 */
final class Sizes {

	private Sizes() {
	}

	/**
	 * Return whether a size takes less than another one.
	 * @param from a size, empty for any
	 * @param to the other size, empty for any
	 * @return whether something that fits into the one may not fit into the other
	 */
	static boolean isNarrowing(String from, String to) {
		if (to.isEmpty() || from.equals(to)) {
			return false;
		}
		if (from.isEmpty()) {
			return true;
		}
		int[] before = parse(from);
		int[] after = parse(to);
		return after[1] < before[1] || after[0] - after[1] < before[0] - before[1];
	}

	private static int[] parse(String size) {
		String[] numbers = size.split(",");
		try {
			return new int[] { Integer.parseInt(numbers[0].strip()),
					(numbers.length > 1) ? Integer.parseInt(numbers[1].strip()) : 0 };
		}
		catch (NumberFormatException ex) {
			return new int[] { 0, 0 };
		}
	}

}
