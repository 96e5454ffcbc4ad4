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

package io.migrationutilities.generate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

import javax.sql.DataSource;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.liquibase.autoconfigure.LiquibaseAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.orm.jpa.persistenceunit.PersistenceManagedTypes;

import io.migrationutilities.GeneratedMigration;
import io.migrationutilities.GenerationOptions;
import io.migrationutilities.Migration;
import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationException;
import io.migrationutilities.MigrationState;
import io.migrationutilities.MigrationUtilities;
import io.migrationutilities.autoconfigure.MigrationAutoConfiguration;
import io.migrationutilities.generate.GeneratorSettings.Format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What generated migrations have to do on every kind of database: bring it to what the
 * entities ask for, and then find nothing more to do. Each run is a start of an
 * application with Spring Boot's own JPA.
 */
abstract class GenerationContractTests {

	@TempDir
	private Path project;

	private Path changeLog;

	@BeforeEach
	void createProject() throws IOException {
		this.changeLog = this.project.resolve("db.changelog-master.yaml");
		Files.writeString(this.changeLog,
				"databaseChangeLog:\n  - property:\n      name: nothing\n      value: none\n");
	}

	abstract List<String> properties();

	abstract DataSource dataSource();

	abstract boolean hasArrays();

	static Stream<List<Class<?>>> models() {
		return Stream.of(List.of(Models.Basics.class), List.of(Models.WithJson.class),
				List.of(Models.Author.class, Models.Profile.class, Models.Book.class, Models.Label.class,
						Models.Address.class, Models.BookId.class),
				List.of(Models.Vehicle.class, Models.Car.class, Models.Bike.class),
				List.of(Models.Animal.class, Models.Dog.class),
				List.of(Models.Payment.class, Models.CardPayment.class, Models.CashPayment.class),
				List.of(Models.Constrained.class), List.of(Models.Reserved.class), List.of(Models.WithArrays.class));
	}

	@ParameterizedTest
	@MethodSource("models")
	void converges(List<Class<?>> model) {
		if (model.contains(Models.WithArrays.class) && !hasArrays()) {
			return;
		}
		GeneratedMigration first = start(model, "none", (utilities) -> utilities.generateMigration("First"));
		assertThat(first.changes()).isNotEmpty();
		assertThat(first.leftOut()).isEmpty();
		assertThat(first.include()).isNull();
		start(model, "validate", (utilities) -> {
			GeneratedMigration second = utilities.generateMigration("Second");
			assertThat(second.changes()).isEmpty();
			assertThat(second.leftOut()).isEmpty();
			assertThat(second.file()).isNull();
			assertThat(second.empty()).isTrue();
			utilities.checkMigrationStatus();
			return utilities.downgradeDatabase("base");
		});
	}

	@ParameterizedTest
	@EnumSource
	void convergesInEveryFormat(Format format) {
		List<Class<?>> model = List.of(Models.Task.class);
		String property = "migration.generate.format=" + format;
		assertThat(start(model, "none", (utilities) -> utilities.generateMigration("Tasks"), property).file())
			.asString()
			.endsWith("_tasks." + format.extension());
		start(model, "validate", MigrationUtilities::checkMigrationStatus);
		edit(Models.TaskWithUniqueTitle.class, GenerationOptions.DEFAULTS, property);
		edit(Models.TaskWithParent.class, GenerationOptions.DEFAULTS.allowingDestructive(), property);
		edit(Models.TaskWithMoreColours.class, GenerationOptions.DEFAULTS.allowingDestructive(), property);
		start(List.of(Models.TaskWithMoreColours.class), "none", (utilities) -> utilities.downgradeDatabase("base"));
	}

	@Test
	void addsColumn() {
		createTasks();
		assertThat(edit(Models.TaskWithPriority.class, GenerationOptions.DEFAULTS).changes())
			.containsExactly("add column task.priority");
		assertTasksAreKept();
	}

