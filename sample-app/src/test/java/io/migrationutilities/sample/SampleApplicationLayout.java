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

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;

/**
 * How the packaged application lies on the disk.
 */
enum SampleApplicationLayout {

	/**
	 * The executable jar that the build makes.
	 */
	FAT_JAR {

		@Override
		List<String> launch() {
			return List.of("-jar", fatJar().toString());
		}

	},

	/**
	 * The same jar, with the bean definitions that the build has worked out ahead of
	 * time.
	 */
	AHEAD_OF_TIME {

		@Override
		List<String> launch() {
			return List.of("-Dspring.aot.enabled=true", "-jar", fatJar().toString());
		}

	},

	/**
	 * The same jar extracted by its own {@code tools} mode, as container images use it.
	 */
	EXTRACTED {

		@Override
		List<String> launch() {
			return List.of("-jar", extractedJar().toString());
		}

	},

	/**
	 * The classes as the compiler leaves them, and the libraries, as development
	 * environments start it.
	 */
	EXPLODED {

		@Override
		List<String> launch() {
			Path classes = Path.of("target", "classes").toAbsolutePath();
			return List.of("-cp", classes + File.pathSeparator + extractedJar().resolveSibling("lib/*"),
					CrewStudioApplication.class.getName());
		}

	};

	private static @Nullable Path extracted;

	/**
	 * What to start.
	 * @return the last options of {@code java} before the arguments of the application
	 */
	abstract List<String> launch();

	private static Path fatJar() {
		return Path.of(System.getProperty("sample-app.jar", "target/sample-app.jar")).toAbsolutePath();
	}

	private static synchronized Path extractedJar() {
		if (extracted == null) {
			extracted = extract(fatJar());
		}
		return extracted;
	}

	private static Path extract(Path jar) {
		Path directory = jar.resolveSibling("sample-app-extracted");
		try {
			FileSystemUtils.deleteRecursively(directory);
			Process process = new ProcessBuilder(SampleApplicationProcess.JAVA, "-Djarmode=tools", "-jar",
					jar.toString(), "extract", "--destination", directory.toString())
				.redirectErrorStream(true)
				.redirectOutput(jar.resolveSibling("extract.log").toFile())
				.start();
			if (!process.waitFor(2, TimeUnit.MINUTES) || process.exitValue() != 0) {
				throw new IllegalStateException("'%s' can't be extracted".formatted(jar));
			}
			return directory.resolve(jar.getFileName());
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
