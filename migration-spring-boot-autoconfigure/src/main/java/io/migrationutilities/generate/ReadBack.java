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

package io.migrationutilities.generate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import liquibase.changelog.ChangeLogParameters;
import liquibase.changelog.ChangeSet;
import liquibase.changelog.DatabaseChangeLog;
import liquibase.exception.LiquibaseException;
import liquibase.parser.ChangeLogParserFactory;
import liquibase.resource.DirectoryResourceAccessor;
import org.springframework.util.FileSystemUtils;

/**
 * Proves that Liquibase reads a changelog as it was meant before it gets its name.
 */
final class ReadBack {

	private ReadBack() {
	}

	/**
	 * Make sure that a text is read as certain change sets.
	 * @param text the changelog
	 * @param file the file that will hold it
	 * @param changeSets the change sets
	 * @throws IOException if no file can be written
	 */
	static void requireSame(String text, Path file, List<ChangeSet> changeSets) throws IOException {
		Path directory = Files.createTempDirectory("migration-utilities-generate");
		try {
			String name = String.valueOf(file.getFileName());
			Files.writeString(directory.resolve(name), text);
			List<String> read = parse(directory, name).getChangeSets().stream().map(ChangeSet::getId).toList();
			if (!read.equals(changeSets.stream().map(ChangeSet::getId).toList())) {
				throw new IOException("Liquibase reads the change sets " + read);
			}
		}
		catch (LiquibaseException ex) {
			throw new IOException("Liquibase can't read it: " + ex.getMessage(), ex);
		}
		finally {
			FileSystemUtils.deleteRecursively(directory);
		}
	}

	private static DatabaseChangeLog parse(Path directory, String name) throws IOException, LiquibaseException {
		try (DirectoryResourceAccessor accessor = new DirectoryResourceAccessor(directory)) {
			return ChangeLogParserFactory.getInstance()
				.getParser(name, accessor)
				.parse(name, new ChangeLogParameters(), accessor);
		}
		catch (LiquibaseException | IOException ex) {
			throw ex;
		}
		catch (Exception ex) {
			throw new IOException(ex);
		}
	}

}