	@Test
	void lengthensColumn() {
		createTasks();
		assertThat(edit(Models.TaskWithLongTitle.class, GenerationOptions.DEFAULTS).changes()).singleElement()
			.asString()
			.startsWith("change type of task.title from ");
		assertTasksAreKept();
	}

	@Test
	void shortensColumnOnlyIfAllowed() {
		createTasks();
		GeneratedMigration refused = start(List.of(Models.TaskWithShortTitle.class), "none",
				(utilities) -> utilities.generateMigration("Shorter"));
		assertThat(refused.empty()).isTrue();
		assertThat(refused.leftOut()).singleElement().asString().contains("task.title", "values that don't fit");
		edit(Models.TaskWithShortTitle.class, GenerationOptions.DEFAULTS.allowingDestructive());
		assertTasksAreKept();
	}

	@Test
	void dropsNotNull() {
		createTasks();
		assertThat(edit(Models.TaskWithOptionalTitle.class, GenerationOptions.DEFAULTS).changes())
			.containsExactly("drop NOT NULL of task.title");
	}

	@Test
	void addsConstraints() {
		createTasks();
		assertThat(edit(Models.TaskWithUniqueTitle.class, GenerationOptions.DEFAULTS).changes())
			.containsExactly("add unique constraint to task (title, step)", "create index on task (step)");
		assertTasksAreKept();
	}

	@Test
	void offersRename() {
		createTasks();
		GeneratedMigration offered = start(List.of(Models.TaskWithName.class), "none",
				(utilities) -> utilities.generateMigration("Call it a name"));
		assertThat(offered.possibleRenames()).containsExactly("task.title=name");
		assertThat(offered.leftOut()).containsExactly("drop column task.title (the values of the column)");
		assertThat(read(offered.file())).contains("\n# - changeSet:", "#     - dropColumn:")
			.containsOnlyOnce("-call-it-a-name\n");
	}

	@Test
	void renamesColumnIfToldSo() {
		createTasks();
		assertThat(edit(Models.TaskWithName.class, GenerationOptions.DEFAULTS.withRename("task.title=name")).changes())
			.containsExactly("rename column task.title to name");
		start(List.of(Models.TaskWithName.class), "none", (utilities) -> null,
				(template) -> assertThat(template.queryForList("SELECT name FROM task", String.class))
					.containsExactly("sweep", "paint"));
	}

	@Test
	void replacesCheckOfEnum() {
		createTasks();
		edit(Models.TaskWithMoreColours.class, GenerationOptions.DEFAULTS);
		start(List.of(Models.TaskWithMoreColours.class), "validate", (utilities) -> null,
				(template) -> template.update("UPDATE task SET colour = 'BLUE'"));
	}

	@Test
	void refersToOthers() {
		createTasks();
		assertThat(edit(Models.TaskWithParent.class, GenerationOptions.DEFAULTS).changes())
			.containsExactly("add column task.parent_id", "add foreign key of task (parent_id) to task");
		assertTasksAreKept();
	}

	@Test
	void leavesTablesOfOthersAlone() {
		createTasks();
		plain().execute("CREATE TABLE legacy_log (id INTEGER)");
		GeneratedMigration left = start(List.of(Models.Task.class), "none",
				(utilities) -> utilities.generateMigration("Nothing"));
		assertThat(left.leftOut()).containsExactly("drop table legacy_log (the rows of the table)");
		assertThat(left.file()).isNull();
		assertThat(start(List.of(Models.Task.class), "none", (utilities) -> utilities.generateMigration("Nothing"),
				"migration.generate.exclude=legacy_*")
			.leftOut()).isEmpty();
	}

	@Test
	void leavesWhatEntitiesCannotSay() {
		createTasks();
		JdbcTemplate template = plain();
		template.execute("CREATE VIEW open_task AS SELECT * FROM task");
		template.execute("CREATE INDEX by_step ON task (step)");
		template.execute("CREATE INDEX red ON task (title) WHERE colour = 'RED'");
		template.execute("CREATE INDEX lower_title ON task (lower(title))");
		GeneratedMigration nothing = start(List.of(Models.Task.class), "none",
				(utilities) -> utilities.generateMigration("Nothing"));
		assertThat(nothing.empty()).isTrue();
		assertThat(nothing.leftOut()).isEmpty();
	}

