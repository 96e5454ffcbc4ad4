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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

/**
 * Tests for the pages of the documentation.
 */
class DocumentationTests {

	private static final Path ROOT = Path.of("..");

	private static final Pattern YAML = Pattern.compile("(?ms)^```yaml\n(.*?)^```$");

	private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(#[^)]*)?\\)");

	private static final Pattern IMAGE = Pattern.compile("\\bsrc(?:set)?=\"([^\":]+)\"");

	private static final Pattern CLASS = Pattern.compile("`([A-Z]\\w*[a-z]\\w*)(?:\\.\\w+\\(\\))?`");

	private static final Set<String> OF_OTHERS = Set.of("SpringLiquibase", "Tests");

	@ParameterizedTest
	@MethodSource("pagesAndYaml")
	void holdsValidYaml(Path page) throws IOException {
		LoaderOptions options = new LoaderOptions();
		options.setAllowDuplicateKeys(false);
		for (String example : page.toString().endsWith(".md") ? find(YAML, page) : List.of(Files.readString(page))) {
			assertThatCode(() -> new Yaml(new SafeConstructor(options)).loadAll(example)
				.forEach((document) -> assertThat(document).isNotNull())).as(example).doesNotThrowAnyException();
		}
	}

	@ParameterizedTest
	@MethodSource("pages")
	void linksToFilesThatExist(Path page) throws IOException {
		assertThat(find(LINK, page)).allSatisfy((link) -> assertThat(page.resolveSibling(link)).exists());
		assertThat(find(IMAGE, page)).allSatisfy((image) -> assertThat(page.resolveSibling(image)).exists());
	}

	@Test
	void namesOnlyClassesThatExist() throws IOException {
		Set<String> sources = sources();
		assertThat(find(CLASS, ROOT.resolve("docs/architecture.md"))).hasSizeGreaterThan(30)
			.filteredOn((name) -> !OF_OTHERS.contains(name))
			.allSatisfy((name) -> assertThat(sources).contains(name + ".java"));
	}

	private static Set<String> sources() throws IOException {
		try (Stream<Path> modules = Files.list(ROOT)) {
			Set<String> sources = new HashSet<>();
			for (Path module : modules.filter((directory) -> Files.exists(directory.resolve("pom.xml"))).toList()) {
				try (Stream<Path> files = Files.walk(module)) {
					files.map((file) -> file.getFileName().toString())
						.filter((name) -> name.endsWith(".java"))
						.forEach(sources::add);
				}
			}
			return sources;
		}
	}

	private static Stream<Path> pagesAndYaml() throws IOException {
		return Stream.concat(pages(), Stream.of(ROOT.resolve("docs/prometheus-alerts.yaml")));
	}

	private static Stream<Path> pages() throws IOException {
		try (Stream<Path> pages = Files.list(ROOT.resolve("docs"))) {
			return Stream.concat(Stream.of(ROOT.resolve("README.md")),
					pages.filter((page) -> page.toString().endsWith(".md")).toList().stream());
		}
	}

	private static List<String> find(Pattern pattern, Path page) throws IOException {
		return pattern.matcher(Files.readString(page)).results().map((MatchResult match) -> match.group(1)).toList();
	}

}
