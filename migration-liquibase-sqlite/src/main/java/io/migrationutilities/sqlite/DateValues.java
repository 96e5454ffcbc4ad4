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

import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

import liquibase.change.Change;
import liquibase.change.ChangeWithColumns;
import liquibase.change.ColumnConfig;
import liquibase.datatype.LiquibaseDataType;
import liquibase.datatype.core.DateTimeType;
import liquibase.datatype.core.DateType;
import liquibase.datatype.core.TimeType;
import liquibase.statement.DatabaseFunction;
import org.jspecify.annotations.Nullable;

import io.migrationutilities.sqlite.table.Refusals;

/**
 * Tells dates from functions. Liquibase takes a date that it can't read for a function,
 * and SQLite computes with it: {@code 2020-1-2} is 2017.
 */
final class DateValues {

	private static final Pattern LETTER = Pattern.compile("\\p{L}");

	private static final Pattern SEVERAL_NUMBERS = Pattern
		.compile("\\d+\\s*([-/.])\\s*\\d+\\s*\\1\\s*\\d+.*|\\d+\\s*:\\s*\\d+.*|\\d{4}-\\d{1,2}");

	private static final Set<String> CURRENT_TIMES = Set.of("now()", "now", "localtimestamp", "sysdate",
			"current_timestamp", "current_timestamp()", "current_date", "current_time");

	private DateValues() {
	}

	/**
	 * Refuse dates of a change that are none.
	 * @param change the change
	 */
	static void refuseUnreadable(Change change) {
		if (change instanceof ChangeWithColumns<?> columns && columns.getColumns() != null) {
			refuseUnreadable(columns.getColumns());
		}
	}

	static void refuseUnreadable(Collection<? extends ColumnConfig> columns) {
		for (ColumnConfig column : columns) {
			String date = column.getRawDateValue();
			if (date != null && column.getValueDate() == null && column.getValueComputed() != null
					&& !LETTER.matcher(date).find()) {
				throw unreadable(date, "column '" + column.getName() + "'");
			}
		}
	}

	/**
	 * Refuse a function that is a date with its numbers written in another way.
	 * @param function the function
	 */
	static void refuseUnreadable(DatabaseFunction function) {
		String text = String.valueOf(function.getValue()).strip();
		if (SEVERAL_NUMBERS.matcher(text).matches()) {
			throw unreadable(text, "the change set");
		}
	}

	/**
	 * Return whether a value of a column is the current time, in the words of SQL.
	 * @param value the value
	 * @param type the type of the column, or {@code null} if it isn't known
	 * @return whether it is
	 */
	static boolean isCurrentTime(Object value, @Nullable LiquibaseDataType type) {
		return isDate(type) && value instanceof String text
				&& CURRENT_TIMES.contains(text.strip().toLowerCase(Locale.ROOT));
	}

	/**
	 * Refuse a default of a column of dates or times that is none.
	 * @param value the value
	 * @param type the type of the column, or {@code null} if it isn't known
	 */
	static void refuseUnreadable(Object value, @Nullable LiquibaseDataType type) {
		if (isDate(type) && value instanceof DatabaseFunction function && function.getValue() != null
				&& !LETTER.matcher(function.getValue()).find()) {
			throw unreadable(function.getValue(), "the change set");
		}
	}

	private static boolean isDate(@Nullable LiquibaseDataType type) {
		return type instanceof DateType || type instanceof DateTimeType || type instanceof TimeType;
	}

	private static RuntimeException unreadable(String date, String place) {
		return Refusals.refused("'%s' of %s is neither a date nor a function.".formatted(Refusals.excerpt(date), place),
				"Write dates and times as 2020-01-31, 2020-01-31T13:45:00 or 13:45:00.");
	}

}
