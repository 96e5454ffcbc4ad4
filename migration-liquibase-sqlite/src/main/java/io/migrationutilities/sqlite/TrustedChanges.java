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

import java.util.Set;

import liquibase.change.Change;
import liquibase.change.core.RawSQLChange;

/**
 * Tells the changes of Liquibase, and those of this extension that take their place, from
 * all others, which may do their work when they are only asked for their statements.
 */
public final class TrustedChanges {

	private static final String LIQUIBASE = RawSQLChange.class.getPackageName();

	private static final Set<Class<? extends Change>> EXTENSION = Set.of(AlteringAddColumnChange.class,
			AlteringAddPrimaryKeyChange.class, AlteringCreateViewChange.class, AlteringDropColumnChange.class,
			AlteringDropForeignKeysChange.class, AlteringDropPrimaryKeyChange.class, AlteringMergeColumnChange.class,
			SqliteLoadDataChange.class, SqliteLoadUpdateDataChange.class);

	private TrustedChanges() {
	}

	/**
	 * Return whether a change is one of them.
	 * @param change the change
	 * @return whether it is of Liquibase or of this extension
	 */
	public static boolean contains(Change change) {
		return EXTENSION.contains(change.getClass()) || LIQUIBASE.equals(change.getClass().getPackageName());
	}

}
