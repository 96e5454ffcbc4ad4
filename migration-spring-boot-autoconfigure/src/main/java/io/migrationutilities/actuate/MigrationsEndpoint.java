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

package io.migrationutilities.actuate;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.context.ApplicationContext;

import io.migrationutilities.InterruptedRun;
import io.migrationutilities.Migration;
import io.migrationutilities.MigrationException;
import io.migrationutilities.MigrationStatus;
import io.migrationutilities.RunReport;
import io.migrationutilities.StoredBackup;
import io.migrationutilities.VerificationLevel;
import io.migrationutilities.actuate.MigrationsDescriptor.ContextDescriptor;
import io.migrationutilities.actuate.MigrationsDescriptor.DatabaseDescriptor;
import io.migrationutilities.engine.DatabaseMonitor;
import io.migrationutilities.engine.DatabaseMonitors;
import io.migrationutilities.engine.DatabaseReading;
import io.migrationutilities.engine.session.RunPage;

/**
 * {@link Endpoint @Endpoint} that shows the databases of the application, their backups
 * and their runs and, where it is given unrestricted access, backs up and upgrades them.
 */
@Endpoint(id = "migrations", defaultAccess = Access.READ_ONLY)
public class MigrationsEndpoint {

	private static final Log logger = LogFactory.getLog(MigrationsEndpoint.class);

	private static final int MAX_SIZE = 1000;

	private final ApplicationContext context;

	private final AtomicBoolean busy = new AtomicBoolean();

	/**
	 * Create the endpoint.
	 * @param context the context whose databases are shown, with those of its parents
	 */
	public MigrationsEndpoint(ApplicationContext context) {
		this.context = context;
	}

	/**
	 * Return all databases.
	 * @return the databases, by context and bean
	 */
	@ReadOperation
	public MigrationsDescriptor migrations() {
		Map<String, ContextDescriptor> contexts = new LinkedHashMap<>();
		for (ApplicationContext current = this.context; current != null; current = current.getParent()) {
			ApplicationContext parent = current.getParent();
			contexts.put(String.valueOf(current.getId()),
					new ContextDescriptor(describeDatabases(current), (parent != null) ? parent.getId() : null));
		}
		return new MigrationsDescriptor(contexts);
	}

	private static Map<String, DatabaseDescriptor> describeDatabases(ApplicationContext context) {
		Map<String, DatabaseDescriptor> databases = new LinkedHashMap<>();
		for (DatabaseMonitors monitors : context.getBeansOfType(DatabaseMonitors.class).values()) {
			monitors.getNames().forEach((name) -> databases.put(name, describe(monitors, name)));
		}
		return databases;
	}

	private static DatabaseDescriptor describe(DatabaseMonitors monitors, String name) {
		try {
			DatabaseMonitor monitor = monitors.get(name);
			return describe(monitor, monitor.read());
		}
		catch (MigrationException ex) {
			logger.warn("The database of '" + name + "' can't be shown: " + ex.getMessage());
			logger.debug("The database of '" + name + "' can't be shown", ex);
			return DatabaseDescriptor.broken(ErrorDescriptor.of(ex.getCode()));
		}
		catch (RuntimeException ex) {
			logger.warn("The database of '" + name + "' can't be shown", ex);
			return DatabaseDescriptor.broken(ErrorDescriptor.unexpected());
		}
	}

	private static DatabaseDescriptor describe(DatabaseMonitor monitor, DatabaseReading reading) {
		MigrationStatus status = (reading.snapshot() != null) ? reading.snapshot().status() : null;
		LockDescriptor lock = (reading.lock() != null) ? LockDescriptor.of(reading.lock()) : null;
		return DatabaseDescriptor.of(status, lock, describeLastRun(monitor, lock != null),
				describe(monitor.getBackups()));
	}

	private static @Nullable RunDescriptor describeLastRun(DatabaseMonitor monitor, boolean locked) {
		RunReport lastRun = monitor.getLastRun();
		if (lastRun == null) {
			return null;
		}
		RunDescriptor descriptor = RunDescriptor.of(lastRun);
		InterruptedRun interrupted = locked ? null : monitor.findInterruptedRun();
		return (interrupted != null) ? descriptor.withInterruption(interrupted.description()) : descriptor;
	}

	private static List<BackupDescriptor> describe(List<StoredBackup> backups) {
		return backups.stream().map(BackupDescriptor::of).toList();
	}

	/**
	 * Return one of the lists of a database: {@code history}, {@code runs},
	 * {@code backups} or {@code sql}.
	 * @param bean the name of its bean
	 * @param part which list
	 * @param page the number of the page, from 0
	 * @param size the size of a page
	 * @return the list, or {@code null} if there is none of that name
	 */
	@ReadOperation
	public @Nullable OperationResult part(@Selector String bean, @Selector String part, @Nullable Integer page,
			@Nullable Integer size) {
		return switch (part) {
			case "history" -> with(bean, (monitor) -> history(monitor, Page.of(page, size, 100, MAX_SIZE)));
			case "runs" -> with(bean, (monitor) -> runs(monitor, Page.of(page, size, 50, MAX_SIZE)));
			case "backups" -> with(bean, (monitor) -> new OperationResult.Backups(describe(monitor.getBackups())));
			case "sql" ->
				with(bean, (monitor) -> alone(monitor, () -> new OperationResult.Sql(monitor.previewUpgrade())));
			default -> null;
		};
	}

