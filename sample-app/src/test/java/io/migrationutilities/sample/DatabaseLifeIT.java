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

package io.migrationutilities.sample;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.migrationutilities.test.ChildProcess;
import io.migrationutilities.test.PostgresqlPrograms;
import io.migrationutilities.test.UsesPackagedJar;
import io.migrationutilities.test.UsesPostgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Integration tests of everything that is done to a database in the life of an
 * application, by commands of the packaged application. It begins with a database of
 * release 1.1, of which 501 tasks have a result.
 */
@UsesPackagedJar
@UsesPostgresql
class DatabaseLifeIT {

	private static final String RESULTS = "SELECT id, result FROM task WHERE result IS NOT NULL ORDER BY id";

	private static final String OUTPUTS = "SELECT task_id, content FROM task_output ORDER BY task_id";

	@RegisterExtension
	final SampleApplications applications = new SampleApplications();

	@TempDir
	private Path directory;

	private final List<String> options = new ArrayList<>();

	@ParameterizedTest
	@EnumSource
	void goesThroughItsLife(Product product) throws IOException {
		StudioDatabase database = prepare(product);
		Path copy = backsUpAndVerifies(database);
		upgradesAndDowngrades(database);
		bringsRowsBack(database, copy);
	}

	private Path backsUpAndVerifies(StudioDatabase database) throws IOException {
		List<String> before = database.content();
		assertThat(run("status")).startsWith("Current:      1.1-tag\nHead:         2.0-tag\n")
			.contains("Last backup:  none\nPending:      9\nUnknown:      0\nChanged:      0\n");
		JsonNode backup = json("backup");
		assertThat(Path.of(backup.at("/path").asString())).exists().hasParent(this.directory.resolve("backups"));
		assertThat(backup.at("/manifest/revision").asString()).isEqualTo("1.1-tag");
		Path copy = this.directory.resolve("copy.backup");
		assertThat(run("backup", "--path", copy.toString(), "--verify")).startsWith("Backup:    " + copy + "\n")
			.contains("Verified:  good at level STRUCTURE, ");
		assertThat(copy).exists();
		assertThat(run("verify", copy.toString())).contains("Verified:  good at level STRUCTURE, ");
		assertThat(database.content()).isEqualTo(before);
		return copy;
	}

	private void upgradesAndDowngrades(StudioDatabase database) throws IOException {
		List<String> results = database.query(RESULTS);
		List<String> schema = applicationSchema(database);
		assertThat(run("upgrade", "--revision", "2.0-move-results-to-output"))
			.startsWith("Upgraded:  from 1.1-tag to 2.0-move-results-to-output, in ");
		assertThat(database.query(OUTPUTS)).isEqualTo(results).hasSize(501);
		JsonNode upgrade = json("upgrade", "--backup");
		assertThat(upgrade.path("postUpgradeRevision").asString()).isEqualTo("2.0-tag");
		assertThat(upgrade.path("applied")).hasSize(6);
		assertThat(Path.of(upgrade.at("/backup/path").asString())).exists();
		assertThat(run("upgrade")).isEqualTo("Nothing to do at 2.0-tag.\n");
		assertThat(run("history").lines()).hasSize(28).allMatch((line) -> line.startsWith("APPLIED  "));
		assertThat(run("downgrade", "2.0-add-crew-process", "--yes"))
			.startsWith("Downgraded:   from 2.0-tag to 2.0-add-crew-process, in ");
		JsonNode downgrade = json("downgrade", "1.1-tag", "--backup", "--yes");
		assertThat(downgrade.path("rolledBack")).hasSize(5);
		assertThat(Path.of(downgrade.at("/backup/path").asString())).exists();
		assertThat(database.query(RESULTS)).isEqualTo(results);
		assertThat(applicationSchema(database)).isEqualTo(schema);
		assertThat(database.problems()).isEmpty();
	}

	private void bringsRowsBack(StudioDatabase database, Path backup) {
		List<String> results = database.query(RESULTS);
		run("upgrade", "--no-backup");
		database.execute("DELETE FROM task");
		assertThat(run("restore", backup.toString(), "--yes")).startsWith("Restored:     " + backup + ", in ")
			.contains("Revision:     from 2.0-tag to 1.1-tag\n");
		assertThat(database.query(RESULTS)).isEqualTo(results);
		JsonNode status = json("status");
		assertThat(status.path("pendingMigrations")).hasSize(9);
		assertThat(status.at("/lastBackup/state").asString()).isEqualTo("GOOD");
		assertThat(database.problems()).isEmpty();
	}

	private StudioDatabase prepare(Product product) {
		return create(product).upgradeTo("1.0").addTasks(1000).upgradeTo("1.1");
	}

	private StudioDatabase create(Product product) {
		if (product == Product.SQLITE) {
			return StudioDatabase.in(this.directory);
		}
		assumeTrue(PostgresqlPrograms.areInstalled(), "PostgreSQL's client programs are needed");
		String url = StudioServer.createDatabase();
		this.options.addAll(List.of("--spring.profiles.active=postgres", "--spring.datasource.url=" + url));
		return StudioDatabase.at(url, StudioServer.USER, StudioServer.PASSWORD);
	}

	private static List<String> applicationSchema(StudioDatabase database) {
		return database.schema().stream().filter((line) -> !line.regionMatches(true, 0, "MIGRATION_", 0, 10)).toList();
	}

	private String run(String... arguments) {
		List<String> all = new ArrayList<>(List.of("migrations"));
		all.addAll(List.of(arguments));
		all.addAll(this.options);
		ChildProcess process = this.applications.run(SampleApplicationLayout.EXTRACTED, this.directory,
				all.toArray(String[]::new));
		assertThat(process.awaitExit()).as(process.output()).isZero();
		return process.standardOutput();
	}

	private JsonNode json(String... arguments) {
		List<String> all = new ArrayList<>(List.of(arguments));
		all.add("--json");
		return JsonMapper.shared().readTree(run(all.toArray(String[]::new)));
	}

	/**
	 * The databases of the sample application.
	 */
	enum Product {

		SQLITE, POSTGRESQL

	}

}
