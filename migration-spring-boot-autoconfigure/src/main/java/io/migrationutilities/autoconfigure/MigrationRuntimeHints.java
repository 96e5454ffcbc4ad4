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
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.ExecutableMode;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.TypeHint;
import org.springframework.aot.hint.TypeReference;

import io.migrationutilities.BackupManifest;
import io.migrationutilities.RunReport;
import io.migrationutilities.sqlite.AlteringAddColumnChange;
import io.migrationutilities.sqlite.AlteringAddPrimaryKeyChange;
import io.migrationutilities.sqlite.AlteringCreateViewChange;
import io.migrationutilities.sqlite.AlteringDropColumnChange;
import io.migrationutilities.sqlite.AlteringDropForeignKeysChange;
import io.migrationutilities.sqlite.AlteringDropPrimaryKeyChange;
import io.migrationutilities.sqlite.AlteringMergeColumnChange;
import io.migrationutilities.sqlite.AlteringSqliteDatabase;
import io.migrationutilities.sqlite.IneffectiveStatementGenerator;
import io.migrationutilities.sqlite.SqliteAlterationGenerator;
import io.migrationutilities.sqlite.SqliteColumnSnapshotGenerator;
import io.migrationutilities.sqlite.SqliteCreateTableGenerator;
import io.migrationutilities.sqlite.SqliteCreateViewGenerator;
import io.migrationutilities.sqlite.SqliteForeignKeySnapshotGenerator;
import io.migrationutilities.sqlite.SqliteIndexSnapshotGenerator;
import io.migrationutilities.sqlite.SqliteInsertOrUpdateGenerator;
import io.migrationutilities.sqlite.SqliteLoadDataChange;
import io.migrationutilities.sqlite.SqliteLoadUpdateDataChange;
import io.migrationutilities.sqlite.SqlitePrimaryKeyExistsPrecondition;
import io.migrationutilities.sqlite.SqlitePrimaryKeySnapshotGenerator;
import io.migrationutilities.sqlite.SqliteUniqueConstraintSnapshotGenerator;

/**
 * {@link RuntimeHints} for what is reached by reflection: the parts of Liquibase that
 * have no public access, what it is extended by, the manifest that Jackson binds, what
 * data sources tell about their connections, and the proxies around those; and for the
 * files of the page.
 */
class MigrationRuntimeHints implements RuntimeHintsRegistrar {

	// Their properties are read by name.
	private static final List<String> DATA_SOURCES = List.of("com.zaxxer.hikari.HikariDataSource",
			"com.zaxxer.hikari.HikariCredentialsProvider", "com.zaxxer.hikari.util.Credentials",
			"org.apache.commons.dbcp2.BasicDataSource", "org.apache.tomcat.jdbc.pool.DataSource",
			"org.apache.tomcat.jdbc.pool.PoolProperties", "org.postgresql.ds.PGSimpleDataSource",
			"org.springframework.jdbc.datasource.DriverManagerDataSource",
			"org.springframework.jdbc.datasource.SimpleDriverDataSource");

	// Liquibase is given proxies of these in place of its connection and statements.
	private static final List<Class<?>> PROXIED = List.of(Connection.class, Statement.class, PreparedStatement.class,
			CallableStatement.class);

	// Liquibase finds them by ServiceLoader, and reads and writes the attributes of
	// changes by name.
	private static final List<Class<?>> LIQUIBASE_EXTENSIONS = List.of(AlteringSqliteDatabase.class,
			SqliteAlterationGenerator.class, SqliteCreateTableGenerator.class, IneffectiveStatementGenerator.class,
			AlteringAddColumnChange.class, AlteringAddPrimaryKeyChange.class, AlteringCreateViewChange.class,
			AlteringDropColumnChange.class, AlteringDropForeignKeysChange.class, AlteringDropPrimaryKeyChange.class,
			AlteringMergeColumnChange.class, SqliteLoadDataChange.class, SqliteLoadUpdateDataChange.class,
			SqliteInsertOrUpdateGenerator.class, SqliteColumnSnapshotGenerator.class,
			SqliteUniqueConstraintSnapshotGenerator.class, SqliteForeignKeySnapshotGenerator.class,
			SqliteIndexSnapshotGenerator.class, SqlitePrimaryKeyExistsPrecondition.class,
			SqlitePrimaryKeySnapshotGenerator.class, SqliteCreateViewGenerator.class);

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		hints.reflection()
			.registerType(TypeReference.of("liquibase.integration.spring.SpringLiquibase"),
					MigrationRuntimeHints::springLiquibase)
			.registerType(TypeReference.of("liquibase.Liquibase"), (type) -> type.withField("changeExecListener"));
		new BindingReflectionHintsRegistrar().registerReflectionHints(hints.reflection(), BackupManifest.class,
				RunReport.class);
		hints.resources().registerPattern("META-INF/services/liquibase.*");
		hints.resources().registerPattern("io/migrationutilities/actuate/migrations*");
		LIQUIBASE_EXTENSIONS.forEach((type) -> hints.reflection()
			.registerType(type, MemberCategory.INVOKE_PUBLIC_CONSTRUCTORS, MemberCategory.INVOKE_PUBLIC_METHODS));
		PROXIED.forEach((type) -> hints.proxies().registerJdkProxy(type));
		DATA_SOURCES.forEach((dataSource) -> hints.reflection()
			.registerTypeIfPresent(classLoader, dataSource, MemberCategory.INVOKE_PUBLIC_METHODS));
	}

	private static void springLiquibase(TypeHint.Builder type) {
		type.withField("shouldRun")
			.withField("rollbackFile")
			.withField("parameters")
			.withMethod("createLiquibase", List.of(TypeReference.of("java.sql.Connection")), ExecutableMode.INVOKE)
			.withMethod("createResourceOpener", List.of(), ExecutableMode.INVOKE);
	}

}
