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

package io.migrationutilities.sqlite.alter;

import java.util.List;
import java.util.Random;

import io.migrationutilities.sqlite.table.SqlName;
import io.migrationutilities.sqlite.table.TokenCursor;

/**
 * Spells names, keywords and what is between them in one of the ways that SQLite takes.
 */
final class RandomSpelling {

	private static final List<String> TRIVIA = List.of(" ", "\n", "\t ", " /* , ) */ ", " -- (\n", "/**/", "\r\n");

	private final Random random;

	RandomSpelling(Random random) {
		this.random = random;
	}

	/**
	 * Spell a name with or without quotes.
	 * @param name the name
	 * @return the name in SQL
	 */
	String name(String name) {
		return switch (this.random.nextInt(5)) {
			case 0 -> SqlName.quote(name);
			case 1 -> "`" + name.replace("`", "``") + "`";
			case 2 -> name.contains("]") ? SqlName.quote(name) : "[" + name + "]";
			case 3 -> "'" + name.replace("'", "''") + "'";
			default -> isPlain(name) ? name : SqlName.quote(name);
		};
	}

	static boolean isPlain(String name) {
		return name.matches("[\\p{L}_][\\p{L}_$0-9]*") && TokenCursor.tokenize(name).get(0).isIdentifier();
	}

	String word(String word) {
		StringBuilder spelled = new StringBuilder();
		word.chars()
			.map((character) -> (character < 0x80 && chance(2)) ? Character.toLowerCase(character) : character)
			.forEach((character) -> spelled.append((char) character));
		return spelled.toString();
	}

	String pick(List<String> values) {
		return values.get(this.random.nextInt(values.size()));
	}

	boolean chance(int oneIn) {
		return this.random.nextInt(oneIn) == 0;
	}

	/**
	 * Join tokens by random whitespace and comments.
	 * @param tokens the tokens
	 * @return the text
	 */
	String join(List<String> tokens) {
		StringBuilder sql = new StringBuilder();
		String previous = "(";
		for (String token : tokens) {
			boolean required = !"(),".contains(previous) && !"(),".contains(token);
			if (required || chance(2)) {
				sql.append(pick(TRIVIA));
			}
			sql.append(token);
			previous = token;
		}
		return sql.toString().stripLeading();
	}

}
