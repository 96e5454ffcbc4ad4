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

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTag;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Holds the rooms of {@code docs/architecture.md} and the conventions of
 * auto-configuration.
 */
@AnalyzeClasses(packages = "io.migrationutilities",
		importOptions = { ImportOption.DoNotIncludeTests.class, ArchitectureTests.DoNotIncludeTestSupport.class })
class ArchitectureTests {

	private static final String ROOT = "io.migrationutilities";

	private static final int LARGEST_ROOM = 41;

	private static final Map<String, Set<String>> ROOMS = rooms();

	/**
	 * The classes that may import each other, a line each. Every one of them is a type
	 * and its variants.
	 */
	private static final Set<Set<String>> CIRCLES = Set.of(
			Set.of("DatabaseDialect", "SqliteDialect", "PostgresqlDialect", "GenericDialect"),
			Set.of("DatabaseLocks", "SqliteLocks", "PostgresqlLocks", "GenericLocks"));

	private static Map<String, Set<String>> rooms() {
		Map<String, Set<String>> rooms = new LinkedHashMap<>();
		rooms.put("", Set.of());
		rooms.put("work", Set.of(""));
		rooms.put("file", Set.of(""));
		rooms.put("database", Set.of("file", "work", ""));
		rooms.put("backup", Set.of("database", "file", "work", ""));
		rooms.put("backup.sqlite", Set.of("backup", "database", "file", "work", ""));
		rooms.put("backup.postgresql", Set.of("backup", "database", "file", "work", ""));
		rooms.put("sql", Set.of());
		rooms.put("sqlite.table", Set.of("sql"));
		rooms.put("sqlite.alter", Set.of("sqlite.table", "sql"));
		rooms.put("sqlite", Set.of("sqlite.alter", "sqlite.table", "sql"));
		rooms.put("engine.session", Set.of("sqlite", "sqlite.table", "sql", "database", "file", "work", ""));
		rooms.put("engine.lock", Set.of("engine.session", "database", "file", "work", ""));
		rooms.put("engine.plan", Set.of("engine.session", "backup", "sqlite", "database", "work", ""));
		rooms.put("engine.run",
				Set.of("engine.plan", "engine.lock", "engine.session", "backup", "sqlite", "database", "work", ""));
		rooms.put("engine.preview", Set.of("engine.run", "engine.plan", "engine.session", "backup", "sqlite", "sql",
				"database", "work", ""));
		rooms.put("engine", Set.of("engine.preview", "engine.run", "engine.plan", "engine.lock", "engine.session",
				"backup", "sqlite.table", "database", "work", ""));
		rooms.put("generate", Set.of("engine", "engine.session", "sqlite.table", "database", "file", ""));
		rooms.put("cli", Set.of("engine", "work", ""));
		rooms.put("actuate", Set.of("engine", "engine.session", ""));
		rooms.put("autoconfigure",
				Set.of("actuate", "generate", "engine", "engine.preview", "engine.run", "engine.plan", "engine.session",
						"backup.postgresql", "backup.sqlite", "backup", "sqlite", "database", "work", ""));
		return rooms;
	}

	@ArchTest
	@ArchTag("long")
	final ArchRule roomsImportOnlyFromThoseBelow = ArchRuleDefinition.classes().should(importOnlyFromRoomsBelow());

	@ArchTest
	final ArchRule packagesHaveNoCircles = SlicesRuleDefinition.slices()
		.matching(ROOT + ".(**)")
		.should()
		.beFreeOfCycles();

	@ArchTest
	void classesHaveNoCircles(JavaClasses classes) {
		assertThat(new ClassCircles(classes).find()).isEqualTo(CIRCLES);
	}

	@ArchTest
	void noRoomIsCrowded(JavaClasses classes) {
		Map<String, Long> sizes = classes.stream()
			.filter((type) -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
			.collect(Collectors.groupingBy(JavaClass::getPackageName, Collectors.counting()));
		assertThat(sizes.values()).allMatch((size) -> size <= LARGEST_ROOM);
	}

	@ArchTest
	final ArchRule theLexerStandsAlone = ArchRuleDefinition.classes()
		.that()
		.resideInAPackage(ROOT + ".sql..")
		.should()
		.onlyDependOnClassesThat()
		.resideInAnyPackage(ROOT + ".sql..", "java..", "org.jspecify.annotations..");

	@ArchTest
	final ArchRule onlyTheWiringImportsSpringBoot = ArchRuleDefinition.noClasses()
		.that()
		.resideOutsideOfPackages(ROOT + ".autoconfigure..", ROOT + ".actuate..", ROOT + ".cli..")
		.should()
		.dependOnClassesThat()
		.resideInAPackage("org.springframework.boot..");

	@ArchTest
	final ArchRule onlyTheEngineAndTheExtensionImportLiquibase = ArchRuleDefinition.noClasses()
		.that()
		.resideInAnyPackage(ROOT, ROOT + ".backup..", ROOT + ".database..", ROOT + ".file..", ROOT + ".work..")
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

	private static ArchCondition<JavaClass> importOnlyFromRoomsBelow() {
		return new ArchCondition<>("import only from the rooms below") {

			@Override
			public void check(JavaClass type, ConditionEvents events) {
				String room = room(type);
				Set<String> below = ROOMS.get(room);
				if (below == null) {
					events.add(SimpleConditionEvent.violated(type, type.getName() + " is in no room"));
					return;
				}
				for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
					JavaClass target = dependency.getTargetClass().getBaseComponentType();
					if (isOurs(target) && !room(target).equals(room) && !below.contains(room(target))) {
						events.add(SimpleConditionEvent.violated(dependency, dependency.getDescription()));
					}
				}
			}

		};
	}

	private static boolean isOurs(JavaClass type) {
		return type.getPackageName().equals(ROOT) || type.getPackageName().startsWith(ROOT + ".");
	}

	private static String room(JavaClass type) {
		return type.getPackageName().equals(ROOT) ? "" : type.getPackageName().substring(ROOT.length() + 1);
	}

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

	/**
	 * Leaves out what starts processes for tests.
	 */
	static final class DoNotIncludeTestSupport implements ImportOption {

		@Override
		public boolean includes(Location location) {
			return !location.contains("/io/migrationutilities/test/");
		}

	}

}
