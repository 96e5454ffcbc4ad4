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

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import liquibase.Scope;
import liquibase.change.AbstractSQLChange;
import liquibase.change.Change;
import liquibase.change.core.LoadDataChange;
import liquibase.change.core.SQLFileChange;
import liquibase.changelog.ChangeSet;
import liquibase.database.DatabaseList;
import liquibase.serializer.core.string.StringChangeLogSerializer;
import liquibase.util.csv.CSVReader;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.migrationutilities.engine.session.CommitDemands;
import io.migrationutilities.engine.session.LiquibaseSession;
import io.migrationutilities.engine.session.ParameterMask;
import io.migrationutilities.engine.session.Revisions;
import io.migrationutilities.engine.session.TransactionStatements;

/**
 * Reads the SQL that stands as text in change sets, in the dialect of a database.
 */
public final class ChangeSetSql {

	private static final Log logger = LogFactory.getLog(ChangeSetSql.class);

	private static final int LONGEST_STATEMENT = 200;

	private static final int LONGEST_BEGINNING = 1000;

	private final LiquibaseSession session;

	public ChangeSetSql(LiquibaseSession session) {
		this.session = session;
	}

	/**
	 * Return the texts of a change set.
	 * @param changeSet the change set
	 * @param kind upgrade or downgrade
	 * @return the texts that this database is given
	 */
	List<TransactionStatements> textsOf(ChangeSet changeSet, RunKind kind) {
		return sqlChangesOf(changeSet, kind).stream()
			.map(ChangeSetSql::textOf)
			.filter(Objects::nonNull)
			.map(this::read)
			.toList();
	}

	/**
	 * Return what the texts of a change set demand of commits.
	 * @param changeSet the change set
	 * @param kind upgrade or downgrade
	 * @return the demands of each text
	 */
	List<CommitDemands> demandsOf(ChangeSet changeSet, RunKind kind) {
		return sqlChangesOf(changeSet, kind).stream()
			.map(ChangeSetSql::textOf)
			.filter(Objects::nonNull)
			.map((text) -> CommitDemands.of(text, this.session.getDialect().getSqlDialect()))
			.toList();
	}

	/**
	 * Return everything that a change set says, be it SQL, attributes of changes, or rows
	 * of files.
	 * @param changeSet the change set
	 * @param kind upgrade or downgrade
	 * @return one text of all
	 */
	String everythingOf(ChangeSet changeSet, RunKind kind) {
		return changesOf(changeSet, kind).stream().map(ChangeSetSql::everythingOf).collect(Collectors.joining("\n"));
	}

	private static String everythingOf(Change change) {
		String attributes = attributesOf(change);
		return (change instanceof LoadDataChange load) ? attributes + rowsOf(load) : attributes;
	}

	private static String attributesOf(Change change) {
		return (change instanceof AbstractSQLChange sqlChange) ? Objects.requireNonNullElse(textOf(sqlChange), "")
				: new StringChangeLogSerializer().serialize(change, false);
	}

	// A file that can't be read fails when its change set runs.
	private static String rowsOf(LoadDataChange load) {
		try (CSVReader rows = load.getCSVReader()) {
			StringBuilder text = new StringBuilder();
			for (String[] row = rows.readNext(); row != null; row = rows.readNext()) {
				text.append('\n').append(String.join("\n", row));
			}
			return text.toString();
		}
		catch (Exception ex) {
			logger.debug("The rows of a file can't be read", ex);
			return "";
		}
	}

	private List<AbstractSQLChange> sqlChangesOf(ChangeSet changeSet, RunKind kind) {
		return changesOf(changeSet, kind).stream()
			.filter(AbstractSQLChange.class::isInstance)
			.map(AbstractSQLChange.class::cast)
			.filter((change) -> DatabaseList.definitionMatches(change.getDbms(), this.session.getDatabase(), true))
			.toList();
	}

