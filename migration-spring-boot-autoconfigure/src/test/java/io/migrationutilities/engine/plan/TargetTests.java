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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationException;
import io.migrationutilities.engine.EngineFixture;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Target}.
 */
class TargetTests {

	@Test
	void readsTargetsOfUpgrades() {
		assertThat(Target.upgrade("head")).isEqualTo(new Target.Head());
		assertThat(Target.upgrade("+12")).isEqualTo(new Target.Relative(12));
		assertThat(Target.upgrade("tag:v 1")).isEqualTo(new Target.Tag("v 1"));
		assertThat(Target.upgrade("base")).isEqualTo(new Target.Revision("base"));
		assertThat(Target.upgrade("db/a.yaml::1::ada")).isEqualTo(new Target.Revision("db/a.yaml::1::ada"));
		assertThat(Target.upgrade("12")).isEqualTo(new Target.Revision("12"));
	}

	@Test
	void readsTargetsOfDowngrades() {
		assertThat(Target.downgrade("base")).isEqualTo(new Target.Base());
		assertThat(Target.downgrade("-1")).isEqualTo(new Target.Relative(1));
		assertThat(Target.downgrade("tag:v1")).isEqualTo(new Target.Tag("v1"));
		assertThat(Target.downgrade("head")).isEqualTo(new Target.Revision("head"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "\t", "tag:", "-1", "+0", "a\nb", "\u0000" })
	void refusesWhatIsNoTargetOfUpgrade(String target) {
		MigrationException failure = EngineFixture.fail(() -> Target.upgrade(target));
		assertThat(failure.getCode()).isEqualTo(MigrationErrorCode.TARGET_INVALID);
		assertThat(failure.getMessage().chars()).noneMatch(Character::isISOControl);
		assertThat(failure.getHint()).contains("'+N'");
	}

}
