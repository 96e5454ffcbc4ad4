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

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.migrationutilities.Progress;
import io.migrationutilities.Progress.Activity;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ProgressListeners}.
 */
@ExtendWith(OutputCaptureExtension.class)
class ProgressListenersTests {

	private final List<Progress> reports = new ArrayList<>();

	@Test
	void goesOnWhenAListenerFails(CapturedOutput output) {
		ProgressListeners mixed = new ProgressListeners(List.of((progress) -> {
			throw new IllegalStateException("no display");
		}, this.reports::add));
		ActivityProgress upgrade = mixed.begin(Activity.UPGRADE, 2, 1);
		upgrade.part(0).show(1, 2);
		upgrade.finish();
		assertThat(this.reports).hasSize(3);
		assertThat(output.getAll()).containsOnlyOnce("no display");
	}

}
