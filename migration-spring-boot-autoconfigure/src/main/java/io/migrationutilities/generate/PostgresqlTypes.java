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

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Types as PostgreSQL's {@code format_type} writes them.
 */
final class PostgresqlTypes {

	private static final Pattern TYPE = Pattern.compile("([^(\\[]*)(?:\\(([^)]*)\\))?([^\\[]*)(\\[\\])?");

	private static final Map<String, String> SHORT = Map.of("character varying", "varchar", "character", "char",
			"double precision", "float8", "real", "float4");

	// The names of the types in arrays, whose length or precision Liquibase would write
	// behind the brackets.
	private static final Map<String, String> ELEMENTS = Map.of("character varying", "_varchar", "character", "_bpchar",
			"numeric", "_numeric", "timestamp without time zone", "_timestamp", "timestamp with time zone",
			"_timestamptz");

	// Each holds all values of those before it.
	private static final List<List<String>> WIDENING = List.of(List.of("smallint", "integer", "bigint", "numeric"),
			List.of("real", "double precision"), List.of("character", "character varying", "text"),
			List.of("date", "timestamp without time zone"));

	boolean isNarrowing(String from, String to) {
		Matcher before = match(from);
		Matcher after = match(to);
		String nameBefore = name(before);
		String nameAfter = name(after);
		if (nameBefore.equals(nameAfter)) {
			return Sizes.isNarrowing(size(before), size(after));
		}
		return WIDENING.stream()
			.filter((types) -> types.contains(nameBefore) && types.contains(nameAfter))
			.noneMatch((types) -> types.indexOf(nameBefore) < types.indexOf(nameAfter)
					&& (size(after).isEmpty() || !Sizes.isNarrowing(size(before), size(after))));
	}

	/**
	 * Return a type in the words that changelogs use, without changing what it is.
	 * @param type the type
	 * @return the type
	 */
	String toChangeLogType(String type) {
		Matcher matcher = match(type);
		if (matcher.group(2) != null && matcher.group(4) != null && ELEMENTS.containsKey(name(matcher))) {
			return ELEMENTS.get(name(matcher)) + "(" + matcher.group(2) + ")";
		}
		String size = (matcher.group(2) != null) ? "(" + matcher.group(2) + ")" : "";
		String array = (matcher.group(4) != null) ? matcher.group(4) : "";
		String rest = matcher.group(3).equals(" without time zone") ? "" : matcher.group(3);
		String name = matcher.group(1).strip();
		if (name.endsWith(" without time zone")) {
			name = name.substring(0, name.length() - " without time zone".length());
		}
		return SHORT.getOrDefault(name, name) + size + rest + array;
	}

	private static String name(Matcher matcher) {
		return (matcher.group(1).strip() + matcher.group(3)).strip();
	}

	private static String size(Matcher matcher) {
		return (matcher.group(2) != null) ? matcher.group(2) : "";
	}

	private static Matcher match(String type) {
		Matcher matcher = TYPE.matcher(type);
		if (!matcher.matches()) {
			throw new IllegalStateException("Not a type of PostgreSQL: " + type);
		}
		return matcher;
	}

}
