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

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationException;
import io.migrationutilities.database.PostgresqlAccess;
import io.migrationutilities.database.Queries;
import io.migrationutilities.database.SqlState;
import io.migrationutilities.work.Interruption;
import io.migrationutilities.work.Interruption.Deferral;

/**
 * Runs a {@link PostgresqlRestoreScript} with {@code psql}. Where {@code psql} fails, the
 * server is asked what became of the transaction.
 */
final class PostgresqlScriptRun {

	private static final Log logger = LogFactory.getLog(PostgresqlScriptRun.class);

	private static final String OBSERVER = "migration-utilities observer";

	private static final Duration OUTCOME_TIMEOUT = Duration.ofSeconds(30);

	private final PostgresqlAccess access;

	private final PostgresqlTools tools;

	private final String sessionName;

	private volatile @Nullable String transaction;

	private boolean nameMissing;

	/**
	 * Create a run.
	 * @param access the way to the database
	 * @param tools the programs
	 * @param sessionName a name that no other session has
	 */
	PostgresqlScriptRun(PostgresqlAccess access, PostgresqlTools tools, String sessionName) {
		this.access = access;
		this.tools = tools;
		this.sessionName = sessionName;
	}

	/**
	 * Run the script.
	 * @param script the script
	 * @param timeout how long it may take
	 * @param look looks at it meanwhile, again and again
	 * @throws IOException if {@code psql} can't be run and nothing was changed
	 * @throws MigrationException if the script was not committed, or if that is not known
	 */
	void run(Path script, Duration timeout, Runnable look) throws IOException {
		try {
			PostgresqlProcess.Result result = execute(script, timeout, look);
			if (!result.isSuccess()) {
				this.nameMissing = SqlState.MISSING.isReportedIn(result.errors());
				throw PostgresqlRestoreFailures.ofScript(result, this.access);
			}
		}
		catch (MigrationException | IOException ex) {
			if (!isCommitted(ex)) {
				throw ex;
			}
			logger.warn("The restore was committed before psql failed: " + ex.getMessage());
		}
	}

	/**
	 * Return whether the script failed since it named what is not on its search path.
	 * @return whether a name was missing
	 */
	boolean isNameMissing() {
		return this.nameMissing;
	}

	private PostgresqlProcess.Result execute(Path script, Duration timeout, Runnable look) throws IOException {
		try (PostgresqlLogin login = PostgresqlLogin.create(this.access, this.tools)) {
			List<String> command = this.tools.psqlScript(login.connectionString(this.sessionName), this.access.role());
			ProcessBuilder builder = login.applyTo(new ProcessBuilder(command)).redirectInput(script.toFile());
			try (PostgresqlProcess process = PostgresqlProcess.start(builder, this::readTransaction)) {
				return process.await(timeout, MigrationErrorCode.RESTORE_FAILED, look);
			}
		}
	}

	// psql passes it on before it sends the first change.
	private void readTransaction(InputStream output) throws IOException {
		this.transaction = new BufferedReader(new InputStreamReader(output, StandardCharsets.US_ASCII)).readLine();
	}

	private boolean isCommitted(Exception cause) {
		String id = this.transaction;
		if (id == null || !id.matches("\\d+")) {
			return false;
		}
		try (Deferral deferral = Interruption.defer(); Connection observer = this.access.open(OBSERVER)) {
			long deadline = System.nanoTime() + OUTCOME_TIMEOUT.toNanos();
			String status = status(observer, id);
			while ("in progress".equals(status) && System.nanoTime() < deadline) {
				endSession(observer);
				status = status(observer, id);
			}
			if ("in progress".equals(status)) {
				throw PostgresqlRestoreFailures.unknown("the server is still at it. " + cause.getMessage(), cause);
			}
			return "committed".equals(status);
		}
		catch (SQLException ex) {
			cause.addSuppressed(ex);
			throw PostgresqlRestoreFailures.unknown(String.valueOf(cause.getMessage()), cause);
		}
	}

	private static String status(Connection observer, String transaction) throws SQLException {
		return Queries.strings(observer, "SELECT pg_catalog.txid_status(%s)".formatted(transaction)).get(0);
	}

	private void endSession(Connection observer) throws SQLException {
		PostgresqlAccess.askAsLogin(observer, (login) -> Queries.strings(login,
				"SELECT pg_catalog.pg_terminate_backend(pid) FROM pg_catalog.pg_stat_activity WHERE application_name = %s "
					.formatted(PostgresqlName.literal(this.sessionName)) + "AND usename = session_user"));
		Queries.strings(observer, "SELECT pg_catalog.pg_sleep(0.1)");
	}

}
