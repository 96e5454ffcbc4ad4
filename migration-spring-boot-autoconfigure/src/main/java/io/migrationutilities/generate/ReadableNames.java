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

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

import org.jspecify.annotations.Nullable;

/**
 * Names of constraints and indexes that tell what they are about. Those that somebody
 * chose are kept; those that Hibernate makes of a hash, or that there are none, are made
 * of table and columns.
 */
final class ReadableNames {

	private static final Pattern HASHED = Pattern.compile("(FK|UK|UC|IDX|UKS)[a-z0-9]{15,}", Pattern.CASE_INSENSITIVE);

	// NAMEDATALEN of PostgreSQL less one.
	private static final int MAX_LENGTH = 63;

	private ReadableNames() {
	}

	static String unique(@Nullable String name, String table, List<String> columns) {
		return choose(name, "uk", table, columns);
	}

	static String foreignKey(@Nullable String name, String table, List<String> columns) {
		return choose(name, "fk", table, columns);
	}

	static String index(@Nullable String name, String table, List<String> columns) {
		return choose(name, "idx", table, columns);
	}

	static String primaryKey(String table) {
		return choose(null, "pk", table, List.of());
	}

	static String check(String table, List<String> columns) {
		return choose(null, "ck", table, columns);
	}

	private static String choose(@Nullable String name, String prefix, String table, List<String> columns) {
		if (name != null && !HASHED.matcher(name).matches()) {
			return name;
		}
		List<String> parts = new ArrayList<>(List.of(prefix, table));
		parts.addAll(columns);
		return shorten(String.join("_", parts).toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}_]+", "_"));
	}

	private static String shorten(String name) {
		if (name.length() <= MAX_LENGTH) {
			return name;
		}
		CRC32 hash = new CRC32();
		hash.update(name.getBytes(StandardCharsets.UTF_8));
		String suffix = "_" + Long.toHexString(hash.getValue());
		return name.substring(0, MAX_LENGTH - suffix.length()) + suffix;
	}

}
