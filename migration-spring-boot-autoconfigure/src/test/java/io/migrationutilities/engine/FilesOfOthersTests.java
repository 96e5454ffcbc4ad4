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

package io.migrationutilities.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.migrationutilities.test.StartsProcesses;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for files of another user, as commands leave them that were run as root.
 */
@StartsProcesses
class FilesOfOthersTests {

	private static final String OLDER = "changelog-with-rollbacks-older.sql";

	private static final String NEWER = "changelog-with-rollbacks.sql";

	private Path directory;

	private EngineFixture studio;

	@BeforeEach
	void createDatabase(@TempDir Path directory) throws IOException {
		this.directory = directory;
		this.studio = new EngineFixture(directory);
		this.studio.upgrade(OLDER);
		Files.createDirectories(this.studio.backupDirectory());
	}

	@Test
	void leftoversKeepNoUpgradeFromRunning() throws IOException {
		Path scratch = leave(".scratch-1/.lock");
		Path openScratch = leave(".scratch-2/data");
		Path partial = leave(".app-20261201T143849405Z-f566f8.dump.partial/toc.dat");
		Path backup = leave("app-20261201T143849405Z-f566f9.dump/toc.dat");
		Path tombstone = leave(".app-20261201T143849405Z-f566f9.dump.deleted");
		Path pin = leave("app-20261201T143849405Z-f566f9.dump.pin");
		Path record = leave("app-20261201T143849405Z-f566f7.failed");
		Path manifest = leave("app-20261201T143849405Z-f566f6.db.json");
		Path data = leave("app-20261201T143849405Z-f566f6.db");
		Path directory = leave("app-20261201T143849405Z-f566f5.db/toc.dat");
		Path probe = leave(".probe1.partial");
		String output = OrdinaryUser.run(this.directory, NEWER, "backup", "list", "runs", "doctor", "upgrade", "prune");
		assertThat(output).contains("backup: app-2", "list: [", "runs: [", "doctor: [", "upgrade: [", "prune: [");
		assertThat(probe).doesNotExist();
		assertThat(output).contains("9 more can't be read: it belongs to nobody, and this process runs as root.");
		for (Path left : new Path[] { scratch, partial, backup }) {
			assertThat(output)
				.containsOnlyOnce("'" + left + "' may be left of an interrupted run and can't be deleted: "
						+ "it belongs to nobody, and this process runs as root. It goes once this process may: "
						+ "chown -R root '" + left + "'");
			assertThat(left).exists();
		}
		assertThat(tombstone).exists();
		assertThat(record).exists();
		assertThat(manifest).exists();
		assertThat(data).exists();
		assertThat(openScratch).exists();
		assertThat(pin).exists();
		assertThat(directory).exists();
	}

	@Test
	void doctorNamesALockOfTheBackupDirectoryThatCanNotBeOpened() throws IOException {
		Path lock = leave(".lock");
		assertThat(OrdinaryUser.run(this.directory, OLDER, "doctor", "backup"))
			.contains("doctor: [Finding[subject=Backup directory, severity=ERROR")
			.contains("backup: BACKUP_DIRECTORY_UNUSABLE")
			.contains(
					"The lock file '" + lock + "' can't be opened: it belongs to nobody, and this process runs as root")
			.contains("chown -R root '" + lock.getParent() + "'");
	}

