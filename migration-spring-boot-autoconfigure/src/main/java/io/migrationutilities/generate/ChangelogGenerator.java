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
import java.sql.Connection;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

import liquibase.changelog.ChangeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

import io.migrationutilities.GeneratedMigration;
import io.migrationutilities.GenerationOptions;
import io.migrationutilities.engine.MigrationGenerator;
import io.migrationutilities.engine.session.LiquibaseScope;
import io.migrationutilities.engine.session.MigrationDatabase;
import io.migrationutilities.file.DurableFile;

/**
 * Writes the difference between what an application needs and what its database has as a
 * new changelog:
 * <ol>
 * <li>find the sources, since what can't be written needs no comparison.</li>
 * <li>compare the database with the entities, or with another database.</li>
 * <li>judge: what would lose data is left out unless it is allowed.</li>
 * <li>write the changelog, and read it back.</li>
 * <li>include it in the root changelog.</li>
 * </ol>
 */
public final class ChangelogGenerator implements MigrationGenerator {

	private static final DateTimeFormatter TIMESTAMP = DateTimeFormatter.ofPattern("yyyyMMddHHmmss")
		.withZone(ZoneOffset.UTC);

	// An empty change set is the same for all of them.
	private static final String ANY_DATABASE = "sqlite";

	private static final String NOTE = "Not run, because something would be lost: ";

	private final GeneratorSettings settings;

	private final Supplier<@Nullable ReferenceSource> entities;

	private final Clock clock;

	/**
	 * Create a generator.
	 * @param settings the settings
	 * @param entities the schema that the entities ask for, or {@code null} if the
	 * application has no Hibernate
	 * @param clock tells the time
	 */
	public ChangelogGenerator(GeneratorSettings settings, Supplier<@Nullable ReferenceSource> entities, Clock clock) {
		Assert.notNull(settings, "'settings' must not be null");
		this.settings = settings;
		this.entities = entities;
		this.clock = clock;
	}

	@Override
	public GeneratedMigration generate(MigrationDatabase database, String message, GenerationOptions options) {
		String slug = MessageSlug.of(message);
		SourceFolder folder = SourceFolder.find(database.getChangeLogLocation(), this.settings.directory(),
				Path.of("").toAbsolutePath());
		Path file = unusedFile(folder, slug);
		String id = String.valueOf(file.getFileName()).replaceFirst("\\.[^.]+$", "").replace('_', '-');
		ChangeSetComposer composer = new ChangeSetComposer(id, this.settings.author(),
				message.strip().replaceAll("[\\s\\p{Cntrl}]+", " "));
		return LiquibaseScope.call(database, () -> options.autogenerate()
				? generate(database, options, folder, file, composer) : writeEmpty(folder, file, composer));
	}

	// Two of the same name in one second are told apart by the second.
	private Path unusedFile(SourceFolder folder, String slug) {
		Instant moment = this.clock.instant();
		Path file = fileOf(folder, slug, moment);
		while (Files.exists(file)) {
			moment = moment.plusSeconds(1);
			file = fileOf(folder, slug, moment);
		}
		return file;
	}

	private Path fileOf(SourceFolder folder, String slug, Instant moment) {
		return folder.directory()
			.resolve(TIMESTAMP.format(moment) + "_" + slug + "." + this.settings.format().extension());
	}

	private GeneratedMigration writeEmpty(SourceFolder folder, Path file, ChangeSetComposer composer)
			throws IOException {
		List<ChangeSet> changeSets = List.of(composer.empty());
		String include = write(folder, file, text(ANY_DATABASE).write(changeSets, List.of(), ""), changeSets);
		return new GeneratedMigration(file, List.of(), List.of(), List.of(), include, false);
	}

	private GeneratedMigration generate(MigrationDatabase database, GenerationOptions options, SourceFolder folder,
			Path file, ChangeSetComposer composer) throws Exception {
		try (Connection connection = database.getConnection()) {
			SchemaDialect dialect = SchemaDialects.of(connection);
			ExcludedTables excluded = new ExcludedTables(database, this.settings.excluded());
			Schema reference = reference(options).read(database, dialect, excluded);
			Schema live = dialect.read(connection, SchemaDialects.namespaceOf(connection), excluded);
			Judge judge = Judge.decide(dialect, SchemaDiff.compare(dialect, reference, live), options);
			if (judge.active().isEmpty()) {
				return result(null, judge, null);
			}
			List<ChangeSet> changeSets = composer.compose(judge.active(), concurrently(dialect, live, options));
			String text = text(dialect.shortName()).write(changeSets, composer.compose(judge.leftOut(), Set.of()),
					NOTE + String.join("; ", describe(judge.leftOut())));
			return result(file, judge, write(folder, file, text, changeSets));
		}
	}

	private ReferenceSource reference(GenerationOptions options) {
		if (options.referenceUrl() != null) {
			return new UrlReference(options.referenceUrl(), this.settings);
		}
		ReferenceSource source = this.entities.get();
		if (source == null) {
			throw GeneratorFailures.refused("The application has no Hibernate whose entities could be compared.",
					"Compare with another database by --reference-url, or generate an empty change set with "
							+ "--no-autogenerate.");
		}
		return source;
	}

	private static Set<String> concurrently(SchemaDialect dialect, Schema live, GenerationOptions options) {
		Set<String> tables = new HashSet<>();
		if (options.concurrentIndexes() && dialect instanceof PostgresqlSchemaDialect) {
			live.tables().forEach((table) -> tables.add(table.name()));
		}
		return tables;
	}

	private ChangelogText text(String database) {
		return new ChangelogText(this.settings.format(), database);
	}

	private static @Nullable String write(SourceFolder folder, Path file, String text, List<ChangeSet> changeSets) {
		try {
			Files.createDirectories(folder.directory());
			ReadBack.requireSame(text, file, changeSets);
			DurableFile.create(file, text);
			return RootChangelog.include(folder.root(), file);
		}
		catch (IOException ex) {
			throw GeneratorFailures.failed("The changelog " + file + " can't be written: " + ex,
					"Look at the directory and its permissions, then generate again.", ex);
		}
	}

	private static List<String> describe(List<Difference> differences) {
		return differences.stream()
			.map((difference) -> difference.description()
					+ ((difference.hazard() != null) ? " (" + difference.hazard() + ")" : ""))
			.toList();
	}

	private static GeneratedMigration result(@Nullable Path file, Judge judge, @Nullable String include) {
		return new GeneratedMigration(file, describe(judge.active()), describe(judge.leftOut()),
				judge.possibleRenames(), include, file == null);
	}

}
