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

package io.migrationutilities.database;

import java.io.IOException;
import java.sql.SQLException;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Causes}.
 */
class CausesTests {

	private final SQLException root = new SQLException("FATAL: no\n  more  \r\n room ", "53300");

	private final SQLException middle = new SQLException("middle", this.root);

	private final IOException outer = new IOException("outer", this.middle);

	@Test
	void findsTheOutermostThatMatches() {
		assertThat((Throwable) Causes.find(this.outer, SQLException.class)).isSameAs(this.middle);
		assertThat((Throwable) Causes.find(this.outer, SQLException.class, (ex) -> ex.getSQLState() != null))
			.isSameAs(this.root);
		assertThat((Throwable) Causes.find(this.outer, IllegalStateException.class)).isNull();
		assertThat((Throwable) Causes.find(null, Exception.class)).isNull();
	}

	@Test
	void tellsTheMessageOfTheRootInOneLine() {
		assertThat(Causes.root(this.outer)).isSameAs(this.root);
		assertThat(Causes.rootMessage(this.outer)).isEqualTo("FATAL: no more room");
	}

	@Test
	void namesTheKindOfAFailureWithoutMessage() {
		assertThat(Causes.rootMessage(new IOException(" ", new IllegalStateException())))
			.isEqualTo("IllegalStateException");
	}

}
