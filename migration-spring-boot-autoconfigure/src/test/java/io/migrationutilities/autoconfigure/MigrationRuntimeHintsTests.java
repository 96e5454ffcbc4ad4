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

import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.ServiceLoader;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.util.Credentials;
import liquibase.Liquibase;
import liquibase.change.Change;
import liquibase.database.Database;
import liquibase.integration.spring.SpringLiquibase;
import liquibase.snapshot.SnapshotGenerator;
import liquibase.sqlgenerator.SqlGenerator;
import org.apache.commons.dbcp2.BasicDataSource;
import org.apache.tomcat.jdbc.pool.PoolProperties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.annotation.ReflectiveRuntimeHintsRegistrar;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;
import org.springframework.util.ReflectionUtils;

import io.migrationutilities.BackupManifest;
import io.migrationutilities.Migration;
import io.migrationutilities.actuate.BackupDescriptor;
import io.migrationutilities.actuate.ErrorDescriptor;
import io.migrationutilities.actuate.LockDescriptor;
import io.migrationutilities.actuate.MigrationsDescriptor;
import io.migrationutilities.actuate.OperationResult;
import io.migrationutilities.actuate.RunDescriptor;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MigrationRuntimeHints}.
 */
class MigrationRuntimeHintsTests {

	private final RuntimeHints hints = new RuntimeHints();

	MigrationRuntimeHintsTests() {
		new MigrationRuntimeHints().registerHints(this.hints, getClass().getClassLoader());
	}

	@Test
	void coversTheHiddenPartsOfLiquibase() {
		assertThat(RuntimeHintsPredicates.reflection()
			.onMethodInvocation(ReflectionUtils.findMethod(SpringLiquibase.class, "createLiquibase", Connection.class)))
			.accepts(this.hints);
		assertThat(RuntimeHintsPredicates.reflection().onFieldAccess(SpringLiquibase.class, "shouldRun"))
			.accepts(this.hints);
		assertThat(RuntimeHintsPredicates.reflection().onFieldAccess(SpringLiquibase.class, "rollbackFile"))
			.accepts(this.hints);
		assertThat(RuntimeHintsPredicates.reflection().onFieldAccess(SpringLiquibase.class, "parameters"))
			.accepts(this.hints);
		assertThat(RuntimeHintsPredicates.reflection().onFieldAccess(Liquibase.class, "changeExecListener"))
			.accepts(this.hints);
	}

	@Test
	void coversTheManifestThatJacksonBinds() {
		assertThat(RuntimeHintsPredicates.reflection().onType(BackupManifest.BackupFile.class)).accepts(this.hints);
		assertThat(RuntimeHintsPredicates.reflection().onType(BackupManifest.Verification.class)).accepts(this.hints);
	}

	@ParameterizedTest
	@ValueSource(strings = { "migrations.html", "migrations.css", "migrations.js" })
	void coversTheFilesOfThePage(String file) {
		assertThat(RuntimeHintsPredicates.resource().forResource("io/migrationutilities/actuate/" + file))
			.accepts(this.hints);
	}

	@ParameterizedTest
	@ValueSource(classes = { MigrationsDescriptor.DatabaseDescriptor.class, BackupDescriptor.class, Migration.class,
			LockDescriptor.class, OperationResult.History.class, OperationResult.Runs.class,
			OperationResult.Backups.class, OperationResult.Sql.class, OperationResult.Upgraded.class,
			OperationResult.Verified.class, ErrorDescriptor.class, RunDescriptor.class })
	void coversWhatTheEndpointAnswers(Class<?> type) {
		new ReflectiveRuntimeHintsRegistrar().registerRuntimeHints(this.hints,
				MigrationsEndpointAutoConfiguration.class);
		assertThat(RuntimeHintsPredicates.reflection().onType(type)).accepts(this.hints);
	}

	@ParameterizedTest
	@ValueSource(classes = { RunDescriptor.class, ErrorDescriptor.class })
	void coversTheDetailsOfHealth(Class<?> type) {
		new ReflectiveRuntimeHintsRegistrar().registerRuntimeHints(this.hints,
				MigrationsHealthContributorAutoConfiguration.class);
		assertThat(RuntimeHintsPredicates.reflection().onType(type)).accepts(this.hints);
	}

	@ParameterizedTest
	@ValueSource(classes = { Connection.class, Statement.class, PreparedStatement.class, CallableStatement.class })
	void coversTheProxiesThatLiquibaseIsGiven(Class<?> type) {
		assertThat(RuntimeHintsPredicates.proxies().forInterfaces(type)).accepts(this.hints);
	}

	@ParameterizedTest
	@ValueSource(strings = { "migrations.html", "migrations.css", "migrations.js", "migrations-parts.js",
			"migrations-elements.js" })
	void coversThePageOfTheEndpoint(String file) {
		assertThat(RuntimeHintsPredicates.resource().forResource("io/migrationutilities/actuate/" + file))
			.accepts(this.hints);
	}

	@ParameterizedTest
	@ValueSource(classes = { Change.class, Database.class, SqlGenerator.class, SnapshotGenerator.class })
	void coversTheExtensionsOfLiquibase(Class<?> service) {
		assertThat(RuntimeHintsPredicates.resource().forResource("META-INF/services/" + service.getName()))
			.accepts(this.hints);
		assertThat(ServiceLoader.load(service)).map(Object::getClass)
			.filteredOn((type) -> type.getName().startsWith("io.migrationutilities."))
			.isNotEmpty()
			.allSatisfy((type) -> assertThat(RuntimeHintsPredicates.reflection()
				.onType(type)
				.withMemberCategories(MemberCategory.INVOKE_PUBLIC_CONSTRUCTORS, MemberCategory.INVOKE_PUBLIC_METHODS))
				.accepts(this.hints));
	}

	@ParameterizedTest
	@ValueSource(classes = { HikariDataSource.class, Credentials.class, BasicDataSource.class,
			org.apache.tomcat.jdbc.pool.DataSource.class, PoolProperties.class, PGSimpleDataSource.class,
			DriverManagerDataSource.class, SimpleDriverDataSource.class })
	void coversWhatDataSourcesTell(Class<?> type) {
		assertThat(RuntimeHintsPredicates.reflection()
			.onType(type)
			.withMemberCategory(MemberCategory.INVOKE_PUBLIC_METHODS)).accepts(this.hints);
	}

}
