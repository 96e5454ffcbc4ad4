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

package io.migrationutilities.sample;

import org.hibernate.community.dialect.SQLiteDialect;
import org.hibernate.engine.jdbc.dialect.spi.DialectResolutionInfo;
import org.hibernate.type.SqlTypes;

/**
 * {@link SQLiteDialect} that takes integers of every name for the same type, as SQLite
 * does: it generates ids for columns of the type {@code integer} only, and that holds 64
 * bits.
 */
public class StudioSqliteDialect extends SQLiteDialect {

	public StudioSqliteDialect(DialectResolutionInfo info) {
		super(info);
	}

	@Override
	public boolean equivalentTypes(int expected, int found) {
		return super.equivalentTypes(expected, found) || (SqlTypes.isIntegral(expected) && SqlTypes.isIntegral(found));
	}

}
