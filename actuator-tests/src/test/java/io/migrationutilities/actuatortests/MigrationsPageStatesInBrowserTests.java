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
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for the page of the endpoint in a browser with answers that an application gives
 * in rare states only.
 */
@RequiresChromium
class MigrationsPageStatesInBrowserTests {

	private static final String UP_TO_DATE = "'currentRevision':'2','headRevision':'2','migrationCount':2,"
			+ "'pendingMigrations':[],'unknownMigrations':[],'changedMigrations':[],'backups':[]";

	@TempDir
	static Path directory;

	private static Browser browser;

	private static PageServer server;

	@BeforeAll
	static void start() throws IOException {
		browser = Browser.start(directory);
		server = new PageServer();
	}

	@AfterAll
	static void stop() {
		if (browser != null) {
			browser.close();
			server.close();
		}
	}

	@BeforeEach
	void forget() {
		server.answerNothing();
	}

	@Test
	void saysThatADatabaseIsUpToDate() {
		open(database("liquibase", UP_TO_DATE), runs());
		assertThat(browser.find(".glance").getText()).isEqualTo("Up to date");
		assertThat(browser.find("dl").getText()).contains("At revision 2").doesNotContain("head is");
		assertThat(browser.find("main").getText()).contains("There is no backup.", "No run is known.")
			.doesNotContain("Pending change sets", "Unknown change sets", "Changed change sets");
	}

	@Test
	void saysThatTheLastRunFailed() {
		String failed = run("2.0", "FAILED", "PT2S").replace("}",
				",'error':{'code':'UPGRADE_FAILED','message':'Upgrade failed.','hint':'See the log.'}}");
		open(database("liquibase", UP_TO_DATE + ",'lastRun':" + failed), runs(failed));
		assertThat(browser.find(".glance.bad").getText()).isEqualTo("Failed");
		assertThat(browser.find(".glance + p").getText()).isEqualTo("Upgrade failed. See the log.");
		assertThat(browser.find(".timeline li.bad").getText()).contains("Upgrade failed in 2 s",
				"UPGRADE_FAILED: Upgrade failed.");
	}

	@Test
	void groupsRunsByRelease() {
		open(database("liquibase", UP_TO_DATE), runs(run("2.0", "SUCCEEDED", "PT1S"), run("2.0", "FAILED", "PT1S"),
				run("1.0", "SUCCEEDED", "PT1S"), run(null, "SUCCEEDED", "PT1S"), run("2.0", "SUCCEEDED", "PT1S")));
		assertThat(texts(".timeline h4")).containsExactly("Release 2.0", "Release 1.0", "Unknown release",
				"Release 2.0");
		assertThat(browser.findAll(".timeline ol")).extracting((list) -> list.getDomProperty("childElementCount"))
			.containsExactly("2", "1", "1", "1");
	}

	@ParameterizedTest
	@CsvSource({ "PT49H2M3.5S, 2 d 1 h", "PT0.001S, 1 ms", "PT-1S, −1 s", "PT0S, 0 s", "P2DT3H, 2 d 3 h",
			"PT1M12.4S, 1 min 12 s", "PT2.502S, 2.5 s", "PT59.97S, 1 min", "-PT1M, −1 min", "PT-0.5S, −500 ms",
			"soon, soon", "P, P" })
	void tellsDurations(String duration, String text) {
		open(database("liquibase", UP_TO_DATE), runs(run("1.0", "SUCCEEDED", duration)));
		assertThat(browser.find(".duration").getText()).isEqualTo("in " + text);
	}

	@Test
	void saysThatARunWasInterrupted() {
		open(database("liquibase", UP_TO_DATE + ",'lastRun':" + run("1.0", "RUNNING", "PT1S")),
				runs(run("1.0", "RUNNING", "PT1S")));
		assertThat(browser.find(".glance.bad").getText()).isEqualTo("Interrupted");
		assertThat(browser.find(".glance + p").getText()).contains("upgrade never ended",
				"Start the application again");
	}