	@Test
	void refusesWhileChangeSetsArePending() {
		start(List.of(Models.Task.class), "none", (utilities) -> utilities.generateMigration("Tasks"));
		assertThatExceptionOfType(MigrationException.class)
			.isThrownBy(() -> start(List.of(Models.Task.class), "none",
					(utilities) -> utilities.generateMigration("Tasks again"), "migration.upgrade.on-boot=false"))
			.satisfies((ex) -> assertThat(ex.getCode()).isEqualTo(MigrationErrorCode.GENERATION_REFUSED))
			.satisfies((ex) -> assertThat(ex.getHint()).contains("Upgrade first"));
	}

	@Test
	void writesEmptyChangeSet() {
		GeneratedMigration empty = start(List.of(Models.Task.class), "none",
				(utilities) -> utilities.generateMigration("Fill in: <later> \"#1\"", false));
		assertThat(empty.changes()).isEmpty();
		assertThat(empty.empty()).isFalse();
		assertThat(read(empty.file())).contains("_fill_in_later_1".replace("_", "-").substring(1), "author: ada");
		assertThat(start(List.of(), "none", MigrationUtilities::checkMigrationStatus).upToDate()).isTrue();
	}

	@Test
	void tellsTwoOfTheSameSecondApart() {
		Path one = start(List.of(), "none", (utilities) -> utilities.generateMigration("Same", false)).file();
		Path other = start(List.of(), "none", (utilities) -> utilities.generateMigration("Same", false)).file();
		assertThat(one).isNotEqualTo(other).exists();
		assertThat(other).exists();
		assertThat(start(List.of(), "none", MigrationUtilities::getMigrationHistory)).hasSize(2);
	}

	@Test
	void refusesRenameOfWhatIsNotThere() {
		createTasks();
		assertThatExceptionOfType(MigrationException.class)
			.isThrownBy(() -> start(List.of(Models.Task.class), "none",
					(utilities) -> utilities.generateMigration("Rename",
							GenerationOptions.DEFAULTS.withRename("task.nothing=name"))))
			.satisfies((ex) -> assertThat(ex.getCode()).isEqualTo(MigrationErrorCode.GENERATION_REFUSED));
	}

	@Test
	void leavesNothingInTheDatabase() {
		createTasks();
		List<String> before = start(List.of(), "none", MigrationUtilities::getMigrationHistory).stream()
			.map(Migration::revision)
			.toList();
		List<String> tables = tables();
		start(List.of(Models.TaskWithParent.class), "none", (utilities) -> utilities.generateMigration("Parents"),
				"migration.upgrade.on-boot=false");
		assertThat(tables()).isEqualTo(tables);
		assertThat(start(List.of(), "none", MigrationUtilities::getMigrationHistory, "migration.upgrade.on-boot=false")
			.stream()
			.filter((migration) -> migration.state() == MigrationState.APPLIED)
			.map(Migration::revision)
			.toList()).isEqualTo(before);
	}

	private List<String> tables() {
		return plain().execute((ConnectionCallback<List<String>>) (connection) -> {
			List<String> names = new ArrayList<>();
			try (ResultSet rows = connection.getMetaData().getTables(null, null, "%", null)) {
				while (rows.next()) {
					names.add(rows.getString(2) + "." + rows.getString(3));
				}
			}
			return names;
		});
	}

	final void createTasks() {
		start(List.of(Models.Task.class), "none", (utilities) -> utilities.generateMigration("Tasks"));
		start(List.of(Models.Task.class), "validate", (utilities) -> null, (template) -> {
			template.update("INSERT INTO task (title, colour, step) VALUES ('sweep', 'RED', 1)");
			template.update("INSERT INTO task (title, colour, step) VALUES ('paint', 'GREEN', 2)");
		});
	}

