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

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import liquibase.Scope;
import liquibase.change.Change;
import liquibase.changelog.ChangeSet;
import liquibase.changelog.DatabaseChangeLog;
import liquibase.database.DatabaseConnection;
import liquibase.database.core.SQLiteDatabase;
import liquibase.exception.DatabaseException;
import liquibase.exception.LiquibaseException;
import liquibase.executor.ExecutorService;
import liquibase.servicelocator.PrioritizedService;
import liquibase.sql.SqlConfiguration;
import liquibase.sql.visitor.SqlVisitor;
import liquibase.statement.DatabaseFunction;
import liquibase.statement.SqlStatement;
import liquibase.statement.core.CreateViewStatement;
import liquibase.statement.core.RawParameterizedSqlStatement;
import liquibase.structure.DatabaseObject;
import liquibase.structure.core.Schema;
import org.jspecify.annotations.Nullable;

import io.migrationutilities.sqlite.alter.AlterTableWriter;
import io.migrationutilities.sqlite.alter.Alteration;
import io.migrationutilities.sqlite.alter.BrokenObjects;
import io.migrationutilities.sqlite.alter.PostgresqlWords;
import io.migrationutilities.sqlite.alter.ReferencedTables;
import io.migrationutilities.sqlite.alter.Savepoint;
import io.migrationutilities.sqlite.alter.StoredViews;
import io.migrationutilities.sqlite.alter.TableAlterer;
import io.migrationutilities.sqlite.alter.TableDrop;
import io.migrationutilities.sqlite.alter.TableRename;
import io.migrationutilities.sqlite.alter.ViewRename;
import io.migrationutilities.sqlite.alter.ViewReplacement;
import io.migrationutilities.sqlite.table.SqlName;

/**
 * SQLite as Liquibase sees it, with alterations of tables that lose nothing. Those of
 * consecutive changes of a change set are carried out together, so that no table is
 * rebuilt more often than it must be. Found by {@link java.util.ServiceLoader}: the jar
 * on the class path is enough.
 */
public class AlteringSqliteDatabase extends SQLiteDatabase {

	private static final String TEMPORARY = "temp";

	private static final Set<String> CURRENT_TIME_FUNCTIONS = Set.of("now()", "localtimestamp", "sysdate");

	private final ChangeGroups groups = new ChangeGroups(this);

	private final ForeignKeySuspension foreignKeys = new ForeignKeySuspension(this);

	private final SchemaMirror mirror = new SchemaMirror(this);

	private Supplier<DroppedTables> dropped = () -> DroppedTables.of(List.of());

	/**
	 * Create a database without a connection. Liquibase knows no words that it has to
	 * quote as names on SQLite.
	 */
	public AlteringSqliteDatabase() {
		addReservedWords(ReservedWords.ALL);
	}

	@Override
	public int getPriority() {
		return PrioritizedService.PRIORITY_DATABASE;
	}

	@Override
	public void setConnection(DatabaseConnection connection) {
		SqlitePrimaryKeyExistsPrecondition.register();
		super.setConnection(connection);
	}

	@Override
	public void executeStatements(Change change, DatabaseChangeLog changeLog, List<SqlVisitor> visitors)
			throws LiquibaseException {
		DateValues.refuseUnreadable(change);
		prepare(() -> TableRebuilds.expected(ChangeGroups.changes(change), this));
		this.dropped = () -> DroppedTables.of(TableRebuilds.statements(ChangeGroups.changes(change), this));
		execute(this.groups.statements(change), visitors);
	}

	@Override
	public void executeRollbackStatements(Change change, List<SqlVisitor> visitors) throws LiquibaseException {
		if (change.getChangeSet() != null) {
			prepare(() -> TableRebuilds.expectedOnRollback(change.getChangeSet(), this));
		}
		executeRollbackStatements(this.groups.rollbackStatements(change), visitors);
	}

	@Override
	public void executeRollbackStatements(SqlStatement[] statements, List<SqlVisitor> visitors)
			throws LiquibaseException {
		prepare(() -> TableRebuilds.isExpected(List.of(statements), this));
		this.dropped = () -> DroppedTables.of(List.of(statements));
		if (isUpdated() || isApplied()) {
			super.executeRollbackStatements(statements, visitors);
		}
		else {
			// The change to roll back is not there yet, so that no rebuild of it can be
			// written down.
			super.execute(statements, filterRollbackVisitors(visitors));
		}
	}

	private void prepare(BooleanSupplier rebuildExpected) throws DatabaseException {
		if (isUpdated()) {
			this.foreignKeys.prepare(rebuildExpected);
		}
	}

