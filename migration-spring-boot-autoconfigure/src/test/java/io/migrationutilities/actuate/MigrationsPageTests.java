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

package io.migrationutilities.actuate;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MigrationsPage}.
 */
class MigrationsPageTests {

	private static final Pattern LOADED = Pattern.compile("(?:href|src)=\"([^\"]+)\"|from \"\\./([^\"]+)\"");

	@Test
	void carriesTheMappedPath() {
		String html = new MigrationsPage("admin/schema").getHtml();
		assertThat(html).contains("data-path=\"schema\"", "\"schema/migrations.css\"", "\"schema/migrations.js\"")
			.doesNotContain("@path@", "admin");
	}

	@Test
	void encodesTheMappedPath() {
		assertThat(new MigrationsPage("my \"schema\"?").getHtml()).contains("data-path=\"my%20%22schema%22%3F\"");
	}

	@Test
	void hasEverythingThatItLoads() {
		MigrationsPage page = new MigrationsPage("migrations");
		int found = 0;
		for (String source : new String[] { page.getHtml(), text(page, "migrations.js"),
				text(page, "migrations-parts.js"), text(page, "migrations-elements.js") }) {
			Matcher matcher = LOADED.matcher(source);
			while (matcher.find()) {
				String name = (matcher.group(1) != null) ? matcher.group(1).replaceFirst("^migrations/", "")
						: matcher.group(2);
				assertThat(page.getAsset(name)).as(name).isNotNull();
				found++;
			}
		}
		assertThat(found).isEqualTo(5);
	}

	@Test
	void needsNoExceptionFromAStrictPolicy() {
		MigrationsPage page = new MigrationsPage("migrations");
		assertThat(page.getHtml()).doesNotContain("style=", "<style", "javascript:", "data:")
			.doesNotContainPattern(" on[a-z]+=")
			.doesNotContainPattern("<script[^>]*>[^<]");
		assertThat(text(page, "migrations.css")).doesNotContain("url(", "@import");
		assertThat(
				text(page, "migrations.js") + text(page, "migrations-parts.js") + text(page, "migrations-elements.js"))
			.doesNotContain("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", ".style");
	}

	@ParameterizedTest
	@CsvSource({ "migrations.css, text/css;charset=UTF-8", "migrations.js, text/javascript;charset=UTF-8",
			"migrations-parts.js, text/javascript;charset=UTF-8",
			"migrations-elements.js, text/javascript;charset=UTF-8" })
	void tellsTheTypeOfWhatIsLoaded(String name, String type) {
		WebEndpointResponse<String> asset = new MigrationsPage("migrations").getAsset(name);
		assertThat(asset).isNotNull();
		assertThat(asset.getContentType()).hasToString(type);
		assertThat(asset.getBody()).isNotBlank();
	}

	@ParameterizedTest
	@ValueSource(strings = { "migrations.html", "MigrationsPage.class", "../migrations.css", "liquibase", "" })
	void hasNothingElse(String name) {
		assertThat(new MigrationsPage("migrations").getAsset(name)).isNull();
	}

	private static String text(MigrationsPage page, String name) {
		WebEndpointResponse<String> asset = page.getAsset(name);
		assertThat(asset).as(name).isNotNull();
		return String.valueOf(asset.getBody());
	}

}
