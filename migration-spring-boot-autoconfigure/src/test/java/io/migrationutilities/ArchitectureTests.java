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

package io.migrationutilities;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import com.tngtech.archunit.library.Architectures;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/**
 * Holds the order of the packages and the conventions of auto-configuration.
 */
@AnalyzeClasses(packages = "io.migrationutilities", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

	private static final String ROOT = "io.migrationutilities";

	@ArchTest
	final ArchRule packagesImportOnlyFromThoseBelow = Architectures.layeredArchitecture()
		.consideringOnlyDependenciesInLayers()
		.layer("autoconfigure")
		.definedBy(ROOT + ".autoconfigure..")
		.layer("actuate")
		.definedBy(ROOT + ".actuate..")
		.layer("cli")
		.definedBy(ROOT + ".cli..")
		.layer("generate")
		.definedBy(ROOT + ".generate..")
		.layer("engine")
		.definedBy(ROOT + ".engine..")
		.layer("sqlite")
		.definedBy(ROOT + ".sqlite..")
		.layer("backup")
		.definedBy(ROOT + ".backup..")
		.layer("api")
		.definedBy(ROOT)
		.whereLayer("autoconfigure")
		.mayNotBeAccessedByAnyLayer()
		.whereLayer("actuate")
		.mayOnlyBeAccessedByLayers("autoconfigure")
		.whereLayer("cli")
		.mayNotBeAccessedByAnyLayer()
		.whereLayer("generate")
		.mayOnlyBeAccessedByLayers("autoconfigure")
		.whereLayer("engine")
		.mayOnlyBeAccessedByLayers("autoconfigure", "actuate", "cli", "generate")
		.whereLayer("sqlite")
		.mayOnlyBeAccessedByLayers("autoconfigure", "generate", "engine")
		.whereLayer("backup")
		.mayOnlyBeAccessedByLayers("autoconfigure", "generate", "engine", "sqlite")
		.whereLayer("api")
		.mayOnlyBeAccessedByLayers("autoconfigure", "actuate", "cli", "generate", "engine", "sqlite", "backup");

	@ArchTest
	final ArchRule everyPackageIsInTheOrder = ArchRuleDefinition.classes()
		.should()
		.resideInAnyPackage(ROOT, ROOT + ".backup", ROOT + ".sql", ROOT + ".sqlite..", ROOT + ".engine",
				ROOT + ".generate", ROOT + ".cli", ROOT + ".actuate", ROOT + ".autoconfigure");

	@ArchTest
	final ArchRule packagesHaveNoCycles = SlicesRuleDefinition.slices()
		.matching(ROOT + ".(*)..")
		.should()
		.beFreeOfCycles();

	@ArchTest
	final ArchRule onlyTheWiringImportsSpringBoot = ArchRuleDefinition.noClasses()
		.that()
		.resideInAnyPackage(ROOT, ROOT + ".backup..", ROOT + ".sqlite..", ROOT + ".engine..", ROOT + ".generate..")
		.should()
		.dependOnClassesThat()
		.resideInAPackage("org.springframework.boot..");

	@ArchTest
	final ArchRule onlyTheEngineAndTheExtensionImportLiquibase = ArchRuleDefinition.noClasses()
		.that()
		.resideInAnyPackage(ROOT, ROOT + ".backup..")
		.should()
		.dependOnClassesThat()
		.resideInAPackage("liquibase..");

	@ArchTest
	final ArchRule onlyTheCommandLineParsesArguments = ArchRuleDefinition.noClasses()
		.that()
		.resideOutsideOfPackage(ROOT + ".cli..")
		.should()
		.dependOnClassesThat()
		.resideInAPackage("picocli..");

	@ArchTest
	final ArchRule thoseWhoShowUseLiquibaseOnlyThroughTheEngine = ArchRuleDefinition.noClasses()
		.that()
		.resideInAnyPackage(ROOT + ".actuate..", ROOT + ".cli..")
		.should()
		.dependOnClassesThat()
		.resideInAPackage("liquibase..");

	@ArchTest
	final ArchRule theListenerLoadsNoParserUnlessThereIsACommand = ArchRuleDefinition.noClasses()
		.that()
		.haveSimpleName("MigrationCommandRunListener")
		.should()
		.dependOnClassesThat()
		.resideInAPackage("picocli..");

	@ArchTest
	final ArchRule theLiquibaseExtensionRunsWithoutSpring = ArchRuleDefinition.noClasses()
		.that()
		.resideInAnyPackage(ROOT, ROOT + ".sqlite..")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("org.springframework..", "org.apache.commons.logging..");

	@ArchTest
	final ArchRule theWiringKnowsOnlyTheBeansOfLiquibase = ArchRuleDefinition.noClasses()
		.that()
		.resideInAPackage(ROOT + ".autoconfigure..")
		.should()
		.dependOnClassesThat(JavaClass.Predicates.resideInAPackage("liquibase..")
			.and(JavaClass.Predicates.resideOutsideOfPackage("liquibase.integration.spring..")));

	@ArchTest
	final ArchRule onlyACommandPrints = ArchRuleDefinition.noClasses()
		.that()
		.doNotHaveSimpleName("MigrationCommandRunListener")
		.should()
		.accessField(System.class, "out")
		.orShould()
		.accessField(System.class, "err")
		.orShould()
		.callMethod(Throwable.class, "printStackTrace");

	@ArchTest
	final ArchRule autoConfigurationsAreFinalAndNamedSo = ArchRuleDefinition.classes()
		.that()
		.areAnnotatedWith(AutoConfiguration.class)
		.should()
		.bePublic()
		.andShould()
		.haveModifier(JavaModifier.FINAL)
		.andShould()
		.haveSimpleNameEndingWith("AutoConfiguration");

	@ArchTest
	final ArchRule beanMethodsAreNotPublic = ArchRuleDefinition.methods()
		.that()
		.areAnnotatedWith(Bean.class)
		.should()
		.notBePublic()
		.andShould()
		.notBePrivate()
		.andShould()
		.notBeAnnotatedWith(ConditionalOnClass.class);

	@ArchTest
	final ArchRule postProcessorBeansAreStatic = ArchRuleDefinition.methods()
		.that()
		.areAnnotatedWith(Bean.class)
		.should(beStaticIfPostProcessor());

	private static ArchCondition<JavaMethod> beStaticIfPostProcessor() {
		return new ArchCondition<>("be static if they return a post-processor") {

			@Override
			public void check(JavaMethod method, ConditionEvents events) {
				JavaClass type = method.getRawReturnType();
				boolean postProcessor = type.isAssignableTo(BeanPostProcessor.class)
						|| type.isAssignableTo(BeanFactoryPostProcessor.class);
				if (postProcessor && !method.getModifiers().contains(JavaModifier.STATIC)) {
					events.add(SimpleConditionEvent.violated(method, method.getFullName() + " is not static"));
				}
			}

		};
	}

}
