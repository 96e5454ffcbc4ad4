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

package io.migrationutilities.cli;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Text}.
 */
class TextTests {

	@Test
	void alignsTheRowsBetweenTwoLines() {
		Text text = new Text().row("a", "long", "x").row("longer", "b").line("--").row("c", "d");
		assertThat(text.write(false)).isEqualToNormalizingNewlines("""
				a       long  x
				longer  b
				--
				c  d
				""");
	}

	@Test
	void showsHeadingsOnATerminalOnly() {
		Text text = new Text().headings("STATE", "ID").row("APPLIED", 1).row("PENDING", null);
		assertThat(text.write(true)).isEqualToNormalizingNewlines("""
				STATE    ID
				APPLIED  1
				PENDING  -
				""");
		assertThat(text.write(false)).isEqualToNormalizingNewlines("""
				APPLIED  1
				PENDING  -
				""");
	}

	@Test
	void keepsRowsOnOneLineAndControlCharactersAway() {
		Text text = new Text().row("a\r\nPENDING\tb\u001b[2J", "c").line("evil\u202Eline\u0007");
		assertThat(text.write(false)).isEqualToNormalizingNewlines("""
				a PENDING b [2J  c
				evil line
				""");
	}

	@Test
	void keepsLinesOfErrors() {
		assertThat(Text.withoutControls("one\ntwo\u001b[31m")).isEqualToNormalizingNewlines("one\ntwo [31m");
	}

}
