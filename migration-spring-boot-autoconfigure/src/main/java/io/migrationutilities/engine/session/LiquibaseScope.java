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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import liquibase.Scope;
import liquibase.changelog.ChangeLogHistoryServiceFactory;
import liquibase.changelog.FastCheckService;
import liquibase.integration.spring.SpringLiquibase;
import liquibase.resource.ResourceAccessor;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeanUtils;

import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationException;
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

	private static final long LOOK_MILLIS = 50;

	private static final ThreadLocal<Boolean> prompt = ThreadLocal.withInitial(() -> false);

	private static volatile @Nullable String running;

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

	/**
	 * Call something that may take long: callers who can't wait are told so.
	 * @param <T> the type of the result
	 * @param database the database it is about
	 * @param callable what to call; may itself come through this door again
	 * @return the result
	 */
	public static <T> T callForLong(MigrationDatabase database, Callable<T> callable) {
		return call(database, () -> {
			String outer = running;
			running = database.getName();
			try {
				return callable.call();
			}
			finally {
				running = outer;
			}
		});
	}

	/**
	 * Call something that comes through this door, but does not wait for a caller who
	 * takes long: a thread that answers requests is missed by others.
	 * @param <T> the type of the result
	 * @param supplier what to call
	 * @return the result
	 * @throws MigrationException with code {@code DATABASE_LOCKED} if it had to wait
	 */
	public static <T> T withoutLongWait(Supplier<T> supplier) {
		boolean outer = prompt.get();
		prompt.set(true);
		try {
			return supplier.get();
		}
		finally {
			prompt.set(outer);
		}
	}

	private static void lock() {
		try {
			if (!prompt.get()) {
				LOCK.lockInterruptibly();
				return;
			}
			do {
				String name = running;
				if (name != null && !LOCK.isHeldByCurrentThread()) {
					throw new MigrationException(MigrationErrorCode.DATABASE_LOCKED,
							"This application is migrating '" + name + "', and reads no other changelog meanwhile.",
							"Ask again when the run has ended.");
				}
			}
			while (!LOCK.tryLock(LOOK_MILLIS, TimeUnit.MILLISECONDS));
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
