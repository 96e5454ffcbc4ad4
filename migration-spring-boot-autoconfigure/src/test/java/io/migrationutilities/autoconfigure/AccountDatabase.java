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

package io.migrationutilities.autoconfigure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The SQLite database and the backup directory of a {@link FaultApplication}, looked into
 * by plain SQL.
 */
final class AccountDatabase {

	static final List<String> RELEASE_1 = List.of("1-create-account", "1-create-entry", "1-open-accounts");

	static final List<String> RELEASE_2 = List.of("1-create-account", "1-create-entry", "1-open-accounts",
			"2-add-currency", "2-all-accounts-are-in-euros", "2-create-statement", "2-find-statements");

	private final Path directory;

	private AccountDatabase(Path directory) {
		this.directory = directory;
	}

	static AccountDatabase in(Path directory) {
		return new AccountDatabase(directory);
	}

	/**
	 * Copy this database, which nothing may be connected to.
	 * @param target the directory of the copy
	 * @param journalMode the journal mode of the copy
	 * @return the copy
	 */
	AccountDatabase copyTo(Path target, String journalMode) {
		AccountDatabase copy = new AccountDatabase(target);
		try {
			Files.copy(file(), copy.file());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		if (!copy.query("PRAGMA journal_mode = " + journalMode).equals(List.of(journalMode))) {
			throw new IllegalStateException("The journal mode can't be set");
		}
		return copy;
	}

	Path file() {
		return this.directory.resolve("accounts.db");
	}

	Path journal() {
		return this.directory.resolve("accounts.db-journal");
	}

	Path backupDirectory() {
		return this.directory.resolve("backups");
	}

	/**
	 * Return the arguments of an application that uses this database. Its cache is small,
	 * so that SQLite writes to the disk long before it commits.
	 * @param changeLog the name of the changelog
	 * @param more further arguments, which replace those of the same name
	 * @return the arguments
	 */
	List<String> arguments(String changeLog, String... more) {
		List<String> arguments = new ArrayList<>(List.of("--spring.main.banner-mode=off",
				"--spring.datasource.url=jdbc:sqlite:" + file() + "?foreign_keys=true&cache_size=10",
				"--spring.datasource.hikari.maximum-pool-size=2", "--spring.datasource.hikari.pool-name=accounts",
				"--spring.liquibase.change-log=classpath:faults/" + changeLog + ".yaml",
				"--migration.backup.directory=" + backupDirectory(), "--spring.application.name=accounts"));
		for (String argument : more) {
			String name = argument.substring(0, argument.indexOf('=') + 1);
			arguments.removeIf((replaced) -> replaced.startsWith(name));
			arguments.add(argument);
		}
		return arguments;
	}

	List<String> query(String sql) {
		try (Connection connection = connect(); Statement statement = connection.createStatement()) {
			return read(statement, sql);
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	void execute(String sql) {
		try (Connection connection = connect(); Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	Connection connect() throws SQLException {
		return DriverManager.getConnection("jdbc:sqlite:" + file() + "?foreign_keys=true");
	}

	/**
	 * Return everything in the database: schema, as written and as SQLite understands it,
	 * and all rows.
	 * @return one line each
	 */
	List<String> content() {
		return content(false);
	}

	/**
	 * Return everything in the database but moments, durations and generated ids.
	 * @return one line each
	 */
	List<String> repeatableContent() {
		return content(true);
	}

	private List<String> content(boolean repeatable) {
		try (Connection connection = connect(); Statement statement = connection.createStatement()) {
			List<String> content = read(statement,
					"SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY 1, 2, 3");
			for (String table : read(statement, "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY 1")) {
				content
					.addAll(read(statement, "SELECT '%1$s', c.* FROM pragma_table_xinfo('%1$s') c".formatted(table)));
				content.addAll(
						read(statement, "SELECT '%1$s', f.* FROM pragma_foreign_key_list('%1$s') f".formatted(table)));
				content.addAll(read(statement,
						"SELECT '%1$s', i.name, i.\"unique\", i.origin FROM pragma_index_list('%1$s') i ORDER BY i.name"
							.formatted(table)));
				String columns = "*";
				if (repeatable && table.equals("DATABASECHANGELOG")) {
					columns = "ID, AUTHOR, FILENAME, ORDEREXECUTED, EXECTYPE, MD5SUM";
				}
				if (repeatable && table.equals("MIGRATION_RUN")) {
					columns = "KIND, FROM_REVISION, TO_REVISION, OUTCOME, ERROR_CODE";
				}
				content.addAll(
						read(statement, "SELECT '%1$s', %2$s FROM \"%1$s\" ORDER BY rowid".formatted(table, columns)));
			}
			return content;
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Return what SQLite finds wrong with the file or with its references.
	 * @return the complaints, none if the database is sound
	 */
	List<String> problems() {
		List<String> problems = new ArrayList<>(query("PRAGMA integrity_check"));
		problems.remove("ok");
		problems.addAll(query("PRAGMA foreign_key_check"));
		return problems;
	}

	List<String> changeSets() {
		return query("SELECT ID FROM DATABASECHANGELOG ORDER BY ORDEREXECUTED");
	}

	/**
	 * Return the runs in the ledger, the oldest first.
	 * @return kind, revisions, outcome and error of each
	 */
	List<String> ledger() {
		return query("SELECT KIND, FROM_REVISION, TO_REVISION, OUTCOME, ERROR_CODE FROM MIGRATION_RUN ORDER BY rowid");
	}

	/**
	 * Return the names of what is in the backup directory, the lock of the store left
	 * out.
	 * @return the names in order
	 */
	List<String> backupFiles() {
		if (!Files.exists(backupDirectory())) {
			return List.of();
		}
		try (Stream<Path> children = Files.list(backupDirectory())) {
			return children.map((child) -> child.getFileName().toString())
				.filter((name) -> !name.equals(".lock") && !name.endsWith(".failed"))
				.sorted()
				.toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private List<String> read(Statement statement, String sql) throws SQLException {
		List<String> result = new ArrayList<>();
		try (ResultSet rows = statement.executeQuery(sql)) {
			int columns = rows.getMetaData().getColumnCount();
			while (rows.next()) {
				List<String> values = new ArrayList<>();
				for (int column = 1; column <= columns; column++) {
					values.add(String.valueOf(rows.getString(column)));
				}
				result.add(String.join("|", values));
			}
		}
		return result;
	}

}
