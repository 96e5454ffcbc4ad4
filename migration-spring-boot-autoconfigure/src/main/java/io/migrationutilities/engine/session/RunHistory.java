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

package io.migrationutilities.engine.session;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.migrationutilities.RunReport;

/**
 * The runs of a database: those in its ledger, and those that failed and left a record
 * beside the backups of this instance.
 */
public final class RunHistory {

	private final Ledger ledger;

	private final List<RunReport> failed;

	/**
	 * Create an instance. Nothing is read yet.
	 * @param ledger the ledger
	 * @param failed the failed runs that left a record, newest first
	 */
	public RunHistory(Ledger ledger, List<RunReport> failed) {
		this.ledger = ledger;
		this.failed = failed;
	}

	/**
	 * Return a part of the runs, newest first.
	 * @param offset how many to leave out
	 * @param limit how many to return at most
	 * @return the runs
	 * @throws SQLException if the ledger can't be read
	 * @throws io.migrationutilities.MigrationException with code
	 * {@code LEDGER_TABLE_REFUSED} if the table of the ledger's name is not a ledger
	 */
	public RunPage read(int offset, int limit) throws SQLException {
		RunPage recorded = this.ledger.read(0, (int) Math.min((long) offset + limit, Integer.MAX_VALUE));
		Set<String> known = this.ledger.findIds(this.failed.stream().map(RunReport::id).toList());
		List<RunReport> withoutRow = this.failed.stream().filter((run) -> !known.contains(run.id())).toList();
		Map<String, RunReport> records = this.failed.stream()
			.collect(Collectors.toMap(RunReport::id, Function.identity(), (newer, older) -> newer));
		List<RunReport> merged = new ArrayList<>();
		recorded.runs().forEach((run) -> merged.add(withFailure(run, records.get(run.id()))));
		withoutRow.forEach((run) -> insert(merged, run));
		return new RunPage(recorded.total() + withoutRow.size(), merged.stream().skip(offset).limit(limit).toList());
	}

	private static RunReport withFailure(RunReport run, @Nullable RunReport record) {
		return (record != null) ? run.withFailure(record.failure()) : run;
	}

	private static void insert(List<RunReport> newestFirst, RunReport run) {
		int index = 0;
		while (index < newestFirst.size() && isNewer(newestFirst.get(index), run)) {
			index++;
		}
		newestFirst.add(index, run);
	}

	/**
	 * Return whether a run is newer than one that left no row in the ledger.
	 * @param run a run
	 * @param withoutRow the run that left none
	 * @return whether it is
	 */
	static boolean isNewer(RunReport run, RunReport withoutRow) {
		// A version that numbers no runs may have recorded it.
		return (run.number() == 0 || withoutRow.number() == 0) ? run.startedAt().isAfter(withoutRow.startedAt())
				: run.number() >= withoutRow.number();
	}

}
