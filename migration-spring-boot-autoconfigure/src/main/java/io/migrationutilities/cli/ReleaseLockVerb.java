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

import java.util.Collections;
import java.util.Optional;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import io.migrationutilities.MigrationLock;
import io.migrationutilities.MigrationUtilities;

/**
 * Releases the lock that a killed Liquibase left behind.
 */
@Command(name = "release-lock", sortOptions = false,
		description = "Releases Liquibase's own lock that a process left behind when it was killed. Refused while an "
				+ "instance of this application migrates the database.",
		footerHeading = "%nExamples:%n",
		footer = { "  ${ROOT-COMMAND-NAME} release-lock", "  ${ROOT-COMMAND-NAME} release-lock --yes" })
final class ReleaseLockVerb extends Verb {

	private final Confirmation confirmation;

	@Option(names = "--yes", description = "Do not ask.")
	private boolean confirmed;

	ReleaseLockVerb(Confirmation confirmation) {
		this.confirmation = confirmation;
	}

	@Override
	Report run(MigrationUtilities database) {
		if (!this.confirmed) {
			database.findLock().ifPresent(this::confirm);
		}
		Optional<MigrationLock> released = database.releaseLock();
		Text text = released.map((lock) -> new Text().row("Released:", "held by " + StatusText.holder(lock)))
			.orElseGet(() -> new Text().line("Nothing to release."));
		return Report.done(Collections.singletonMap("released", released.orElse(null)), text);
	}

	private void confirm(MigrationLock lock) {
		this.confirmation.require("Release the lock of " + StatusText.holder(lock)
				+ "? If that process still runs, two of them may change the database at once.");
	}

}
