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

package io.migrationutilities.test;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link JavaCommand} and the {@link ChildProcess} that it starts.
 */
@StartsProcesses
class JavaCommandTests {

	private final JavaCommand command = JavaCommand.of(Echo.class).arguments("1", "two words");

	@Test
	void takesOptionsEnvironmentAndDirectory(@TempDir Path directory) {
		ChildProcess process = this.command.options("-Decho.option=set")
			.environment(Map.of("ECHO", "variable"))
			.directory(directory)
			.start()
			.type("typed");
		assertThat(process.awaitExit()).as(process::output).isEqualTo(3);
		assertThat(process.standardOutput()).isEqualToNormalizingNewlines(
				"[1, two words] set variable %s typed\n".formatted(directory.toAbsolutePath()));
		assertThat(process.standardError()).isEqualToNormalizingNewlines("ending\n");
	}

	@Test
	void startsWithTheClassesOfItsTraining() {
		ChildProcess process = this.command.trainedBy(JavaCommand.of(Echo.class).options("-Decho.input=none"))
			.options("-Decho.input=none", "-Xlog:class+load")
			.start();
		assertThat(process.awaitExit()).isEqualTo(3);
		assertThat(process.standardOutput()).contains("[1, two words] null null ")
			.containsPattern(Echo.class.getName().replace("$", "\\$") + " source: shared objects file");
	}

	@Test
	void saysWhatWasWrittenWhenSomethingElseWasAwaited() {
		ChildProcess process = this.command.options("-Decho.input=none").start();
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> process.awaitOutput("never"))
			.withMessageContaining("never")
			.withMessageContaining("[1, two words]")
			.withMessageContaining("ending");
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> process.awaitSuccess("[1, two words]"))
			.withMessageContaining("ended with 3");
	}

	@Test
	void killsAndSignals() {
		ChildProcess killed = this.command.start();
		assertThat(killed.isAlive()).isTrue();
		assertThat(killed.kill()).isEqualTo(128 + 9);
		assertThat(JavaCommand.of(Echo.class).start().awaitOutput("waiting").signal("TERM").awaitExit())
			.isEqualTo(128 + 15);
	}

	/**
	 * Says what it was given.
	 */
	public static final class Echo {

		private Echo() {
		}

		public static void main(String[] arguments) throws Exception {
			String typed = "";
			if (!"none".equals(System.getProperty("echo.input"))) {
				System.err.print((arguments.length == 0) ? "waiting" : "");
				typed = new String(System.in.readAllBytes()).strip();
			}
			System.out.println(List.of(arguments) + " " + System.getProperty("echo.option") + " "
					+ System.getenv("ECHO") + " " + Path.of("").toAbsolutePath() + " " + typed);
			System.err.println("ending");
			System.exit(3);
		}

	}

}
