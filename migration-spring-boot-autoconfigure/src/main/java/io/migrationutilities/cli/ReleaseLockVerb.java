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

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import io.migrationutilities.LockSession;
import io.migrationutilities.MigrationLock;
import io.migrationutilities.MigrationUtilities;

/**
 * Releases the lock that a killed Liquibase left behind.
 */
@Command(name = "release-lock", sortOptions = false,
		description = "Releases Liquibase's own lock that a process left behind when it was killed. Refused while an "
				+ "instance of this application migrates the database, unless its session is to be ended.",
		footerHeading = "%nExamples:%n", footer = { "  ${ROOT-COMMAND-NAME} release-lock",
				"  ${ROOT-COMMAND-NAME} release-lock --yes", "  ${ROOT-COMMAND-NAME} release-lock --terminate" })
final class ReleaseLockVerb extends Verb {

	private final Confirmation confirmation;

	@Option(names = "--terminate",
			description = "End the session of an instance that holds the lock and whose host does not answer any more.")
	private boolean terminate;

	@Option(names = "--yes", description = "Do not ask.")
	private boolean confirmed;

	ReleaseLockVerb(Confirmation confirmation) {
		this.confirmation = confirmation;
	}

	@Override
	Report run(MigrationUtilities database) {
		Optional<LockSession> ended = this.terminate ? database.findLockSession() : Optional.empty();
		ended.ifPresent((session) -> end(database, session));
		if (!this.confirmed) {
			database.findLock().ifPresent(this::confirm);
		}
		Optional<MigrationLock> released = database.releaseLock();
		Text text = new Text();
		ended.ifPresent((session) -> text.row("Ended:", session));
		released.ifPresent((lock) -> text.row("Released:", "held by " + StatusText.holder(lock)));
		if (ended.isEmpty() && released.isEmpty()) {
			text.line("Nothing to release.");
		}
		Map<String, @Nullable Object> value = new LinkedHashMap<>();
		if (this.terminate) {
			value.put("ended", ended.orElse(null));
		}
		value.put("released", released.orElse(null));
		return Report.done(value, text);
	}

	private void end(MigrationUtilities database, LockSession session) {
		if (!this.confirmed) {
			this.confirmation.require("End the " + session
					+ "? If that process still runs, its migration fails, and what it has not committed is rolled back.");
		}
		database.terminateLockSession(session);
	}

	private void confirm(MigrationLock lock) {
		this.confirmation.require("Release the lock of " + StatusText.holder(lock)
				+ "? If that process still runs, two of them may change the database at once.");
	}

}
