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

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import com.tngtech.archunit.library.Architectures;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;

/**
 * Holds the order of the packages, and that Liquibase is all that the extension needs.
 */
@AnalyzeClasses(packages = { "io.migrationutilities.sqlite", "io.migrationutilities.sql" },
		importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

	private static final String ROOT = "io.migrationutilities";

	@ArchTest
	final ArchRule packagesImportOnlyFromThoseBelow = Architectures.layeredArchitecture()
		.consideringOnlyDependenciesInLayers()
		.layer("extension")
		.definedBy(ROOT + ".sqlite")
		.layer("alter")
		.definedBy(ROOT + ".sqlite.alter")
		.layer("table")
		.definedBy(ROOT + ".sqlite.table")
		.layer("sql")
		.definedBy(ROOT + ".sql")
		.whereLayer("extension")
		.mayNotBeAccessedByAnyLayer()
		.whereLayer("alter")
		.mayOnlyBeAccessedByLayers("extension")
		.whereLayer("table")
		.mayOnlyBeAccessedByLayers("extension", "alter")
		.whereLayer("sql")
		.mayOnlyBeAccessedByLayers("extension", "alter", "table");

	@ArchTest
	final ArchRule theExtensionNeedsLiquibaseAlone = ArchRuleDefinition.classes()
		.should()
		.onlyDependOnClassesThat()
		.resideInAnyPackage("java..", "liquibase..", "org.jspecify..", ROOT + ".sql", ROOT + ".sqlite..");

	@ArchTest
	final ArchRule onlyTheExtensionPointsKnowLiquibase = ArchRuleDefinition.noClasses()
		.that()
		.resideOutsideOfPackage(ROOT + ".sqlite")
		.should()
		.dependOnClassesThat()
		.resideInAPackage("liquibase..");

	@ArchTest
	final ArchRule classesHaveNoCycles = SlicesRuleDefinition.slices()
		.assignedFrom(new OutermostClasses())
		.should()
		.beFreeOfCycles();

	/**
	 * Classes with those nested in them, and the two parts of one sealed type.
	 */
	private static final class OutermostClasses implements SliceAssignment {

		@Override
		public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
			JavaClass outermost = javaClass;
			while (outermost.getEnclosingClass().isPresent()) {
				outermost = outermost.getEnclosingClass().get();
			}
			String name = outermost.getName();
			return SliceIdentifier.of(name.endsWith(".ColumnConstraint") ? name.replace("Column", "") : name);
		}

		@Override
		public String getDescription() {
			return "classes";
		}

	}

}
