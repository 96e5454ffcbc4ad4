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

package io.migrationutilities.engine;

import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A type of a column, in words that are the same for SQLite and PostgreSQL.
 *
 * @param family what values it has
 * @param size its size with parentheses, empty if it has none
 */
record SqlType(Family family, String size) {

	private static final Pattern DECLARATION = Pattern.compile("([a-z ]+?) *(\\([0-9, ]+\\))?( without time zone)?");

	private static final Pattern TIMESTAMP = Pattern.compile("\\d+-\\d+-\\d+[ T]\\d+:\\d+:\\d+(\\.\\d+)?");

	/**
	 * Read the declaration of a type.
	 * @param declaration the declaration
	 * @return the type
	 */
	static SqlType of(String declaration) {
		Matcher matcher = DECLARATION.matcher(declaration.toLowerCase(Locale.ROOT));
		if (!matcher.matches()) {
			throw new IllegalArgumentException("Unknown type " + declaration);
		}
		String size = (matcher.group(2) != null) ? matcher.group(2).replace(" ", "") : "";
		return switch (matcher.group(1)) {
			case "boolean" -> new SqlType(Family.BOOLEAN, "");
			case "smallint" -> new SqlType(Family.SMALLINT, "");
			case "int", "integer" -> new SqlType(Family.INTEGER, "");
			case "bigint" -> new SqlType(Family.BIGINT, "");
			case "decimal", "numeric" -> new SqlType(Family.DECIMAL, size);
			case "real", "float", "double", "double precision" -> new SqlType(Family.REAL, "");
			case "varchar", "character varying" -> new SqlType(Family.TEXT, size);
			// Liquibase declares timestamps as TEXT on SQLite.
			case "text", "clob", "timestamp" -> new SqlType(Family.TEXT, "");
			case "uuid" -> new SqlType(Family.TEXT, "(36)");
			case "blob", "bytea", "longvarbinary" -> new SqlType(Family.BLOB, "");
			case "date" -> new SqlType(Family.DATE, "");
			default -> throw new IllegalArgumentException("Unknown type " + declaration);
		};
	}

	/**
	 * Return a value in the words of both databases.
	 * @param value the value
	 * @return the value as a user would see it
	 */
	String value(String value) {
		if (value == null) {
			return "null";
		}
		return switch (this.family) {
			case BOOLEAN -> value.matches("(?i)1|t|true") ? "true" : "false";
			case SMALLINT, INTEGER, BIGINT, DECIMAL, REAL -> new BigDecimal(value).stripTrailingZeros().toPlainString();
			case BLOB, DATE -> value;
			case TEXT ->
				TIMESTAMP.matcher(value).matches() ? LocalDateTime.parse(value.replace(' ', 'T')).toString() : value;
		};
	}

	/**
	 * Return a default in the words of both databases.
	 * @param expression the default as the database gives it
	 * @return a value or an expression
	 */
	String defaultValue(String expression) {
		String text = SqlValues.withoutCast(expression);
		if (text.matches("(?i)current_timestamp|now\\(\\)")) {
			return "current_timestamp";
		}
		return value(SqlValues.unquoted(text));
	}

	@Override
	public String toString() {
		return this.family.name().toLowerCase(Locale.ROOT) + this.size;
	}

	/**
	 * What values a type has.
	 */
	enum Family {

		BOOLEAN, SMALLINT, INTEGER, BIGINT, DECIMAL, REAL, TEXT, BLOB, DATE

	}

}
