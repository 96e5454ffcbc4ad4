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

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import io.migrationutilities.DatabaseBackup;
import io.migrationutilities.MigrationUtilities;
import io.migrationutilities.RestoreForecast;
import io.migrationutilities.RestorePreview;
import io.migrationutilities.RestoreResult;

/**
 * Restores a backup.
 */
@Command(name = "restore", sortOptions = false,
		description = "Verifies a backup and writes it over the database, whose present content is kept first.",
		footerHeading = "%nExamples:%n",
		footer = { "  ${ROOT-COMMAND-NAME} restore studio-20261122T125339790Z-2a88ff.db",
				"  ${ROOT-COMMAND-NAME} restore studio-20261122T125339790Z-2a88ff.db --dry-run",
				"  ${ROOT-COMMAND-NAME} restore /mnt/usb/studio.db --yes" })
final class RestoreVerb extends Verb {

	private final Confirmation confirmation;

	@Parameters(paramLabel = "FILE", description = "Path of the backup, or its bare name in the backup directory.")
	private Path file = Path.of("");

	@Option(names = "--dry-run", description = "Verify the backup and show what is lost, and change nothing.")
	private boolean dryRun;

	@Option(names = "--yes", description = "Do not ask.")
	private boolean confirmed;

	RestoreVerb(Confirmation confirmation) {
		this.confirmation = confirmation;
	}

	@Override
	Report run(MigrationUtilities database) {
		if (this.dryRun || !this.confirmed) {
			RestorePreview preview = database.previewRestore(this.file);
			DatabaseBackup backup = preview.backup();
			if (this.dryRun || backup == null) {
				return report(preview);
			}
			this.confirmation.require("Restore " + this.file + ", "
					+ StatusText.fromTo(preview.currentRevision(), backup.manifest().revision())
					+ ", in the place of everything that is in the database now." + System.lineSeparator()
					+ LossText.describe(preview) + refusal(preview.forecast()) + "Go on?");
		}
		RestoreResult result = database.restoreDatabase(this.file);
		Text text = new Text()
			.row("Restored:", result.restored().path() + ", in " + result.duration().toMillis() + " ms")
			.row("Revision:", StatusText.fromTo(result.preRestoreRevision(), result.postRestoreRevision()));
		if (result.safetyCopy() != null) {
			text.row("Kept before:", result.safetyCopy().path());
		}
		if (result.previousDatabase() != null) {
			text.row("Kept before:", "database " + result.previousDatabase());
		}
		return Report.done(result, text);
	}

	private Report report(RestorePreview preview) {
		Text text = new Text().row("Backup:", this.file);
		DatabaseBackup backup = preview.backup();
		if (backup == null) {
			return VerifyVerb.report(preview, text, preview.verification());
		}
		text.row("Revision:", StatusText.fromTo(preview.currentRevision(), backup.manifest().revision()))
			.row("To be kept:", describeKept(preview))
			.row("Restore:", describeForecast(preview.forecast()));
		Report report = VerifyVerb.report(preview, text, preview.verification());
		int exitCode = isRefused(preview.forecast()) ? ExitCode.DIFFERENCES : report.exitCode();
		return new Report(exitCode, preview, report.text().text(LossText.describe(preview)));
	}

	private static String refusal(@Nullable RestoreForecast forecast) {
		return isRefused(forecast) ? "The restore " + describeForecast(forecast) + System.lineSeparator() : "";
	}

	private static boolean isRefused(@Nullable RestoreForecast forecast) {
		return forecast != null && !forecast.possible();
	}

	private static String describeForecast(@Nullable RestoreForecast forecast) {
		if (forecast == null) {
			return "can't be foreseen";
		}
		String way = forecast.possible() ? forecast.taken().description() + ". "
				: "would be refused. " + forecast.hint() + ". ";
		String unproved = forecast.unproved().isEmpty() ? ""
				: " Only a verification at level restore proves that these load: "
						+ String.join(", ", forecast.unproved()) + ".";
		return (way + forecast.describe() + unproved).strip();
	}

	private static String describeKept(RestorePreview preview) {
		if (preview.keepsPreviousDatabase()) {
			return "the present database, beside the restored one";
		}
		return (preview.safetyCopyDirectory() != null)
				? "a safety copy of the present content, in " + preview.safetyCopyDirectory() : "nothing";
	}

}
