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

import java.lang.reflect.Method;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import javax.sql.DataSource;

import liquibase.Contexts;
import liquibase.LabelExpression;
import liquibase.Liquibase;
import liquibase.changelog.ChangeLogParameters;
import liquibase.changelog.DatabaseChangeLog;
import liquibase.exception.LiquibaseException;
import liquibase.integration.spring.SpringLiquibase;
import liquibase.resource.ResourceAccessor;
import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;
import org.springframework.util.ReflectionUtils;
import org.springframework.util.StringUtils;

import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationException;
import io.migrationutilities.database.BackupSource;
import io.migrationutilities.database.ConnectionSettings;
import io.migrationutilities.database.InterruptibleConnection;
import io.migrationutilities.database.SqlState;
import io.migrationutilities.database.SqliteResult;
import io.migrationutilities.database.SqliteUrl;
import io.migrationutilities.sqlite.SqliteConfiguration.Ineffective;

/**
 * A database to migrate, described by its {@link SpringLiquibase} bean. The bean stays
 * the only source of Liquibase's settings: changelog, contexts, labels, parameters,
 * schemas, table names, customizer, and whatever a subclass overrides.
 */
public final class MigrationDatabase {

	private final String name;

	private final SpringLiquibase liquibase;

	private final Function<DataSource, List<ConnectionSettings>> connectionSettings;

	private final Ineffective ineffectiveChanges;

	private final String ledgerTable;

	private final Function<MigrationDatabase, List<MigrationDatabase>> sharingHistory;

	private final DatabaseMemory memory = new DatabaseMemory();

	/**
	 * Create a database.
	 * @param name the name of its bean
	 * @param liquibase the bean
	 * @param connectionSettings tells what a data source may connect with
	 * @param ineffectiveChanges what to do about changes that do nothing on SQLite
	 * @param ledgerTable the table of the ledger
	 * @param sharingHistory finds the other databases whose history is in the same table
	 */
	MigrationDatabase(String name, SpringLiquibase liquibase,
			Function<DataSource, List<ConnectionSettings>> connectionSettings, Ineffective ineffectiveChanges,
			String ledgerTable, Function<MigrationDatabase, List<MigrationDatabase>> sharingHistory) {
		Assert.hasText(name, "'name' must not be empty");
		Assert.notNull(liquibase, "'liquibase' must not be null");
		this.name = name;
		this.liquibase = liquibase;
		this.connectionSettings = connectionSettings;
		this.ineffectiveChanges = ineffectiveChanges;
		this.ledgerTable = ledgerTable;
		this.sharingHistory = sharingHistory;
	}

	/**
	 * Return the name of the database.
	 * @return the name of its bean
	 */
	public String getName() {
		return this.name;
	}

	public SpringLiquibase getLiquibase() {
		return this.liquibase;
	}

	public DatabaseMemory getMemory() {
		return this.memory;
	}

	/**
	 * Return the other databases whose history is in the same table.
	 * @return the others
	 */
	public List<MigrationDatabase> findSharingHistory() {
		return this.sharingHistory.apply(this);
	}

	Ineffective getIneffectiveChanges() {
		return this.ineffectiveChanges;
	}

	DataSource getDataSource() {
		DataSource dataSource = this.liquibase.getDataSource();
		Assert.state(dataSource != null, () -> "The SpringLiquibase bean '" + this.name + "' has no data source");
		return dataSource;
	}

	Contexts getContexts() {
		return new Contexts(this.liquibase.getContexts());
	}

	LabelExpression getLabels() {
		return new LabelExpression(this.liquibase.getLabelFilter());
	}

	public @Nullable String getTag() {
		String tag = this.liquibase.getTag();
		return StringUtils.hasText(tag) ? tag : null;
	}

	/**
	 * Return whether the bean itself would run: {@code shouldRun} has no getter.
	 * @return whether the bean should run
	 */
	public boolean shouldRun() {
		return !Boolean.FALSE.equals(HiddenField.read(SpringLiquibase.class, "shouldRun", this.liquibase));
	}

	public @Nullable Object getRollbackFile() {
		return HiddenField.read(SpringLiquibase.class, "rollbackFile", this.liquibase);
	}

	/**
	 * Return the parameters of the changelog that the bean sets: its setter has no
	 * getter.
	 * @return the values by name
	 */
	@SuppressWarnings("unchecked")
	public Map<String, String> getChangeLogParameters() {
		Object parameters = HiddenField.read(SpringLiquibase.class, "parameters", this.liquibase);
		return (parameters != null) ? (Map<String, String>) parameters : Map.of();
	}

	/**
	 * Let the bean create its {@link Liquibase}, through the overridable method that
	 * users and its customizer hook into, but without dropping anything.
	 * @param connection the connection to use, or {@code null} for one that is offline
	 * @return the new object
	 * @throws MigrationException if the bean can't create it
	 */
	public Liquibase createLiquibase(@Nullable Connection connection) {
		try {
			return invokeCreateLiquibase(connection);
		}
		catch (MigrationException ex) {
			throw ex;
		}
		catch (RuntimeException ex) {
			throw new MigrationException(MigrationErrorCode.LIQUIBASE_BEAN_REFUSED,
					"The bean '" + this.name + "', or its customizer, failed: " + Failures.rootMessage(ex),
					"Correct the bean or the customizer, then start again.", ex);
		}
	}

