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

package io.migrationutilities.actuatortests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import liquibase.integration.spring.SpringLiquibase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.WebElement;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.sqlite.SQLiteDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the page of the endpoint in a browser: of a database that can't be read and
 * one whose change sets have names that are markup.
 */
@RequiresChromium
class MigrationsPageOfHostileNamesInBrowserTests {

	private static final String SCRIPT = "<script>window.pwned=1</script>";

	@TempDir
	static Path directory;

	private static Browser browser;

	private static RunningApplication application;

	@BeforeAll
	static void start() throws IOException {
		browser = Browser.start(directory);
		// Without the policy, which would keep from running what got through.
		application = RunningApplication.start(new SpringApplicationBuilder(LibraryApplication.class, Databases.class),
				directory, "migration.upgrade.on-boot=false");
		// The application doesn't start with a broken one, so it breaks later.
		Files.writeString(directory.resolve("broken.db"), "This is no database, though it is long enough for one.");
		browser.openLoggingIn(application.uri("/actuator/migrations"));
	}

	@AfterAll
	static void stop() {
		if (browser != null) {
			browser.close();
		}
		if (application != null) {
			application.close();
		}
	}

	@BeforeEach
	void open() {
		browser.open(application.uri("/actuator/migrations"));
		browser.waitForText("main", "3 pending", "Backups");
	}

	@AfterEach
	void ranNothingOfTheirs() {
		assertThat(browser.script("return window.pwned === undefined")).isEqualTo(true);
		assertThat(browser.findAll("main script, main img, main a, main svg, main b")).isEmpty();
		assertThat(browser.takeConsole()).isEmpty();
	}

	@Test
	void showsNamesAsText() {
		assertThat(texts("tbody th")).containsExactly(SCRIPT, "'\"><img src=x onerror=window.pwned=4>",
				"harmless [U+202E]txt.exe");
		assertThat(texts("td[data-label=Author]")).containsExactly("<img src=x onerror=window.pwned=2>",
				"&lt;b&gt; {{1+1}} ${1+1}", "<a href='javascript:window.pwned=7'>anna</a>");
		assertThat(texts("td[data-label=Comment]")).containsExactly("\"><svg onload=window.pwned=3>",
				"</pre><script>window.pwned=5</script>", "javascript:window.pwned=8");
		assertThat(browser.find("dl").getText()).contains("head is harmless [U+202E]txt.exe");
		assertThat((String) browser.script("return document.body.textContent")).doesNotContain("\u202e");
	}

	@Test
	void showsSqlAsText() {
		browser.find("section.database:has(table) summary").click();
		browser.waitForText("pre", SCRIPT, "</pre><script>window.pwned=9</script>", "[U+202E]");
		assertThat(browser.findAll("pre *")).isEmpty();
	}

	@Test
	void showsHistoryAsText() {
		browser.findAll("section.database:has(table) summary").get(1).click();
		browser.waitForText("details[open] table", SCRIPT, "[U+202E]");
	}

	@Test
	void showsADatabaseBesideOneThatCanNotBeRead() {
		assertThat(texts("h2")).containsExactlyInAnyOrder("broken", "books & <b>readers #1 ü?");
		WebElement broken = browser.find("section.database:not(:has(table))");
		assertThat(broken.getText()).contains("broken", "Can't be read", "The log of the application says")
			.doesNotContain(directory.toString(), "Backups");
		assertThat(texts("#overview li")).containsExactlyInAnyOrder("broken Can't be read",
				"books & <b>readers #1 ü? 3 pending");
	}

	@Test
	void saysThatTheLoginIsOver() {
		try {
			browser.forgetLogin();
			browser.find("#refresh").click();
			browser.waitForText("#problem", "You are not logged in any more: load the page again.");
			assertThat(browser.find("main").getText()).contains("3 pending");
			assertThat(browser.takeConsole()).hasSize(1).first().asString().contains("401");
		}
		finally {
			browser.openLoggingIn(application.uri("/actuator/migrations"));
		}
	}

	private static List<String> texts(String selector) {
		return browser.findAll(selector).stream().map(WebElement::getText).toList();
	}

	@Configuration(proxyBeanMethods = false)
	static class Databases {

		@Bean("books & <b>readers #1 ü?")
		SpringLiquibase books(@Value("${migration.backup.directory}") Path backups) {
			return liquibase(backups.resolveSibling("books.db"));
		}

		@Bean
		SpringLiquibase broken(@Value("${migration.backup.directory}") Path backups) {
			return liquibase(backups.resolveSibling("broken.db"));
		}

		private static SpringLiquibase liquibase(Path file) {
			SQLiteDataSource source = new SQLiteDataSource();
			source.setUrl("jdbc:sqlite:" + file);
			SpringLiquibase liquibase = new SpringLiquibase();
			liquibase.setDataSource(source);
			liquibase.setChangeLog("classpath:hostile/changelog.yaml");
			return liquibase;
		}

	}

}
