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
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.springframework.boot.builder.SpringApplicationBuilder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the page of the endpoint in a browser: of a database with one pending change
 * set and two backups, behind the login of Spring Security and under a strict policy.
 */
@RequiresChromium
class MigrationsPageInBrowserTests {

	@TempDir
	static Path directory;

	private static Browser browser;

	private static RunningApplication application;

	@BeforeAll
	static void start() {
		browser = Browser.start(directory);
		RunningApplication.start(directory, "migration.upgrade.target=2-readers").close();
		application = RunningApplication.start(
				new SpringApplicationBuilder(LibraryApplication.class, StrictPolicy.class), directory,
				"migration.upgrade.on-boot=false");
		application.utilities().createDatabaseBackup();
		application.utilities().createDatabaseBackup();
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
		browser.waitForText(".timeline", "Upgrade");
		browser.waitForText("main", "2 backups");
	}

	@AfterEach
	void brokeNoPolicyAndThrewNothing() {
		assertThat(application.get("/actuator/migrations").headers().firstValue(StrictPolicy.HEADER))
			.hasValue(StrictPolicy.POLICY);
		assertThat(browser.takeConsole()).isEmpty();
	}

	@Test
	void saysHowTheDatabaseIs() {
		assertThat(browser.find("h2").getText()).isEqualTo("liquibase");
		assertThat(browser.find(".glance").getText()).isEqualTo("1 pending");
		assertThat(browser.find("dl").getText()).contains("At revision 2-readers", "head is 3-isbn",
				"Upgrade succeeded");
	}

	@Test
	void showsRunsBelowTheirRelease() {
		String version = application.context().getEnvironment().getProperty("spring.application.version");
		assertThat(browser.find(".timeline h4").getText())
			.isEqualTo((version != null) ? "Release " + version : "Unknown release");
		assertThat(browser.findAll(".timeline li")).singleElement()
			.satisfies((run) -> assertThat(run.getText())
				.matches("(?s)Upgrade succeeded in [\\d.]+ m?s .*\\nFrom nothing to 2-readers"));
	}

	@Test
	void showsBackupsAndTheirSizes() {
		application.utilities()
			.listBackups()
			.forEach((backup) -> assertThat(browser.find("main").getText()).contains(backup.name()));
		assertThat(browser.findAll("svg rect")).hasSize(2)
			.allSatisfy((bar) -> assertThat(Double.parseDouble(bar.getAttribute("height"))).isEqualTo(80));
		assertThat(browser.find("figcaption").getText()).contains("KiB", "not verified");
		assertThat(cells("Verification")).containsExactly("Not verified", "Not verified");
	}

	@Test
	void showsHistoryOnDemand() {
		assertThat(browser.find("main").getText()).doesNotContain("1-books");
		browser.findAll("summary").get(1).click();
		browser.waitForText("main", "3 change sets, oldest first", "1-books", "The books of the library.", "ben");
		assertThat(cells("Applied")).hasSize(3).endsWith("Pending").element(0).asString().isNotBlank();
	}

	@Test
	void showsPendingChangeSetsAndTheirSqlOnDemand() {
		assertThat(browser.find("section section").getText()).contains("Pending change sets", "3-isbn", "anna");
		assertThat(browser.findAll("pre")).isEmpty();
		browser.find("summary").click();
		browser.waitForText("pre", "ALTER TABLE \"book\" ADD COLUMN \"isbn\"");
	}

	@ParameterizedTest
	@ValueSource(strings = { "light", "dark" })
	void canBeReadInBothColorSchemes(String scheme) {
		browser.setColorScheme(scheme);
		double page = Contrast.luminance(color("body", "backgroundColor"));
		assertThat(page).satisfies((luminance) -> assertThat(luminance > .5).as("luminance %s", luminance)
			.isEqualTo(scheme.equals("light")));
		for (String selector : new String[] { ".glance", "h1", "h2", "#read", "#refresh", "dt", "dd", "dd small",
				"summary", "caption", "thead th", "td", ".timeline p", ".timeline time", "figcaption" }) {
			assertThat(Contrast.between(color(selector, "color"), background(selector))).as(selector)
				.isGreaterThanOrEqualTo(4.5);
		}
	}

	@Test
	void fitsAPhone() {
		browser.setSize(390, 844, true);
		try {
			browser.findAll("summary").forEach(WebElement::click);
			browser.waitForText("main", "oldest first", "ALTER TABLE");
			assertThat(browser.number("innerWidth")).isEqualTo(390);
			assertThat(browser.number("document.documentElement.scrollWidth")).isLessThanOrEqualTo(390);
			assertThat(strings("""
					return [...document.querySelectorAll("tbody th, tbody td")].filter((cell) =>
						cell.getBoundingClientRect().right > 390).map((cell) => cell.textContent)""")).isEmpty();
			assertThat(labels()).hasSizeGreaterThan(20).allSatisfy((label) -> assertThat(label).isNotBlank());
			assertThat(labels()).contains("Change set", "Author", "Verification", "Applied");
		}
		finally {
			browser.clearSize();
		}
	}

	@Test
	void staysATableOnAPhone() {
		browser.setSize(390, 844, true);
		try {
			assertRole("table", "table", 2);
			assertRole("thead, tbody", "rowgroup", 4);
			assertRole("thead tr, tbody tr", "row", 5);
			assertRole("thead th", "columnheader", 10);
			assertRole("tbody th", "rowheader", 3);
			assertRole("tbody td", "cell", 13);
			// The label that is seen is not part of what is read out.
			assertThat(browser.find("tbody th").getAccessibleName()).isEqualTo("3-isbn");
		}
		finally {
			browser.clearSize();
		}
	}

