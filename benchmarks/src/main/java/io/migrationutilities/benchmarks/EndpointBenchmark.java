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

package io.migrationutilities.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.FileSystemUtils;

import io.migrationutilities.MigrationUtilities;

/**
 * {@code GET /actuator/migrations} with many applied change sets, against
 * {@code GET /actuator/liquibase} of Spring Boot in the same application on the same
 * database; and a health probe. Both over HTTP, with ten backups in the directory.
 */
public final class EndpointBenchmark {

	private static final int CHANGE_SETS = 5000;

	private static final int BACKUPS = 10;

	private static final int WARM_UP = 200;

	private static final int ROUNDS = 51;

	private static final double LIMIT = 0.1;

	private static final double PROBE_LIMIT = 0.005;

	private final HttpClient client = HttpClient.newBuilder().version(Version.HTTP_1_1).build();

	private final String address;

	private EndpointBenchmark(ConfigurableApplicationContext context) {
		this.address = "http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port") + "/actuator/";
	}

	public static void main(String[] args) throws Exception {
		Path directory = Path.of(args[0]);
		FileSystemUtils.deleteRecursively(directory);
		Files.createDirectories(directory);
		try (ConfigurableApplicationContext context = start(directory)) {
			for (int backup = 0; backup < BACKUPS; backup++) {
				MigrationUtilities utilities = context.getBean(MigrationUtilities.class);
				utilities.verifyDatabaseBackup(utilities.createDatabaseBackup().path());
			}
			new EndpointBenchmark(context).measure();
		}
		finally {
			FileSystemUtils.deleteRecursively(directory);
		}
	}

	private static ConfigurableApplicationContext start(Path directory) throws IOException {
		StringBuilder changeLog = new StringBuilder("databaseChangeLog:\n");
		for (int table = 0; table < CHANGE_SETS / TableChangeSets.COUNT; table++) {
			changeLog.append(TableChangeSets.yaml(table));
		}
		Path file = Files.writeString(directory.resolve("changelog.yaml"), changeLog);
		SpringApplication application = new SpringApplication(BenchmarkApplication.class);
		application.setBannerMode(Banner.Mode.OFF);
		return application.run("--server.port=0", "--server.address=127.0.0.1",
				"--management.endpoints.web.exposure.include=*", "--management.endpoint.health.show-components=always",
				"--spring.datasource.url=jdbc:sqlite:" + directory.resolve("benchmark.db"),
				"--spring.liquibase.change-log=file:" + file, "--spring.liquibase.analytics-enabled=false",
				"--migration.backup.directory=" + directory.resolve("backups"), "--logging.level.root=warn");
	}

	private void measure() throws Exception {
		for (int round = 0; round < WARM_UP; round++) {
			get("liquibase");
			get("migrations");
			get("health/migrations");
			get("health/ping");
		}
		Measurement measurement = new Measurement("GET /actuator/migrations with 5,000 applied change sets",
				"GET /actuator/liquibase", LIMIT, ROUNDS);
		measurement.run(() -> get("liquibase"), () -> get("migrations"));
		double[] probes = new double[ROUNDS];
		double[] pings = new double[ROUNDS];
		for (int round = 0; round < ROUNDS; round++) {
			pings[round] = get("health/ping");
			probes[round] = get("health/migrations");
		}
		double median = Measurement.median(probes);
		System.out.println("\nGET /actuator/health/migrations with 5,000 applied change sets\n  "
				+ Measurement.time(median) + " (at most " + Measurement.time(PROBE_LIMIT) + "), of which "
				+ Measurement.time(Measurement.median(pings)) + " as of /actuator/health/ping");
		Measurement.report(measurement);
		if (median > PROBE_LIMIT) {
			throw new IllegalStateException("The limit of the probe was missed");
		}
	}

	private double get(String path) throws IOException, InterruptedException {
		long start = System.nanoTime();
		HttpResponse<byte[]> response = this.client
			.send(HttpRequest.newBuilder(URI.create(this.address + path)).build(), BodyHandlers.ofByteArray());
		double seconds = (System.nanoTime() - start) / 1e9;
		if (response.statusCode() != 200) {
			throw new IllegalStateException(path + " answered " + response.statusCode());
		}
		return seconds;
	}

}
