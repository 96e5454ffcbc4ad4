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

import java.time.Instant;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * An upgrade or downgrade whose process ended when a part of it was committed, and that
 * no later run has completed.
 *
 * @param kind {@code UPGRADE} or {@code DOWNGRADE}
 * @param startedAt when it began
 * @param committed the revisions that it applied, in the order of their execution; not
 * known for a downgrade
 * @param backup the name of the backup that was taken before it, the way back, or
 * {@code null} if there is none
 */
public record InterruptedRun(String kind, Instant startedAt, List<String> committed, @Nullable String backup) {

	private static final int MOST_NAMED = 20;

	/**
	 * Say what happened, and what the way back is.
	 * @return one or more sentences
	 */
	public String describe() {
		String applied = this.committed.isEmpty() ? "a part of it is committed"
				: "committed of it: "
						+ String.join(", ", this.committed.subList(0, Math.min(MOST_NAMED, this.committed.size())))
						+ ((this.committed.size() > MOST_NAMED)
								? " and " + (this.committed.size() - MOST_NAMED) + " more" : "");
		String back = (this.backup != null)
				? " The way back to before it is its backup: 'migrations restore " + this.backup + "'."
				: " It has no backup.";
		return "The " + this.kind.toLowerCase(Locale.ROOT) + " that began at " + this.startedAt + " was interrupted; "
				+ applied + "." + back;
	}

}