	private static OperationResult history(DatabaseMonitor monitor, Page page) {
		List<Migration> history = monitor.getHistory();
		return new OperationResult.History(page.number(), page.size(), history.size(), page.count(history.size()),
				page.of(history));
	}

	private static OperationResult runs(DatabaseMonitor monitor, Page page) {
		RunPage runs = monitor.getRuns(page.offset(), page.size());
		return new OperationResult.Runs(page.number(), page.size(), runs.total(), page.count(runs.total()),
				runs.runs().stream().map(RunDescriptor::withStatement).toList());
	}

	/**
	 * Return a backup with its tables and verifications.
	 * @param bean the name of the database's bean
	 * @param part {@code backups}
	 * @param id the id of the backup
	 * @return the backup, or {@code null} if there is none
	 */
	@ReadOperation
	public @Nullable BackupDescriptor backup(@Selector String bean, @Selector String part, @Selector String id) {
		requireBackups(part);
		return with(bean, (monitor) -> withBackup(monitor, id, BackupDescriptor::withDetails));
	}

	/**
	 * Upgrade a database.
	 * @param bean the name of its bean
	 * @param target {@code head}, {@code +N}, a revision, or {@code tag:T}
	 * @return what was applied, or {@code null} if there is no such database
	 */
	@WriteOperation
	public OperationResult.@Nullable Upgraded upgrade(@Selector String bean, @Nullable String target) {
		return with(bean, (monitor) -> alone(monitor, () -> OperationResult.Upgraded
			.of(monitor.getUtilities().upgradeDatabase((target != null) ? target : "head"))));
	}

	/**
	 * Take a backup.
	 * @param bean the name of the database's bean
	 * @param part {@code backups}
	 * @return the backup, or {@code null} if there is no such database
	 */
	@WriteOperation
	public @Nullable BackupDescriptor createBackup(@Selector String bean, @Selector String part) {
		requireBackups(part);
		return with(bean, (monitor) -> alone(monitor, () -> {
			String id = monitor.getUtilities().createDatabaseBackup().manifest().id();
			return withBackup(monitor, id, BackupDescriptor::withDetails);
		}));
	}

	/**
	 * Verify a backup.
	 * @param bean the name of the database's bean
	 * @param part {@code backups}
	 * @param id the id of the backup
	 * @param level how far to go, or {@code null} for the configured level
	 * @return the findings, or {@code null} if there is no such backup
	 */
	@WriteOperation
	public OperationResult.@Nullable Verified verifyBackup(@Selector String bean, @Selector String part,
			@Selector String id, @Nullable VerificationLevel level) {
		requireBackups(part);
		return with(bean, (monitor) -> withBackup(monitor, id, (backup) -> alone(monitor, () -> {
			Path path = backup.path();
			return OperationResult.Verified.of(id,
					(level != null) ? monitor.getUtilities().verifyDatabaseBackup(path, level)
							: monitor.getUtilities().verifyDatabaseBackup(path));
		})));
	}

	/**
	 * Delete a backup.
	 * @param bean the name of the database's bean
	 * @param part {@code backups}
	 * @param id the id of the backup
	 * @return what was deleted, or {@code null} if there is no such backup
	 */
	@DeleteOperation
	public @Nullable BackupDescriptor deleteBackup(@Selector String bean, @Selector String part, @Selector String id) {
		requireBackups(part);
		return with(bean, (monitor) -> withBackup(monitor, id, (backup) -> alone(monitor, () -> {
			monitor.deleteBackup(backup);
			return BackupDescriptor.of(backup);
		})));
	}

	private static void requireBackups(String part) {
		if (!part.equals("backups")) {
			throw new InvalidEndpointRequestException("There is nothing of the name '" + part + "'",
					"There is nothing of that name; there are 'backups'");
		}
	}

	// The name from outside is compared with those in the store and never made a path.
	private static <T> @Nullable T withBackup(DatabaseMonitor monitor, String id,
			Function<StoredBackup, @Nullable T> operation) {
		return monitor.getBackups()
			.stream()
			.filter((backup) -> BackupDescriptor.idOf(backup).equals(id))
			.findFirst()
			.map(operation)
			.orElse(null);
	}

	private <T> @Nullable T with(String bean, Function<DatabaseMonitor, @Nullable T> operation) {
		DatabaseMonitor monitor = find(bean);
		return (monitor != null) ? operation.apply(monitor) : null;
	}

	private @Nullable DatabaseMonitor find(String bean) {
		for (ApplicationContext current = this.context; current != null; current = current.getParent()) {
			for (DatabaseMonitors monitors : current.getBeansOfType(DatabaseMonitors.class).values()) {
				if (monitors.getNames().contains(bean)) {
					return monitors.get(bean);
				}
			}
		}
		return null;
	}

	private <T> T alone(DatabaseMonitor monitor, Supplier<T> operation) {
		if (monitor.getRunningSince() != null || !this.busy.compareAndSet(false, true)) {
			throw new OperationInProgressException();
		}
		try {
			return operation.get();
		}
		finally {
			this.busy.set(false);
		}
	}

}
