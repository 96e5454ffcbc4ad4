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

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * Writes down the statements that run through its connections, and what is set on them.
 */
class CountingDataSource extends DriverManagerDataSource {

	private final List<String> statements = new ArrayList<>();

	private final List<String> changedSettings = new ArrayList<>();

	CountingDataSource(String url) {
		super(url);
	}

	void reset() {
		this.statements.clear();
		this.changedSettings.clear();
	}

	List<String> statements() {
		return this.statements;
	}

	List<String> changedSettings() {
		return this.changedSettings;
	}

	@Override
	public Connection getConnection() throws SQLException {
		return proxy(Connection.class, super.getConnection());
	}

	@SuppressWarnings("unchecked")
	private <T> T proxy(Class<T> type, T target) {
		InvocationHandler handler = (proxy, method, arguments) -> {
			note(method, arguments);
			Object result = invoke(target, method, arguments);
			return (result instanceof Statement statement && type == Connection.class)
					? proxy((Class<Object>) method.getReturnType(), statement) : result;
		};
		return (T) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] { type }, handler);
	}

	private void note(Method method, Object @Nullable [] arguments) {
		if (method.getName().startsWith("execute") || method.getName().startsWith("prepare")) {
			this.statements.add((arguments != null) ? String.valueOf(arguments[0]) : method.getName());
		}
		else if (method.getName().startsWith("set") && Connection.class.isAssignableFrom(method.getDeclaringClass())) {
			this.changedSettings.add(method.getName());
		}
	}

	private static @Nullable Object invoke(Object target, Method method, Object @Nullable [] arguments)
			throws Throwable {
		try {
			return method.invoke(target, arguments);
		}
		catch (InvocationTargetException ex) {
			throw ex.getTargetException();
		}
	}

}
