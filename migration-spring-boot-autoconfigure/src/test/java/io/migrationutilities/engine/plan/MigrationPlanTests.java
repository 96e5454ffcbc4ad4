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

package io.migrationutilities.engine.plan;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import liquibase.changelog.ChangeSet;
import liquibase.changelog.DatabaseChangeLog;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.migrationutilities.engine.plan.MigrationPlan.Boundary;
import io.migrationutilities.engine.plan.MigrationPlan.Segment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MigrationPlan}.
 */
class MigrationPlanTests {

	@ParameterizedTest
	@CsvSource(nullValues = "-", textBlock = """
			abc, true, true, abc
			abc, true, false, a b c
			abc, false, true, a! b! c!
			aXc, true, true, a X! c
			Xab, true, true, X! ab
			abX, true, true, ab X!
			aXYb, true, true, a X! Y! b
			aXb, true, false, a X! b
			-, true, true, -
			""")
	void splitsAroundWhatCanNotRunInTransaction(@Nullable String changeSets, boolean atomic, boolean together,
			@Nullable String expected) {
		List<ChangeSet> input = (changeSets != null)
				? changeSets.chars().mapToObj((c) -> changeSet(String.valueOf((char) c))).toList() : List.of();
		String segments = Segment.split(input, (changeSet) -> boundary(changeSet, atomic), together)
			.stream()
			.map((segment) -> segment.changeSets().stream().map(ChangeSet::getId).collect(Collectors.joining())
					+ (segment.transactional() ? "" : "!"))
			.collect(Collectors.joining(" "));
		assertThat(segments).isEqualTo((expected != null) ? expected : "");
	}

	@ParameterizedTest
	@CsvSource({ "abcd, true, ab cd", "abcd, false, a b c d" })
	void splitsBehindWhatLaterChangeSetsNeed(String changeSets, boolean together, String expected) {
		List<Segment> segments = Segment.split(
				changeSets.chars().mapToObj((c) -> changeSet(String.valueOf((char) c))).toList(),
				(changeSet) -> changeSet.getId().equals("b") ? Boundary.NEW_ENUM_VALUE : Boundary.NONE, together);
		assertThat(segments.stream()
			.map((segment) -> segment.changeSets().stream().map(ChangeSet::getId).collect(Collectors.joining())))
			.containsExactly(expected.split(" "));
		assertThat(segments).allMatch(Segment::transactional);
		assertThat(segments.stream().filter((segment) -> segment.boundary() != Boundary.NONE))
			.hasSize(together ? 1 : 0);
	}

	private static Boundary boundary(ChangeSet changeSet, boolean atomic) {
		if (!atomic) {
			return Boundary.DATABASE;
		}
		return changeSet.isRunInTransaction() ? Boundary.NONE : Boundary.SETTING;
	}

	private static ChangeSet changeSet(String id) {
		boolean runInTransaction = id.toLowerCase(Locale.ROOT).equals(id);
		return new ChangeSet(id, "ada", false, false, "changelog", null, null, runInTransaction,
				new DatabaseChangeLog("changelog"));
	}

}