	private boolean isApplied() throws LiquibaseException {
		ChangeSet changeSet = Scope.getCurrentScope().get(Scope.Attr.changeSet, ChangeSet.class);
		return changeSet == null || getRanChangeSet(changeSet) != null;
	}

	@Override
	public void execute(SqlStatement[] statements, List<SqlVisitor> visitors) throws LiquibaseException {
		StatementTranslator translator = new StatementTranslator(this);
		List<Alteration> alterations = new ArrayList<>();
		for (SqlStatement statement : RawStatements.join(List.of(statements))) {
			for (SqlStatement visited : translator.visit(statement, visitors)) {
				List<Alteration> translated = translator.translate(visited);
				if (translated.isEmpty()) {
					alter(alterations);
					executeOther(visited, (visited == statement) ? visitors : List.of());
				}
				alterations.addAll(translated);
			}
		}
		alter(alterations);
	}

	private void executeOther(SqlStatement statement, List<SqlVisitor> visitors) throws LiquibaseException {
		if (BooleanValues.isPossible(statement)) {
			read((connection) -> BooleanValues.replace(statement, connection));
		}
		if (ParameterValues.isPossible(statement)) {
			List<SqlStatement> written = new ArrayList<>();
			read((connection) -> written.add(ParameterValues.write(statement, this, connection)));
			executeUnaltered(written.get(0), visitors);
			return;
		}
		Optional<TableDrop> drop = StatementTranslator.tableDrop(statement);
		Optional<ViewReplacement> replacement = StatementTranslator.viewReplacement(statement);
		Optional<TableRename> rename = StatementTranslator.tableRename(statement);
		Optional<ViewRename> viewRename = viewRename(statement, rename);
		if (drop.isPresent()) {
			drop(statement, drop.get(), visitors);
		}
		else if (replacement.isPresent()) {
			replace(statement, replacement.get(), visitors);
		}
		else if (viewRename.isPresent()) {
			atOnce((connection) -> new StoredViews(connection).<LiquibaseException>rename(viewRename.get(),
					this::executeAll));
		}
		else {
			PostgresqlWords.refuse(RawStatements.textOf(statement));
			execute(statement, rename, visitors);
		}
	}

	// A change or statement that renames a table renames a view, too, on PostgreSQL.
	private Optional<ViewRename> viewRename(SqlStatement statement, Optional<TableRename> rename)
			throws DatabaseException {
		if (rename.isEmpty() || rename.get().column() != null
				|| readAll((connection) -> new StoredViews(connection).find(rename.get().table())).isEmpty()) {
			return StatementTranslator.viewRename(statement);
		}
		return Optional.of(new ViewRename(rename.get().table(), rename.get().newName(), false));
	}

	private void replace(SqlStatement statement, ViewReplacement replacement, List<SqlVisitor> visitors)
			throws LiquibaseException {
		if (!replacement.isInMain()) {
			executeAll(replacement.statements());
			return;
		}
		atOnce((connection) -> new StoredViews(connection).<LiquibaseException>replace(replacement.view(), () -> {
			if (statement instanceof CreateViewStatement) {
				executeUnaltered(statement, visitors);
			}
			else {
				executeAll(replacement.statements());
			}
		}, this::executeAll));
	}

	private void execute(SqlStatement statement, Optional<TableRename> rename, List<SqlVisitor> visitors)
			throws LiquibaseException {
		if (rename.isPresent() && isUpdated()) {
			JdbcAccess.<LiquibaseException>run(this, (connection) -> new BrokenObjects(connection, rename.get())
				.<LiquibaseException>execute(() -> executeUnaltered(statement, visitors)));
		}
		else {
			executeUnaltered(statement, visitors);
		}
	}

	private void drop(SqlStatement statement, TableDrop drop, List<SqlVisitor> visitors) throws LiquibaseException {
		BooleanSupplier returns = () -> this.dropped.get().returning().contains(SqlName.fold(drop.table()));
		List<Alteration> alterations = new ArrayList<>();
		read((connection) -> alterations
			.addAll(new ReferencedTables(connection).beforeDrop(drop, returns, () -> this.dropped.get().names())));
		alter(alterations);
		this.foreignKeys.relax(isUpdated() ? drop : null, returns,
				() -> executeUnaltered(drop.isSqlite() ? statement : new RawParameterizedSqlStatement(drop.sql()),
						visitors));
	}

	private void read(JdbcAccess.Action<RuntimeException> action) throws DatabaseException {
		if (isUpdated()) {
			JdbcAccess.run(this, action);
		}
		else {
			this.mirror.run(action);
		}
	}

