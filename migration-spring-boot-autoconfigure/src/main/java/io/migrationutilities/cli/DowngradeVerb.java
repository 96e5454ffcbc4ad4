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

import java.util.regex.Pattern;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

import io.migrationutilities.DataLoss;
import io.migrationutilities.DowngradeImpact;
import io.migrationutilities.DowngradeResult;
import io.migrationutilities.MigrationUtilities;

/**
 * Downgrades the database.
 */
@Command(name = "downgrade", sortOptions = false,
		description = "Rolls back every change set that was applied after the target, in one transaction.",
		footerHeading = "%nExamples:%n",
		footer = { "  ${ROOT-COMMAND-NAME} downgrade -1 --dry-run",
				"  ${ROOT-COMMAND-NAME} downgrade create-book --yes",
				"  ${ROOT-COMMAND-NAME} downgrade tag:v1 --backup" })
final class DowngradeVerb extends Verb {

	private final Confirmation confirmation;

	@Parameters(paramLabel = "TARGET", converter = TargetConverter.class,
			description = "Where to: -N, a revision (it stays applied), base, or tag:T.")
	private String target = "";

	@Option(names = "--backup", negatable = true,
			description = "Whether to take a backup first. By default, as migration.backup.before-downgrade says.")
	private @Nullable Boolean backup;

	@Option(names = "--dry-run", description = "Print the SQL and what is lost, and change nothing.")
	private boolean dryRun;

	@Option(names = "--yes", description = "Do not ask.")
	private boolean confirmed;

	DowngradeVerb(Confirmation confirmation) {
		this.confirmation = confirmation;
	}

	// A target may look like an option: -1.
	@Override
	void configure(CommandLine commandLine) {
		commandLine.setUnmatchedOptionsArePositionalParams(true);
	}

	@Override
	Report run(MigrationUtilities database) {
		if (this.dryRun) {
			return preview(database);
		}
		if (!this.confirmed || !isJson()) {
			announce(database.previewDowngradeImpact(this.target));
		}
		DowngradeResult result = (this.backup != null) ? database.downgradeDatabase(this.target, this.backup)
				: database.downgradeDatabase(this.target);
		return Report.done(result, describe(result));
	}

	private Report preview(MigrationUtilities database) {
		DowngradeImpact impact = database.previewDowngradeImpact(this.target);
		String sql = database.previewDowngrade(this.target);
		Text text = new Text();
		if (!impact.rolledBack().isEmpty()) {
			LossText.describe(impact).toString().lines().forEach((line) -> text.line("-- " + line));
		}
		return Report.done(new Value(sql, impact), text.verbatim(Report.script(sql)));
	}

	private void announce(DowngradeImpact impact) {
		if (impact.rolledBack().isEmpty()) {
			return;
		}
		Text losses = LossText.describe(impact);
		if (impact.losses().stream().anyMatch((loss) -> loss.kind() == DataLoss.Kind.UNFORESEEN)) {
			losses.line("What can't be foreseen is in the SQL that --dry-run prints.");
		}
		if (this.confirmed) {
			getErr().print(losses);
			getErr().flush();
		}
		else {
			this.confirmation.require(losses + "Go on?");
		}
	}

	private Text describe(DowngradeResult result) {
		if (result.rolledBack().isEmpty()) {
			return new Text().line("Nothing to do at " + StatusText.revision(result.postDowngradeRevision()) + ".");
		}
		Text text = new Text().row("Downgraded:",
				StatusText.fromTo(result.preDowngradeRevision(), result.postDowngradeRevision()) + ", in "
						+ result.duration().toMillis() + " ms");
		result.rolledBack().forEach((revision) -> text.row("Rolled back:", revision));
		return text.row("Backup:", (result.backup() != null) ? result.backup().path() : "none");
	}

	record Value(String sql, @JsonUnwrapped DowngradeImpact impact) {

	}

	/**
	 * Tells steps back from options that do not exist.
	 */
	static final class TargetConverter implements ITypeConverter<String> {

		private static final Pattern STEPS = Pattern.compile("-\\d+");

		@Override
		public String convert(String value) {
			if (value.startsWith("-") && !STEPS.matcher(value).matches()) {
				throw new TypeConversionException("there is no option '" + value + "'");
			}
			return value;
		}

	}

}
