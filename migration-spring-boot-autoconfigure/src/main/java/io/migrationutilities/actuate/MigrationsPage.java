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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.core.io.ClassPathResource;
import org.springframework.util.MimeType;

/**
 * The page that shows the endpoint in a browser, with the style and the script it loads
 * from next to itself, so that it needs no exception from a Content-Security-Policy.
 */
final class MigrationsPage {

	private static final String PATH = "@path@";

	private final String html;

	/**
	 * Create the page.
	 * @param path the path of the endpoint below the base path of the actuator
	 */
	MigrationsPage(String path) {
		this.html = read("migrations.html").replace(PATH, encode(path.substring(path.lastIndexOf('/') + 1)));
	}

	String getHtml() {
		return this.html;
	}

	/**
	 * Return what the page loads.
	 * @param name the name of the file
	 * @return the file, or {@code null} if the page has none of that name
	 */
	@Nullable WebEndpointResponse<String> getAsset(String name) {
		return switch (name) {
			case "migrations.css" -> asset(name, "css");
			case "migrations.js", "migrations-parts.js", "migrations-elements.js" -> asset(name, "javascript");
			default -> null;
		};
	}

	// The result is neither markup nor does it end the path of a URL.
	private static String encode(String segment) {
		return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
	}

	private static WebEndpointResponse<String> asset(String name, String subtype) {
		return new WebEndpointResponse<>(read(name), new MimeType("text", subtype, StandardCharsets.UTF_8));
	}

	private static String read(String name) {
		try {
			return new ClassPathResource(name, MigrationsPage.class).getContentAsString(StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
