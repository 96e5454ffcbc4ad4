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

package io.migrationutilities.sqlite;

import liquibase.change.Change;
import liquibase.change.core.RawSQLChange;
import liquibase.changelog.ChangeSet;
import liquibase.changelog.DatabaseChangeLog;
import liquibase.database.Database;
import liquibase.database.core.PostgresDatabase;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TableRebuildsTests {

	private static final String REBUILD = "ALTER TABLE t ALTER COLUMN a SET NOT NULL";

	@Test
	void areExpectedOnSqliteOnly() {
		ChangeSet changeSet = changeSet(new RawSQLChange(REBUILD));
		assertThat(TableRebuilds.expected(changeSet, new AlteringSqliteDatabase())).isTrue();
		assertThat(TableRebuilds.expected(changeSet, new PostgresDatabase())).isFalse();
	}

	@Test
	void areNotExpectedOfNativeAlterations() {
		assertThat(isExpected(new RawSQLChange("ALTER TABLE t ADD COLUMN a INT"))).isFalse();
		assertThat(isExpected(new RawSQLChange("DELETE FROM t"))).isFalse();
	}

	@Test
	void areNotExpectedOfChangesForOtherDatabases() {
		RawSQLChange change = new RawSQLChange(REBUILD);
		change.setDbms("postgresql");
		assertThat(isExpected(change)).isFalse();
	}

	// A precondition of the change set may say that it does not run here.
	@Test
	void areNotExpectedOfWhatWouldBeRefused() {
		assertThat(isExpected(new RawSQLChange("ALTER TABLE t ADD CONSTRAINT x EXCLUDE USING gist (n WITH =)")))
			.isFalse();
	}

	private static boolean isExpected(Change change) {
		Database database = new AlteringSqliteDatabase();
		return TableRebuilds.expected(changeSet(change), database);
	}

	private static ChangeSet changeSet(Change change) {
		ChangeSet changeSet = new ChangeSet("1", "ada", false, false, "changelog.yaml", null, null,
				new DatabaseChangeLog("changelog.yaml"));
		changeSet.addChange(change);
		return changeSet;
	}

}
