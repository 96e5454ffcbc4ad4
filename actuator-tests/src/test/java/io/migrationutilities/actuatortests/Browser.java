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

import java.io.File;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.stream.StreamSupport;

import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A Chromium without a window. The one that is installed is used: nothing is downloaded.
 */
final class Browser implements AutoCloseable {

	private static final Duration PATIENCE = Duration.ofSeconds(15);

	private final ChromeDriver driver;

	private Browser(ChromeDriver driver) {
		this.driver = driver;
	}

	static boolean isInstalled() {
		return chromium().isPresent() && chromedriver().isPresent();
	}

	/**
	 * Start the browser, which has to be {@linkplain RequiresChromium installed}.
	 * @param directory where it keeps its profile
	 * @return the browser
	 */
	static Browser start(Path directory) {
		LoggingPreferences logging = new LoggingPreferences();
		logging.enable(LogType.BROWSER, Level.ALL);
		ChromeOptions options = new ChromeOptions();
		options.setBinary(chromium().orElseThrow());
		options.addArguments("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--lang=en-GB",
				"--window-size=1200,900", "--user-data-dir=" + directory.resolve("profile"));
		options.setCapability(ChromeOptions.LOGGING_PREFS, logging);
		ChromeDriverService service = new ChromeDriverService.Builder()
			.usingDriverExecutable(chromedriver().orElseThrow())
			.usingAnyFreePort()
			.build();
		return new Browser(new ChromeDriver(service, options));
	}

	private static Optional<File> chromium() {
		return program("chromium", "chromium-browser", "google-chrome");
	}

	private static Optional<File> chromedriver() {
		return program("chromedriver");
	}

	private static Optional<File> program(String... names) {
		String[] directories = System.getenv().getOrDefault("PATH", "").split(File.pathSeparator);
		return Arrays.stream(names)
			.flatMap((name) -> Arrays.stream(directories).map((directory) -> Path.of(directory, name)))
			.filter(Files::isExecutable)
			.map(Path::toFile)
			.findFirst();
	}

	void open(URI uri) {
		this.driver.get(uri.toString());
	}

	/**
	 * Open a page that asks for a login first, through the form of Spring Security.
	 * @param uri the page
	 */
	void openLoggingIn(URI uri) {
		open(uri);
		find(By.name("username")).sendKeys(RunningApplication.USER);
		find(By.name("password")).sendKeys(RunningApplication.PASSWORD);
		find(By.cssSelector("button[type=submit]")).click();
		await().atMost(PATIENCE).until(() -> this.driver.getCurrentUrl().startsWith(uri.toString()));
		// What the console holds of the page of the login is not of interest.
		takeConsole();
	}

	WebElement find(String selector) {
		return find(By.cssSelector(selector));
	}

	private WebElement find(By by) {
		await().atMost(PATIENCE).until(() -> !this.driver.findElements(by).isEmpty());
		return this.driver.findElement(by);
	}

	List<WebElement> findAll(String selector) {
		return this.driver.findElements(By.cssSelector(selector));
	}

	/**
	 * Return a button by its text.
	 * @param text the text
	 * @return the button
	 */
	WebElement button(String text) {
		return find(By.xpath("//button[normalize-space()='" + text + "']"));
	}

	/**
	 * Return the visible text of an element once it contains what it is to contain.
	 * @param selector selects the element
	 * @param expected what it is to contain
	 */
	void waitForText(String selector, String... expected) {
		await().atMost(PATIENCE)
			.ignoreExceptions()
			.untilAsserted(() -> assertThat(find(selector).getText()).contains(expected));
	}

	void waitUntil(String condition, Object... arguments) {
		await().atMost(PATIENCE)
			.until(() -> Boolean.TRUE.equals(script("return Boolean(" + condition + ")", arguments)));
	}

	Object script(String script, Object... arguments) {
		return this.driver.executeScript(script, arguments);
	}

	long number(String expression) {
		return ((Number) script("return " + expression)).longValue();
	}

	/**
	 * Click Refresh and wait until everything has been read again.
	 */
	void refresh() {
		script("document.getElementById('read').textContent = ''");
		button("Refresh").click();
		waitUntil("document.getElementById('read').textContent.includes('Read at')");
		waitUntil("!document.body.innerText.includes('Loading')");
	}

	void setColorScheme(String scheme) {
		this.driver.executeCdpCommand("Emulation.setEmulatedMedia",
				Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
	}

	void setSize(int width, int height, boolean phone) {
		this.driver.executeCdpCommand("Emulation.setDeviceMetricsOverride",
				Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", phone));
	}

	void clearSize() {
		this.driver.executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
	}

	void forgetLogin() {
		this.driver.manage().deleteAllCookies();
	}

	/**
	 * Take the messages that the console holds; the next call returns later ones only.
	 * @return the messages
	 */
	List<String> takeConsole() {
		return StreamSupport.stream(this.driver.manage().logs().get(LogType.BROWSER).spliterator(), false)
			.map(LogEntry::getMessage)
			// A browser asks for it on its own account, and an application need not have
			// one.
			.filter((message) -> !message.contains("/favicon.ico "))
			.toList();
	}

	@Override
	public void close() {
		this.driver.quit();
	}

}
