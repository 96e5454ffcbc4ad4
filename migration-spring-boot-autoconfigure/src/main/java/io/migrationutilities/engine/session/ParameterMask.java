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

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts the names of the changelog's parameters back in the place of their values, which
 * may be passwords. Values of fewer than four characters are left: they would be found
 * where they are not meant.
 */
public final class ParameterMask {

	private static final int SHORTEST_VALUE = 4;

	private final Map<String, String> parameters;

	/**
	 * Create a mask.
	 * @param parameters the values of the parameters by their names
	 */
	public ParameterMask(Map<String, String> parameters) {
		this.parameters = parameters;
	}

	/**
	 * Put the names in the place of the values.
	 * @param sql the text
	 * @return the text without values
	 */
	public String mask(String sql) {
		List<Map.Entry<String, String>> longestFirst = this.parameters.entrySet()
			.stream()
			.filter((parameter) -> parameter.getValue().length() >= SHORTEST_VALUE)
			.sorted(Comparator.comparing((parameter) -> -parameter.getValue().length()))
			.toList();
		String masked = sql;
		for (Map.Entry<String, String> parameter : longestFirst) {
			masked = pattern(parameter.getValue()).matcher(masked)
				.replaceAll(Matcher.quoteReplacement("${" + parameter.getKey() + "}"));
		}
		return masked;
	}

	private static Pattern pattern(String value) {
		String literal = value.replace("'", "''");
		return Pattern.compile("(?<!\\w)(?:" + Pattern.quote(literal) + "|" + Pattern.quote(value) + ")(?!\\w)");
	}

}
