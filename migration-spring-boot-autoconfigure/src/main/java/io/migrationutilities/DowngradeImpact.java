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

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The effect that a downgrade would have on the data.
 *
 * @param preDowngradeRevision the current revision before, or {@code null} if there is
 * none
 * @param postDowngradeRevision the current revision after, or {@code null} if there is
 * none
 * @param rolledBack the revisions that would be rolled back, in the order of the rollback
 * @param losses what they take out of the database, in the same order; empty if no table,
 * column or row is removed
 */
public record DowngradeImpact(@Nullable String preDowngradeRevision, @Nullable String postDowngradeRevision,
		List<String> rolledBack, List<DataLoss> losses) {

}
