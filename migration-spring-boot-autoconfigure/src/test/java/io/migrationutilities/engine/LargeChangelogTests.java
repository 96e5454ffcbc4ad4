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

package io.migrationutilities.engine;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import io.migrationutilities.engine.plan.TransactionMode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the work grows with the size of a changelog, not with its square.
 */
class LargeChangelogTests {

	private static final String CHANGELOG = "generated.sql";

	private EngineFixture studio;

	@BeforeEach
	void createStudio(@TempDir Path directory) {
		this.studio = new EngineFixture(directory);
	}

	@ParameterizedTest
	@EnumSource(TransactionMode.class)
	void upgradesLargeChangelogWithStatementsInProportion(TransactionMode mode) throws IOException {
		long few = statementsPerChangeSet(mode, 20);
		long many = statementsPerChangeSet(mode, 120);
		assertThat(many).isLessThanOrEqualTo(few + 2);
	}

	private long statementsPerChangeSet(TransactionMode mode, int changeSets) throws IOException {
		Path directory = Files.createTempDirectory(this.studio.file().getParent(), "run");
		Path changelog = Files.writeString(directory.resolve(CHANGELOG), changelog(changeSets));
		EngineFixture run = new EngineFixture(directory).transaction(mode);
		AtomicLong statements = new AtomicLong();
		DriverManagerDataSource dataSource = new DriverManagerDataSource("jdbc:sqlite:" + run.file());
		run.dataSource(new DelegatingDataSource(dataSource) {

			@Override
			public Connection getConnection() throws SQLException {
				return counting(super.getConnection(), statements);
			}

		});
		run.bean((liquibase) -> liquibase.setChangeLog("file:" + changelog));
		assertThat(run.upgrade(CHANGELOG).applied()).hasSize(changeSets);
		return statements.get() / changeSets;
	}

	private static Connection counting(Connection connection, AtomicLong statements) {
		return (Connection) Proxy.newProxyInstance(Connection.class.getClassLoader(),
				new Class<?>[] { Connection.class }, (proxy, method, args) -> {
					if (method.getName().equals("createStatement") || method.getName().equals("prepareStatement")) {
						statements.incrementAndGet();
					}
					try {
						return method.invoke(connection, args);
					}
					catch (InvocationTargetException ex) {
						throw ex.getTargetException();
					}
				});
	}

	private static String changelog(int changeSets) {
		StringBuilder changelog = new StringBuilder("--liquibase formatted sql\n--changeset ada:create\n"
				+ "CREATE TABLE entry (id INTEGER PRIMARY KEY);\n");
		for (int i = 1; i < changeSets; i++) {
			changelog.append("--changeset ada:")
				.append(i)
				.append("\nINSERT INTO entry VALUES (")
				.append(i)
				.append(");\n");
		}
		return changelog.toString();
	}

}
