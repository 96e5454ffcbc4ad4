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
 * Compares words, and tells the classes of characters in SQLite's
 * <a href="https://sqlite.org/src/file/src/tokenize.c">tokenizer</a>.
 */
public final class SqlCharacters {

	private SqlCharacters() {
	}

	/**
	 * Return a word with its letters A to Z in lower case.
	 * @param word the word
	 * @return the word in lower case
	 */
	public static String fold(String word) {
		StringBuilder folded = new StringBuilder(word);
		for (int i = 0; i < word.length(); i++) {
			folded.setCharAt(i, fold(word.charAt(i)));
		}
		return folded.toString();
	}

	private static char fold(char character) {
		return (character >= 'A' && character <= 'Z') ? (char) (character + ('a' - 'A')) : character;
	}

	/**
	 * Return whether two words differ at most in the case of the letters A to Z.
	 * @param left a word
	 * @param right another word
	 * @return whether they are the same
	 */
	public static boolean same(String left, String right) {
		if (left.length() != right.length()) {
			return false;
		}
		for (int i = 0; i < left.length(); i++) {
			if (fold(left.charAt(i)) != fold(right.charAt(i))) {
				return false;
			}
		}
		return true;
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
