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

import java.util.Locale;

import io.migrationutilities.Finding;

/**
 * Words for findings.
 */
final class FindingText {

	private FindingText() {
	}

	static void add(Text text, Finding finding) {
		text.row(finding.severity().name().toLowerCase(Locale.ROOT), finding.subject() + ":", finding.message());
		if (finding.hint() != null) {
			text.row("", "", "Try: " + finding.hint());
		}
	}

}
