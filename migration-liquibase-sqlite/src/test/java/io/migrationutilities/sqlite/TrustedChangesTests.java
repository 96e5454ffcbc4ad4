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

package io.migrationutilities.sqlite;

import java.util.ServiceLoader;

import liquibase.change.Change;
import liquibase.change.core.RawSQLChange;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TrustedChanges}.
 */
class TrustedChangesTests {

	@Test
	void areNotThoseOfOthersThatExtendThem() {
		assertThat(TrustedChanges.contains(new RawSQLChange() {
		})).isFalse();
		assertThat(TrustedChanges.contains(new AlteringAddColumnChange() {
		})).isFalse();
	}

	@Test
	void areThoseOfLiquibase() {
		assertThat(TrustedChanges.contains(new RawSQLChange())).isTrue();
	}

	@Test
	void areAllThatTheExtensionRegisters() {
		assertThat(ServiceLoader.load(Change.class))
			.filteredOn((change) -> change.getClass().getPackage() == TrustedChanges.class.getPackage())
			.hasSize(9)
			.allMatch(TrustedChanges::contains);
	}

}
