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

import java.util.Arrays;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.beans.factory.aot.AotServices;
import picocli.CommandLine.Command;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CommandRuntimeHints}.
 */
class CommandRuntimeHintsTests {

	private static final JavaClasses CLASSES = new ClassFileImporter()
		.withImportOption(new ImportOption.DoNotIncludeTests())
		.importPackagesOf(CommandRuntimeHints.class);

	private final RuntimeHints hints = new RuntimeHints();

	CommandRuntimeHintsTests() {
		new CommandRuntimeHints().registerHints(this.hints, getClass().getClassLoader());
	}

	@Test
	void isFoundBySpring() {
		assertThat(AotServices.factories().load(RuntimeHintsRegistrar.class))
			.hasAtLeastOneElementOfType(CommandRuntimeHints.class);
	}

	@Test
	void coversTheFieldsOfAllCommands() {
		assertThat(CLASSES).filteredOn((type) -> type.isAnnotatedWith(Command.class))
			.hasSizeGreaterThan(10)
			.flatMap((type) -> Arrays.asList(type.reflect().getDeclaredFields()))
			.filteredOn((field) -> field.getAnnotations().length > 0)
			.allSatisfy((field) -> assertThat(RuntimeHintsPredicates.reflection().onFieldAccess(field)).as("%s", field)
				.accepts(this.hints));
	}

	@Test
	void coversWhatIsPrintedAsJson() {
		assertThat(CLASSES).filteredOn(JavaClass::isRecord)
			.filteredOn((type) -> type.getSimpleName().endsWith("Value"))
			.hasSizeGreaterThan(2)
			.allSatisfy((type) -> assertThat(RuntimeHintsPredicates.reflection().onType(type.reflect()))
				.accepts(this.hints));
	}

}
