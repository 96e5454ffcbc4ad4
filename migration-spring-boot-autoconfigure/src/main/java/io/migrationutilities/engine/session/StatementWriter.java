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

import java.io.Writer;

import liquibase.Scope;
import liquibase.database.Database;
import liquibase.executor.Executor;
import liquibase.executor.ExecutorService;
import liquibase.executor.LoggingExecutor;

/**
 * Lets Liquibase write down the statements that change something instead of running them.
 */
public final class StatementWriter {

	private final Database database;

	public StatementWriter(Database database) {
		this.database = database;
	}

	/**
	 * Write statements down.
	 * @param sql where to
	 * @param action what to do meanwhile
	 * @throws Exception if the action throws it
	 */
	public void writeDown(Writer sql, Action action) throws Exception {
		ExecutorService executors = Scope.getCurrentScope().getSingleton(ExecutorService.class);
		Executor executor = executors.getExecutor("jdbc", this.database);
		executors.setExecutor("jdbc", this.database, new LoggingExecutor(executor, sql, this.database));
		try {
			action.run();
		}
		finally {
			executors.setExecutor("jdbc", this.database, executor);
		}
	}

	/**
	 * Work that is done while statements are written down.
	 */
	@FunctionalInterface
	public interface Action {

		void run() throws Exception;

	}

}
