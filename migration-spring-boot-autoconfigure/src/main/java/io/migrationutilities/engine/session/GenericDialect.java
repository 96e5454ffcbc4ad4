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

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;

import io.migrationutilities.sql.SqlDialect;

/**
 * Any other database: transactions by JDBC, and nothing that refuses to write.
 */
final class GenericDialect implements DatabaseDialect {

	private final TransactionControl transactionControl = new TransactionControl.Jdbc();

	@Override
	public TransactionControl getTransactionControl() {
		return this.transactionControl;
	}

	@Override
	public SqlDialect getSqlDialect() {
		return SqlDialect.GENERIC;
	}

	@Override
	public boolean isAtomic(Connection connection) throws SQLException {
		DatabaseMetaData metaData = connection.getMetaData();
		return metaData.supportsSavepoints() && !metaData.dataDefinitionCausesTransactionCommit();
	}

	@Override
	public void setReadOnly(Connection connection, boolean readOnly) {
	}

	@Override
	public void prepareTransaction(Connection connection, boolean rebuildsTables) {
	}

	@Override
	public void release(Connection connection) {
	}

	@Override
	public IntegrityFindings findIntegrityProblems(Connection connection) {
		return IntegrityFindings.NONE;
	}

}
