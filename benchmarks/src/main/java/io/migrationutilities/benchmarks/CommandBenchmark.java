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
import java.util.List;
import java.util.Locale;

import org.springframework.util.FileSystemUtils;

/**
 * The command {@code migrations status} of the packaged sample application, from the
 * start of the process to its end, against what the same jar needs to come to the point
 * where Liquibase starts at a normal boot. And its memory, in a container of one
 * processor and 256 MiB.
 */
public final class CommandBenchmark {

	private static final int ROUNDS = 9;

	private static final double LIMIT = 1.3;

	private static final double MEMORY_LIMIT = 160;

	private static final String[] STATUS = { "migrations", "status" };

	private static final List<String> CONTAINER = List.of("-XX:ActiveProcessorCount=1", "-XX:MaxRAM=256m");

	private CommandBenchmark() {
	}

	public static void main(String[] args) throws Exception {
		Path directory = Path.of(args[0]);
		FileSystemUtils.deleteRecursively(directory);
		Files.createDirectories(directory);
		SampleProcess sample = new SampleProcess(Path.of(args[1]), directory);
		try {
			sample.run("migrations", "upgrade");
			Measurement measurement = new Measurement("migrations status of the sample application",
					"its boot until the bean of Liquibase is created", LIMIT, ROUNDS);
			measurement.run(() -> bootUntilLiquibase(sample), () -> sample.run(STATUS));
			double memory = peakMemory(sample, CONTAINER);
			System.out.printf(Locale.ROOT,
					"%nPeak resident memory of migrations status%n  %.0f MiB with one processor and 256 MiB (at most %.0f)%n"
							+ "  %.0f MiB with the defaults of the JVM on this machine%n",
					memory, MEMORY_LIMIT, peakMemory(sample, List.of()));
			Measurement.report(measurement);
			if (memory > MEMORY_LIMIT) {
				throw new IllegalStateException("The limit of the memory was missed");
			}
		}
		finally {
			FileSystemUtils.deleteRecursively(directory);
		}
	}

	private static double bootUntilLiquibase(SampleProcess sample) throws Exception {
		return sample.bootUntil("Creating shared instance of singleton bean 'liquibase'", "--server.port=0",
				"--logging.level.org.springframework.beans.factory.support.DefaultListableBeanFactory=debug");
	}

	private static double peakMemory(SampleProcess sample, List<String> options) throws Exception {
		double[] peaks = new double[ROUNDS];
		for (int round = 0; round < ROUNDS; round++) {
			peaks[round] = sample.peakMemory(options, STATUS);
		}
		return Measurement.median(peaks);
	}

}
