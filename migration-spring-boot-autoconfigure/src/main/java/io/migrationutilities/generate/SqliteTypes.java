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
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import liquibase.database.Database;
import liquibase.database.DatabaseFactory;
import liquibase.datatype.DataTypeFactory;

/**
 * Compares the declared types of columns on SQLite, which itself cares for their
 * affinities only.
 */
final class SqliteTypes {

	private static final Pattern TYPE = Pattern.compile("([^(]*)(?:\\(([^)]*)\\))?.*", Pattern.DOTALL);

	// The first one that is part of a type is its family.
	private static final Map<String, List<String>> FAMILIES = Map.of("integer", List.of("int"), "text",
			List.of("char", "clob", "text"), "real", List.of("real", "floa", "doub"), "numeric",
			List.of("numeric", "number", "decimal"), "binary", List.of("blob", "binary"));

	private static final List<String> ORDER = List.of("integer", "text", "real", "numeric", "binary");

	boolean isSame(String left, String right) {
		if (left.equalsIgnoreCase(right)) {
			return true;
		}
		Type one = Type.of(left);
		Type other = Type.of(right);
		return one.family().equals(other.family())
				&& (one.size().isEmpty() || other.size().isEmpty() || one.size().equals(other.size()));
	}

	boolean isNarrowing(String from, String to) {
		Type one = Type.of(from);
		Type other = Type.of(to);
		if (!one.family().equals(other.family())) {
			return !"text".equals(other.family());
		}
		return Sizes.isNarrowing(one.size(), other.size());
	}

	/**
	 * A type as Liquibase writes it on SQLite.
	 *
	 * @param family what it has in common with others
	 * @param size what stands in its parentheses, if anything does
	 */
	private record Type(String family, String size) {

		static Type of(String declared) {
			Matcher matcher = TYPE.matcher(onSqlite(declared).toLowerCase(Locale.ROOT));
			if (!matcher.matches()) {
				throw new IllegalStateException("Not a type: " + declared);
			}
			String name = matcher.group(1).strip();
			String size = (matcher.group(2) != null) ? matcher.group(2).replaceAll("\\s", "") : "";
			return new Type(ORDER.stream()
				.filter((family) -> FAMILIES.getOrDefault(family, List.of()).stream().anyMatch(name::contains))
				.findFirst()
				.orElse(name), size);
		}

		private static String onSqlite(String declared) {
			if (declared.isBlank()) {
				return "blob";
			}
			Database sqlite = DatabaseFactory.getInstance().getDatabase("sqlite");
			return DataTypeFactory.getInstance().fromDescription(declared, sqlite).toDatabaseDataType(sqlite).toSql();
		}

	}

}
