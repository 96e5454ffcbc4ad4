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

package io.migrationutilities.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.migrationutilities.test.ChildProcess;

/**
 * Talks to a started application over HTTP.
 */
final class StudioClient {

	private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+) ");

	private final HttpClient client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();

	private final ChildProcess application;

	StudioClient(ChildProcess application) {
		this.application = application;
	}

	HttpResponse<String> get(String path) {
		return send("GET", path, "");
	}

	HttpResponse<String> post(String path, String json) {
		return send("POST", path, json);
	}

	HttpResponse<String> put(String path, String json) {
		return send("PUT", path, json);
	}

	HttpResponse<String> delete(String path) {
		return send("DELETE", path, "");
	}

	private URI uri(String path) {
		Matcher port = PORT.matcher(this.application.standardOutput());
		if (!port.find()) {
			throw new AssertionError("The application serves nothing%n%s".formatted(this.application.output()));
		}
		return URI.create("http://127.0.0.1:" + port.group(1) + path);
	}

	private HttpResponse<String> send(String method, String path, String json) {
		HttpRequest request = HttpRequest.newBuilder(uri(path))
			.method(method, BodyPublishers.ofString(json))
			.header("Content-Type", "application/json")
			.timeout(Duration.ofSeconds(60))
			.build();
		try {
			return this.client.send(request, BodyHandlers.ofString());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

}
