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

package io.migrationutilities.engine.run;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.function.UnaryOperator;

import io.migrationutilities.RunReport;
import io.migrationutilities.backup.RestoreRecord;
import io.migrationutilities.engine.session.Ledger;

/**
 * The row of a restore in the {@link Ledger} of what is restored.
 *
 * @param ledger a ledger of the same name
 * @param run the restore
 */
record LedgerRecord(Ledger ledger, RunReport run) implements RestoreRecord {

	@Override
	public String table() {
		return this.ledger.getTable().name();
	}

	@Override
	public void write(Connection connection) throws SQLException {
		this.ledger.on(connection).write(this.run);
	}

	@Override
	public List<String> statements(UnaryOperator<String> literal) {
		return this.ledger.statements(this.run, literal);
	}

}
