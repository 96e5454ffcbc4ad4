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

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

/**
 * Number and age of the good backups of a database that are kept. Both have to allow a
 * deletion: a backup is deleted when there are {@code keep} newer good ones and it is
 * older than {@code keepFor}.
 *
 * @param keep number of newest good backups that are always kept, at least 1
 * @param keepFor how long every good backup is kept, or {@code null} to let the number
 * alone decide
 */
public record Retention(int keep, @Nullable Duration keepFor) {

	public Retention {
		Assert.isTrue(keep >= 1, "'keep' must be at least 1");
		Assert.isTrue(keepFor == null || !keepFor.isNegative(), "'keepFor' must not be negative");
	}

	boolean covers(int newerOnes, Instant createdAt, Instant now) {
		return newerOnes < this.keep || covers(createdAt, now);
	}

	boolean covers(Instant createdAt, Instant now) {
		return this.keepFor != null && !createdAt.isBefore(now.minus(this.keepFor));
	}

}
