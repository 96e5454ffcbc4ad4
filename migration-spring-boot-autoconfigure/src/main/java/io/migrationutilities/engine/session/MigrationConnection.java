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

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

import liquibase.Scope;
import liquibase.changelog.ChangeSet;
import liquibase.database.Database;
import org.jspecify.annotations.Nullable;

import io.migrationutilities.MigrationException;
import io.migrationutilities.database.Causes;
import io.migrationutilities.database.Queries;
import io.migrationutilities.sql.SqlDialect;
import io.migrationutilities.sql.StatementKind;

/**
 * The connection that Liquibase is given. Liquibase commits each change set and its
 * history row on its own; this connection turns those commits into savepoints, so that
 * what {@link #begin()} began is committed or rolled back as a whole.
 */
final class MigrationConnection implements InvocationHandler, GuardedStatement.Guard {

	// What is prepared in place of a text that has nothing to execute.
	private static final String NOTHING = "SELECT 1";

	private static final int BEGINNING = 200;

	private final Connection delegate;

	private final TransactionControl control;

	private final SqlDialect dialect;

	private final Connection proxy;

	private final boolean initialAutoCommit;

	private Mode mode = Mode.READING;

	private boolean used;

	private @Nullable SQLException broken;

	private boolean endedByOthers;

	private @Nullable SQLException failure;

	private @Nullable String failedStatement;

	private SessionStatements executed = new SessionStatements();

	private Set<ChangeSet> enclosed = Set.of();

	private StatementRetry retry = StatementRetry.NONE;

	MigrationConnection(Connection delegate, TransactionControl control, SqlDialect dialect) throws SQLException {
		this.delegate = delegate;
		this.control = control;
		this.dialect = dialect;
		this.initialAutoCommit = delegate.getAutoCommit();
		delegate.setAutoCommit(true);
		this.proxy = (Connection) Proxy.newProxyInstance(getClass().getClassLoader(),
				new Class<?>[] { Connection.class }, this);
	}

	/**
	 * Return the connection for Liquibase.
	 * @return a connection whose commits are not final while a transaction is open
	 */
	@Override
	public Connection getProxy() {
		return this.proxy;
	}

	/**
	 * Return the connection itself.
	 * @return the connection of the data source
	 */
	Connection getDelegate() {
		return this.delegate;
	}

	boolean isInTransaction() {
		return this.mode == Mode.TRANSACTION;
	}

	/**
	 * Return whether something other than an error of the database has ended the last
	 * transaction, so that statements may have been committed.
	 * @return whether it has
	 */
	boolean isEndedByOthers() {
		return this.endedByOthers;
	}

	/**
	 * Return the statement that failed last.
	 * @param failure the failure
	 * @return its text, or {@code null} if the failure is not that of a statement
	 */
	@Nullable String findStatement(Throwable failure) {
		return (Causes.find(failure, SQLException.class, (ex) -> ex == this.failure) != null) ? this.failedStatement
				: null;
	}

	/**
	 * Say in which change sets a {@code BEGIN} and a {@code COMMIT} enclose everything
	 * else. They are passed over, since the transaction of the run does their work.
	 * @param changeSets the change sets
	 */
	void setEnclosed(Set<ChangeSet> changeSets) {
		this.enclosed = changeSets;
	}

	/**
	 * Begin the transaction that all commits of Liquibase become a part of.
	 * @throws SQLException if the transaction can't be begun
	 */
	void begin() throws SQLException {
		this.control.begin(this.delegate);
		this.control.setSavepoint(this.delegate);
		this.mode = Mode.TRANSACTION;
		this.used = false;
		this.broken = null;
		this.endedByOthers = false;
	}

	/**
	 * Commit everything since {@link #begin()}.
	 * @throws SQLException if nothing was committed
	 */
	void commit() throws SQLException {
		failIfBroken();
		this.control.commit(this.delegate);
		this.mode = Mode.READING;
	}

	/**
	 * Roll back everything since {@link #begin()}, or whatever is left to roll back in
	 * {@link #passThrough()}.
	 * @throws SQLException if the database has already rolled back
	 */
	void rollback() throws SQLException {
		Mode ended = this.mode;
		this.mode = Mode.READING;
		if (ended == Mode.TRANSACTION) {
			this.control.rollback(this.delegate);
		}
		if (ended == Mode.PASS_THROUGH) {
			if (!this.delegate.getAutoCommit()) {
				this.delegate.rollback();
			}
			this.delegate.setAutoCommit(true);
			this.control.end(this.delegate, "ROLLBACK");
		}
	}

