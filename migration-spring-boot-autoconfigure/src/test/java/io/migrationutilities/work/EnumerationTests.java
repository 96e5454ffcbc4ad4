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

package io.migrationutilities.work;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Enumeration}.
 */
class EnumerationTests {

	@Test
	void namesAsManyAsItMayAndCountsTheOthers() {
		assertThat(Enumeration.of(List.of(), 2)).isEmpty();
		assertThat(Enumeration.of(List.of("one", "two"), 2)).isEqualTo("one, two");
		assertThat(Enumeration.of(List.of("one", "two", "three", "four"), 2)).isEqualTo("one, two and 2 more");
	}

}
