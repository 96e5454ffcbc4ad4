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
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.migrationutilities.MigrationUtilities;

/**
 * A started {@link LibraryApplication} and somebody who asks it over HTTP.
 */
final class RunningApplication implements AutoCloseable {

	static final String USER = "librarian";

	static final String PASSWORD = "correct horse";

	private static final JsonMapper JSON = new JsonMapper();

	private final ConfigurableApplicationContext context;

	private final HttpClient client = HttpClient.newHttpClient();

	private RunningApplication(ConfigurableApplicationContext context) {
		this.context = context;
	}

	/**
	 * Start the application on a SQLite database of its own.
	 * @param directory where database and backups are
	 * @param properties more properties, as {@code name=value}
	 * @return the application
	 */
	static RunningApplication start(Path directory, String... properties) {
		return start(new SpringApplicationBuilder(LibraryApplication.class), directory, properties);
	}

	static RunningApplication start(SpringApplicationBuilder builder, Path directory, String... properties) {
		ConfigurableApplicationContext context = builder.web(WebApplicationType.SERVLET)
			.properties("server.port=0", "server.address=127.0.0.1", "spring.main.banner-mode=off",
					"spring.security.user.name=" + USER, "spring.security.user.password=" + PASSWORD,
					"server.tomcat.basedir=" + directory.resolve("tomcat"),
					"spring.datasource.url=jdbc:sqlite:" + directory.resolve("library.db"),
					"spring.liquibase.change-log=classpath:library/changelog.yaml",
					"migration.backup.directory=" + directory.resolve("backups"),
					"management.endpoints.web.exposure.include=*")
			.properties(properties)
			.run();
		return new RunningApplication(context);
	}

	ConfigurableApplicationContext context() {
		return this.context;
	}

	MigrationUtilities utilities() {
		return this.context.getBean(MigrationUtilities.class);
	}

	URI uri(String path) {
		return URI.create("http://127.0.0.1:" + this.context.getEnvironment().getProperty("local.server.port") + path);
	}

	HttpResponse<String> get(String path, String... headers) {
		return send(authenticated(path).GET(), headers);
	}

	JsonNode json(String path) {
		return JSON.readTree(get(path).body());
	}

	/**
	 * Return what the endpoint says of a database.
	 * @param name the name of its bean
	 * @return the database
	 */
	JsonNode database(String name) {
		return json("/actuator/migrations").at("/contexts").iterator().next().at("/migrations/" + name);
	}

	HttpResponse<String> post(String path, String body) {
		return send(authenticated(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body)));
	}

	HttpResponse<String> delete(String path) {
		return send(authenticated(path).DELETE());
	}

	HttpResponse<String> getAsAStranger(String path) {
		return send(HttpRequest.newBuilder(uri(path)).GET());
	}

	private HttpRequest.Builder authenticated(String path) {
		String credentials = Base64.getEncoder()
			.encodeToString((USER + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8));
		return HttpRequest.newBuilder(uri(path)).header("Authorization", "Basic " + credentials);
	}

	private HttpResponse<String> send(HttpRequest.Builder request, String... headers) {
		for (int index = 0; index < headers.length; index += 2) {
			request.header(headers[index], headers[index + 1]);
		}
		try {
			return this.client.send(request.build(), BodyHandlers.ofString());
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	static JsonNode json(HttpResponse<String> response) {
		return JSON.readTree(response.body());
	}

	@Override
	public void close() {
		this.context.close();
	}

}
