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

package io.migrationutilities.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import io.migrationutilities.RunReport;

/**
 * The records of restores that could not be written into the restored database: a small
 * file for each in the backup directory, {@code <label>-<id>.restored}, until they can.
 */
public final class KeptRecords {

	private static final String SUFFIX = ".restored";

	private final BackupStore store;

	private final String label;

	KeptRecords(BackupStore store, String label) {
		this.store = store;
		this.label = label;
	}

	static boolean areIn(BackupStore store) {
		return store.hasNames(SUFFIX);
	}

	void add(RunReport run, Instant now) throws IOException {
		Path directory = this.store.prepare();
		FailedRunFiles.write(directory.resolve(this.store.nextName(this.label, SUFFIX, now).toString()), run);
	}

	void take(Writer writer) throws Exception {
		List<BackupName> names = new ArrayList<>(this.store.names(this.label, SUFFIX));
		Collections.reverse(names);
		for (BackupName name : names) {
			Path file = this.store.directory().resolve(name.toString());
			RunReport run = FailedRunFiles.read(file);
			if (run != null) {
				writer.write(run);
				Files.deleteIfExists(file);
			}
		}
	}

	/**
	 * Writes a record.
	 */
	@FunctionalInterface
	public interface Writer {

		/**
		 * Write a record, unless it is written already.
		 * @param run the run
		 * @throws Exception if it can't be written
		 */
		void write(RunReport run) throws Exception;

	}

}
