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
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

import io.migrationutilities.sql.SqlDialect;
import io.migrationutilities.sql.SqlToken;
import io.migrationutilities.sql.StatementKind;

/**
 * The connection that Liquibase is given. Liquibase commits each change set and its
 * history row on its own; this connection turns those commits into savepoints, so that
 * what {@link #begin()} began is committed or rolled back as a whole.
 */
final class MigrationConnection implements InvocationHandler {

	private final Connection delegate;

	private final TransactionControl control;

	private final SqlDialect dialect;

	private final Connection proxy;

	private final boolean initialAutoCommit;

	private Mode mode = Mode.READING;

	private boolean used;

	private @Nullable SQLException broken;

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
	Connection getProxy() {
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
	 * Begin the transaction that all commits of Liquibase become a part of.
	 * @throws SQLException if the transaction can't be begun
	 */
	void begin() throws SQLException {
		this.control.begin(this.delegate);
		this.control.setSavepoint(this.delegate);
		this.mode = Mode.TRANSACTION;
		this.used = false;
		this.broken = null;
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
			this.delegate.rollback();
			this.delegate.setAutoCommit(true);
		}
	}

	/**
	 * Let Liquibase commit for itself, for change sets that can't run in a transaction.
	 * @throws SQLException if the mode can't be changed
	 */
	void passThrough() throws SQLException {
		this.delegate.setAutoCommit(false);
		this.mode = Mode.PASS_THROUGH;
	}

	/**
	 * End {@link #passThrough()}.
	 * @throws SQLException if the mode can't be changed
	 */
	void endPassThrough() throws SQLException {
		this.mode = Mode.READING;
		this.delegate.setAutoCommit(true);
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
			default -> (this.mode == Mode.PASS_THROUGH) ? call(this.delegate, method, args) : guarded(method, args);
		};
	}

	private boolean isWrapperFor(Class<?> type) throws SQLException {
		return type.isInstance(this.delegate) || this.delegate.isWrapperFor(type);
	}

	private @Nullable Object unwrap(Class<?> type) throws SQLException {
		this.used = true;
		return (type.isInstance(this.delegate) && !this.delegate.isWrapperFor(type)) ? this.delegate
				: this.delegate.unwrap(type);
	}

	private @Nullable Object guarded(Method method, Object @Nullable [] args) throws Throwable {
		return switch (method.getName()) {
			case "getAutoCommit" -> false;
			case "setAutoCommit" -> null;
			case "commit" -> moveSavepoint();
			case "rollback" -> rollbackToSavepoint();
			case "createStatement" -> guardedStatement(call(this.delegate, method, args), Statement.class);
			case "prepareStatement" -> prepared(method, arguments(args), PreparedStatement.class);
			case "prepareCall" -> prepared(method, arguments(args), CallableStatement.class);
			default -> call(this.delegate, method, args);
		};
	}

	private @Nullable Object prepared(Method method, Object[] args, Class<?> type) throws Throwable {
		checkStatement((String) args[0]);
		return guardedStatement(call(this.delegate, method, args), type);
	}

	private Object guardedStatement(@Nullable Object statement, Class<?> type) {
		return Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] { type }, (proxy, method, args) -> {
			if (method.getName().startsWith("execute") || method.getName().equals("addBatch")) {
				checkStatement((arguments(args).length > 0 && args[0] instanceof String sql) ? sql : "");
			}
			return switch (method.getName()) {
				case "equals" -> proxy == arguments(args)[0];
				case "getConnection" -> this.proxy;
				default -> run(statement, method, args);
			};
		});
	}

	// A change set may go on after an error that made the database end the transaction.
	private @Nullable Object run(@Nullable Object statement, Method method, Object @Nullable [] args) throws Throwable {
		this.used |= method.getName().startsWith("execute");
		try {
			return call(statement, method, args);
		}
		catch (SQLException ex) {
			if (isInTransaction() && this.broken == null && !this.control.isActive(this.delegate)) {
				this.broken = ex;
			}
			throw ex;
		}
	}

	private void checkStatement(String sql) throws SQLException {
		failIfBroken();
		if (isInTransaction()) {
			List<SqlToken> first = StatementKind.firstTokens(sql, this.dialect);
			if (StatementKind.of(first) == StatementKind.TRANSACTION) {
				throw new SQLException("A change set must not begin or end transactions: '"
						+ first.get(0).text().toUpperCase(Locale.ROOT)
						+ "'. Remove the statement, or set runInTransaction=\"false\" on the change set.");
			}
		}
	}

	private @Nullable Object moveSavepoint() throws SQLException {
		if (isInTransaction()) {
			failIfBroken();
			unlessItBreaks(() -> {
				this.control.releaseSavepoint(this.delegate);
				this.control.setSavepoint(this.delegate);
			});
			this.used = false;
		}
		return null;
	}

	// Liquibase rolls back before each change set, and SQLite then reads the whole schema
	// again, which there is no need for if nothing was executed.
	private @Nullable Object rollbackToSavepoint() throws SQLException {
		if (isInTransaction() && this.broken == null && this.used) {
			unlessItBreaks(() -> this.control.rollbackToSavepoint(this.delegate));
			this.used = false;
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
			throw ex;
		}
	}

	private void failIfBroken() throws SQLException {
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

	private static @Nullable Object call(@Nullable Object target, Method method, Object @Nullable [] args)
			throws Throwable {
		try {
			return method.invoke(target, args);
		}
		catch (InvocationTargetException ex) {
			throw ex.getTargetException();
		}
	}

	private enum Mode {

		READING, TRANSACTION, PASS_THROUGH

	}

	@FunctionalInterface
	private interface SqlAction {

		void run() throws SQLException;

	}

}
