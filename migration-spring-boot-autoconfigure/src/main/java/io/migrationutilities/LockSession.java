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

import org.jspecify.annotations.Nullable;

/**
 * A session of the database server that holds the migration lock of an instance, as the
 * server shows it.
 *
 * @param process the process of the server that serves it
 * @param application the name of the application that it gave, which says process and
 * host
 * @param user the user that it logged in as
 * @param address where it comes from, or {@code null} if the server does not tell
 * @param since when it began, or {@code null} if the server does not tell
 * @param state what it does, such as {@code idle}, or {@code null} if the server does not
 * tell
 * @param stateSince since when it does that, or {@code null} if the server does not tell
 */
public record LockSession(int process, String application, String user, @Nullable String address,
		@Nullable Instant since, @Nullable String state, @Nullable Instant stateSince) {

	@Override
	public String toString() {
		return "session %d of user '%s' (%s%s)%s%s".formatted(this.process, this.user, this.application,
				(this.address != null) ? ", from " + this.address : "",
				(this.since != null) ? ", connected since " + this.since : "", (this.state != null)
						? ", " + this.state + ((this.stateSince != null) ? " since " + this.stateSince : "") : "");
	}

}
