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
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.migrationutilities.sql.SqlDialect;
import io.migrationutilities.sql.SqlToken;
import io.migrationutilities.sql.SqlTokenizer;
import io.migrationutilities.sql.StatementKind;

/**
 * The effect of the statements of a change set on the session of PostgreSQL, as far as it
 * can be read in them.
 */
final class SessionStatements {

	private static final Set<StatementKind> DEFINITIONS = EnumSet.of(StatementKind.ALTER_TABLE, StatementKind.ALTER,
			StatementKind.CREATE, StatementKind.CREATE_TRIGGER, StatementKind.CREATE_ROUTINE, StatementKind.DROP,
			StatementKind.DROP_TABLE, StatementKind.TRUNCATE);

	private static final Set<StatementKind> DATA = EnumSet.of(StatementKind.INSERT, StatementKind.UPDATE,
			StatementKind.DELETE, StatementKind.SELECT);

	private static final Map<String, String> OTHER_WORDS = Map.of("time", "timezone", "names", "client_encoding",
			"schema", "search_path", "authorization", "session_authorization");

	// SET LOCAL SESSION AUTHORIZATION, TRANSACTION and others set what is not called so.
	private static final Set<String> NOT_BY_NAME = Set.of("session", "transaction", "xml", "seed");

	private static final Pattern SET_CONFIG = Pattern
		.compile("set_config\\s*\\(\\s*'([^']+)'[^)]*,\\s*'?(\\w+)'?\\s*\\)", Pattern.CASE_INSENSITIVE);

	private static final Set<String> FALSE = Set.of("false", "f", "off", "no", "n", "0");

	private final Set<String> setForSession = new HashSet<>();

	private final Set<String> setLocally = new HashSet<>();

	private final List<String> endsOfTables = new ArrayList<>();

	private boolean allReset;

	private boolean empty = true;

	private boolean mayChange;

	private boolean callsFunctions;

	private boolean createsRoutine;

	/**
	 * Read a statement.
	 * @param kind its kind
	 * @param sql its text
	 */
	void read(StatementKind kind, String sql) {
		this.createsRoutine |= kind == StatementKind.CREATE_ROUTINE;
		this.empty = false;
		this.callsFunctions |= DATA.contains(kind);
		if (kind == StatementKind.CREATE) {
			readTemporaryTable(sql);
		}
		boolean readable = kind == StatementKind.OTHER
				&& readSetting(SqlTokenizer.significant(sql, SqlDialect.POSTGRESQL).limit(6).toList());
		this.mayChange |= !readable && !DATA.contains(kind) && !DEFINITIONS.contains(kind);
		if (!DEFINITIONS.contains(kind)) {
			Matcher matcher = SET_CONFIG.matcher(sql);
			while (matcher.find()) {
				this.mayChange = true;
				boolean local = !FALSE.contains(matcher.group(2).toLowerCase(Locale.ROOT));
				(local ? this.setLocally : this.setForSession).add(matcher.group(1).toLowerCase(Locale.ROOT));
			}
		}
	}

	/**
	 * Say that something was executed that can't be read.
	 */
	void addUnknown() {
		this.empty = false;
		this.mayChange = true;
	}

	/**
	 * Return whether nothing was executed but what Liquibase writes into its history.
	 * @return whether there is nothing to end
	 */
	boolean isEmpty() {
		return this.empty;
	}

	/**
	 * Return whether settings may have changed beside those that are named.
	 * @param byFunctions whether there are functions that set one
	 * @return whether what was executed sets one, or may call such a function
	 */
	boolean mayChangeSettings(boolean byFunctions) {
		return this.mayChange || (this.callsFunctions && byFunctions);
	}

	/**
	 * Return whether a function or procedure was created.
	 * @return whether it was
	 */
	boolean createsRoutine() {
		return this.createsRoutine;
	}

	/**
	 * Return whether a setting was set for the session, which a commit does not end.
	 * @param name its name in lower case
	 * @return whether it was
	 */
	boolean setsForSession(String name) {
		return this.allReset || this.setForSession.contains(name);
	}

	/**
	 * Return the settings that statements set for the transaction, as far as it can be
	 * read from them.
	 * @return their names in lower case
	 */
	Set<String> getSetLocally() {
		return this.setLocally;
	}

	boolean setsForSession() {
		return this.allReset || !this.setForSession.isEmpty();
	}

	/**
	 * Return what a commit would do to temporary tables.
	 * @return the statements that do it
	 */
	List<String> getEndsOfTables() {
		return this.endsOfTables;
	}

	/**
	 * Read what may be a setting.
	 * @param tokens the first tokens of a statement
	 * @return whether it is known which settings the statement changes
	 */
	private boolean readSetting(List<SqlToken> tokens) {
		if (tokens.get(0).is("SHOW")) {
			return true;
		}
		boolean reset = tokens.get(0).is("RESET");
		if (tokens.size() < 2 || !(reset || tokens.get(0).is("SET"))) {
			return false;
		}
		boolean local = tokens.get(1).is("LOCAL");
		String name = nameAt(tokens, ((local || tokens.get(1).is("SESSION")) && tokens.size() > 2) ? 2 : 1);
		if (reset && name.equals("all")) {
			this.allReset = true;
			return false;
		}
		if (local && NOT_BY_NAME.contains(name)) {
			return false;
		}
		(local ? this.setLocally : this.setForSession).add(OTHER_WORDS.getOrDefault(name, name));
		return local;
	}

	private static String nameAt(List<SqlToken> tokens, int index) {
		String name = tokens.get(index).name();
		if (index + 2 < tokens.size() && tokens.get(index + 1).is(".")) {
			name += "." + tokens.get(index + 2).name();
		}
		return name.toLowerCase(Locale.ROOT);
	}

	// CREATE [GLOBAL | LOCAL] TEMPORARY TABLE name … ON COMMIT DROP
	private void readTemporaryTable(String sql) {
		List<SqlToken> tokens = SqlTokenizer.significant(sql, SqlDialect.POSTGRESQL).toList();
		int commit = indexOf(tokens, 0, "COMMIT");
		int table = indexOf(tokens, 0, "TABLE");
		boolean temporary = tokens.stream().limit(3).anyMatch((token) -> token.is("TEMP") || token.is("TEMPORARY"));
		if (!temporary || table < 0 || commit < 0 || commit + 1 >= tokens.size()) {
			return;
		}
		int name = tokens.get(table + 1).is("IF") ? table + 4 : table + 1;
		String qualified = (name + 1 < tokens.size() && tokens.get(name + 1).is("."))
				? tokens.get(name).text() + "." + tokens.get(name + 2).text() : "pg_temp." + tokens.get(name).text();
		if (tokens.get(commit + 1).is("DROP")) {
			this.endsOfTables.add("DROP TABLE IF EXISTS " + qualified);
		}
		else if (tokens.get(commit + 1).is("DELETE")) {
			this.endsOfTables.add("DELETE FROM " + qualified);
		}
	}

	private static int indexOf(List<SqlToken> tokens, int from, String word) {
		for (int i = from; i < tokens.size(); i++) {
			if (tokens.get(i).is(word)) {
				return i;
			}
		}
		return -1;
	}

}