	/**
	 * Return where the bean finds its files, as its changes do.
	 * @return the accessor of the bean, or {@code null} if it was given no resource
	 * loader
	 */
	@Nullable ResourceAccessor findResourceAccessor() {
		if (this.liquibase.getResourceLoader() == null) {
			return null;
		}
		return (ResourceAccessor) ReflectionUtils.invokeMethod(methodOfBean("createResourceOpener"), this.liquibase);
	}

	private Method methodOfBean(String name, Class<?>... parameters) {
		Method method = ReflectionUtils.findMethod(this.liquibase.getClass(), name, parameters);
		Assert.state(method != null, () -> "SpringLiquibase has no method '" + name + "'");
		ReflectionUtils.makeAccessible(method);
		return method;
	}

	private Liquibase invokeCreateLiquibase(@Nullable Connection connection) {
		Method method = methodOfBean("createLiquibase", Connection.class);
		boolean dropFirst = this.liquibase.isDropFirst();
		this.liquibase.setDropFirst(false);
		try {
			Object created = ReflectionUtils.invokeMethod(method, this.liquibase, connection);
			Assert.state(created != null, "'createLiquibase' returned null");
			return (Liquibase) created;
		}
		finally {
			this.liquibase.setDropFirst(dropFirst);
		}
	}

	/**
	 * Parse the changelog, or return it if that was done before.
	 * @param liquibase created by this database
	 * @return the changelog
	 * @throws LiquibaseException if it can't be parsed
	 */
	public DatabaseChangeLog parseChangeLog(Liquibase liquibase) throws LiquibaseException {
		ChangeLogParameters parameters = liquibase.getChangeLogParameters();
		parameters.setContexts(getContexts());
		parameters.setLabels(getLabels());
		DatabaseChangeLog changeLog = liquibase.getDatabaseChangeLog();
		Assert.state(changeLog != null, () -> "The SpringLiquibase bean '" + this.name + "' has no changelog");
		return changeLog;
	}

	/**
	 * Return the file of a SQLite database that does not exist yet. Connecting would
	 * create it.
	 * @return the absolute path, or {@code null} if nothing is missing as far as the data
	 * source tells
	 */
	public @Nullable Path findMissingFile() {
		return this.connectionSettings.apply(getDataSource())
			.stream()
			.findFirst()
			.map((settings) -> SqliteUrl.findMissingFile(settings.url()))
			.orElse(null);
	}

	/**
	 * Make sure that reading this database does not create it.
	 * @throws MigrationException with code {@code DATABASE_UNAVAILABLE} if it would
	 */
	public void requireExistence() {
		Path missing = findMissingFile();
		if (missing != null) {
			throw new MigrationException(MigrationErrorCode.DATABASE_UNAVAILABLE,
					"There is no database yet: " + missing + " does not exist.",
					"Upgrade, or start the application: either creates it. If it should exist, look at the URL "
							+ "and at the working directory of the process.");
		}
	}

	/**
	 * Connect to the database.
	 * @return a connection whose statements end when their thread is interrupted
	 * @throws MigrationException with code {@code DATABASE_UNAVAILABLE} if that fails
	 */
	public Connection getConnection() {
		try {
			return InterruptibleConnection.of(getDataSource().getConnection());
		}
		catch (SQLException ex) {
			if (SqliteResult.of(ex) != null) {
				throw Failures.translate(ex);
			}
			SqlState failure = SqlState.of(ex);
			String remedy = (failure != null) ? failure.getHint()
					: "Check that it is running, and check the 'spring.datasource' or 'spring.liquibase' settings";
			throw new MigrationException(MigrationErrorCode.DATABASE_UNAVAILABLE,
					"The database of '" + this.name + "' can't be connected to: " + Failures.rootMessage(ex),
					remedy + ".", ex);
		}
	}

	/**
	 * Return this database as the backups see it.
	 * @param dataSource gives the connections to it
	 * @param historySchema the schema of the history, or {@code null} for the default one
	 * @param historyTable the table of the history
	 * @param lockTable the table of Liquibase's own lock
	 * @return the source of backups
	 */
	BackupSource getBackupSource(DataSource dataSource, @Nullable String historySchema, String historyTable,
			String lockTable) {
		return new BackupSource(dataSource, historySchema, historyTable, lockTable,
				() -> this.connectionSettings.apply(getDataSource()));
	}

	/**
	 * Return this database as the backups see it without asking it for anything.
	 * @return the source of backups
	 */
	public BackupSource getBackupSource() {
		return getBackupSource(getDataSource(), getHistorySchema(), getHistoryTable(), getLockTable());
	}

	public @Nullable String getHistorySchema() {
		String schema = this.liquibase.getLiquibaseSchema();
		return (schema != null) ? schema : this.liquibase.getDefaultSchema();
	}

	/**
	 * Return the table of the history.
	 * @return its name
	 */
	public String getHistoryTable() {
		String table = this.liquibase.getDatabaseChangeLogTable();
		return (table != null) ? table : "DATABASECHANGELOG";
	}

	/**
	 * Return the table of Liquibase's own lock.
	 * @return its name
	 */
	public String getLockTable() {
		String table = this.liquibase.getDatabaseChangeLogLockTable();
		return (table != null) ? table : BackupSource.DEFAULT_LOCK_TABLE;
	}

	/**
	 * Return the table of the ledger.
	 * @return its name
	 */
	public String getLedgerTable() {
		return this.ledgerTable;
	}

	/**
	 * Return where the root changelog is.
	 * @return its location, as the bean has it
	 */
	public String getChangeLogLocation() {
		return this.liquibase.getChangeLog();
	}

	@Override
	public String toString() {
		return this.name;
	}

}