	/**
	 * Let Liquibase commit for itself, for change sets that can't run in a transaction.
	 * @param statementRetry decides about statements outside any transaction
	 * @throws SQLException if the mode can't be changed
	 */
	void passThrough(StatementRetry statementRetry) throws SQLException {
		this.retry = statementRetry;
		this.delegate.setAutoCommit(false);
		this.mode = Mode.PASS_THROUGH;
	}

	/**
	 * End {@link #passThrough()}, and commit what a text may have begun.
	 * @throws SQLException if the mode can't be changed
	 */
	void endPassThrough() throws SQLException {
		this.mode = Mode.READING;
		this.delegate.setAutoCommit(true);
		this.control.end(this.delegate, "COMMIT");
	}

	@Override
	public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] args) throws Throwable {
		return switch (method.getName()) {
			case "equals" -> proxy == arguments(args)[0];
			case "hashCode" -> System.identityHashCode(proxy);
			case "toString" -> "Migration connection on " + this.delegate;
			case "close" -> close();
			case "isWrapperFor" -> isWrapperFor((Class<?>) arguments(args)[0]);
			case "unwrap" -> unwrap((Class<?>) arguments(args)[0]);
			case "createStatement" ->
				guard(GuardedStatement.call(this.delegate, method, args), Statement.class, null, false);
			case "prepareStatement" -> prepare(method, arguments(args), PreparedStatement.class);
			case "prepareCall" -> prepare(method, arguments(args), CallableStatement.class);
			default -> (this.mode == Mode.PASS_THROUGH) ? GuardedStatement.call(this.delegate, method, args)
					: guarded(method, args);
		};
	}

	private boolean isWrapperFor(Class<?> type) throws SQLException {
		return type.isInstance(this.delegate) || this.delegate.isWrapperFor(type);
	}

	private @Nullable Object unwrap(Class<?> type) throws SQLException {
		this.used = true;
		this.executed.addUnknown();
		return (type.isInstance(this.delegate) && !this.delegate.isWrapperFor(type)) ? this.delegate
				: this.delegate.unwrap(type);
	}

	private @Nullable Object guarded(Method method, Object @Nullable [] args) throws Throwable {
		return switch (method.getName()) {
			case "getAutoCommit" -> false;
			case "setAutoCommit" -> null;
			case "commit" -> moveSavepoint();
			case "rollback" -> rollbackToSavepoint();
			default -> GuardedStatement.call(this.delegate, method, args);
		};
	}

	private Object guard(@Nullable Object statement, Class<?> type, @Nullable String sql, boolean idle) {
		return Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] { type },
				new GuardedStatement(this, (Statement) Objects.requireNonNull(statement), sql, idle));
	}

	private Object prepare(Method method, Object[] args, Class<?> type) throws Throwable {
		List<String> statements = textsOf((String) args[0]);
		if (statements.size() > 1) {
			throw new SQLException("The driver would run only the first of the " + statements.size()
					+ " statements of the text. Prepare each of them on its own.");
		}
		Object[] replaced = args.clone();
		replaced[0] = statements.isEmpty() ? NOTHING : statements.get(0);
		try {
			return guard(GuardedStatement.call(this.delegate, method, replaced), type, (String) args[0],
					statements.isEmpty());
		}
		catch (SQLException ex) {
			this.failure = ex;
			this.failedStatement = (String) args[0];
			throw ex;
		}
	}

	/**
	 * Return what is to run for a text.
	 * @param sql the text
	 * @return the texts that the driver is given, one after the other
	 * @throws SQLException if the text would begin or end the transaction of a run
	 */
	@Override
	public List<String> textsOf(String sql) throws SQLException {
		failIfBroken();
		boolean sqlite = this.dialect == SqlDialect.SQLITE;
		if (!sqlite && !isInTransaction()) {
			return List.of(sql);
		}
		TransactionStatements statements = TransactionStatements.in(sql, this.dialect);
		if (!isInTransaction()) {
			return statements.splitAll();
		}
		if (statements.isHalfOfPair() && isEnclosed()) {
			return List.of();
		}
		MigrationException refusal = statements.findRefusal();
		if (refusal != null) {
			throw new SQLException(refusal.getMessage() + " " + refusal.getHint(), refusal);
		}
		requireSuspendedForeignKeys(statements);
		if (sqlite) {
			return statements.split();
		}
		statements.forEach(this::read);
		this.control.beforeExecution(this.delegate, this.executed);
		return Stream.of(statements.whole()).filter((text) -> !text.isEmpty()).toList();
	}

	// A plan that foresees this has them off in the whole transaction. Custom changes are
	// not foreseen.
	private void requireSuspendedForeignKeys(TransactionStatements statements) throws SQLException {
		if (statements.turnsForeignKeysOff() && Queries.number(this.delegate, "PRAGMA foreign_keys") == 1) {
			throw new SQLException("'PRAGMA foreign_keys' has no effect inside the transaction of the run."
					+ " Set runInTransaction=\"false\" on the change set.");
		}
	}

	private void read(StatementKind kind, String sql) {
		if (!isOfLiquibase(sql)) {
			this.executed.read(kind, sql);
		}
	}

	// What Liquibase writes into its history changes no setting.
	private static boolean isOfLiquibase(String sql) {
		Database database = Scope.getCurrentScope().getDatabase();
		String beginning = sql.substring(0, Math.min(sql.length(), BEGINNING)).toUpperCase(Locale.ROOT);
		return database != null
				&& beginning.contains(database.getDatabaseChangeLogTableName().toUpperCase(Locale.ROOT));
	}

	private boolean isEnclosed() {
		ChangeSet changeSet = Scope.getCurrentScope().get(Scope.Attr.changeSet, ChangeSet.class);
		return changeSet != null && this.enclosed.contains(changeSet);
	}

	/**
	 * Execute a statement, and see whether the transaction still goes on. A change set
	 * may go on after an error that made the database end it, and code that is not
	 * Liquibase's own may have ended it.
	 * @param sql the text of the statement, or {@code null} if it is not known
	 * @param execution executes the statement
	 * @return its result
	 * @throws Throwable if it fails, or the transaction has ended
	 */
	@Override
	public @Nullable Object execute(@Nullable String sql, GuardedStatement.Execution execution) throws Throwable {
		if (this.mode != Mode.PASS_THROUGH || sql == null || !this.delegate.getAutoCommit()) {
			return executeOnce(sql, execution);
		}
		while (true) {
			this.retry.prepare(sql);
			try {
				return executeOnce(sql, execution);
			}
			catch (SQLException ex) {
				if (!this.retry.isRepeated(sql, ex)) {
					throw ex;
				}
			}
		}
	}

	private @Nullable Object executeOnce(@Nullable String sql, GuardedStatement.Execution execution) throws Throwable {
		this.used = true;
		try {
			if (sql != null && this.dialect == SqlDialect.POSTGRESQL) {
				InvalidIndexCheck.look(this.delegate, sql);
			}
			Object result = execution.run();
			if (isInTransaction() && !this.control.isActive(this.delegate)) {
				this.endedByOthers = true;
				this.broken = new SQLException("A statement, or what it called, ended the transaction of the run.");
				throw this.broken;
			}
			return result;
		}
		catch (SQLException ex) {
			this.failure = ex;
			this.failedStatement = sql;
			if (isInTransaction() && this.broken == null && !this.control.isActive(this.delegate)) {
				this.broken = ex;
			}
			throw ex;
		}
	}

	// Liquibase commits more often than it executes something. A savepoint that is gone
	// went with the transaction that it was set in.
	private @Nullable Object moveSavepoint() throws SQLException {
		if (isInTransaction()) {
			failIfBroken();
			if (this.used) {
				unlessItBreaks(() -> this.control.moveSavepoint(this.delegate, this.executed));
				this.executed = new SessionStatements();
				this.used = false;
			}
		}
		return null;
	}

	// Liquibase rolls back before each change set, and SQLite then reads the whole schema
	// again, which there is no need for if nothing was executed.
	private @Nullable Object rollbackToSavepoint() throws SQLException {
		if (isInTransaction() && this.broken == null && this.used) {
			unlessItBreaks(() -> this.control.rollbackToSavepoint(this.delegate));
			this.used = false;
			this.executed = new SessionStatements();
		}
		return null;
	}

	// SQLite ends the whole transaction on errors such as a full disk. Later statements
	// would then commit statement by statement.
	private void unlessItBreaks(SqlAction action) throws SQLException {
		try {
			action.run();
		}
		catch (SQLException ex) {
			this.broken = ex;
			this.endedByOthers |= this.control.isSavepointMissing(ex);
			throw ex;
		}
	}

	@Override
	public void failIfBroken() throws SQLException {
		if (this.broken != null) {
			throw new SQLException("The database has ended the transaction of the run.", this.broken);
		}
	}

	private @Nullable Object close() throws SQLException {
		if (this.delegate.isClosed()) {
			return null;
		}
		try (Connection closing = this.delegate) {
			rollback();
			closing.setAutoCommit(this.initialAutoCommit);
		}
		return null;
	}

	private static Object[] arguments(Object @Nullable [] args) {
		return (args != null) ? args : new Object[0];
	}

	private enum Mode {

		READING, TRANSACTION, PASS_THROUGH

	}

	@FunctionalInterface
	private interface SqlAction {

		void run() throws SQLException;

	}

}
