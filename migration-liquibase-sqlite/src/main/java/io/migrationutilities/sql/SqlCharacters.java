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
 * The classes of characters in the tokenizers of
 * <a href="https://sqlite.org/src/file/src/tokenize.c">SQLite</a> and
 * <a href="https://github.com/postgres/postgres/blob/master/src/backend/parser/scan.l">
 * PostgreSQL</a>. Only the letters A to Z have two cases.
 */
public final class SqlCharacters {

	private static final char VERTICAL_TAB = '\u000B';

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

	static boolean isSpace(char character, SqlDialect dialect) {
		return switch (character) {
			case ' ', '\t', '\n', '\f', '\r' -> true;
			case VERTICAL_TAB -> dialect != SqlDialect.SQLITE;
			default -> dialect == SqlDialect.GENERIC
					&& (Character.isWhitespace(character) || Character.isSpaceChar(character));
		};
	}

	/**
	 * Return whether whitespace goes on with a character. SQLite does not begin it with a
	 * vertical tab.
	 * @param character the character
	 * @param dialect the dialect
	 * @return whether it does
	 */
	static boolean isMoreSpace(char character, SqlDialect dialect) {
		return character == VERTICAL_TAB || isSpace(character, dialect);
	}

	static boolean isDigit(char character) {
		return character >= '0' && character <= '9';
	}

	static boolean isHexDigit(char character) {
		return isDigit(character) || (character >= 'a' && character <= 'f') || (character >= 'A' && character <= 'F');
	}

	static boolean isNameStart(char character, SqlDialect dialect) {
		return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z') || character == '_'
				|| (character >= '\u0080' && !isSpace(character, dialect));
	}

	static boolean isNamePart(char character, SqlDialect dialect) {
		return isDigit(character) || character == '$' || isNameStart(character, dialect);
	}

}
