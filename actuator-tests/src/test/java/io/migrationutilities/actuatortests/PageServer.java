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
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * Serves the page with answers that a test has written, for what an application is seldom
 * in.
 */
final class PageServer implements AutoCloseable {

	private static final String PATH = "/actuator/migrations";

	private final HttpServer server;

	private final Map<String, String> answers = new ConcurrentHashMap<>();

	private final List<String> requests = new CopyOnWriteArrayList<>();

	PageServer() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.createContext("/", this::handle);
		this.server.start();
	}

	URI uri() {
		return URI.create("http://127.0.0.1:" + this.server.getAddress().getPort() + PATH);
	}

	/**
	 * Answer with JSON from now on.
	 * @param path the path below that of the endpoint, as sent
	 * @param json the answer, with apostrophes for quotation marks
	 */
	void answer(String path, String json) {
		this.answers.put(PATH + path, json.replace('\'', '"'));
	}

	void answerNothing() {
		this.answers.clear();
		this.requests.clear();
	}

	/**
	 * Return what was asked for that isn't a file of the page.
	 * @return the paths with their queries
	 */
	List<String> requests() {
		return this.requests;
	}

	private void handle(HttpExchange exchange) throws IOException {
		String path = exchange.getRequestURI().getRawPath();
		String name = path.substring(path.lastIndexOf('/') + 1);
		exchange.getResponseHeaders().set(StrictPolicy.HEADER, StrictPolicy.POLICY);
		if (exchange.getRequestHeaders().getFirst("Accept").startsWith("text/html")) {
			send(exchange, "text/html", resource("migrations.html").replace("@path@", "migrations"));
		}
		else if (name.endsWith(".css") || name.endsWith(".js")) {
			send(exchange, name.endsWith(".css") ? "text/css" : "text/javascript", resource(name));
		}
		else {
			this.requests.add(exchange.getRequestURI().toString());
			send(exchange, "application/json", this.answers.get(path));
		}
	}

	private static void send(HttpExchange exchange, String type, String body) throws IOException {
		try (exchange) {
			byte[] bytes = ((body != null) ? body : "").getBytes(StandardCharsets.UTF_8);
			exchange.getResponseHeaders().set("Content-Type", type + ";charset=UTF-8");
			exchange.sendResponseHeaders((body != null) ? 200 : 404, (bytes.length > 0) ? bytes.length : -1);
			exchange.getResponseBody().write(bytes);
		}
	}

	private static String resource(String name) throws IOException {
		try (InputStream resource = PageServer.class.getResourceAsStream("/io/migrationutilities/actuate/" + name)) {
			return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
		}
	}

	@Override
	public void close() {
		this.server.stop(0);
	}

}
