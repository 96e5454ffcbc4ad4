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
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.List;
import java.util.stream.Stream;

import io.migrationutilities.Finding;
import io.migrationutilities.Finding.Severity;
import io.migrationutilities.MigrationException;
import io.migrationutilities.MigrationUtilities;
import io.migrationutilities.test.ChildProcess;
import io.migrationutilities.test.JavaCommand;

import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * A process of a user that is no superuser, so that files of others are closed to it, and
 * that has no name, as in a container.
 */
public final class OrdinaryUser {

	private static final String CAPABILITIES = "-dac_override,-dac_read_search,-fowner,-chown";

	private static final String END = "end of commands";

	private OrdinaryUser() {
	}

	/**
	 * Run commands, each of which prints what it did or why it could not.
	 * @param directory the directory of an {@link EngineFixture}
	 * @param changelog the changelog
	 * @param commands the commands
	 * @return all that they have printed
	 */
	static String run(Path directory, String changelog, String... commands) {
		List<String> launcher = List.of("setpriv", "--inh-caps=" + CAPABILITIES, "--bounding-set=" + CAPABILITIES);
		try (ChildProcess process = JavaCommand.of(OrdinaryUser.class)
			.options("-Duser.name=?")
			.arguments(directory.toString(), changelog)
			.arguments(commands)
			.startBy(launcher)) {
			return process.awaitSuccess(END).output();
		}
	}

	/**
	 * Give a file, or a directory with what is in it, to another user, who lets nobody
	 * else read it. Only a superuser can do that.
	 * @param path the file or directory
	 * @throws IOException if that fails
	 */
	static void takeAway(Path path) throws IOException {
		assumeThat(System.getProperty("user.name")).isEqualTo("root");
		UserPrincipal nobody = FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByName("nobody");
		try (Stream<Path> all = Files.walk(path)) {
			for (Path each : all.toList()) {
				Files.setPosixFilePermissions(each,
						PosixFilePermissions.fromString(Files.isDirectory(each) ? "rwx------" : "rw-------"));
				Files.setOwner(each, nobody);
			}
		}
	}

	public static void main(String[] arguments) {
		EngineFixture studio = new EngineFixture(Path.of(arguments[0]));
		MigrationUtilities utilities = studio.utilities(arguments[1]);
		Stream.of(arguments).skip(2).forEach((command) -> {
			try {
				System.out.println(command + ": " + execute(studio, utilities, arguments[1], command.split(" ")));
			}
			catch (MigrationException ex) {
				System.out.println(command + ": " + ex.getCode() + " " + ex.getMessage() + " " + ex.getHint());
			}
		});
		System.out.println(END);
	}

	private static Object execute(EngineFixture studio, MigrationUtilities utilities, String changelog,
			String[] command) {
		return switch (command[0]) {
			case "upgrade" -> studio.upgrade(changelog).applied();
			case "backup" -> utilities.createDatabaseBackup().path().getFileName();
			case "list" -> utilities.listBackups();
			case "prune" -> utilities.pruneBackups();
			case "runs" -> utilities.listRuns(10);
			case "verify" -> utilities.verifyDatabaseBackup(Path.of(command[1]));
			case "release" -> utilities.releaseBackup(Path.of(command[1]));
			case "restore" -> utilities.restoreDatabase(Path.of(command[1])).postRestoreRevision();
			case "doctor" -> problems(utilities);
			default -> throw new IllegalArgumentException(command[0]);
		};
	}

	private static List<Finding> problems(MigrationUtilities utilities) {
		return utilities.diagnose().stream().filter((finding) -> finding.severity() != Severity.OK).toList();
	}

}
