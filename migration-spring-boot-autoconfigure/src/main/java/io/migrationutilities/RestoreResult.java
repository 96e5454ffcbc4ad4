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

import org.jspecify.annotations.Nullable;

/**
 * Result of a restore.
 *
 * @param preRestoreRevision the current revision before, or {@code null} if there was
 * none
 * @param postRestoreRevision the current revision after, or {@code null} if there is none
 * @param restored the backup that was restored
 * @param safetyCopy the backup that keeps the previous content, or {@code null} if the
 * database was empty or is kept itself
 * @param previousDatabase the name under which the server keeps the previous database, or
 * {@code null} if it does not
 * @param duration how long the whole run took
 */
public record RestoreResult(@Nullable String preRestoreRevision, @Nullable String postRestoreRevision,
		DatabaseBackup restored, @Nullable DatabaseBackup safetyCopy, @Nullable String previousDatabase,
		Duration duration) {

}
