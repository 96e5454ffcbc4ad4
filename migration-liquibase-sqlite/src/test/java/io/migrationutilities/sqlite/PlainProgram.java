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

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;

import liquibase.Contexts;
import liquibase.Liquibase;
import liquibase.database.Database;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.resource.DirectoryResourceAccessor;

/**
 * A Java program that uses Liquibase and knows nothing of this project.
 */
public final class PlainProgram {

	private PlainProgram() {
	}

	public static void main(String[] args) throws Exception {
		Path directory = Path.of(args[0]);
		try (Connection connection = DriverManager
			.getConnection("jdbc:sqlite:" + directory.resolve("test.db") + "?foreign_keys=true")) {
			Database database = DatabaseFactory.getInstance()
				.findCorrectDatabaseImplementation(new JdbcConnection(connection));
			System.out.println(database.getClass().getSimpleName());
			new Liquibase("changelog.yaml", new DirectoryResourceAccessor(directory), database).update(new Contexts());
			System.out.println("done");
		}
	}

}
