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

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;

import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationException;
import io.migrationutilities.sql.SqlDialect;
import io.migrationutilities.sql.SqlPlace;
import io.migrationutilities.sql.SqlRange;
import io.migrationutilities.sql.SqlScript;
import io.migrationutilities.sql.SqlToken;
import io.migrationutilities.sql.SqlTokenizer;
import io.migrationutilities.sql.SqlitePragma;
import io.migrationutilities.sql.StatementKind;
import io.migrationutilities.sql.StatementOutline;

/**
 * A text of a change set, and the statements in it that begin or end transactions. In the
 * transaction of a run they would tear it apart.
 */
public final class TransactionStatements {

	private static final Set<String> PLAIN_OPTIONS = Set.of("TRANSACTION", "WORK", "DEFERRED", "IMMEDIATE",
			"EXCLUSIVE");

	private static final int LONGEST_REFUSED = 60;

	private final String sql;

	private final SqlDialect dialect;

	private final List<StatementOutline> statements;

	private TransactionStatements(String sql, SqlDialect dialect) {
		this.sql = sql;
		this.dialect = dialect;
		this.statements = SqlScript.outline(sql, dialect);
	}

	/**
	 * Look for them.
	 * @param sql the text
	 * @param dialect its dialect
	 * @return what was found
	 */
	public static TransactionStatements in(String sql, SqlDialect dialect) {
		return new TransactionStatements(sql, dialect);
	}

	/**
	 * Return whether a plain {@code BEGIN … COMMIT} encloses all other statements, none
	 * of which begins or ends a transaction.
	 * @return whether the transaction of the run does the work of the pair
	 */
	public boolean isEnclosed() {
		int last = this.statements.size() - 1;
		return last > 0 && isBegin(0) && isCommit(last)
				&& this.statements.subList(1, last).stream().noneMatch(TransactionStatements::isControl);
	}

	/**
	 * Return whether the text is nothing but one half of such a pair.
	 * @return whether it is a plain {@code BEGIN} or {@code COMMIT}
	 */
	boolean isHalfOfPair() {
		return this.statements.size() == 1 && (isBegin(0) || isCommit(0));
	}

	/**
	 * Return the first statement that must not run in the transaction of a run.
	 * @return the refusal, or {@code null} if there is none
	 */
	public @Nullable MigrationException findRefusal() {
		if (isEnclosed()) {
			return null;
		}
		for (int i = 0; i < this.statements.size(); i++) {
			if (isControl(this.statements.get(i))) {
				return refusal(i, "would begin or end a transaction, which the run does");
			}
			if (isIneffective(this.statements.get(i))) {
				return refusal(i, "has no effect inside a transaction");
			}
		}
		return null;
	}

	/**
	 * Return whether foreign keys are to be switched off, which SQLite ignores inside a
	 * transaction.
	 * @return whether a statement asks for that
	 */
	boolean turnsForeignKeysOff() {
		return this.statements.stream()
			.anyMatch((statement) -> pragma(statement).filter(SqlitePragma::turnsForeignKeysOff).isPresent());
	}

	private boolean isIneffective(StatementOutline statement) {
		return pragma(statement).filter(SqlitePragma::isIneffectiveInTransaction).isPresent();
	}

	private Optional<SqlitePragma> pragma(StatementOutline statement) {
		return (this.dialect == SqlDialect.SQLITE && statement.kind() == StatementKind.OTHER)
				? SqlitePragma.of(statement.range().of(this.sql)) : Optional.empty();
	}

	/**
	 * Return whether the text can't run inside a transaction.
	 * @return whether it begins or ends transactions itself, or has a statement that the
	 * database refuses to run in one
	 */
	public boolean needsNoTransaction() {
		return this.statements.stream().anyMatch((statement) -> isControl(statement) || refusesTransactions(statement));
	}

	private boolean refusesTransactions(StatementOutline statement) {
		List<SqlToken> first = SqlTokenizer.significant(statement.range().of(this.sql), this.dialect).limit(4).toList();
		return first.get(0).is("VACUUM") || first.stream().anyMatch((token) -> token.is("CONCURRENTLY"));
	}

	/**
	 * Return the texts of the statements that are to run, without an enclosing pair.
	 * @return the text of each statement
	 */
	List<String> split() {
		return textsOf(enclosed());
	}

	/**
	 * Return the texts of all statements.
	 * @return the text of each statement
	 */
	List<String> splitAll() {
		return textsOf(this.statements);
	}

