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

import java.time.Clock;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import picocli.CommandLine.HelpCommand;

import io.migrationutilities.BackupVerification;
import io.migrationutilities.DowngradeResult;
import io.migrationutilities.Finding;
import io.migrationutilities.LockSession;
import io.migrationutilities.Migration;
import io.migrationutilities.RestorePreview;
import io.migrationutilities.RestoreResult;
import io.migrationutilities.RunReport;
import io.migrationutilities.StoredBackup;
import io.migrationutilities.UpgradeResult;

/**
 * {@link RuntimeHints} for the fields of the verbs, which picocli sets, and for what they
 * print as JSON.
 */
class CommandRuntimeHints implements RuntimeHintsRegistrar {

	private static final List<Class<?>> VALUES = List.of(BackupVerb.Value.class, BackupVerification.class,
			CheckVerb.Value.class, DowngradeResult.class, DowngradeVerb.Value.class, ErrorReport.FailureValue.class,
			Finding.class, LockSession.class, Migration.class, RestorePreview.class, RestoreResult.class,
			RunReport.class, StatusVerb.Value.class, StoredBackup.class, UpgradeResult.class);

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		Confirmation nobody = (question) -> {
		};
		MigrationsCommand.verbs(Clock.systemUTC(), nobody).forEach((verb) -> registerCommand(hints, verb.getClass()));
		registerCommand(hints, Verb.class);
		registerCommand(hints, MigrationsCommand.class);
		registerCommand(hints, HelpCommand.class);
		new BindingReflectionHintsRegistrar().registerReflectionHints(hints.reflection(),
				VALUES.toArray(Class<?>[]::new));
	}

	private static void registerCommand(RuntimeHints hints, Class<?> type) {
		hints.reflection()
			.registerType(type, MemberCategory.INVOKE_DECLARED_CONSTRUCTORS, MemberCategory.INVOKE_DECLARED_METHODS,
					MemberCategory.ACCESS_DECLARED_FIELDS);
	}

}
