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

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.migrationutilities.Migration;
import io.migrationutilities.MigrationLock;
import io.migrationutilities.MigrationState;
import io.migrationutilities.MigrationStatus;

/**
 * Words for revisions, and for what is not as the changelog says.
 */
final class StatusText {

	private StatusText() {
	}

	static String revision(@Nullable String revision) {
		return (revision != null) ? revision : "base";
	}

	static String fromTo(@Nullable String before, @Nullable String after) {
		return "from " + revision(before) + " to " + revision(after);
	}

	static String holder(MigrationLock lock) {
		return lock.owner() + ((lock.since() != null) ? " since " + lock.since() : "");
	}

	static void addDifferences(Text text, MigrationStatus status) {
		text.row("Pending:", status.pendingMigrations().size())
			.row("Unknown:", status.unknownMigrations().size())
			.row("Changed:", status.changedMigrations().size());
		if (!status.upToDate()) {
			text.line("").headings("STATE", "REVISION", "DESCRIPTION");
			add(text, MigrationState.PENDING, status.pendingMigrations());
			add(text, MigrationState.UNKNOWN, status.unknownMigrations());
			add(text, MigrationState.CHANGED, status.changedMigrations());
		}
	}

	private static void add(Text text, MigrationState state, List<Migration> migrations) {
		migrations.forEach((migration) -> text.row(state, migration.revision(), migration.doc()));
	}

}
