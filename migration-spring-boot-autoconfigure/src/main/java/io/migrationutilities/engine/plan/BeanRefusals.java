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

import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;

import liquibase.Liquibase;
import liquibase.integration.spring.SpringLiquibase;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationException;
import io.migrationutilities.backup.SourceContent;
import io.migrationutilities.engine.session.MigrationDatabase;

/**
 * Refuses what a {@link SpringLiquibase} bean says or does that can't be combined with a
 * safe upgrade, whoever asks for the upgrade.
 */
public final class BeanRefusals {

	// A subclass may not replace these methods, because this starter replaces them.
	private static final Map<String, Class<?>[]> REPLACED_METHODS = Map.of("afterPropertiesSet", new Class<?>[0],
			"performUpdate", new Class<?>[] { Liquibase.class });

	private static final List<String> KNOWN_PACKAGES = List.of("liquibase.", "org.springframework.boot.");

	private BeanRefusals() {
	}

	/**
	 * Make sure that a bean can be upgraded safely.
	 * @param database the database of the bean
	 * @throws MigrationException with code {@code LIQUIBASE_BEAN_REFUSED} or
	 * {@code LIQUIBASE_SETTING_REFUSED} if it can't
	 */
	public static void check(MigrationDatabase database) {
		REPLACED_METHODS.forEach((name, parameterTypes) -> refuseReplaced(database, name, parameterTypes));
		refuseTestOfRollback(database);
	}

	private static void refuseReplaced(MigrationDatabase database, String name, Class<?>[] parameterTypes) {
		Class<?> type = ClassUtils.getUserClass(database.getLiquibase());
		Method method = ReflectionUtils.findMethod(type, name, parameterTypes);
		String owner = (method != null) ? method.getDeclaringClass().getName() : "liquibase.";
		if (KNOWN_PACKAGES.stream().noneMatch(owner::startsWith)) {
			throw new MigrationException(MigrationErrorCode.LIQUIBASE_BEAN_REFUSED,
					"The bean '" + database.getName() + "' of type " + type.getName() + " overrides " + name
							+ "(), which the safe upgrade replaces: its code would not run.",
					"Move that code to a listener of the events in MigrationEvent, or set migration.enabled=false "
							+ "to let the bean do its own upgrade, without a backup.");
		}
	}

	private static void refuseTestOfRollback(MigrationDatabase database) {
		if (database.getLiquibase().isTestRollbackOnUpdate()) {
			throw new MigrationException(MigrationErrorCode.LIQUIBASE_SETTING_REFUSED,
					"'spring.liquibase.test-rollback-on-update' rolls change sets back on the live database, which "
							+ "destroys what they hold.",
					"Remove the setting, and test rollbacks on a database of their own with 'migrations downgrade base'.");
		}
	}

	/**
	 * Make sure that a bean that drops everything first drops nothing of value. Only boot
	 * drops anything: other upgrades leave the setting alone.
	 * @param database the database of the bean
	 * @param content what is in the database
	 * @throws MigrationException with code {@code LIQUIBASE_SETTING_REFUSED} if it would
	 */
	public static void checkDropFirst(MigrationDatabase database, SourceContent content) {
		if (database.getLiquibase().isDropFirst() && content == SourceContent.DATA) {
			throw new MigrationException(MigrationErrorCode.LIQUIBASE_SETTING_REFUSED,
					"'spring.liquibase.drop-first' deletes everything in the database at each start, and this "
							+ "database holds data.",
					"Remove the setting, or use an in-memory database if it is meant to be thrown away.");
		}
	}

}
