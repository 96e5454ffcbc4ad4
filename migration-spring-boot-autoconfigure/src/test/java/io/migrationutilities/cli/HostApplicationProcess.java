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

package io.migrationutilities.cli;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * {@link HostApplication} in a JVM of its own, from its start to its end.
 *
 * @param exitCode its exit code
 * @param out its standard output
 * @param err its standard error
 */
record HostApplicationProcess(int exitCode, String out, String err) {

	private static final String JAVA = ProcessHandle.current().info().command().orElse("java");

	private static final Duration PATIENCE = Duration.ofMinutes(2);

	/**
	 * Run the application.
	 * @param directory the working directory, which is empty but for what runs before
	 * left
	 * @param environment environment variables
	 * @param arguments the arguments
	 * @return the ended application
	 */
	static HostApplicationProcess run(Path directory, Map<String, String> environment, String... arguments)
			throws IOException, InterruptedException {
		Path outputs = Files.createDirectories(Path.of("target", "host-application-output")).toAbsolutePath();
		Path out = Files.createTempFile(outputs, "host-application-", ".out");
		Path err = Files.createTempFile(outputs, "host-application-", ".err");
		List<String> command = new ArrayList<>(List.of(JAVA, "-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
				"-Xshare:auto", "-Djava.io.tmpdir=" + outputs, "-cp", classPath(), HostApplication.class.getName()));
		command.addAll(Arrays.asList(arguments));
		ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile())
			.redirectOutput(out.toFile())
			.redirectError(err.toFile());
		builder.environment().putAll(environment);
		Process process = builder.start();
		if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
			process.destroyForcibly().waitFor();
			throw new AssertionError("The application did not end%n%s".formatted(Files.readString(err)));
		}
		return new HostApplicationProcess(process.exitValue(), Files.readString(out), Files.readString(err));
	}

	private static String classPath() {
		return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
			.map((entry) -> Path.of(entry).toAbsolutePath().toString())
			.collect(Collectors.joining(File.pathSeparator));
	}

}
