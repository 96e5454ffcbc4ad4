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

package io.migrationutilities.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;

import io.migrationutilities.MigrationException;

/**
 * Explains a {@link MigrationException} at boot: what happened, the state of the
 * database, where the backup is, and what to do. Comes before the analyzers that know its
 * causes but not what was done about them.
 */
class MigrationFailureAnalyzer extends AbstractFailureAnalyzer<MigrationException> implements Ordered {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, MigrationException cause) {
		String description = """
				%s

				Code:     %s
				Database: %s
				Backup:   %s""".formatted(cause.getMessage(), cause.getCode(),
				cause.getDatabaseState().getDescription(),
				(cause.getBackup() != null) ? cause.getBackup() : "None was taken by this start.");
		return new FailureAnalysis(description, cause.getHint(), cause);
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

}