	private void atOnce(JdbcAccess.Action<LiquibaseException> action) throws LiquibaseException {
		if (isUpdated()) {
			JdbcAccess.<LiquibaseException>run(this,
					(connection) -> new Savepoint(connection).<LiquibaseException>around(() -> action.run(connection)));
		}
		else {
			this.mirror.<LiquibaseException>run(action);
		}
	}

	private List<String> readAll(Query query) throws DatabaseException {
		List<String> found = new ArrayList<>();
		read((connection) -> found.addAll(query.read(connection)));
		return found;
	}

	private void executeAll(List<String> statements) throws LiquibaseException {
		for (String sql : statements) {
			execute(new RawParameterizedSqlStatement(sql), TableRename.parse(sql), List.of());
		}
	}

	private void executeUnaltered(SqlStatement statement, List<SqlVisitor> visitors) throws LiquibaseException {
		super.execute(new SqlStatement[] { statement }, visitors);
		if (!isUpdated()) {
			this.mirror.execute(statement);
		}
	}

	private void alter(List<Alteration> alterations) throws LiquibaseException {
		if (alterations.isEmpty()) {
			return;
		}
		if (isUpdated()) {
			alterations.forEach(AlteringSqliteDatabase::log);
			JdbcAccess.run(this, (connection) -> new TableAlterer(connection).alter(List.copyOf(alterations)));
		}
		else {
			super.execute(this.mirror.alter(List.copyOf(alterations)), List.of());
		}
		alterations.clear();
	}

	private static void log(Alteration alteration) {
		Scope.getCurrentScope()
			.getLog(AlteringSqliteDatabase.class)
			.log(SqlConfiguration.SHOW_AT_LOG_LEVEL.getCurrentValue(), AlterTableWriter.write(alteration), null);
	}

	/**
	 * Return {@code false}: SQLite finds tables and columns by their names in any case,
	 * and so do preconditions. Its driver says otherwise.
	 */
	@Override
	public boolean isCaseSensitive() {
		return false;
	}

	/**
	 * Leave the schema out, which changelogs for other databases name, but for that of
	 * temporary tables.
	 */
	@Override
	public String escapeObjectName(@Nullable String catalogName, @Nullable String schemaName, String objectName,
			Class<? extends DatabaseObject> objectType) {
		String escaped = escapeObjectName(objectName, objectType);
		return TEMPORARY.equalsIgnoreCase(schemaName) ? TEMPORARY + "." + escaped : escaped;
	}

	/**
	 * Take the only schema for those of other databases, where Liquibase itself puts the
	 * name of a schema before that of a table.
	 */
	@Override
	public String escapeObjectName(String objectName, Class<? extends DatabaseObject> objectType) {
		boolean foreign = objectType == Schema.class && !TEMPORARY.equalsIgnoreCase(objectName);
		return super.escapeObjectName(foreign ? "main" : objectName, objectType);
	}

	/**
	 * Return whether a default is the current time, in the words of other databases too.
	 */
	@Override
	protected boolean isCurrentTimeFunction(String function) {
		return super.isCurrentTimeFunction(function) || CURRENT_TIME_FUNCTIONS.contains(function);
	}

	@Override
	public String generateDatabaseFunctionValue(DatabaseFunction databaseFunction) {
		DateValues.refuseUnreadable(databaseFunction);
		return super.generateDatabaseFunctionValue(databaseFunction);
	}

	// Liquibase replaces the executor where SQL is to be written down only.
	private boolean isUpdated() {
		return Scope.getCurrentScope().getSingleton(ExecutorService.class).getExecutor("jdbc", this).updatesDatabase();
	}

	@Override
	public void commit() throws DatabaseException {
		this.foreignKeys.check();
		super.commit();
		endOfTransaction();
	}

	@Override
	public void rollback() throws DatabaseException {
		super.rollback();
		endOfTransaction();
	}

	/**
	 * Let Liquibase drop all tables in any order: their foreign keys need no names.
	 */
	@Override
	public boolean supportsForeignKeyDisable() {
		return true;
	}

	@Override
	public boolean disableForeignKeyChecks() throws DatabaseException {
		return this.foreignKeys.disable();
	}

	@Override
	public void enableForeignKeyChecks() throws DatabaseException {
		this.foreignKeys.enable();
	}

	private void endOfTransaction() throws DatabaseException {
		this.groups.clear();
		this.foreignKeys.resume();
	}

	@Override
	public void close() throws DatabaseException {
		this.mirror.close();
		this.foreignKeys.resume();
		super.close();
	}

	/**
	 * Reads texts from a database.
	 */
	@FunctionalInterface
	private interface Query {

		List<String> read(Connection connection) throws SQLException;

	}

}
