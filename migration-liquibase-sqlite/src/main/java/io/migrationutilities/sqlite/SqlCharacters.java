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

package io.migrationutilities.sqlite;

/**
 * The classes of characters in SQLite's
 * <a href="https://sqlite.org/src/file/src/tokenize.c">tokenizer</a>.
 */
final class SqlCharacters {

	private SqlCharacters() {
	}

	static boolean isSpace(char character) {
		return switch (character) {
			case ' ', '\t', '\n', '\f', '\r' -> true;
			default -> false;
		};
	}

	static boolean isDigit(char character) {
		return character >= '0' && character <= '9';
	}

	static boolean isHexDigit(char character) {
		return isDigit(character) || (character >= 'a' && character <= 'f') || (character >= 'A' && character <= 'F');
	}

	static boolean isNamePart(char character) {
		return isDigit(character) || (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z')
				|| character == '_' || character == '$' || character >= '\u0080';
	}

}
