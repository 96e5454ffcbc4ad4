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

package io.migrationutilities.test;

import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestTag;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Knows which test runs, so that no class can use this package without its tag. The
 * launcher of JUnit finds it as a service.
 */
public final class RunningTest implements TestExecutionListener {

	private static volatile @Nullable TestIdentifier running;

	@Override
	public void executionStarted(TestIdentifier test) {
		if (test.getSource().isPresent()) {
			running = test;
		}
	}

	@Override
	public void testPlanExecutionFinished(TestPlan testPlan) {
		running = null;
	}

	/**
	 * Refuse to go on unless the running test has one of some tags.
	 * @param tags the tags
	 */
	static void requireOneOf(String... tags) {
		TestIdentifier test = running;
		if (test != null) {
			require(test, Set.of(tags));
		}
	}

	private static void require(TestIdentifier test, Set<String> tags) {
		Set<String> present = test.getTags().stream().map(TestTag::getName).collect(Collectors.toSet());
		if (present.stream().noneMatch(tags::contains)) {
			throw new AssertionError("%s needs one of the tags %s, as the annotations of this package give them"
				.formatted(test.getDisplayName(), tags));
		}
	}

}
