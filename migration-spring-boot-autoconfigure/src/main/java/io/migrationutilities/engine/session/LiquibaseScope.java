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

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.ReentrantLock;

import liquibase.Scope;
import liquibase.changelog.ChangeLogHistoryServiceFactory;
import liquibase.changelog.FastCheckService;
import liquibase.integration.spring.SpringLiquibase;
import liquibase.resource.ResourceAccessor;
import org.springframework.beans.BeanUtils;

import io.migrationutilities.engine.session.Revisions.Key;
import io.migrationutilities.sqlite.SqliteConfiguration;

/**
 * The one door to Liquibase: its singletons are shared by the whole JVM and not
 * thread-safe (liquibase#7956), so that one caller at a time is let in, with analytics
 * off, a deployment id of its own, and no cached answers of an earlier caller.
 */
public final class LiquibaseScope {

	private static final ReentrantLock LOCK = new ReentrantLock();

	private static final int DEPLOYMENT_ID_LENGTH = 10;

	private LiquibaseScope() {
	}

	/**
	 * Call something that uses Liquibase.
	 * @param <T> the type of the result
	 * @param database the database it is about
	 * @param callable what to call; may itself come through this door again
	 * @return the result
	 */
	public static <T> T call(MigrationDatabase database, Callable<T> callable) {
		lock();
		try {
			return Scope.child(values(database), () -> {
				clearCaches();
				try {
					return callable.call();
				}
				finally {
					clearCaches();
				}
			});
		}
		catch (Exception ex) {
			throw Failures.translate(ex);
		}
		finally {
			LOCK.unlock();
		}
	}

	private static void lock() {
		try {
			LOCK.lockInterruptibly();
		}
		catch (InterruptedException ex) {
			throw Failures.translate(ex);
		}
	}

	private static Map<String, Object> values(MigrationDatabase database) {
		SpringLiquibase liquibase = database.getLiquibase();
		Map<String, Object> values = new HashMap<>();
		values.put(Scope.Attr.ui.name(), BeanUtils.instantiateClass(liquibase.getUiService().getUiServiceClass()));
		values.put(Scope.Attr.deploymentId.name(), newDeploymentId());
		values.put("liquibase.analytics.enabled", false);
		values.put(SqliteConfiguration.INEFFECTIVE_CHANGES.getKey(), database.getIneffectiveChanges());
		ResourceAccessor resourceAccessor = database.findResourceAccessor();
		if (resourceAccessor != null) {
			values.put(Scope.Attr.resourceAccessor.name(), resourceAccessor);
		}
		if (liquibase.getLicenseKey() != null) {
			values.put("liquibase.licenseKey", liquibase.getLicenseKey());
		}
		return values;
	}

	private static String newDeploymentId() {
		String millis = Long.toString(System.currentTimeMillis());
		return millis.substring(millis.length() - DEPLOYMENT_ID_LENGTH);
	}

	// FastCheckService would go on answering "up to date" after a rollback or a restore;
	// the history services would keep every connection ever used.
	private static void clearCaches() {
		Key.forgetPaths();
		Scope.getCurrentScope().getSingleton(FastCheckService.class).clearCache();
		Scope.getCurrentScope().getSingleton(ChangeLogHistoryServiceFactory.class).resetAll();
	}

}
