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

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the generated configuration metadata and the properties in the README.
 */
class ConfigurationMetadataTests {

	private static final Set<String> WITHOUT_DEFAULT_VALUE = Set.of("migration.backup.keep-for",
			"migration.backup.postgresql.pg-dump", "migration.backup.postgresql.pg-restore",
			"migration.backup.postgresql.jobs", "migration.backup.postgresql.compress", "migration.generate.directory",
			"migration.generate.author", "migration.generate.exclude", "migration.generate.reference-username",
			"migration.generate.reference-password", "migration.health.backup-max-age");

	@Test
	void describesEveryProperty() throws IOException {
		assertThat(properties()).hasSizeGreaterThan(10)
			.allSatisfy((name, property) -> assertThat(property.path("description").asString(""))
				.as("description of " + name)
				.endsWith("."));
	}

	@Test
	void knowsEveryDefaultButThoseThatAreNoValue() throws IOException {
		Map<String, JsonNode> properties = properties();
		properties.keySet().removeAll(WITHOUT_DEFAULT_VALUE);
		assertThat(properties).allSatisfy(
				(name, property) -> assertThat(property.has("defaultValue")).as("default value of " + name).isTrue());
	}

	@Test
	void isCompleteInTheReadme() throws IOException {
		String readme = Files.readString(Path.of("..", "README.md"));
		assertThat(properties().keySet()).allSatisfy((name) -> assertThat(readme).contains("`" + name + "`"));
	}

	private static Map<String, JsonNode> properties() throws IOException {
		Map<String, JsonNode> properties = new TreeMap<>();
		try (InputStream metadata = MigrationProperties.class
			.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
			for (JsonNode property : JsonMapper.shared().readTree(metadata).path("properties")) {
				properties.put(property.path("name").asString(), property);
			}
		}
		return properties;
	}

}
