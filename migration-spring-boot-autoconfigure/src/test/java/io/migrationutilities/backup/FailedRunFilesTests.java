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

package io.migrationutilities.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.migrationutilities.RunReport;
import io.migrationutilities.RunReport.Failure;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FailedRunFiles}.
 */
class FailedRunFilesTests {

	private static final Instant NOW = Instant.parse("2026-11-27T08:00:00Z");

	@TempDir
	private Path directory;

	@Test
	void keepsAllThatIsKnownOfARun() throws Exception {
		RunReport run = run("one");
		files("app").add(run, NOW);
		files("app").add(run("two"), NOW.plusSeconds(1));
		assertThat(files("app").list()).containsExactly(run("two"), run);
		assertThat(files("other").list()).isEmpty();
	}

	@Test
	void keepsARunWithoutVersionBackupAndFailure() throws Exception {
		RunReport run = new RunReport("bare", 0, "RESTORE", null, null, "FAILED", NOW, Duration.ZERO, null, null,
				"RESTORE_FAILED", null);
		files("app").add(run, NOW);
		assertThat(files("app").list()).containsExactly(run);
	}

	@Test
	void isForTheOwnerAlone() throws Exception {
		files("app").add(run("one"), NOW);
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(children().get(0))))
			.isEqualTo("rw-------");
	}

	@Test
	void keepsTheNewestOnly() throws Exception {
		for (int i = 0; i < FailedRunFiles.LIMIT + 5; i++) {
			files("app").add(run("run-" + i), NOW.plusSeconds(i));
		}
		assertThat(children()).hasSize(FailedRunFiles.LIMIT);
		assertThat(files("app").list().get(0).id()).isEqualTo("run-" + (FailedRunFiles.LIMIT + 4));
	}

	@Test
	void sortsByTheOrderOfWritingThoughTheClockIsSetBack() throws Exception {
		files("app").add(run("one"), NOW);
		files("app").add(run("two"), NOW.minus(Duration.ofDays(1)));
		assertThat(files("app").list()).extracting(RunReport::id).containsExactly("two", "one");
	}

	@Test
	void leavesOutWhatCanNotBeRead() throws Exception {
		files("app").add(run("one"), NOW);
		files("app").add(run("two"), NOW.plusSeconds(1));
		Path newest = children().get(1);
		Files.writeString(newest, "{\"id\":");
		assertThat(files("app").list()).extracting(RunReport::id).containsExactly("one");
		Files.delete(newest);
		Files.createSymbolicLink(newest, children().get(0));
		assertThat(files("app").list()).extracting(RunReport::id).containsExactly("one");
	}

	@Test
	void readsWhatANewerVersionAdds() throws Exception {
		files("app").add(run("one"), NOW);
		Path file = children().get(0);
		Files.writeString(file, Files.readString(file).replaceFirst("\\{", "{ \"mood\" : \"bad\","));
		assertThat(files("app").list()).containsExactly(run("one"));
	}

	private FailedRunFiles files(String label) {
		return new FailedRunFiles(new BackupStore(this.directory.resolve("backups")), label);
	}

	private List<Path> children() throws IOException {
		try (var children = Files.list(this.directory.resolve("backups"))) {
			return children.sorted().toList();
		}
	}

	private static RunReport run(String id) {
		return new RunReport(id, 7, "UPGRADE", "one", "two", "FAILED", NOW, Duration.ofMillis(1234), "2.0",
				"20261127T080000000Z-abcdef", "UPGRADE_FAILED",
				new Failure("It failed: \u00e9\n\u2028.", "two", "Statement 1 of 2: SELECT 1", "UNCHANGED"));
	}

}
