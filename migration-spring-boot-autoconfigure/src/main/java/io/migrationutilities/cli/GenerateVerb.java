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

package io.migrationutilities.cli;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import io.migrationutilities.GeneratedMigration;
import io.migrationutilities.GenerationOptions;
import io.migrationutilities.MigrationUtilities;

/**
 * Generates a changelog.
 */
@Command(name = "generate", sortOptions = false,
		description = "Writes the difference between the entities and the database as a new changelog into the sources of "
				+ "the application. Changes nothing in the database.",
		footerHeading = "%nExamples:%n",
		footer = { "  ${ROOT-COMMAND-NAME} generate \"Add priority to tasks\"",
				"  ${ROOT-COMMAND-NAME} generate \"Call the goal an aim\" --rename agent.goal=aim",
				"  ${ROOT-COMMAND-NAME} generate \"Number the old tasks\" --no-autogenerate" })
final class GenerateVerb extends Verb {

	@Parameters(paramLabel = "MESSAGE", description = "What the change is about, in a few words.")
	private String message = "";

	@Option(names = "--no-autogenerate", description = "Leave the change set empty, to be filled in by hand.")
	private boolean empty;

	@Option(names = "--allow-destructive", description = "Write changes that lose data to be run, not as comments.")
	private boolean allowDestructive;

	@Option(names = "--rename", paramLabel = "TABLE.OLD=NEW",
			description = "Rename a column instead of dropping the one and adding the other. May be repeated.")
	private List<String> renames = new ArrayList<>();

	@Option(names = "--concurrent-indexes",
			description = "Create indexes on tables that exist without keeping writers out (PostgreSQL).")
	private boolean concurrentIndexes;

	@Option(names = "--reference-url", paramLabel = "URL",
			description = "Compare with the database at this JDBC URL instead of the entities.")
	private @Nullable String referenceUrl;

	@Override
	Report run(MigrationUtilities database) {
		GeneratedMigration result = database.generateMigration(this.message, new GenerationOptions(!this.empty,
				this.allowDestructive, this.concurrentIndexes, this.renames, this.referenceUrl));
		return Report.done(result, describe(result));
	}

	private static Text describe(GeneratedMigration result) {
		Text text = new Text();
		if (result.file() != null) {
			text.row("Generated:", result.file());
		}
		else {
			text.line("Nothing to generate: the database has what is asked for.");
		}
		result.changes().forEach((change) -> text.row("Change:", change));
		result.leftOut().forEach((change) -> text.row("Left out:", change));
		if (result.include() != null) {
			text.row("To do:", "add to the root changelog: " + result.include());
		}
		if (!result.leftOut().isEmpty()) {
			text.line("What is left out would lose data. --allow-destructive writes it to be run.");
		}
		result.possibleRenames()
			.forEach((rename) -> text.line("If that column was renamed, "
					+ ((result.file() != null) ? "delete the file and its include, and " : "")
					+ "generate again with: --rename " + rename));
		return text;
	}

}
