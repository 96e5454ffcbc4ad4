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
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.migrationutilities.BackupManifest;
import io.migrationutilities.BackupReason;
import io.migrationutilities.DatabaseBackup;
import io.migrationutilities.MigrationException;
import io.migrationutilities.MigrationLock;
import io.migrationutilities.autoconfigure.ChildJvmTraining;
import io.migrationutilities.backup.postgresql.PostgresqlToolSettings;
import io.migrationutilities.backup.sqlite.SqliteBackupStrategy;
import io.migrationutilities.database.BackupSource;
import io.migrationutilities.file.ProcessLock;
import io.migrationutilities.test.ChildProcess;
import io.migrationutilities.test.JavaCommand;
import io.migrationutilities.work.ProgressListeners;

/**
 * Another process that uses the classes of this package, until it is killed.
 */
public final class ChildJvm implements AutoCloseable {

	private static final String ANSWER = "> ";

	private final ChildProcess process;

	private int answers;

	private ChildJvm(ChildProcess process) {
		this.process = process;
	}

	public static ChildJvm start(String command, Path... paths) {
		List<String> arguments = new ArrayList<>(List.of(command));
		List.of(paths).forEach((path) -> arguments.add(path.toString()));
		return new ChildJvm(
				JavaCommand.of(ChildJvm.class).trainedBy(ChildJvmTraining.command()).arguments(arguments).start());
	}

	/**
	 * Wait for the next answer, which stands out from what the child logs.
	 * @return the answer
	 */
	public String answer() {
		this.process.awaitPoint("an answer", () -> allAnswers().size() > this.answers);
		return allAnswers().get(this.answers++);
	}

	private List<String> allAnswers() {
		String output = this.process.standardOutput();
		return output.substring(0, output.lastIndexOf('\n') + 1)
			.lines()
			.filter((line) -> line.startsWith(ANSWER))
			.map((line) -> line.substring(ANSWER.length()))
			.toList();
	}

	boolean isAlive() {
		return this.process.isAlive();
	}

	public void kill() {
		this.process.kill();
	}

	@Override
	public void close() {
		this.process.close();
	}

	public static void main(String[] arguments) throws IOException {
		Path first = Path.of(arguments[1]);
		switch (arguments[0]) {
			case "hold" -> hold(first);
			case "probe" -> answer(probe(first));
			case "holder" -> answer(String.valueOf(ProcessLock.holder(first)));
			case "backup" -> {
				answer("starting");
				backups(Path.of(arguments[2])).create(source(first), BackupReason.MANUAL, (id, author, path) -> id);
				answer("done");
			}
			case "prune" -> {
				answer("starting");
				new DatabaseBackups(Path.of(arguments[2]), List.of(new SqliteBackupStrategy()), new Retention(1, null),
						new BackupManifest.Application(null, null), Clock.systemUTC(), ProgressListeners.NONE)
					.prune(source(first), Set.of());
				answer("done");
			}
			case "restore" -> {
				DatabaseBackups backups = backups(Path.of(arguments[2]));
				answer("starting");
				backups.restore(backups.open(Path.of(arguments[3])), source(first), false);
				answer("done");
			}
			case "restore-postgresql" -> {
				BackupSource target = PostgresqlDatabase.source("jdbc:postgresql://" + arguments[3], arguments[4]);
				DatabaseBackups backups = PostgresqlDatabase.backups(first, PostgresqlToolSettings.DEFAULTS);
				DatabaseBackup backup = backups.open(Path.of(arguments[2]));
				answer("starting");
				Restores.restore(backups, backup, target);
				answer("done");
			}
			default -> throw new IllegalArgumentException(arguments[0]);
		}
	}

	private static void hold(Path file) throws IOException {
		ProcessLock.acquire(file, "the child", Duration.ZERO, (holder) -> {
		});
		answer("held");
		System.in.read();
	}

	private static String probe(Path file) {
		try (ProcessLock lock = ProcessLock.acquire(file, "the child", Duration.ZERO, (holder) -> {
		})) {
			return "acquired " + lock.getClass().getSimpleName();
		}
		catch (MigrationException ex) {
			MigrationLock holder = ProcessLock.holder(file);
			return "refused: " + ((holder != null) ? holder.owner() : "");
		}
	}

	private static DatabaseBackups backups(Path directory) {
		return new DatabaseBackups(directory, List.of(new SqliteBackupStrategy()), new Retention(5, null),
				new BackupManifest.Application(null, null), Clock.systemUTC(), ProgressListeners.NONE);
	}

	private static BackupSource source(Path file) {
		return new BackupSource(Sql.sqlite(file), null, "DATABASECHANGELOG");
	}

	private static void answer(String text) {
		System.out.println(ANSWER + text);
		System.out.flush();
	}

}
