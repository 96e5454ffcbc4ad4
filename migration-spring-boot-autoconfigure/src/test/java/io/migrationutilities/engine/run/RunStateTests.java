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

package io.migrationutilities.engine.run;

import java.util.List;

import org.junit.jupiter.api.Test;

import io.migrationutilities.engine.plan.MigrationPlan;
import io.migrationutilities.engine.plan.RunKind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link RunState}.
 */
class RunStateTests {

	private final RunState state = new RunState();

	@Test
	void hasNoPlanAtFirst() {
		assertThatIllegalStateException().isThrownBy(this.state::getPlan);
	}

	@Test
	void isPartlyChangedAfterACommitThatIsNotTheLast() {
		this.state.getRan().add("one");
		this.state.setCommitting();
		this.state.endCommit(false);
		this.state.getRan().add("two");
		assertThat(this.state.isPartlyCommitted()).isTrue();
		assertThat(this.state.getCommitted()).containsExactly("one");
		assertThat(this.state.isComplete()).isFalse();
	}

	@Test
	void tellsTheRevisionAfterOnlyWhenComplete() {
		this.state.setPlan(plan(RunKind.UPGRADE));
		this.state.getRan().add("one");
		assertThat(this.state.getRevisionAfter()).isEqualTo("before");
		this.state.endCommit(true);
		assertThat(this.state.getRevisionAfter()).isEqualTo("one");
		this.state.setPlan(plan(RunKind.DOWNGRADE));
		assertThat(this.state.getRevisionAfter()).isEqualTo("after");
	}

	private static MigrationPlan plan(RunKind kind) {
		return new MigrationPlan(kind, "before", "after", List.of(), true, false);
	}

}
