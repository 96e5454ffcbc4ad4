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

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import javax.sql.DataSource;

import liquibase.Contexts;
import liquibase.LabelExpression;
import liquibase.Liquibase;
import liquibase.RuntimeEnvironment;
import liquibase.Scope;
import liquibase.changelog.ChangeLogHistoryService;
import liquibase.changelog.ChangeLogHistoryServiceFactory;
import liquibase.changelog.DatabaseChangeLog;
import liquibase.changelog.RanChangeSet;
import liquibase.changelog.visitor.ChangeExecListener;
import liquibase.database.Database;
import liquibase.exception.LiquibaseException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.jdbc.support.JdbcUtils;

import io.migrationutilities.MigrationException;
import io.migrationutilities.database.BackupSource;
import io.migrationutilities.engine.session.Revisions.Key;
import io.migrationutilities.work.Interruption;
import io.migrationutilities.work.Interruption.Deferral;

/**
 * One connection to a database with the Liquibase objects on it, from the first look
 * until the end of a run. It reads, and can't write, until its
 * {@linkplain #getTransaction() transaction} begins.
 */
public final class LiquibaseSession implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(LiquibaseSession.class);

	private static final Comparator<RanChangeSet> BY_ORDER_EXECUTED = Comparator
		.comparing(RanChangeSet::getOrderExecuted, Comparator.nullsFirst(Comparator.naturalOrder()));

	private final MigrationDatabase migrationDatabase;

	private final MigrationConnection connection;

	private final SessionTransaction transaction;

	private final DatabaseDialect dialect;

	private final Liquibase liquibase;

	private LiquibaseSession(MigrationDatabase migrationDatabase, MigrationConnection connection,
			DatabaseDialect dialect, Liquibase liquibase) {
		this.migrationDatabase = migrationDatabase;
		this.connection = connection;
		this.transaction = new SessionTransaction(connection, dialect);
		this.dialect = dialect;
		this.liquibase = liquibase;
	}

	public static LiquibaseSession open(MigrationDatabase database) throws Exception {
		Connection delegate = database.getConnection();
		try {
			return open(database, delegate, DatabaseDialect.of(delegate));
		}
		catch (Exception ex) {
			JdbcUtils.closeConnection(delegate);
			throw ex;
		}
	}

	private static LiquibaseSession open(MigrationDatabase database, Connection delegate, DatabaseDialect dialect)
			throws SQLException {
		try {
			MigrationConnection connection = new MigrationConnection(delegate, dialect.getTransactionControl(),
					dialect.getSqlDialect());
			dialect.setReadOnly(delegate, true);
			Liquibase liquibase = database.createLiquibase(connection.getProxy());
			return new LiquibaseSession(database, connection, dialect, liquibase);
		}
		catch (Exception ex) {
			release(dialect, delegate);
			throw ex;
		}
	}

	/**
	 * Read from a database that exists, in a session of its own.
	 * @param <T> the type of the result
	 * @param database the database
	 * @param reader reads
	 * @return what it has read
	 * @throws MigrationException if the database or the changelog can't be read
	 */
	public static <T> T read(MigrationDatabase database, Reader<T> reader) {
		database.requireExistence();
		return call(database, reader);
	}

	/**
	 * Read from a database, in a session of its own, which may create a database that
	 * does not exist.
	 * @param <T> the type of the result
	 * @param database the database
	 * @param reader reads
	 * @return what it has read
	 * @throws MigrationException if the database or the changelog can't be read
	 */
	public static <T> T call(MigrationDatabase database, Reader<T> reader) {
		return LiquibaseScope.call(database, () -> {
			try (LiquibaseSession session = open(database)) {
				return reader.read(session);
			}
		});
	}

	private static void release(DatabaseDialect dialect, Connection delegate) {
		try (Deferral deferral = Interruption.defer()) {
			dialect.release(delegate);
		}
		catch (SQLException ex) {
			logger.debug("The connection could not be reset", ex);
		}
	}

	public MigrationDatabase getMigrationDatabase() {
		return this.migrationDatabase;
	}

	public String getName() {
		return this.migrationDatabase.getName();
	}

	public DatabaseDialect getDialect() {
		return this.dialect;
	}

	public Connection getConnection() {
		return this.connection.getDelegate();
	}

	public SessionTransaction getTransaction() {
		return this.transaction;
	}

	public Liquibase getLiquibase() {
		return this.liquibase;
	}

	public Database getDatabase() {
		return this.liquibase.getDatabase();
	}

	public Contexts getContexts() {
		return this.migrationDatabase.getContexts();
	}

	public LabelExpression getLabels() {
		return this.migrationDatabase.getLabels();
	}

	public RuntimeEnvironment getRuntimeEnvironment() {
		return new RuntimeEnvironment(getDatabase(), getContexts(), getLabels());
	}

	/**
	 * Return this database as the backups see it. They find it through the connection of
	 * this session, since a pool may have no other.
	 * @return the source of backups
	 */
	public BackupSource getBackupSource() {
		return backupSource(new SingleConnectionDataSource(getConnection(), true));
	}

	/**
	 * Return this database as the backups see it, for after this session.
	 * @return the source of backups
	 */
	public BackupSource getDetachedBackupSource() {
		return backupSource(this.migrationDatabase.getDataSource());
	}

	private BackupSource backupSource(DataSource dataSource) {
		return this.migrationDatabase.getBackupSource(dataSource, getDatabase().getLiquibaseSchemaName(),
				getDatabase().getDatabaseChangeLogTableName(), getDatabase().getDatabaseChangeLogLockTableName());
	}

	/**
	 * Return the parsed changelog. It is parsed once, whatever happens to the history.
	 * @return the changelog
	 * @throws LiquibaseException if it can't be parsed
	 */
	public DatabaseChangeLog getChangeLog() throws LiquibaseException {
		return this.migrationDatabase.parseChangeLog(this.liquibase);
	}

	/**
	 * Parse the changelog of another bean that writes the same history.
	 * @param sibling the other bean's database
	 * @return its changelog
	 * @throws Exception if it can't be parsed
	 */
	public DatabaseChangeLog parseChangeLogOf(MigrationDatabase sibling) throws Exception {
		return sibling.parseChangeLog(sibling.createLiquibase(this.connection.getProxy()));
	}

	/**
	 * Find out how a transaction of another session has ended.
	 * @param id what the database calls it, or {@code null} if it has no name
	 * @return its fate
	 * @throws SQLException if the database can't be asked
	 */
	public TransactionFate findFate(@Nullable String id) throws SQLException {
		return this.dialect.findFate(getConnection(), id);
	}

	public ChangeLogHistoryService getHistoryService() {
		return Scope.getCurrentScope()
			.getSingleton(ChangeLogHistoryServiceFactory.class)
			.getChangeLogService(getDatabase());
	}

	public Ledger getLedger() {
		return new Ledger(getConnection(), LiquibaseTable.of(getDatabase(), this.migrationDatabase.getLedgerTable()));
	}

	/**
	 * Read the history from the database, not from a cache.
	 * @return the applied change sets in the order of their execution
	 * @throws LiquibaseException if the history can't be read
	 */
	public List<RanChangeSet> readHistory() throws LiquibaseException {
		ChangeLogHistoryService service = getHistoryService();
		service.reset();
		List<RanChangeSet> history = new ArrayList<>(service.getRanChangeSets());
		history.sort(BY_ORDER_EXECUTED);
		return history;
	}

	/**
	 * Read which change sets the history holds.
	 * @return their keys
	 * @throws LiquibaseException if the history can't be read
	 */
	public Set<Key> readHistoryKeys() throws LiquibaseException {
		return readHistory().stream().map(Key::of).collect(Collectors.toSet());
	}

	/**
	 * Return the listener that a user's customizer has set: Liquibase has no getter for
	 * it.
	 * @return the listener, or {@code null} if there is none
	 */
	public @Nullable ChangeExecListener getUserListener() {
		return (ChangeExecListener) HiddenField.read(Liquibase.class, "changeExecListener", this.liquibase);
	}

	/**
	 * Return whether schema changes can be rolled back here.
	 * @return whether a run can be all-or-nothing
	 * @throws SQLException if the database can't be asked
	 */
	public boolean isAtomic() throws SQLException {
		return this.dialect.isAtomic(getConnection()) && getDatabase().supportsDDLInTransaction();
	}

	@Override
	public void close() {
		try (Deferral deferral = Interruption.defer()) {
			this.transaction.rollback();
			release(this.dialect, getConnection());
			this.liquibase.close();
		}
		catch (Exception ex) {
			logger.debug("The connection could not be closed cleanly", ex);
			JdbcUtils.closeConnection(getConnection());
		}
	}

	/**
	 * Reads in a session.
	 *
	 * @param <T> the type of what is read
	 */
	@FunctionalInterface
	public interface Reader<T> {

		T read(LiquibaseSession session) throws Exception;

	}

}
