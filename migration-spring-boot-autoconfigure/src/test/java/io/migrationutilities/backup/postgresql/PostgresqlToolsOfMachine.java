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

package io.migrationutilities.backup.postgresql;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

import io.migrationutilities.MigrationException;

/**
 * The client programs of the machine that the tests run on, found as the product finds
 * them.
 */
public final class PostgresqlToolsOfMachine implements ExecutionCondition {

	private static final int SERVER = 15;

	/**
	 * Return the program that dumps the server of the tests.
	 * @return its path
	 */
	public static String pgDump() {
		return find().pgDump().get(0);
	}

	/**
	 * Return the program that executes scripts on the server of the tests.
	 * @return its path
	 */
	public static String psql() {
		return find().psql().get(0);
	}

	private static PostgresqlTools find() {
		return PostgresqlTools.find(PostgresqlToolSettings.DEFAULTS, SERVER);
	}

	@Override
	public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
		try {
			find();
			return ConditionEvaluationResult.enabled("PostgreSQL's client programs are there");
		}
		catch (MigrationException ex) {
			return ConditionEvaluationResult
				.disabled("PostgreSQL's client programs are needed: " + ex.getMessage() + " " + ex.getHint());
		}
	}

}