	@Test
	void backupThatCanNotBeReadIsNotDamaged() throws IOException {
		Path backup = this.studio.utilities(OLDER).createDatabaseBackup().path();
		Path manifest = Path.of(backup + ".json");
		String before = Files.readString(manifest);
		OrdinaryUser.takeAway(backup);
		String name = backup.getFileName().toString();
		String[] commands = { "list", "verify " + name, "restore " + name, "prune", "backup" };
		String output = OrdinaryUser.run(this.directory, OLDER, commands);
		String refusal = ": BACKUP_UNREADABLE The backup '" + backup + "' is there, but '" + name
				+ "' can't be read: it belongs to nobody, and this process runs as root. Give it to the user of "
				+ "this process: chown -R root '" + backup + "' && chown -R root '" + manifest + "'";
		assertThat(output).contains("verify " + name + refusal, "restore " + name + refusal)
			.contains("state=UNREADABLE, ")
			.contains("problem='" + name + "' can't be read: it belongs to nobody, and this process runs as root. "
					+ "Give it to this process: chown -R root '" + backup + "'")
			.contains("prune: []", "backup: app-");
		assertThat(manifest).hasContent(before);
		OrdinaryUser.takeAway(manifest);
		assertThat(OrdinaryUser.run(this.directory, OLDER, commands)).contains("state=UNREADABLE, ")
			.doesNotContain("DAMAGED")
			.contains("verify " + name + ": BACKUP_UNREADABLE", "restore " + name + ": BACKUP_UNREADABLE");
	}

	@ParameterizedTest
	@ValueSource(strings = { "backups", "closed" })
	void backupDirectoryThatCanNotBeReadIsNamed(String closed) throws IOException {
		Path backup = this.studio.utilities(OLDER).createDatabaseBackup().path();
		if (closed.equals("closed")) {
			Path parent = Files.createDirectory(this.directory.resolve(closed));
			Files.move(backup.getParent(), parent.resolve("backups"));
			backup = parent.resolve("backups").resolve(backup.getFileName());
			Files.createSymbolicLink(this.studio.backupDirectory(), parent.resolve("backups"));
		}
		OrdinaryUser.takeAway(this.directory.resolve(closed));
		String name = backup.getFileName().toString();
		String output = OrdinaryUser.run(this.directory, OLDER, "list", "prune", "verify " + name, "restore " + name,
				"release " + name, "runs", "doctor", "backup", "restore " + backup, "upgrade");
		assertThat(output).contains("list: BACKUP_DIRECTORY_UNUSABLE", "prune: BACKUP_DIRECTORY_UNUSABLE",
				"verify " + name + ": BACKUP_DIRECTORY_UNUSABLE", "restore " + name + ": BACKUP_DIRECTORY_UNUSABLE",
				"release " + name + ": BACKUP_DIRECTORY_UNUSABLE", "restore " + backup + ": BACKUP_DIRECTORY_UNUSABLE",
				"backup: BACKUP_DIRECTORY_UNUSABLE", "runs: BACKUP_DIRECTORY_UNUSABLE", "doctor: [", "upgrade: [");
		if (closed.equals("backups")) {
			assertThat(output).contains("it can't be read (it belongs to nobody, and this process runs as root)");
		}
		else {
			assertThat(output).contains("it is a link to what can't be read").doesNotContain("not a directory");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "app.db-journal", "app.db-wal", "app.db-shm", "app.db" })
	void doctorNamesTheOwnerOfAFileOfTheDatabase(String name) throws IOException {
		Path file = this.directory.toRealPath().resolve(name);
		if (!Files.exists(file)) {
			Files.createFile(file);
		}
		OrdinaryUser.takeAway(file);
		Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
		assertThat(OrdinaryUser.run(this.directory, OLDER, "doctor"))
			.contains("'" + file + "' can't be written to, and no migration does without that: it belongs to nobody.")
			.contains("mend with: chown -R root '" + file + "'");
	}

	/**
	 * Leave a file in the backup directory.
	 * @param name its name, or those of a directory and of a file in it
	 * @return the file or directory
	 */
	private Path leave(String name) throws IOException {
		Path file = this.studio.backupDirectory().toRealPath().resolve(name);
		Files.createDirectories(file.getParent());
		Files.writeString(file, "");
		Path left = this.studio.backupDirectory().toRealPath().resolve(Path.of(name).getName(0));
		OrdinaryUser.takeAway(left);
		return left;
	}

}
