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

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Options of the generation of a migration.
 *
 * @param autogenerate whether to fill it with the difference between the entities and the
 * database, or leave it empty
 * @param allowDestructive whether changes that lose something are written to be run, not
 * as comments
 * @param concurrentIndexes whether indexes of tables that exist are created without
 * keeping writers out, where the database can (PostgreSQL's {@code CONCURRENTLY})
 * @param renames columns to rename instead of dropping the one and adding the other, each
 * as {@code table.old=new}
 * @param referenceUrl JDBC URL of a database to compare with instead of the entities, or
 * {@code null}
 */
public record GenerationOptions(boolean autogenerate, boolean allowDestructive, boolean concurrentIndexes,
		List<String> renames, @Nullable String referenceUrl) {

	/**
	 * The options if nothing else is said: the difference, and nothing that loses data.
	 */
	public static final GenerationOptions DEFAULTS = new GenerationOptions(true, false, false, List.of(), null);

	public GenerationOptions {
		renames = List.copyOf(renames);
	}

	/**
	 * Return options for a change set to be filled by hand, or not.
	 * @param autogenerate whether to fill it with the difference
	 * @return the options
	 */
	public GenerationOptions withAutogenerate(boolean autogenerate) {
		return new GenerationOptions(autogenerate, this.allowDestructive, this.concurrentIndexes, this.renames,
				this.referenceUrl);
	}

	/**
	 * Return options that write changes which lose something to be run.
	 * @return the options
	 */
	public GenerationOptions allowingDestructive() {
		return new GenerationOptions(this.autogenerate, true, this.concurrentIndexes, this.renames, this.referenceUrl);
	}

	/**
	 * Return options that rename one more column.
	 * @param rename the column, as {@code table.old=new}
	 * @return the options
	 */
	public GenerationOptions withRename(String rename) {
		List<String> renames = new ArrayList<>(this.renames);
		renames.add(rename);
		return new GenerationOptions(this.autogenerate, this.allowDestructive, this.concurrentIndexes, renames,
				this.referenceUrl);
	}

}
