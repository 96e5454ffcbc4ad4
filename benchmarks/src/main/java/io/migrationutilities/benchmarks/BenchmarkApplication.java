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

import java.nio.file.Path;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/**
 * The application whose start is measured: it applies a changelog to a SQLite database.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class BenchmarkApplication {

	static final String STARTED_IN = "started in ";

	/**
	 * Start the application once for each changelog, one start after the other, and print
	 * how many seconds each took.
	 * @param changeLogs files
	 */
	public static void main(String[] changeLogs) {
		for (String changeLog : changeLogs) {
			start(Path.of(changeLog));
		}
	}

	static Path database(Path changeLog) {
		return changeLog.resolveSibling(changeLog.getFileName() + ".db");
	}

	private static void start(Path changeLog) {
		long start = System.nanoTime();
		SpringApplication application = new SpringApplication(BenchmarkApplication.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.setBannerMode(Banner.Mode.OFF);
		try (ConfigurableApplicationContext context = application.run(
				"--spring.datasource.url=jdbc:sqlite:" + database(changeLog),
				"--spring.liquibase.change-log=file:" + changeLog, "--spring.liquibase.analytics-enabled=false",
				"--logging.level.root=warn")) {
			System.out.println(STARTED_IN + (System.nanoTime() - start) / 1e9);
		}
	}

}
