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

package io.migrationutilities.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

import javax.sql.DataSource;

import liquibase.integration.spring.SpringLiquibase;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.core.io.ResourceLoader;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import io.migrationutilities.BackupManifest;
import io.migrationutilities.DowngradeResult;
import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationEvent;
import io.migrationutilities.MigrationException;
import io.migrationutilities.MigrationListener;
import io.migrationutilities.MigrationStatus;
import io.migrationutilities.MigrationStep;
import io.migrationutilities.ProgressListener;
import io.migrationutilities.UpgradeResult;
import io.migrationutilities.VerificationLevel;
import io.migrationutilities.backup.BackupStrategy;
import io.migrationutilities.backup.DatabaseBackups;
import io.migrationutilities.backup.Retention;
import io.migrationutilities.backup.sqlite.SqliteBackupStrategy;
import io.migrationutilities.database.ConnectionSettings;
import io.migrationutilities.engine.plan.TransactionMode;
import io.migrationutilities.engine.preview.RunPreviews;
import io.migrationutilities.engine.run.DatabaseRestore;
import io.migrationutilities.engine.run.MigrationEvents;
import io.migrationutilities.engine.run.MigrationRunner;
import io.migrationutilities.engine.run.MigrationSettings;
import io.migrationutilities.engine.run.MigrationSettings.OnUnknown;
import io.migrationutilities.engine.run.MigrationSettings.WhenBackupUnavailable;
import io.migrationutilities.engine.run.UnknownMigrationsGate;
import io.migrationutilities.engine.session.DatabaseRegistry;
import io.migrationutilities.engine.session.MigrationDatabase;
import io.migrationutilities.engine.session.SqliteDialect;
import io.migrationutilities.sqlite.SqliteConfiguration.Ineffective;
import io.migrationutilities.work.ProgressListeners;

/**
 * An application with a database of its own. Each call of a method that names a changelog
 * is a new start of the application, with that changelog.
 */
public class EngineFixture {

	static final String HEAD = "head";

	private final Path directory;

	private String url;

	private DataSource dataSource;

	private TransactionMode transaction = TransactionMode.ALL;

	private boolean backupBeforeUpgrade = true;

	private boolean backupBeforeDowngrade = true;

	private VerificationLevel verificationLevel = VerificationLevel.STRUCTURE;

	private WhenBackupUnavailable whenBackupUnavailable = WhenBackupUnavailable.FAIL;

	private Duration lockTimeout = Duration.ZERO;

	private Duration lockWait = Duration.ofSeconds(2);

	private OnUnknown onUnknown = OnUnknown.FAIL;

	private Ineffective ineffectiveChanges = Ineffective.FAIL;

	private String ledgerTable = "MIGRATION_RUN";

	private BackupStrategy strategy = new SqliteBackupStrategy();

	private ProgressListeners progress = ProgressListeners.NONE;

	private List<ConnectionSettings> connectionSettings = List.of();

	private BootSettings bootSettings = new BootSettings(true, HEAD);

	private boolean requireRestorable;

	private Consumer<SpringLiquibase> beanSettings = (liquibase) -> {
	};

	private ResourceLoader resourceLoader = new DefaultResourceLoader();

	private MigrationListener listener = (event) -> {
	};

	private final List<MigrationEvent> events = new ArrayList<>();

	public EngineFixture(Path directory) {
		this(directory, "jdbc:sqlite:" + directory.resolve("app.db") + "?busy_timeout=10");
	}

	public EngineFixture(Path directory, String url) {
		this.directory = directory;
		this.url = url;
		this.dataSource = new DriverManagerDataSource(url);
	}

	public String url() {
		return this.url;
	}

	public static EngineFixture withForeignKeys(Path directory) {
		return new EngineFixture(directory,
				"jdbc:sqlite:" + directory.resolve("app.db") + "?busy_timeout=10&foreign_keys=true");
	}

	public EngineFixture dataSource(DataSource dataSource) {
		this.dataSource = dataSource;
		return this;
	}

	EngineFixture transaction(TransactionMode transaction) {
		this.transaction = transaction;
		return this;
	}

	public EngineFixture withoutBackups() {
		this.backupBeforeUpgrade = false;
		this.backupBeforeDowngrade = false;
		return this;
	}

	EngineFixture withBackups() {
		this.backupBeforeUpgrade = true;
		this.backupBeforeDowngrade = true;
		return this;
	}

	public EngineFixture connectionSettings(String user, String password) {
		this.connectionSettings = List.of(new ConnectionSettings(this.url, user, password, Map.of()));
		return this;
	}

	public EngineFixture lockWait(Duration lockWait) {
		this.lockWait = lockWait;
		return this;
	}

	public EngineFixture verificationLevel(VerificationLevel verificationLevel) {
		this.verificationLevel = verificationLevel;
		return this;
	}

	public EngineFixture whenBackupUnavailable(WhenBackupUnavailable whenBackupUnavailable) {
		this.whenBackupUnavailable = whenBackupUnavailable;
		return this;
	}

