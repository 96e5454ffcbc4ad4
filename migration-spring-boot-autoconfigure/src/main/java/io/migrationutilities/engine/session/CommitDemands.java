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

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

import io.migrationutilities.sql.SqlDialect;
import io.migrationutilities.sql.SqlToken;
import io.migrationutilities.sql.SqlToken.Kind;
import io.migrationutilities.sql.SqlTokenizer;

/**
 * What the statements of a text demand of the commits around them on PostgreSQL. Plain
 * Liquibase commits around each change set, and so meets them.
 */
public final class CommitDemands {

	// Most texts have none of these words, and are not cut into tokens.
	private static final Pattern SIGNS = Pattern
		.compile("\\bvalue\\b|\\btransaction|\\bdblink|logical_replication_slot", Pattern.CASE_INSENSITIVE);

	private static final Set<String> TRANSACTION_SETTINGS = Set.of("transaction", "transaction_isolation",
			"transaction_read_only", "transaction_deferrable");

	private static final Set<String> SLOT_FUNCTIONS = Set.of("pg_create_logical_replication_slot",
			"pg_copy_logical_replication_slot");

	private final List<EnumValue> addedValues = new ArrayList<>();

	private boolean first;

	private boolean otherConnection;

	private CommitDemands() {
	}

	/**
	 * Read a text.
	 * @param sql the text
	 * @param dialect its dialect
	 * @return what its statements demand
	 */
	public static CommitDemands of(String sql, SqlDialect dialect) {
		CommitDemands demands = new CommitDemands();
		if (dialect == SqlDialect.POSTGRESQL) {
			demands.read(sql);
		}
		return demands;
	}

	/**
	 * Return whether a statement has to be the first of its transaction, or the first
	 * that writes: {@code SET TRANSACTION}
	 * (https://www.postgresql.org/docs/current/sql-set-transaction.html), or the creation
	 * of a logical replication slot.
	 * @return whether there is one
	 */
	public boolean isFirstOfTransaction() {
		return this.first;
	}

	/**
	 * Return whether a statement works through another connection, which sees only what
	 * is committed.
	 * @return whether it calls a function of {@code dblink}
	 */
	public boolean usesOtherConnection() {
		return this.otherConnection;
	}

	/**
	 * Return the values that are added to enum types. They can be used when they are
	 * committed (https://www.postgresql.org/docs/current/sql-altertype.html). That newer
	 * servers let a transaction use those of a type of its own does not hold behind a
	 * savepoint.
	 * @return the values, in order
	 */
	public List<EnumValue> getAddedValues() {
		return this.addedValues;
	}

	private void read(String sql) {
		if (!SIGNS.matcher(sql).find()) {
			return;
		}
		List<SqlToken> tokens = SqlTokenizer.significant(sql, SqlDialect.POSTGRESQL).toList();
		for (int i = 0; i < tokens.size(); i++) {
			SqlToken token = tokens.get(i);
			if (isBody(token)) {
				read(token.text().substring(token.text().indexOf('$', 1) + 1));
			}
			else if (is(tokens, i, "ALTER", "TYPE")) {
				readAlterType(tokens, i + 2);
			}
			this.first |= isCallOf(tokens, i, SLOT_FUNCTIONS::contains) || setsTransaction(tokens, i);
			this.otherConnection |= isCallOf(tokens, i, (name) -> name.startsWith("dblink"));
		}
	}

	// What a DO block runs stands between dollar quotes.
	private static boolean isBody(SqlToken token) {
		return token.kind() == Kind.STRING && token.text().startsWith("$");
	}

	private static boolean setsTransaction(List<SqlToken> tokens, int index) {
		boolean begins = index == 0 || tokens.get(index - 1).is(";");
		if (!begins || !is(tokens, index, "SET")) {
			return false;
		}
		int name = (is(tokens, index + 1, "LOCAL") || is(tokens, index + 1, "SESSION")) ? index + 2 : index + 1;
		return name < tokens.size() && TRANSACTION_SETTINGS.contains(lowerCase(tokens.get(name)));
	}

	private void readAlterType(List<SqlToken> tokens, int index) {
		int end = endOfName(tokens, index);
		if (!is(tokens, end, "ADD", "VALUE")) {
			return;
		}
		int value = is(tokens, end + 2, "IF", "NOT", "EXISTS") ? end + 5 : end + 2;
		if (value < tokens.size() && tokens.get(value).kind() == Kind.STRING) {
			this.addedValues.add(new EnumValue(tokens.get(value).name()));
		}
	}

	private static int endOfName(List<SqlToken> tokens, int index) {
		int end = index + 1;
		while (is(tokens, end, ".")) {
			end += 2;
		}
		return Math.min(end, tokens.size());
	}

	private static boolean isCallOf(List<SqlToken> tokens, int index, Predicate<String> names) {
		return is(tokens, index + 1, "(") && names.test(lowerCase(tokens.get(index)));
	}

	private static String lowerCase(SqlToken token) {
		return token.name().toLowerCase(Locale.ROOT);
	}

	private static boolean is(List<SqlToken> tokens, int index, String... words) {
		for (int i = 0; i < words.length; i++) {
			if (index + i >= tokens.size() || !tokens.get(index + i).is(words[i])) {
				return false;
			}
		}
		return true;
	}

	/**
	 * A value of an enum type.
	 *
	 * @param value the value
	 */
	public record EnumValue(String value) {

		/**
		 * Return whether a text may use the value: it stands in it as a word.
		 * @param text the text
		 * @return whether it does
		 */
		public boolean isIn(String text) {
			return isIn(text, this.value) || isIn(text, this.value.replace("'", "''"));
		}

		private static boolean isIn(String text, String word) {
			for (int at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
				if (!isPartOfWord(text, at - 1) && !isPartOfWord(text, at + word.length())) {
					return true;
				}
			}
			return false;
		}

		private static boolean isPartOfWord(String text, int index) {
			return index >= 0 && index < text.length()
					&& (Character.isLetterOrDigit(text.charAt(index)) || text.charAt(index) == '_');
		}

	}

}
