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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RootChangelog}.
 */
class RootChangelogTests {

	@TempDir
	private Path directory;

	@ParameterizedTest
	@ValueSource(strings = { "databaseChangeLog:\n- include:\n    file: a.yaml\n",
			"# ours\ndatabaseChangeLog:\n\n  # first\n  - include:\n      file: a.yaml # the oldest",
			"databaseChangeLog:\r\n  - changeSet:\r\n      id: 1\r\n      author: ada\r\n" })
	void addsIncludeToYaml(String root) throws IOException {
		Path file = write("root.yaml", root);
		assertThat(include(file)).isNull();
		String edited = Files.readString(file);
		assertThat(edited).startsWith(root).contains("- include:", "file: new.yaml", "relativeToChangelogFile: true");
		assertThat(new YamlRoot().read(edited)).hasSize(2);
		assertThat(edited.contains("\r\n") && edited.replace("\r\n", "").contains("\n")).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "databaseChangeLog: [ { include: { file: a.yaml } } ]\n", "databaseChangeLog:\n",
			"databaseChangeLog:\n  - include:\n      file: a.yaml\nother: thing\n", "not: a changelog\n", "\t- {",
			"databaseChangeLog:\n  - include:\n      file: a.yaml\n---\nmore: 1\n" })
	void leavesYamlThatItCannotEdit(String root) throws IOException {
		Path file = write("root.yaml", root);
		assertThat(include(file)).isEqualTo("- include: { file: new.yaml, relativeToChangelogFile: true }");
		assertThat(file).content().isEqualTo(root);
	}

	@Test
	void addsIncludeToXml() throws IOException {
		String root = """
				<?xml version="1.0" encoding="UTF-8"?>
				<databaseChangeLog xmlns="http://www.liquibase.org/xml/ns/dbchangelog">
				    <!-- </databaseChangeLog> is not the end -->
				    <include file="a.xml"/>
				</databaseChangeLog>
				""";
		Path file = write("root.xml", root);
		assertThat(include(file)).isNull();
		assertThat(file).content()
			.isEqualTo(root.replace("    <include file=\"a.xml\"/>\n",
					"    <include file=\"a.xml\"/>\n    <include file=\"new.yaml\" relativeToChangelogFile=\"true\"/>\n"));
	}

	@Test
	void doesNotResolveEntitiesOfXml() throws IOException {
		String root = "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:/etc/hostname\">]><databaseChangeLog>&x;</databaseChangeLog>";
		Path file = write("root.xml", root);
		assertThat(include(file)).startsWith("<include ");
		assertThat(file).content().isEqualTo(root);
	}

	@Test
	void addsIncludeToJson() throws IOException {
		Path file = write("root.json", "{ \"databaseChangeLog\": [\n    {\"include\": {\"file\": \"a.json\"}}\n  ] }");
		assertThat(include(file)).isNull();
		assertThat(new JsonRoot().read(Files.readString(file))).hasSize(2);
	}

	@Test
	void leavesSql() throws IOException {
		Path file = write("root.sql", "--liquibase formatted sql\n");
		assertThat(include(file)).contains("new.yaml");
		assertThat(file).content().isEqualTo("--liquibase formatted sql\n");
	}

	@ParameterizedTest
	@CsvSource({
			"root.yaml, 'databaseChangeLog:\n  - includeAll:\n      path: .\n      relativeToChangelogFile: true\n'",
			"root.xml, '<databaseChangeLog><includeAll path=\".\" relativeToChangelogFile=\"true\"/></databaseChangeLog>'" })
	void addsNothingWhereAllIsIncluded(String name, String root) throws IOException {
		Path file = write(name, root);
		assertThat(include(file)).isNull();
		assertThat(file).content().isEqualTo(root);
	}

	@Test
	void findsPathsOfTheClassPathThatIncludeAll() throws IOException {
		String root = "databaseChangeLog:\n  - includeAll:\n      path: classpath:/db/changes/\n";
		Path file = write("root.yaml", root);
		Path changes = Files.createDirectories(this.directory.resolve("db/changes"));
		assertThat(RootChangelog.include(file, changes.resolve("new.yaml"))).isNull();
		assertThat(file).content().isEqualTo(root);
	}

	private Path write(String name, String text) throws IOException {
		return Files.writeString(this.directory.resolve(name), text);
	}

	private String include(Path root) throws IOException {
		return RootChangelog.include(root, this.directory.resolve("new.yaml"));
	}

}
