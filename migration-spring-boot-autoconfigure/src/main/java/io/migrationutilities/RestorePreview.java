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

package io.migrationutilities;

import java.nio.file.Path;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * An account of what a restore would do. Of a bad backup it tells the verification alone.
 *
 * @param verification the verification of the backup, at the level of the restore
 * @param backup the backup, or {@code null} if it is bad
 * @param currentRevision the current revision, or {@code null} if there is none or it
 * can't be read
 * @param safetyCopyDirectory the directory of the safety copy that is taken first, or
 * {@code null} if none is
 * @param keepsPreviousDatabase whether the server keeps the present database beside the
 * restored one
 * @param unreadable why the present content can't be read, or {@code null} if it can
 * @param tables the tables of the application as they are now and as they would be,
 * sorted by name; those of the present database are missing where it can't be read
 * @param forecast whether the restore is possible, or {@code null} if that can't be
 * foreseen
 */
public record RestorePreview(BackupVerification verification, @Nullable DatabaseBackup backup,
		@Nullable String currentRevision, @Nullable Path safetyCopyDirectory, boolean keepsPreviousDatabase,
		@Nullable String unreadable, List<TableRows> tables, @Nullable RestoreForecast forecast) {

	/**
	 * The number of rows of a table. Rows that were changed since do not show in it.
	 *
	 * @param table the table, as the manifest of a backup names it
	 * @param now the number of rows in the database, or {@code null} if the table is not
	 * there or can't be counted
	 * @param restored the number of rows in the backup, or {@code null} if the table is
	 * not there
	 */
	public record TableRows(String table, @Nullable Long now, @Nullable Long restored) {

		/**
		 * Return how many rows fewer there would be.
		 * @return the number, 0 if there would not be fewer
		 */
		public long lost() {
			long before = (this.now != null) ? this.now : 0;
			long after = (this.restored != null) ? this.restored : 0;
			return Math.max(before - after, 0);
		}

	}

}
