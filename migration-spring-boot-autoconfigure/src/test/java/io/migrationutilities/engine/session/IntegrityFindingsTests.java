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

package io.migrationutilities.engine.session;

import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link IntegrityFindings}.
 */
class IntegrityFindingsTests {

	private final IntegrityFindings before = new IntegrityFindings(Map.of("orphans", 2L, "gone", 1L));

	@Test
	void findsNothingNewWhereNothingChanged() {
		assertThat(this.before.newSince(this.before)).isEmpty();
		assertThat(IntegrityFindings.NONE.newSince(this.before)).isEmpty();
	}

	@Test
	void findsWhatIsMoreThanBefore() {
		IntegrityFindings after = new IntegrityFindings(Map.of("orphans", 5L));
		assertThat(after.newSince(this.before)).containsExactly("orphans (3)");
	}

	@Test
	void findsWhatIsNew() {
		IntegrityFindings after = new IntegrityFindings(Map.of("orphans", 1L, "strays", 1L));
		assertThat(after.newSince(this.before)).containsExactly("strays (1)");
	}

}
