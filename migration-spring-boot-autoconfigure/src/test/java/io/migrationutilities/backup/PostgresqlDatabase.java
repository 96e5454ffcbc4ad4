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

package io.migrationutilities.backup;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Map;

import org.postgresql.ds.PGSimpleDataSource;

import io.migrationutilities.BackupManifest;
import io.migrationutilities.BackupReason;
import io.migrationutilities.DatabaseBackup;
import io.migrationutilities.backup.postgresql.PostgresqlBackupStrategy;
import io.migrationutilities.backup.postgresql.PostgresqlToolSettings;
import io.migrationutilities.database.BackupSource;
import io.migrationutilities.database.ConnectionSettings;
import io.migrationutilities.database.Queries;
import io.migrationutilities.test.PostgresqlServer;
import io.migrationutilities.work.ProgressListeners;

/**
 * A database for one test on the shared server, with a role that owns it, and backups of
 * it. Nothing of it is left on the server when it is closed.
 */
public final class PostgresqlDatabase implements AutoCloseable {

	public static final String PASSWORD = "it's \\ a: secret";

	public final PostgresqlServer server = PostgresqlServer.shared();

	public final String name;

	public final String role;

	public final BackupSource source;

	private final Path directory;

	public PostgresqlDatabase(Path directory) {
		this.directory = directory;
		this.role = this.server.createRole(PASSWORD.replace("'", "''"));
		this.name = this.server.createDatabase();
		this.server.execute("ALTER DATABASE %s OWNER TO %s".formatted(this.name, this.role));
		this.source = source(this.role);
	}

	public BackupSource source(String user) {
		return source(this.server.url(this.name), user);
	}

	static BackupSource source(String url, String user) {
		PGSimpleDataSource dataSource = new PGSimpleDataSource();
		dataSource.setUrl(url);
		dataSource.setUser(user);
		dataSource.setPassword(PASSWORD);
		return new BackupSource(dataSource, null, "DATABASECHANGELOG",
				() -> List.of(new ConnectionSettings(url, user, PASSWORD, Map.of())));
	}

	/**
	 * Let the role create databases, so that restores swap.
	 * @return this database
	 */
	public PostgresqlDatabase withSwap() {
		this.server.execute("ALTER ROLE %s CREATEDB".formatted(this.role));
		return this;
	}

	public DatabaseBackups backups() {
		return backups(PostgresqlToolSettings.DEFAULTS);
	}

	public DatabaseBackups backups(PostgresqlToolSettings settings) {
		return backups(this.directory, settings);
	}

	static DatabaseBackups backups(Path directory, PostgresqlToolSettings settings) {
		return new DatabaseBackups(directory, List.of(new PostgresqlBackupStrategy(settings)), new Retention(5, null),
				new BackupManifest.Application(null, null), Clock.systemUTC(), ProgressListeners.NONE);
	}

	public DatabaseBackup backup() {
		return backups().create(this.source, BackupReason.MANUAL, (id, author, path) -> id);
	}

	public void execute(String... statements) {
		Sql.execute(this.source.dataSource(), statements);
	}

	public void executeResource(String resource, String reader) {
		try (InputStream stream = PostgresqlDatabase.class.getResourceAsStream("/backup/" + resource)) {
			execute(new String(stream.readAllBytes(), StandardCharsets.UTF_8).replace("${reader}", reader));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	public String query(String sql) {
		return Sql.query(this.source.dataSource(), sql);
	}

	/**
	 * Return what {@code pg_dump} says about the database.
	 * @param options what to dump
	 * @return its script, without the key that differs from run to run
	 */
	public String dump(String... options) {
		return this.server.dump(this.name, options);
	}

	/**
	 * Return the databases that this one has left on the server, other than itself.
	 * @return their names
	 */
	public List<String> others() {
		try (Connection connection = this.server.dataSource("postgres").getConnection()) {
			return Queries.strings(connection,
					"SELECT datname FROM pg_database d JOIN pg_roles r ON r.oid = d.datdba WHERE r.rolname = '%s' AND datname <> '%s'"
						.formatted(this.role, this.name));
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() {
		others().forEach(this.server::dropDatabase);
		this.server.dropDatabase(this.name);
		this.server.execute("DROP OWNED BY " + this.role, "DROP ROLE " + this.role);
	}

}
