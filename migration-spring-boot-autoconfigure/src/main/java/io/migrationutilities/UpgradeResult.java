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

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Result of an upgrade.
 *
 * @param preUpgradeRevision the current revision before, or {@code null} if there was
 * none
 * @param postUpgradeRevision the current revision after, or {@code null} if there is none
 * @param applied the revisions applied, in order
 * @param backup the backup taken before, or {@code null} if none was needed or wanted
 * @param duration how long the whole run took
 * @param skipped the revisions of the change sets that failed and have
 * {@code failOnError="false"}, in order: the next upgrade tries them again
 */
public record UpgradeResult(@Nullable String preUpgradeRevision, @Nullable String postUpgradeRevision,
		List<String> applied, @Nullable DatabaseBackup backup, Duration duration, List<String> skipped) {

	/**
	 * Create the result of an upgrade that skipped nothing.
	 * @param preUpgradeRevision the current revision before, or {@code null} if there was
	 * none
	 * @param postUpgradeRevision the current revision after, or {@code null} if there is
	 * none
	 * @param applied the revisions applied, in order
	 * @param backup the backup taken before, or {@code null} if none was needed or wanted
	 * @param duration how long the whole run took
	 */
	public UpgradeResult(@Nullable String preUpgradeRevision, @Nullable String postUpgradeRevision,
			List<String> applied, @Nullable DatabaseBackup backup, Duration duration) {
		this(preUpgradeRevision, postUpgradeRevision, applied, backup, duration, List.of());
	}

}