	private void assertTasksAreKept() {
		assertThat(plain().queryForList("SELECT title || colour || step FROM task", String.class))
			.containsExactly("sweepRED1", "paintGREEN2");
	}

	/**
	 * Generate, upgrade and validate a new version of an entity, find that nothing is
	 * left, and that the way back works.
	 */
	final GeneratedMigration edit(Class<?> entity, GenerationOptions options, String... properties) {
		List<Class<?>> model = List.of(entity);
		Schema before = schema();
		GeneratedMigration result = start(model, "none", (utilities) -> utilities.generateMigration("Edit", options),
				properties);
		start(model, "validate", (utilities) -> {
			assertThat(utilities.upgradeDatabase().applied()).as("left by the boot").isEmpty();
			utilities.checkMigrationStatus();
			assertThat(utilities
				.generateMigration("Again",
						new GenerationOptions(true, options.allowDestructive(), false, List.of(), null))
				.changes()).isEmpty();
			int applied = (int) utilities.getMigrationHistory()
				.stream()
				.filter((migration) -> migration.path().endsWith(String.valueOf(result.file().getFileName())))
				.count();
			assertThat(utilities.downgradeDatabase("-" + applied).rolledBack()).hasSize(applied);
			return applied;
		});
		assertSame(before, schema());
		start(model, "validate", MigrationUtilities::checkMigrationStatus);
		return result;
	}

	private Schema schema() {
		return plain().execute((ConnectionCallback<Schema>) (connection) -> SchemaDialects.of(connection)
			.read(connection, SchemaDialects.namespaceOf(connection), (table) -> table.startsWith("HTE_")));
	}

	private void assertSame(Schema expected, Schema actual) {
		SchemaDialect dialect = properties().get(0).contains("sqlite") ? new SqliteSchemaDialect(false)
				: new PostgresqlSchemaDialect(false);
		assertThat(SchemaDiff.compare(dialect, expected, actual)).extracting(Difference::description).isEmpty();
		assertThat(SchemaDiff.compare(dialect, actual, expected)).extracting(Difference::description).isEmpty();
	}

	/**
	 * Return the way to the database without an application, whose boot is long.
	 */
	private JdbcTemplate plain() {
		return new JdbcTemplate(dataSource());
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	final <T> T start(List<Class<?>> model, String ddl, Function<MigrationUtilities, T> work, String... properties) {
		List<T> results = new ArrayList<>();
		run(model, ddl, properties, (utilities, template) -> results.add(work.apply(utilities)));
		return results.get(0);
	}

	private void start(List<Class<?>> model, String ddl, Function<MigrationUtilities, ?> nothing, SqlWork work) {
		run(model, ddl, new String[0], (utilities, template) -> work.accept(template));
	}

	private void run(List<Class<?>> model, String ddl, String[] properties, Work work) {
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(DataSourceAutoConfiguration.class, LiquibaseAutoConfiguration.class,
							HibernateJpaAutoConfiguration.class, MigrationAutoConfiguration.class))
			.withBean(PersistenceManagedTypes.class,
					() -> PersistenceManagedTypes.of(model.stream().map(Class::getName).toList(), List.of()))
			.withPropertyValues(properties().toArray(String[]::new))
			.withPropertyValues("spring.liquibase.change-log=file:" + this.changeLog,
					"migration.backup.directory=" + this.project.resolve("backups"),
					"spring.jpa.hibernate.ddl-auto=" + ddl, "migration.generate.author=ada",
					"migration.backup.before-upgrade=false", "migration.backup.before-downgrade=false")
			.withPropertyValues(properties)
			.run((context) -> work.accept(context.getBean(MigrationUtilities.class),
					new JdbcTemplate(context.getBean(DataSource.class))));
	}

	@FunctionalInterface
	private interface Work {

		void accept(MigrationUtilities utilities, JdbcTemplate template);

	}

	@FunctionalInterface
	private interface SqlWork {

		void accept(JdbcTemplate template);

	}

}
