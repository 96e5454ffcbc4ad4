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

package io.migrationutilities.sql;

/**
 * A place in a text, as an editor shows it.
 *
 * @param line the number of the line, from 1; lines end with a line feed
 * @param column the number of the character in its line, from 1
 */
public record SqlPlace(int line, int column) {

	/**
	 * Find the place of a character.
	 * @param text the text
	 * @param offset the offset of the character
	 * @return its place
	 */
	public static SqlPlace of(String text, int offset) {
		int line = 1;
		int start = 0;
		for (int end = text.indexOf('\n'); end >= 0 && end < offset; end = text.indexOf('\n', start)) {
			line++;
			start = end + 1;
		}
		return new SqlPlace(line, text.codePointCount(start, offset) + 1);
	}

	@Override
	public String toString() {
		return "line %d, column %d".formatted(this.line, this.column);
	}

}