	/**
	 * Say which statement of a change set failed.
	 * @param changeSet the change set
	 * @param kind upgrade or downgrade
	 * @param statement the text of the statement
	 * @param mask takes the values of parameters out of it
	 * @return its number and place, as far as they can be found, and its shortened text
	 */
	public String describe(ChangeSet changeSet, RunKind kind, String statement, ParameterMask mask) {
		String masked = mask.mask(statement);
		String shown = TransactionStatements.shorten(masked, LONGEST_STATEMENT) + undefinedIn(statement, changeSet);
		for (AbstractSQLChange change : sqlChangesOf(changeSet, kind)) {
			TransactionStatements statements = read(Objects.requireNonNullElse(textOf(change), ""));
			int number = statements.find(statement);
			if (number > 0) {
				String count = (statements.count() > 1) ? " %d of %d".formatted(number, statements.count()) : "";
				return "Statement" + count + ", " + placeOf(change, changeSet, masked, statements.lineOf(number)) + ": "
						+ shown;
			}
		}
		return "Statement: " + shown;
	}

	private static String undefinedIn(String statement, ChangeSet changeSet) {
		List<String> undefined = UndefinedParameters.in(statement, changeSet);
		return undefined.isEmpty() ? "" : ". Not defined for this database, its contexts and labels: the parameter "
				+ Revisions.list(undefined);
	}

	/**
	 * Return the parameters without a value to which a change set refers.
	 * @param changeSet the change set
	 * @param kind upgrade or downgrade
	 * @return their names
	 */
	public List<String> undefinedParametersOf(ChangeSet changeSet, RunKind kind) {
		return changesOf(changeSet, kind).stream()
			.flatMap((change) -> UndefinedParameters.in(attributesOf(change), changeSet).stream())
			.distinct()
			.toList();
	}

	private static String placeOf(AbstractSQLChange change, ChangeSet changeSet, String statement, int line) {
		if (change instanceof SQLFileChange file) {
			return file.getPath() + " line " + line;
		}
		OptionalInt found = lineIn(changeSet.getFilePath(), statement);
		return changeSet.getFilePath() + (found.isPresent() ? " line " + found.getAsInt() : "");
	}

	// The line is known if the beginning of the statement is there once.
	private static OptionalInt lineIn(String path, String statement) {
		String beginning = statement.strip().substring(0, Math.min(statement.strip().length(), LONGEST_BEGINNING));
		Pattern pattern = Pattern
			.compile(Stream.of(beginning.split("\\s+")).map(Pattern::quote).collect(Collectors.joining("\\s+")));
		try (InputStream input = Scope.getCurrentScope().getResourceAccessor().getExisting(path).openInputStream()) {
			String text = new String(input.readAllBytes(), StandardCharsets.UTF_8);
			List<Integer> offsets = pattern.matcher(text).results().limit(2).map(MatchResult::start).toList();
			return (offsets.size() == 1) ? OptionalInt.of(TransactionStatements.lineAt(text, offsets.get(0)))
					: OptionalInt.empty();
		}
		catch (IOException | RuntimeException ex) {
			logger.debug("The place of a statement can't be found", ex);
			return OptionalInt.empty();
		}
	}

	private TransactionStatements read(String sql) {
		return TransactionStatements.in(sql, this.session.getDialect().getSqlDialect());
	}

	/**
	 * Return the changes that a run executes. What a rollback without changes of its own
	 * does is not among them.
	 * @param changeSet the change set
	 * @param kind upgrade or downgrade
	 * @return the changes
	 */
	List<Change> changesOf(ChangeSet changeSet, RunKind kind) {
		if (kind == RunKind.UPGRADE) {
			return changeSet.getChanges();
		}
		return changeSet.hasCustomRollbackChanges() ? changeSet.getRollback().getChanges() : List.of();
	}

	// A file that can't be read fails when its change set runs, which a precondition may
	// prevent.
	private static @Nullable String textOf(AbstractSQLChange change) {
		try {
			return change.getSql();
		}
		catch (RuntimeException ex) {
			logger.debug("The SQL of a change can't be read", ex);
			return null;
		}
	}

}
