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

package io.migrationutilities.engine.plan;

import liquibase.Scope;
import liquibase.change.custom.CustomChange;
import liquibase.change.custom.CustomChangeWrapper;
import liquibase.changelog.ChangeSet;
import org.jspecify.annotations.Nullable;

import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationException;
import io.migrationutilities.engine.session.LiquibaseSession;

/**
 * Looks at the classes of custom changes in a plan, before anything runs. Liquibase only
 * logs that it could not load one, and fails when it is to run.
 */
final class CustomChangeCheck {

	private final ChangeSetSql sql;

	private final SchemaComparison comparison;

	CustomChangeCheck(LiquibaseSession session, SchemaComparison comparison) {
		this.sql = new ChangeSetSql(session);
		this.comparison = comparison;
	}

	/**
	 * Look through a plan.
	 * @param plan the plan
	 * @throws MigrationException with code {@code CHANGELOG_INVALID} if a class can't be
	 * used
	 */
	void check(MigrationPlan plan) {
		for (ChangeSet changeSet : plan.changeSets()) {
			this.sql.changesOf(changeSet, plan.kind())
				.stream()
				.filter(CustomChangeWrapper.class::isInstance)
				.map(CustomChangeWrapper.class::cast)
				.filter((change) -> change.getCustomChange() == null)
				.findFirst()
				.ifPresent((change) -> {
					throw refusal(changeSet, change.getClassName());
				});
		}
	}

	private MigrationException refusal(ChangeSet changeSet, @Nullable String className) {
		return new MigrationException(MigrationErrorCode.CHANGELOG_INVALID,
				"Change set '" + this.comparison.nameOf(changeSet) + "' in " + changeSet.getFilePath()
						+ " has a custom change whose class '" + className + "' " + problemOf(className) + ".",
				"Put the class on the class path of the application, with a public constructor without arguments, "
						+ "or correct its name, then start again.");
	}

	private static String problemOf(@Nullable String className) {
		try {
			Class<?> type = Class.forName(String.valueOf(className), false, Scope.getCurrentScope().getClassLoader());
			return CustomChange.class.isAssignableFrom(type) ? "can't be created" : "is no CustomChange of Liquibase";
		}
		catch (ClassNotFoundException ex) {
			return "is not on the class path";
		}
		catch (LinkageError ex) {
			return "can't be loaded (" + ex + ")";
		}
	}

}
