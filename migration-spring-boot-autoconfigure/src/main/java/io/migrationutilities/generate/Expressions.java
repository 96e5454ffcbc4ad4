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

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Compares expressions of SQL as far as their spelling goes. PostgreSQL writes an
 * expression with casts and parentheses of its own, and others when it reads that again.
 */
final class Expressions {

	private static final Pattern TEXT = Pattern.compile("'(?:[^']|'')*'");

	private static final Pattern CAST = Pattern
		.compile("::(?:character varying|double precision|timestamp with(?:out)? time zone|[a-z_]+)"
				+ "(?:\\(\\d+(?:,\\d+)?\\))?(?:\\[\\])?");

	private static final Pattern LAYOUT = Pattern.compile("[\\s\"`]+");

	// Not those of a function.
	private static final Pattern AROUND_ONE = Pattern.compile("(?<!\\w)\\(([\\w.#]+)\\)");

	private static final Pattern TWICE = Pattern.compile("\\(\\(([^()]*)\\)\\)");

	private Expressions() {
	}

	static boolean isSame(String left, String right) {
		return normalize(left).equals(normalize(right));
	}

	private static List<String> normalize(String expression) {
		List<String> texts = new ArrayList<>();
		Matcher matcher = TEXT.matcher(expression);
		String shape = matcher.replaceAll((text) -> {
			texts.add(text.group());
			return "#";
		}).toLowerCase(Locale.ROOT);
		texts.add(0, simplify(LAYOUT.matcher(CAST.matcher(shape).replaceAll("")).replaceAll("")));
		return texts;
	}

	private static String simplify(String expression) {
		String simpler = TWICE.matcher(AROUND_ONE.matcher(expression).replaceAll("$1")).replaceAll("($1)");
		if (!simpler.equals(expression)) {
			return simplify(simpler);
		}
		return isEnclosed(expression) ? simplify(expression.substring(1, expression.length() - 1)) : expression;
	}

	private static boolean isEnclosed(String expression) {
		if (!expression.startsWith("(") || !expression.endsWith(")")) {
			return false;
		}
		int depth = 0;
		for (int i = 0; i < expression.length() - 1; i++) {
			depth += (expression.charAt(i) == '(') ? 1 : (expression.charAt(i) == ')') ? -1 : 0;
			if (depth == 0) {
				return false;
			}
		}
		return true;
	}

}