	/**
	 * Find a statement in the text.
	 * @param statement the text of the statement, as the driver was given it
	 * @return its number from 1, or 0 if it is not in the text
	 */
	public int find(String statement) {
		String wanted = withoutSpace(statement);
		for (int i = 0; i < this.statements.size(); i++) {
			if (withoutSpace(this.statements.get(i).range().of(this.sql)).equals(wanted)) {
				return i + 1;
			}
		}
		return 0;
	}

	private static String withoutSpace(String text) {
		return text.replaceAll("\\s+", "").replaceAll(";+$", "");
	}

	/**
	 * Return how many statements there are.
	 * @return the number of statements
	 */
	public int count() {
		return this.statements.size();
	}

	/**
	 * Return the line at which a statement begins.
	 * @param number its number from 1
	 * @return the line from 1
	 */
	public int lineOf(int number) {
		return lineAt(this.sql, this.statements.get(number - 1).range().start());
	}

	/**
	 * Return the line of a character.
	 * @param text a text
	 * @param offset the offset of the character in it
	 * @return its line from 1
	 */
	public static int lineAt(String text, int offset) {
		return SqlPlace.of(text, offset).line();
	}

	/**
	 * Let somebody read the statements that are to run.
	 * @param reader is given the kind and the text of each
	 */
	void forEach(BiConsumer<StatementKind, String> reader) {
		enclosed().forEach((statement) -> reader.accept(statement.kind(), statement.range().of(this.sql)));
	}

	/**
	 * Return all that is to run as one text, without an enclosing pair.
	 * @return the text, empty if there is no statement in it
	 */
	String whole() {
		List<StatementOutline> enclosed = enclosed();
		if (enclosed.size() == this.statements.size()) {
			return this.sql;
		}
		return enclosed.isEmpty() ? ""
				: new SqlRange(enclosed.get(0).range().start(), enclosed.get(enclosed.size() - 1).range().end())
					.of(this.sql);
	}

	// A single statement keeps what is around it.
	private List<String> textsOf(List<StatementOutline> outlines) {
		return (this.statements.size() == 1) ? List.of(this.sql)
				: outlines.stream().map((statement) -> statement.range().of(this.sql)).toList();
	}

	private List<StatementOutline> enclosed() {
		return isEnclosed() ? this.statements.subList(1, this.statements.size() - 1) : this.statements;
	}

	private static boolean isControl(StatementOutline statement) {
		return statement.kind() == StatementKind.TRANSACTION;
	}

	private boolean isBegin(int index) {
		List<SqlToken> tokens = controlTokens(index);
		return !tokens.isEmpty() && (tokens.get(0).is("BEGIN")
				|| (tokens.size() == 2 && tokens.get(0).is("START") && tokens.get(1).is("TRANSACTION")));
	}

	private boolean isCommit(int index) {
		List<SqlToken> tokens = controlTokens(index);
		return !tokens.isEmpty() && (tokens.get(0).is("COMMIT") || tokens.get(0).is("END"));
	}

	// An isolation level or a chain is more than the transaction of the run does.
	private List<SqlToken> controlTokens(int index) {
		StatementOutline statement = this.statements.get(index);
		if (!isControl(statement)) {
			return List.of();
		}
		List<SqlToken> tokens = SqlTokenizer.significant(statement.range().of(this.sql), this.dialect).toList();
		boolean plain = tokens.stream().skip(1).allMatch((token) -> PLAIN_OPTIONS.stream().anyMatch(token::is));
		return plain ? tokens : List.of();
	}

	private MigrationException refusal(int index, String reason) {
		StatementOutline statement = this.statements.get(index);
		String where = (this.statements.size() > 1) ? "Statement %d of %d, at line %d of its SQL,".formatted(index + 1,
				this.statements.size(), lineOf(index + 1)) : "The statement";
		return new MigrationException(MigrationErrorCode.TRANSACTION_STATEMENT_REFUSED,
				where + " " + reason + ": '" + shorten(statement.range().of(this.sql), LONGEST_REFUSED) + "'.",
				"Remove the statement, or set runInTransaction=\"false\" on the change set, which then runs as it is "
						+ "written and commits for itself.");
	}

	/**
	 * Return a statement in one line, without its end if it is long.
	 * @param statement the text of the statement
	 * @param longest how many characters are shown at most
	 * @return the line
	 */
	public static String shorten(String statement, int longest) {
		String line = statement.strip().replaceAll("\\s+", " ");
		return (line.length() > longest) ? line.substring(0, longest) + "…" : line;
	}

}