	@Test
	void saysWhatAnInterruptedRunCommittedAndWhichBackupIsPinned() {
		String run = run("1.0", "RUNNING", "PT1S").replaceFirst("}$",
				",'interruption':'Committed of it: create-crew.'}");
		open(database("liquibase", UP_TO_DATE + ",'lastRun':" + run
				+ ",'backups':[{'name':'a.db','state':'GOOD','size':1,'reason':'BEFORE_UPGRADE','pin':'It is needed.'}]"),
				runs(run));
		assertThat(browser.find(".glance + p").getText()).contains("Committed of it: create-crew.");
		assertThat(texts("small")).contains("Pinned: It is needed.");
	}

	@Test
	void saysWhichStatementOfARunFailed() {
		String run = run("1.0", "FAILED", "PT1S").replaceFirst("}$", ",'failedChangeSet':'create-crew',"
				+ "'failedStatement':'Statement 2 of 3, crew.sql line 7: INSERT INTO crew VALUES (?)'}");
		open(database("liquibase", UP_TO_DATE), runs(run));
		assertThat(browser.find(".timeline li.bad").getText()).contains("Change set create-crew",
				"Statement 2 of 3, crew.sql line 7: INSERT INTO crew");
	}

	@Test
	void readsAgainWhileARunIsOnAndSaysWhenItIsOver() {
		open(database("liquibase", UP_TO_DATE + ",'lock':{'owner':'pod-7'}"), runs(run("1.0", "RUNNING", "PT1S")));
		assertThat(browser.find(".glance.wait").getText()).isEqualTo("Running");
		assertThat(browser.find(".glance + p").getText()).contains("pod-7");
		browser.find("section.database > div > details > summary").sendKeys(Keys.ENTER);
		server.answer("", database("liquibase", UP_TO_DATE));
		server.answer("/liquibase/runs", runs(run("1.0", "SUCCEEDED", "PT4S")));
		browser.waitForText(".glance", "Up to date");
		browser.waitForText(".timeline", "Upgrade succeeded in 4 s");
		assertThat(browser.find("#news").getDomProperty("textContent")).isEqualTo("liquibase: Up to date.");
		assertThat(browser.script("return document.activeElement.tagName")).isEqualTo("SUMMARY");
		assertThat(browser.findAll("details[open]")).hasSize(1);
		// Nothing runs any more, so it doesn't ask again.
		int asked = server.requests().size();
		await().during(Duration.ofSeconds(6))
			.atMost(Duration.ofSeconds(7))
			.until(() -> server.requests().size() == asked);
	}

	@Test
	void keepsThePageOfAListAndTheFocus() {
		String backups = IntStream.range(0, 60)
			.mapToObj((number) -> "{'id':'b%d','size':%d,'state':'GOOD','createdAt':'2026-11-27T08:00:00Z'}"
				.formatted(number, 1000 + number))
			.collect(Collectors.joining(",", "'backups':[", "]"));
		open(database("liquibase", UP_TO_DATE.replace("'backups':[]", backups)), runs());
		WebElement next = browser.find("button[aria-label='Next page of backups']");
		next.sendKeys(Keys.ENTER);
		next.sendKeys(Keys.ENTER);
		next.sendKeys(Keys.ENTER);
		assertPage("Page 3 of 3", "b59");
		browser.script("document.getElementById('read').textContent = ''; document.getElementById('refresh').click()");
		browser.waitUntil("document.getElementById('read').textContent.includes('Read at')");
		assertPage("Page 3 of 3", "b59");
		// There are fewer now.
		server.answer("", database("liquibase",
				UP_TO_DATE.replace("'backups':[]", backups.substring(0, backups.indexOf(",{'id':'b30'")) + "]")));
		browser.script("document.getElementById('refresh').click()");
		browser.waitForText("nav[aria-label='Pages of backups']", "Page 2 of 2");
		assertPage("Page 2 of 2", "b29");
	}

