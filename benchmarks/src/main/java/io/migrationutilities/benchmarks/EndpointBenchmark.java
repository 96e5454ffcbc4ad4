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

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.liquibase.actuate.endpoint.LiquibaseEndpoint;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.FileSystemUtils;

import io.migrationutilities.actuate.MigrationsEndpoint;
import io.migrationutilities.benchmarks.Measurement.Timed;

/**
 * What the endpoint {@code migrations} answers for 5,000 applied change sets, against the
 * endpoint {@code liquibase} of Spring Boot on the same database; and a health probe.
 * Neither is made JSON, which the peer has far more of.
 */
public final class EndpointBenchmark {

	private static final int CHANGE_SETS = 5000;

	private static final int ROUNDS = 51;

	private static final double LIMIT = 0.1;

	private static final double PROBE_LIMIT = 0.005;

	private EndpointBenchmark() {
	}

	public static void main(String[] args) throws Exception {
		Path directory = Path.of(args[0]);
		FileSystemUtils.deleteRecursively(directory);
		Files.createDirectories(directory);
		try (ConfigurableApplicationContext context = start(directory)) {
			measure(context);
		}
		finally {
			FileSystemUtils.deleteRecursively(directory);
		}
	}

	private static ConfigurableApplicationContext start(Path directory) throws Exception {
		StringBuilder changeLog = new StringBuilder("databaseChangeLog:\n");
		for (int table = 0; table < CHANGE_SETS / TableChangeSets.COUNT; table++) {
			changeLog.append(TableChangeSets.yaml(table));
		}
		Path file = Files.writeString(directory.resolve("changelog.yaml"), changeLog);
		SpringApplication application = new SpringApplication(BenchmarkApplication.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.setBannerMode(Banner.Mode.OFF);
		return application.run("--spring.datasource.url=jdbc:sqlite:" + directory.resolve("benchmark.db"),
				"--spring.liquibase.change-log=file:" + file, "--spring.liquibase.analytics-enabled=false",
				"--migration.backup.directory=" + directory.resolve("backups"), "--logging.level.root=warn");
	}

	private static void measure(ConfigurableApplicationContext context) throws Exception {
		MigrationsEndpoint endpoint = new MigrationsEndpoint(context);
		LiquibaseEndpoint peer = new LiquibaseEndpoint(context);
		HealthIndicator health = context.getBean("migrationsHealthContributor", HealthIndicator.class);
		Measurement measurement = new Measurement("endpoint migrations with 5,000 applied change sets",
				"endpoint liquibase", LIMIT, ROUNDS);
		measurement.run(() -> time(peer::liquibaseBeans), () -> time(endpoint::migrations));
		double[] probes = new double[ROUNDS];
		Timed probe = () -> time(health::health);
		for (int round = 0; round < ROUNDS; round++) {
			probes[round] = probe.seconds();
		}
		double median = Measurement.median(probes);
		System.out.printf(Locale.ROOT, "%nhealth probe with 5,000 applied change sets%n  %.2f ms (at most %.0f)%n",
				median * 1000, PROBE_LIMIT * 1000);
		Measurement.report(measurement);
		if (median > PROBE_LIMIT) {
			throw new IllegalStateException("The limit of the probe was missed");
		}
	}

	private static double time(Runnable action) {
		long start = System.nanoTime();
		action.run();
		return (System.nanoTime() - start) / 1e9;
	}

}
