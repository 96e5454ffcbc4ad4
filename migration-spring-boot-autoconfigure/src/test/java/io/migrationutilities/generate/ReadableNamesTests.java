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

package io.migrationutilities.generate;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ReadableNames}.
 */
class ReadableNamesTests {

	@Test
	void replacesHashesOfHibernate() {
		assertThat(ReadableNames.foreignKey("FKq6w8gjcvm2svvx9yu1w6qn3q6", "task", List.of("crew_id")))
			.isEqualTo("fk_task_crew_id");
		assertThat(ReadableNames.unique("ukq6w8gjcvm2svvx9yu1w6qn3q6", "task", List.of("a", "b")))
			.isEqualTo("uk_task_a_b");
		assertThat(ReadableNames.index(null, "Task Log", List.of("At"))).isEqualTo("idx_task_log_at");
	}

	@Test
	void keepsNamesThatSomebodyChose() {
		assertThat(ReadableNames.foreignKey("fk_task_of_crew", "task", List.of("crew_id")))
			.isEqualTo("fk_task_of_crew");
	}

	@Test
	void shortensNamesWithoutMakingThemTheSame() {
		String one = ReadableNames.unique(null, "t".repeat(50), List.of("column_with_a_long_name"));
		String other = ReadableNames.unique(null, "t".repeat(50), List.of("column_with_a_long_name_too"));
		assertThat(one).hasSizeLessThanOrEqualTo(63).isNotEqualTo(other);
	}

}