	private static void assertPage(String position, String lastBackup) {
		assertThat(browser.find("nav[aria-label='Pages of backups'] span").getText()).isEqualTo(position);
		assertThat(texts("tbody th")).endsWith(lastBackup);
		assertThat(browser.script("return document.activeElement.ariaLabel")).isEqualTo("Next page of backups");
	}

	@Test
	void tellsDatabasesOfTheSameNameApart() {
		open("""
				{'contexts':{'child':{'migrations':{'liquibase':{%s}},'parentId':'parent'},
				'parent':{'migrations':{'liquibase':{%s}}}}}""".formatted(UP_TO_DATE,
				UP_TO_DATE.replace("'currentRevision':'2'", "'currentRevision':'1'")),
				runs(run("1.0", "SUCCEEDED", "PT4S")));
		assertThat(texts("h2")).containsExactly("liquibase in child", "liquibase in parent");
		assertThat(texts("dl dd:first-of-type")).anyMatch((text) -> text.contains("At revision 1"))
			.anyMatch((text) -> text.contains("At revision 2"));
		assertThat(texts("#overview li")).containsExactly("liquibase Up to date", "liquibase Up to date");
		// What the endpoint says of that name is of the nearer one.
		assertThat(browser.findAll(".timeline")).hasSize(1);
		browser.findAll("section.database:last-child summary").get(1).click();
		browser.waitForText("section.database:last-child", "has a database of the same name");
		assertThat(server.requests()).filteredOn((request) -> request.contains("/runs")).hasSize(1);
		assertThat(server.requests()).noneMatch((request) -> request.contains("/history"));
	}

	@Test
	void encodesTheNameOfADatabase() {
		server.answer("", database("a/b ?ü#&\\\"<i>", UP_TO_DATE));
		server.answer("/a%2Fb%20%3F%C3%BC%23%26%22%3Ci%3E/runs", runs(run("7.7", "SUCCEEDED", "PT4S")));
		browser.open(server.uri());
		browser.waitForText(".timeline", "Release 7.7");
		assertThat(browser.find("h2").getText()).isEqualTo("a/b ?ü#&\"<i>");
	}

	@Test
	void saysWhatCanNotBeShownAndGoesOn() {
		server.answer("", database("liquibase", UP_TO_DATE));
		browser.open(server.uri());
		browser.waitForText("main", "This can't be shown. The application answered 404.");
		assertThat(browser.find(".glance").getText()).isEqualTo("Up to date");
		server.answerNothing();
		browser.find("#refresh").click();
		browser.waitForText("#problem", "This can't be shown. The application answered 404.");
		assertThat(browser.find("#problem").getAriaRole()).isEqualTo("alert");
		assertThat(browser.find(".glance").getText()).isEqualTo("Up to date");
	}

	private static void open(String databases, String runs) {
		server.answer("", databases);
		server.answer("/liquibase/runs", runs);
		browser.open(server.uri());
		browser.waitForText("main", "Backups");
		browser.waitUntil("!document.body.innerText.includes('Loading')");
	}

	private static String database(String name, String content) {
		return "{'contexts':{'application':{'migrations':{'%s':{%s}}}}}".formatted(name, content);
	}

	private static String run(String version, String outcome, String duration) {
		return "{'kind':'UPGRADE','outcome':'%s','startedAt':'2026-11-27T08:00:00Z','duration':'%s'%s}"
			.formatted(outcome, duration, (version != null) ? ",'applicationVersion':'%s'".formatted(version) : "");
	}

	private static String runs(String... runs) {
		return "{'page':0,'size':25,'totalElements':1,'totalPages':1,'runs':[" + String.join(",", runs) + "]}";
	}

	private static List<String> texts(String selector) {
		return browser.findAll(selector).stream().map(WebElement::getText).toList();
	}

}
