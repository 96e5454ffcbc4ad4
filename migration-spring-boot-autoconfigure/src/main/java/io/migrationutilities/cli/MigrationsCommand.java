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

import java.time.Clock;
import java.util.List;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The command that holds the verbs.
 */
@Command(subcommands = CommandLine.HelpCommand.class, synopsisSubcommandLabel = "VERB", sortOptions = false,
		description = "Looks after the schema of this application's database; the application itself does not start.",
		footerHeading = "%nProperties of the application can be set as usual: --spring.profiles.active=test%n"
				+ "%nExit codes: 0 done, 1 error, 2 differences found, 64 wrong usage, 130 and 143 interrupted%n%nExamples:%n",
		footer = { "  ${ROOT-COMMAND-NAME} status", "  ${ROOT-COMMAND-NAME} upgrade --dry-run",
				"  ${ROOT-COMMAND-NAME} help backup" })
class MigrationsCommand {

	@Option(names = { "-h", "--help" }, usageHelp = true, description = "Show this help.")
	private boolean help;

	/**
	 * Return the verbs in the order of the help.
	 * @param clock tells the time
	 * @param confirmation asks before what can't be undone
	 * @return the verbs
	 */
	static List<Verb> verbs(Clock clock, Confirmation confirmation) {
		return List.of(new StatusVerb(clock), new HistoryVerb(), new RunsVerb(), new BackupVerb(), new BackupsVerb(),
				new VerifyVerb(), new RestoreVerb(confirmation), new UpgradeVerb(), new DowngradeVerb(confirmation),
				new GenerateVerb(), new CheckVerb(), new DoctorVerb(), new PruneVerb(), new ReleaseBackupVerb(),
				new ReleaseLockVerb(confirmation));
	}

}
