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

package io.migrationutilities.database;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.migrationutilities.work.Interruption;

/**
 * A connection whose statements end when their thread is interrupted, and that begins no
 * more of them then. Drivers wait for the database without looking, and a server goes on
 * with a statement when its client has died.
 */
public final class InterruptibleConnection implements InvocationHandler {

	private final Connection delegate;

	private InterruptibleConnection(Connection delegate) {
		this.delegate = delegate;
	}

	/**
	 * Let statements be interrupted.
	 * @param connection a connection
	 * @return a connection that does the same
	 */
	public static Connection of(Connection connection) {
		return proxy(Connection.class, new InterruptibleConnection(connection));
	}

	private static <T> T proxy(Class<T> type, InvocationHandler handler) {
		return type.cast(Proxy.newProxyInstance(InterruptibleConnection.class.getClassLoader(), new Class<?>[] { type },
				handler));
	}

	@Override
	public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] args) throws Throwable {
		return switch (method.getName()) {
			case "equals" -> proxy == argument(args);
			case "hashCode" -> System.identityHashCode(proxy);
			case "isWrapperFor" -> isWrapperFor((Class<?>) argument(args));
			case "unwrap" -> unwrap(proxy, (Class<?>) argument(args));
			case "createStatement" -> statement(Statement.class, call(this.delegate, method, args));
			case "prepareStatement" -> statement(PreparedStatement.class, call(this.delegate, method, args));
			case "prepareCall" -> statement(CallableStatement.class, call(this.delegate, method, args));
			default -> call(this.delegate, method, args);
		};
	}

	private boolean isWrapperFor(Class<?> type) throws SQLException {
		return type.isInstance(this.delegate) || this.delegate.isWrapperFor(type);
	}

	private Object unwrap(Object proxy, Class<?> type) throws SQLException {
		if (type.isInstance(proxy)) {
			return proxy;
		}
		return (type.isInstance(this.delegate) && !this.delegate.isWrapperFor(type)) ? this.delegate
				: this.delegate.unwrap(type);
	}

	private static Object statement(Class<? extends Statement> type, @Nullable Object created) {
		Statement statement = Objects.requireNonNull(type.cast(created));
		return proxy(type, (proxy, method, args) -> switch (method.getName()) {
			case "equals" -> proxy == argument(args);
			case "hashCode" -> System.identityHashCode(proxy);
			case "execute", "executeQuery", "executeUpdate", "executeLargeUpdate", "executeBatch",
					"executeLargeBatch" ->
				execute(statement, method, args);
			default -> call(statement, method, args);
		});
	}

	private static @Nullable Object execute(Statement statement, Method method, Object @Nullable [] args)
			throws Throwable {
		if (Interruption.isDeferred()) {
			return call(statement, method, args);
		}
		if (Interruption.isPending()) {
			throw new SQLException("The thread is interrupted, no statement is begun", SqlState.STOPPED.state());
		}
		StatementCancellation cancellation = new StatementCancellation(statement);
		cancellation.arm();
		try {
			return call(statement, method, args);
		}
		finally {
			cancellation.disarm();
		}
	}

	private static Object argument(Object @Nullable [] args) {
		return Objects.requireNonNull(args)[0];
	}

	private static @Nullable Object call(Object target, Method method, Object @Nullable [] args) throws Throwable {
		try {
			return method.invoke(target, args);
		}
		catch (InvocationTargetException ex) {
			throw ex.getTargetException();
		}
	}

}
