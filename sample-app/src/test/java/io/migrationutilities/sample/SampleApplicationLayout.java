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
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;

import io.migrationutilities.test.ChildProcess;
import io.migrationutilities.test.JavaCommand;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How the packaged application lies on the disk.
 */
enum SampleApplicationLayout {

	/**
	 * The executable jar that the build makes.
	 */
	FAT_JAR {

		@Override
		JavaCommand command() {
			return JavaCommand.ofJar(fatJar());
		}

	},

	/**
	 * The same jar extracted by its own {@code tools} mode, as container images use it.
	 */
	EXTRACTED {

		@Override
		JavaCommand command() {
			return JavaCommand.ofJar(extractedJar()).trainedBy(training());
		}

	},

	/**
	 * The extracted jar, with the bean definitions that the build has worked out ahead of
	 * time.
	 */
	AHEAD_OF_TIME {

		@Override
		JavaCommand command() {
			return EXTRACTED.command().options("-Dspring.aot.enabled=true");
		}

	},

	/**
	 * The classes as the compiler leaves them, and the libraries, as development
	 * environments start it.
	 */
	EXPLODED {

		@Override
		JavaCommand command() {
			return JavaCommand.of(CrewStudioApplication.class.getName(),
					List.of(Path.of("target", "classes").toAbsolutePath(), extractedJar().resolveSibling("lib/*")));
		}

	};

	private static @Nullable Path extracted;

	/**
	 * What to start.
	 * @return the command, which has no arguments of the application yet
	 */
	abstract JavaCommand command();

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
		try {
			Path directory = jar.resolveSibling("sample-app-extracted-" + Files.getLastModifiedTime(jar).toMillis());
			if (Files.notExists(directory)) {
				Path incomplete = Files.createTempDirectory(jar.getParent(), "sample-app-extracted");
				ChildProcess extraction = JavaCommand.ofJar(jar)
					.options("-Djarmode=tools")
					.arguments("extract", "--force", "--destination", incomplete.toString())
					.start();
				assertThat(extraction.awaitExit()).as(extraction::output).isZero();
				moveUnlessThere(incomplete, directory);
			}
			return directory.resolve(jar.getFileName());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	// Another process of the build may have extracted it meanwhile.
	private static void moveUnlessThere(Path incomplete, Path directory) throws IOException {
		try {
			Files.move(incomplete, directory, StandardCopyOption.ATOMIC_MOVE);
		}
		catch (FileSystemException ex) {
			if (Files.notExists(directory)) {
				throw ex;
			}
			FileSystemUtils.deleteRecursively(incomplete);
		}
	}

	private static JavaCommand training() {
		return JavaCommand.ofJar(extractedJar())
			.options("-Dspring.context.exit=onRefresh")
			.arguments("--server.port=0", "--server.address=127.0.0.1");
	}

}