	@Test
	void keepsOpenedDetailsOpen() {
		browser.findAll("summary").forEach(WebElement::click);
		browser.waitForText("main", "oldest first", "ALTER TABLE");
		browser.script("document.querySelector('pre').id = 'kept'");
		browser.refresh();
		assertThat(browser.findAll("details[open]")).hasSize(2);
		assertThat(browser.findAll("pre#kept")).as("the same element").hasSize(1);
	}

	@Test
	void keepsTheFocus() {
		browser.find("summary").sendKeys(Keys.ENTER);
		browser.waitForText("pre", "ALTER TABLE");
		browser.script("document.querySelector('pre').focus()");
		browser.script("document.getElementById('read').textContent = ''; document.getElementById('refresh').click()");
		browser.waitUntil("document.getElementById('read').textContent.includes('Read at')");
		assertThat(browser.script("return document.activeElement.tagName")).isEqualTo("PRE");
		browser.find("#refresh").sendKeys(Keys.ENTER);
		browser.refresh();
		assertThat(browser.script("return document.activeElement.id")).isEqualTo("refresh");
	}

	@Test
	void showsWhatIsNewAfterARefresh() throws IOException {
		String name = application.utilities().createDatabaseBackup().path().getFileName().toString();
		try {
			browser.refresh();
			browser.waitForText("main", "3 backups", name);
			assertThat(browser.findAll("svg rect")).hasSize(3);
			assertThat(browser.find("#news").getDomProperty("textContent")).startsWith("liquibase: 1 pending. Read at");
		}
		finally {
			try (Stream<Path> files = Files.list(directory.resolve("backups"))) {
				files.filter((file) -> file.getFileName().toString().startsWith(name))
					.forEach((file) -> file.toFile().delete());
			}
		}
	}

	@Test
	void hasNamesForAScreenReader() {
		browser.findAll("summary").forEach(WebElement::click);
		browser.waitForText("main", "oldest first", "ALTER TABLE");
		assertThat(browser.script("return document.documentElement.lang")).isEqualTo("en");
		assertThat(named("button")).contains("Refresh", "Next page of runs");
		assertThat(named("summary")).containsExactly("SQL of the upgrade", "All change sets");
		assertThat(named("table")).containsExactly("1 change set", "2 backups, newest first",
				"3 change sets, oldest first");
		assertThat(named("nav")).contains("Pages of backups");
		assertThat(named("pre")).containsExactly("SQL of the upgrade");
		assertThat(named("section.database")).containsExactly("liquibase");
		assertThat(named("svg")).containsExactly("Size of backups over time");
		assertThat(browser.find("svg").getAriaRole()).isEqualTo("image");
		assertThat(browser.findAll("[role=status] [role=alert], [role=alert] [role=status]")).isEmpty();
	}

	@Test
	void hasHeadingsInOrder() {
		List<String> headings = strings("return [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')]"
				+ ".filter((heading) => heading.checkVisibility()).map((heading) => heading.tagName)");
		assertThat(headings).startsWith("H1", "H2", "H3").contains("H4");
		for (int index = 1; index < headings.size(); index++) {
			assertThat(headings.get(index).charAt(1) - headings.get(index - 1).charAt(1)).as("%s", headings)
				.isLessThanOrEqualTo(1);
		}
	}

	// Not every browser keeps the role of a table that is displayed as something else.
	private static void assertRole(String selector, String role, int count) {
		assertThat(browser.findAll(selector)).hasSize(count).allSatisfy((element) -> {
			assertThat(element.getDomAttribute("role")).isEqualTo(role);
			assertThat(element.getAriaRole()).isEqualTo(role);
		});
	}

	private static List<String> named(String selector) {
		List<String> names = new ArrayList<>();
		for (WebElement element : browser.findAll(selector)) {
			if (element.isDisplayed() || "button".equals(selector) || "nav".equals(selector)) {
				String name = element.getAccessibleName();
				names.add(name.isEmpty() ? element.getDomAttribute("aria-label") : name);
			}
		}
		assertThat(names).as(selector).doesNotContainNull().doesNotContain("");
		return names;
	}

	private static List<String> cells(String label) {
		return browser.findAll("td[data-label='" + label + "']").stream().map(WebElement::getText).toList();
	}

	private static List<String> labels() {
		return strings("""
				return [...document.querySelectorAll("tbody th, tbody td")].map((cell) =>
					getComputedStyle(cell, "::before").content.replace(/^none$/, "").replace(/^"|".*$/g, ""))""");
	}

	private static List<String> strings(String script) {
		return ((List<?>) browser.script(script)).stream().map(String::valueOf).toList();
	}

	private static double[] color(String selector, String property) {
		return Contrast.parse(String.valueOf(browser.script(
				"return getComputedStyle(document.querySelector(arguments[0]))[arguments[1]]", selector, property)));
	}

	private static double[] background(String selector) {
		return Contrast.parse(String.valueOf(browser.script("""
				let node = document.querySelector(arguments[0]);
				while (getComputedStyle(node).backgroundColor === "rgba(0, 0, 0, 0)") {
					node = node.parentElement;
				}
				return getComputedStyle(node).backgroundColor;""", selector)));
	}

}
