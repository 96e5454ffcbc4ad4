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

import java.util.List;

import picocli.CommandLine.Command;

import io.migrationutilities.Finding;
import io.migrationutilities.Finding.Severity;
import io.migrationutilities.MigrationUtilities;

/**
 * Looks for what would go wrong.
 */
@Command(name = "doctor", sortOptions = false,
		description = "Looks at everything that an upgrade and the next boot need; exit code 2 says that something is "
				+ "wrong. Writes nothing.",
		footerHeading = "%nExamples:%n",
		footer = { "  ${ROOT-COMMAND-NAME} doctor", "  ${ROOT-COMMAND-NAME} doctor --json" })
final class DoctorVerb extends Verb {

	@Override
	Report run(MigrationUtilities database) {
		List<Finding> findings = database.diagnose();
		Text text = new Text();
		findings.forEach((finding) -> FindingText.add(text, finding));
		return findings.stream().anyMatch((finding) -> finding.severity() == Severity.ERROR)
				? Report.differences(findings, text) : Report.done(findings, text);
	}

}
