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
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A statement of a {@link MigrationConnection}. Each statement of a text runs, although
 * the driver of SQLite runs the first one only.
 */
final class GuardedStatement implements InvocationHandler {

	private final Guard guard;

	private final Statement delegate;

	private final @Nullable String prepared;

	private boolean idle;

	/**
	 * Create a statement.
	 * @param guard the connection that it belongs to
	 * @param delegate the statement of the driver
	 * @param prepared the text that it was prepared for, or {@code null} if there is none
	 * @param idle whether it is prepared for a text that has nothing to execute
	 */
	GuardedStatement(Guard guard, Statement delegate, @Nullable String prepared, boolean idle) {
		this.guard = guard;
		this.delegate = delegate;
		this.prepared = prepared;
		this.idle = idle;
	}

	@Override
	public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] args) throws Throwable {
		boolean executes = method.getName().startsWith("execute");
		if (executes || method.getName().equals("addBatch")) {
			return (args != null && args.length > 0 && args[0] instanceof String sql) ? executeText(sql, method, args)
					: run(this.prepared, method, args, executes);
		}
		return switch (method.getName()) {
			case "equals" -> args != null && proxy == args[0];
			case "getConnection" -> this.guard.getProxy();
			case "getUpdateCount", "getLargeUpdateCount" ->
				this.idle ? none(method) : call(this.delegate, method, args);
			case "getMoreResults", "getResultSet" ->
				this.idle ? nothingDone(method) : call(this.delegate, method, args);
			default -> call(this.delegate, method, args);
		};
	}

	private @Nullable Object executeText(String sql, Method method, Object[] args) throws Throwable {
		List<String> statements = this.guard.textsOf(sql);
		if (method.getName().equals("executeQuery") && statements.size() != 1) {
			throw new SQLException("A query is a single statement, but the text has " + statements.size() + ".");
		}
		this.idle = statements.isEmpty();
		Object result = nothingDone(method);
		for (String statement : statements) {
			Object[] replaced = args.clone();
			replaced[0] = statement;
			result = add(result, run(statement, method, replaced, !method.getName().equals("addBatch")));
		}
		return result;
	}

	private @Nullable Object run(@Nullable String sql, Method method, Object @Nullable [] args, boolean executes)
			throws Throwable {
		this.guard.failIfBroken();
		if (this.idle) {
			return nothingDone(method);
		}
		return executes ? this.guard.execute(sql, () -> call(this.delegate, method, args))
				: call(this.delegate, method, args);
	}

	// There is no result, and there are no more of them.
	private static Object none(Method method) {
		return (method.getReturnType() == long.class) ? (Object) (-1L) : (Object) (-1);
	}

	private static @Nullable Object nothingDone(Method method) {
		Class<?> type = method.getReturnType();
		if (type == boolean.class) {
			return false;
		}
		return (type == int.class) ? (Object) 0 : (type == long.class) ? (Object) 0L : null;
	}

	private static @Nullable Object add(@Nullable Object before, @Nullable Object result) {
		if (before instanceof Integer count && result instanceof Integer more) {
			return count + more;
		}
		return (before instanceof Long count && result instanceof Long more) ? (Object) (count + more) : result;
	}

	/**
	 * Call a method of what is guarded.
	 * @param target the object
	 * @param method the method
	 * @param args its arguments
	 * @return what it returns
	 * @throws Throwable what it throws
	 */
	static @Nullable Object call(@Nullable Object target, Method method, Object @Nullable [] args) throws Throwable {
		try {
			return method.invoke(target, args);
		}
		catch (InvocationTargetException ex) {
			throw ex.getTargetException();
		}
	}

	/**
	 * The connection, as a statement asks it before it executes.
	 */
	interface Guard {

		Connection getProxy();

		List<String> textsOf(String sql) throws SQLException;

		void failIfBroken() throws SQLException;

		@Nullable Object execute(@Nullable String sql, Execution execution) throws Throwable;

	}

	/**
	 * Execution of a statement.
	 */
	@FunctionalInterface
	interface Execution {

		@Nullable Object run() throws Throwable;

	}

}
