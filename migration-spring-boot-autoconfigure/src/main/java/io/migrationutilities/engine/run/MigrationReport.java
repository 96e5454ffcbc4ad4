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

package io.migrationutilities.engine.run;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import liquibase.changelog.ChangeSet;
import liquibase.changelog.RanChangeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.util.StringUtils;

import io.migrationutilities.Migration;
import io.migrationutilities.MigrationLock;
import io.migrationutilities.MigrationState;
import io.migrationutilities.MigrationStatus;
import io.migrationutilities.engine.plan.SchemaComparison;
import io.migrationutilities.engine.session.Revisions.Key;

/**
 * A {@link SchemaComparison} in the words of the public API.
 *
 * @param comparison the comparison
 */
public record MigrationReport(SchemaComparison comparison) {

	MigrationStatus toStatus(@Nullable MigrationLock lock) {
		List<Migration> pending = this.comparison.getPending().stream().map(this::toPendingMigration).toList();
		List<Migration> unknown = this.comparison.getUnknown().stream().map(this::toAppliedMigration).toList();
		List<Migration> changed = this.comparison.getHistory()
			.stream()
			.filter((applied) -> state(applied, find(applied)) == MigrationState.CHANGED)
			.map(this::toAppliedMigration)
			.toList();
		boolean upToDate = pending.isEmpty() && unknown.isEmpty() && changed.isEmpty();
		return new MigrationStatus(this.comparison.getCurrentRevision(), this.comparison.getHeadRevision(), upToDate,
				pending, this.comparison.getApplicable().size(), unknown, changed, lock);
	}

	public List<Migration> toHistory() {
		List<Migration> entries = new ArrayList<>();
		this.comparison.getHistory().forEach((applied) -> entries.add(toAppliedMigration(applied)));
		this.comparison.getPending()
			.stream()
			.filter((changeSet) -> this.comparison.findInHistory(Key.of(changeSet)) == null)
			.forEach((changeSet) -> entries.add(toPendingMigration(changeSet)));
		return entries;
	}

	private Migration toPendingMigration(ChangeSet changeSet) {
		return new Migration(this.comparison.nameOf(changeSet), changeSet.getId(), changeSet.getAuthor(),
				changeSet.getFilePath(), doc(changeSet.getComments(), changeSet.getDescription()),
				MigrationState.PENDING, null, null, SchemaComparison.tagOf(changeSet),
				this.comparison.supportsRollback(changeSet));
	}

	private Migration toAppliedMigration(RanChangeSet applied) {
		ChangeSet changeSet = find(applied);
		Instant date = (applied.getDateExecuted() != null) ? applied.getDateExecuted().toInstant() : null;
		return new Migration(this.comparison.nameOf(applied), applied.getId(), applied.getAuthor(),
				applied.getStoredChangeLog(), doc(applied.getComments(), applied.getDescription()),
				state(applied, changeSet), date, applied.getDeploymentId(), tagOf(applied, changeSet),
				changeSet != null && this.comparison.supportsRollback(changeSet));
	}

	private @Nullable ChangeSet find(RanChangeSet applied) {
		return this.comparison.findInChangeLog(Key.of(applied));
	}

	private @Nullable String tagOf(RanChangeSet applied, @Nullable ChangeSet changeSet) {
		String tag = (changeSet != null) ? SchemaComparison.tagOf(changeSet) : null;
		return (tag != null) ? tag : this.comparison.foreignTagOf(applied);
	}

	private MigrationState state(RanChangeSet applied, @Nullable ChangeSet changeSet) {
		if (changeSet == null) {
			return this.comparison.getUnknown().contains(applied) ? MigrationState.UNKNOWN : MigrationState.APPLIED;
		}
		return this.comparison.isChanged(changeSet) ? MigrationState.CHANGED : MigrationState.APPLIED;
	}

	private String doc(@Nullable String comments, @Nullable String description) {
		return StringUtils.hasText(comments) ? comments : (description != null) ? description : "";
	}

}
