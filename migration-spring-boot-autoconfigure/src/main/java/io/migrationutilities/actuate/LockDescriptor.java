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

package io.migrationutilities.actuate;

import java.time.Instant;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

import io.migrationutilities.MigrationLock;

/**
 * The process that migrates a database.
 *
 * @param owner the process
 * @param since since when, or {@code null} if that isn't known
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record LockDescriptor(String owner, @Nullable Instant since) {

	static LockDescriptor of(MigrationLock lock) {
		return new LockDescriptor(lock.owner(), lock.since());
	}

}
