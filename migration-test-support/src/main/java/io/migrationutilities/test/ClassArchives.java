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

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import org.jspecify.annotations.Nullable;

/**
 * Keeps archives of loaded classes (AppCDS), with which JVMs start in half the time.
 * Archives know classes of jars only, so directories of classes become jars. There are
 * archives where the system property {@code child-jvm.archives} names a directory for
 * them, as the build does; without it, and whenever something fails, JVMs start without.
 */
final class ClassArchives {

	private static final @Nullable Path DIRECTORY = directory();

	// Programs log as they do by themselves, which is set up sooner.
	private static final String LOGGING_OF_TESTS = "logback-test.xml";

	private static @Nullable List<Path> classPath;

	private ClassArchives() {
	}

	private static @Nullable Path directory() {
		String directory = System.getProperty("child-jvm.archives");
		return (directory != null) ? Path.of(directory).toAbsolutePath() : null;
	}

	/**
	 * Return the class path of the tests.
	 * @return jars where there are archives, otherwise jars and directories
	 */
	static synchronized List<Path> classPath() {
		List<Path> result = classPath;
		if (result == null) {
			result = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
				.map((entry) -> Path.of(entry).toAbsolutePath())
				.filter(Files::exists)
				.map((entry) -> (DIRECTORY != null && Files.isDirectory(entry)) ? jarOf(entry, DIRECTORY) : entry)
				.toList();
			classPath = result;
		}
		return result;
	}

	private static Path jarOf(Path classes, Path directory) {
		try (Stream<Path> tree = Files.walk(classes)) {
			List<Path> files = tree.filter(Files::isRegularFile)
				.filter((file) -> !file.endsWith(LOGGING_OF_TESTS))
				.sorted()
				.toList();
			Path jar = directory.resolve(classes.getFileName() + "-" + fingerprint(files) + ".jar");
			if (Files.notExists(jar)) {
				Path incomplete = Files.createTempFile(Files.createDirectories(directory), "incomplete", ".jar");
				write(incomplete, classes, files);
				Files.move(incomplete, jar, StandardCopyOption.ATOMIC_MOVE);
			}
			return jar;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void write(Path jar, Path classes, List<Path> files) throws IOException {
		try (ZipOutputStream output = new ZipOutputStream(Files.newOutputStream(jar))) {
			output.setLevel(Deflater.BEST_SPEED);
			for (Path file : files) {
				output.putNextEntry(new ZipEntry(classes.relativize(file).toString().replace(File.separatorChar, '/')));
				Files.copy(file, output);
			}
		}
	}

	private static String fingerprint(List<Path> files) {
		String text = files.stream().map(ClassArchives::fingerprint).collect(Collectors.joining("\n"));
		return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).toString();
	}

	private static String fingerprint(Path file) {
		try {
			return file + " " + Files.size(file) + " " + Files.getLastModifiedTime(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Return the options of a JVM that make it use the archive of its class path, which
	 * is made if there is none and no other process is at it.
	 * @param classPath the class path
	 * @param training the program whose classes are archived
	 * @return the options, none if there is no archive
	 */
	static synchronized List<String> optionsFor(List<Path> classPath, JavaCommand training) {
		if (DIRECTORY == null || !classPath.stream().allMatch(Files::isRegularFile)) {
			return List.of();
		}
		String name = fingerprint(classPath) + "-" + System.getProperty("java.vm.version");
		Path archive = DIRECTORY.resolve(name + ".jsa");
		try {
			if (Files.notExists(archive)) {
				create(archive, DIRECTORY.resolve(name + ".attempt"), training);
			}
			// A warning would stand in the output of the program.
			return Files.exists(archive) ? List.of("-XX:SharedArchiveFile=" + archive, "-Xlog:cds*=off") : List.of();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void create(Path archive, Path attempt, JavaCommand training) throws IOException {
		Files.createDirectories(archive.getParent());
		try (FileChannel channel = FileChannel.open(attempt, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
				FileLock lock = channel.tryLock()) {
			if (lock == null || channel.size() > 0) {
				return;
			}
			channel.write(StandardCharsets.UTF_8.encode("begun"));
			Path incomplete = Path.of(archive + ".incomplete");
			ProcessBuilder builder = new ProcessBuilder(
					training.command(List.of("-XX:ArchiveClassesAtExit=" + incomplete)));
			builder.directory(Files.createTempDirectory(archive.getParent(), "training").toFile());
			ChildProcess.start(builder).awaitExit();
			if (Files.exists(incomplete)) {
				Files.move(incomplete, archive, StandardCopyOption.ATOMIC_MOVE);
			}
		}
	}

}