	public EngineFixture requireRestorable() {
		this.requireRestorable = true;
		return this;
	}

	public EngineFixture lockTimeout(Duration lockTimeout) {
		this.lockTimeout = lockTimeout;
		return this;
	}

	public EngineFixture onUnknown(OnUnknown onUnknown) {
		this.onUnknown = onUnknown;
		return this;
	}

	EngineFixture ledgerTable(String ledgerTable) {
		this.ledgerTable = ledgerTable;
		return this;
	}

	public EngineFixture strategy(BackupStrategy strategy) {
		this.strategy = strategy;
		return this;
	}

	public EngineFixture progress(ProgressListener listener) {
		this.progress = new ProgressListeners(List.of(listener));
		return this;
	}

	EngineFixture bootSettings(BootSettings bootSettings) {
		this.bootSettings = bootSettings;
		return this;
	}

	public EngineFixture bean(Consumer<SpringLiquibase> beanSettings) {
		this.beanSettings = beanSettings;
		return this;
	}

	/**
	 * Write a changelog for the next starts.
	 * @param changelog its name
	 * @param text its text
	 * @return this
	 */
	EngineFixture write(String changelog, String text) {
		try {
			Path classes = this.directory.resolve("classes");
			Files.writeString(Files.createDirectories(classes.resolve("engine")).resolve(changelog), text);
			ClassLoader loader = new URLClassLoader(new URL[] { classes.toUri().toURL() });
			this.resourceLoader = new DefaultResourceLoader(loader);
			return this;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	public EngineFixture listener(MigrationListener listener) {
		this.listener = listener;
		return this;
	}

	public Path file() {
		return this.directory.resolve("app.db");
	}

	public Path lockFile() {
		return SqliteDialect.lockFile(file());
	}

	public Path backupDirectory() {
		return this.directory.resolve("backups");
	}

	public List<Path> backups() {
		if (!Files.isDirectory(backupDirectory())) {
			return List.of();
		}
		try (Stream<Path> children = Files.list(backupDirectory())) {
			return children.filter((child) -> child.toString().endsWith(".db") || child.toString().endsWith(".dump"))
				.sorted()
				.toList();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	EngineFixture ineffectiveChanges(Ineffective ineffectiveChanges) {
		this.ineffectiveChanges = ineffectiveChanges;
		return this;
	}

	MigrationSettings settings() {
		return new MigrationSettings(this.transaction, this.backupBeforeUpgrade, this.backupBeforeDowngrade,
				this.verificationLevel, this.whenBackupUnavailable, this.requireRestorable, this.lockTimeout,
				this.lockWait, this.onUnknown, new BackupManifest.Application("studio", "2.0"));
	}

	public DatabaseBackups databaseBackups() {
		return new DatabaseBackups(backupDirectory(), List.of(this.strategy), new Retention(10, null),
				settings().application(), Clock.systemUTC(), this.progress);
	}

	public SpringLiquibase liquibase(String changelog) {
		return configure(new SpringLiquibase(), changelog);
	}

	<T extends SpringLiquibase> T configure(T liquibase, String changelog) {
		liquibase.setDataSource(this.dataSource);
		liquibase.setResourceLoader(this.resourceLoader);
		liquibase.setChangeLog("classpath:engine/" + changelog);
		this.beanSettings.accept(liquibase);
		return liquibase;
	}

	public Application start(String changelog) {
		return start(liquibase(changelog));
	}

	Application start(SpringLiquibase liquibase) {
		DatabaseRegistry registry = new DatabaseRegistry(() -> Set.of("liquibase"),
				(dataSource) -> this.connectionSettings, this.ineffectiveChanges, this.ledgerTable);
		return new Application(registry, registry.register("liquibase", liquibase));
	}

	public MigrationRunner runner(DatabaseRegistry registry) {
		return new MigrationRunner(settings(), gate(registry), databaseBackups(), migrationEvents(), this.progress);
	}

	public UnknownMigrationsGate gate(DatabaseRegistry registry) {
		return new UnknownMigrationsGate(settings(), registry, migrationEvents());
	}

	private MigrationEvents migrationEvents() {
		return new MigrationEvents(List.of(this.events::add, this.listener));
	}

	public UpgradeResult upgrade(String changelog) {
		return upgrade(changelog, HEAD);
	}

	public UpgradeResult upgrade(String changelog, String target) {
		return start(changelog).upgrade(target);
	}

	public MigrationException failUpgrade(String changelog) {
		return failUpgrade(changelog, HEAD);
	}

	public MigrationException failUpgrade(String changelog, String target) {
		return fail(() -> upgrade(changelog, target));
	}

	public DowngradeResult downgrade(String changelog, String target) {
		return start(changelog).downgrade(target);
	}

	MigrationException failDowngrade(String changelog, String target) {
		return fail(() -> downgrade(changelog, target));
	}

	/**
	 * Fail without a change.
	 * @param callable what fails
	 * @param code the code of the expected failure
	 * @return the failure
	 */
	public MigrationException failUnchanged(ThrowingCallable callable, MigrationErrorCode code) {
		String before = content();
		MigrationException failure = fail(callable);
		Assertions.assertThat(failure.getCode()).as(failure.getMessage()).isEqualTo(code);
		Assertions.assertThat(content()).isEqualTo(before);
		return failure;
	}

	public static MigrationException fail(ThrowingCallable callable) {
		Throwable failure = Assertions.catchThrowable(callable);
		Assertions.assertThat(failure).isInstanceOf(MigrationException.class);
		return (MigrationException) failure;
	}

	public DefaultMigrationUtilities utilities(String changelog) {
		return start(changelog).utilities();
	}

	public MigrationStatus status(String changelog) {
		return utilities(changelog).checkMigrationStatus();
	}

	public List<MigrationEvent> events() {
		return this.events;
	}

	public <T extends MigrationEvent> T event(Class<T> type) {
		return this.events.stream().filter(type::isInstance).map(type::cast).findFirst().orElseThrow();
	}

	public List<MigrationStep> steps() {
		return this.events.stream()
			.filter(MigrationEvent.StepStarted.class::isInstance)
			.map((event) -> ((MigrationEvent.StepStarted) event).step())
			.toList();
	}

	public Connection connect() throws SQLException {
		return DriverManager.getConnection(this.url);
	}

	public void execute(String... statements) {
		try (Connection connection = connect(); Statement statement = connection.createStatement()) {
			for (String sql : statements) {
				statement.execute(sql);
			}
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	public String query(String sql) {
		try (Connection connection = connect()) {
			return query(connection, sql);
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	public static String query(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(sql)) {
			StringBuilder text = new StringBuilder();
			while (rows.next()) {
				for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
					text.append((i > 1) ? "|" : "").append(Objects.toString(rows.getObject(i)));
				}
				text.append('\n');
			}
			return text.toString().stripTrailing();
		}
	}

	public List<String> tables() {
		return query("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").lines().toList();
	}

	public String ledger() {
		return query("SELECT KIND, FROM_REVISION, TO_REVISION, OUTCOME, ERROR_CODE FROM MIGRATION_RUN ORDER BY rowid");
	}

	public String history() {
		return String.join(",", query("SELECT ID FROM DATABASECHANGELOG ORDER BY ORDEREXECUTED").lines().toList());
	}

	/**
	 * Return the content of the database: its schema and all rows.
	 * @return the content
	 */
	public String content() {
		try (Connection connection = connect()) {
			return content(connection);
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	public static String contentOf(Path file) {
		try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
			return content(connection);
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static String content(Connection connection) throws SQLException {
		StringBuilder content = new StringBuilder(
				query(connection, "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name"));
		for (String table : query(connection, "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
			.lines()
			.toList()) {
			String quoted = '"' + table.replace("\"", "\"\"") + '"';
			content.append("\n# ").append(table).append('\n').append(query(connection, "SELECT * FROM " + quoted));
		}
		return content.toString();
	}

	/**
	 * One start of the application.
	 */
	public final class Application {

		private final DatabaseRegistry registry;

		private final MigrationDatabase database;

		private Application(DatabaseRegistry registry, MigrationDatabase database) {
			this.registry = registry;
			this.database = database;
		}

		MigrationDatabase database() {
			return this.database;
		}

		public DatabaseMonitor monitor() {
			return new DatabaseMonitor(this.database, utilities(), settings(), databaseBackups(), Runnable::run);
		}

		public UpgradeResult upgrade(String target) {
			return runner(this.registry).upgrade(this.database, target);
		}

		DowngradeResult downgrade(String target) {
			return utilities().downgradeDatabase(target);
		}

		DefaultMigrationUtilities utilities() {
			return utilities((database, message, options) -> {
				throw new IllegalStateException("Nothing is generated here");
			}, OperationObserver.NONE);
		}

		DefaultMigrationUtilities utilities(MigrationGenerator generator, OperationObserver observer) {
			DatabaseBackups backups = databaseBackups();
			DatabaseRestore restore = new DatabaseRestore(settings(), backups, migrationEvents());
			DatabaseDoctor doctor = new DatabaseDoctor(settings(), EngineFixture.this.bootSettings, backups);
			return new DefaultMigrationUtilities(this.database, settings(), runner(this.registry),
					new RunPreviews(settings(), backups), restore,
					new RequestedBackups(this.database, backups, migrationEvents()), doctor, generator, observer);
		}

		void boot() {
			boot(true, HEAD);
		}

		void boot(boolean upgrade, String target) {
			DatabaseBackups backups = databaseBackups();
			new MigrationBoot(runner(this.registry), gate(this.registry), new RunPreviews(settings(), backups), backups,
					new BootSettings(upgrade, target))
				.run(this.database);
		}

	}

}
