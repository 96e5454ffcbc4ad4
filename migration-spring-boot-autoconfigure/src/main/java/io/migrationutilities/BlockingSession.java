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
 * A session of the database that holds, or waits for, a lock that a run needs. What the
 * user of the run may not see of it is {@code null}.
 *
 * @param processId the server's process of the session, or 0 for a prepared transaction
 * @param user its user
 * @param application how its application calls itself, or the name of the prepared
 * transaction
 * @param state what it does, such as {@code active} or {@code idle in transaction}
 * @param age how long its transaction has been going on
 * @param query the beginning of its last statement, which may be over
 */
public record BlockingSession(int processId, @Nullable String user, @Nullable String application,
		@Nullable String state, @Nullable Duration age, @Nullable String query) {

	/**
	 * Describe the session in words.
	 * @return the description, without an end
	 */
	public String description() {
		StringBuilder text = new StringBuilder(
				(this.processId != 0) ? "session " + this.processId : "a prepared transaction");
		if (this.application != null && !this.application.isEmpty()) {
			text.append(" '").append(this.application).append('\'');
		}
		if (this.user != null) {
			text.append(" of user '").append(this.user).append('\'');
		}
		if (this.state != null) {
			text.append(", ").append(this.state);
		}
		if (this.age != null) {
			text.append(", in its transaction for ").append(this.age.toSeconds()).append(" s");
		}
		return (this.query != null && !this.query.isEmpty()) ? text.append(": ").append(this.query).toString()
				: text.toString();
	}

}
