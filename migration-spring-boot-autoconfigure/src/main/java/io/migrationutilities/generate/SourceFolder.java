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

package io.migrationutilities.generate;

import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;
import org.springframework.util.ResourceUtils;

/**
 * Finds the sources of an application: the root changelog as a file that can be edited,
 * and the directory for new ones.
 *
 * @param directory where new changelogs go
 * @param root the root changelog in the sources, or {@code null} if it is not found
 */
record SourceFolder(Path directory, @Nullable Path root) {

	private static final String RESOURCES = "src/main/resources";

	// Directories that builds make of src/main/resources, relative to the project.
	private static final List<String> BUILT = List.of("target/classes", "build/resources/main", "bin/main");

	/**
	 * Find the sources.
	 * @param changeLog location of the root changelog, as Spring knows it
	 * @param configured the directory for new changelogs, or {@code null} for that of the
	 * root changelog
	 * @param workingDirectory the directory in which the application runs
	 * @return the sources
	 */
	static SourceFolder find(String changeLog, @Nullable Path configured, Path workingDirectory) {
		Path root = candidates(changeLog, workingDirectory).stream()
			.filter(Files::isRegularFile)
			.findFirst()
			.orElse(null);
		Path directory = (configured != null) ? workingDirectory.resolve(configured) : parentOf(root);
		if (directory == null) {
			throw GeneratorFailures.refused(
					"The sources of the application are not found: there is no " + RESOURCES + "/" + pathOf(changeLog)
							+ " under " + workingDirectory + ".",
					"Run the command in the directory of the project, or name a directory with "
							+ "--migration.generate.directory=….");
		}
		return new SourceFolder(directory.toAbsolutePath().normalize(), root);
	}

	private static @Nullable Path parentOf(@Nullable Path file) {
		return (file != null) ? file.toAbsolutePath().getParent() : null;
	}

	private static List<Path> candidates(String changeLog, Path workingDirectory) {
		if (changeLog.startsWith(ResourceUtils.FILE_URL_PREFIX)) {
			return List.of(workingDirectory.resolve(changeLog.substring(ResourceUtils.FILE_URL_PREFIX.length())));
		}
		List<Path> candidates = new ArrayList<>();
		Path built = locate(pathOf(changeLog));
		if (built != null) {
			candidates.addAll(sourcesOf(built));
		}
		candidates.add(workingDirectory.resolve(RESOURCES).resolve(pathOf(changeLog)));
		return candidates;
	}

	private static String pathOf(String changeLog) {
		String path = changeLog.startsWith(ResourceUtils.CLASSPATH_URL_PREFIX)
				? changeLog.substring(ResourceUtils.CLASSPATH_URL_PREFIX.length()) : changeLog;
		return path.startsWith("/") ? path.substring(1) : path;
	}

	private static @Nullable Path locate(String path) {
		ClassLoader classLoader = ClassUtils.getDefaultClassLoader();
		URL url = (classLoader != null) ? classLoader.getResource(path) : null;
		return (url != null && ResourceUtils.isFileURL(url)) ? Path.of(java.net.URI.create(url.toString())) : null;
	}

	private static List<Path> sourcesOf(Path built) {
		List<Path> sources = new ArrayList<>();
		for (Path directory = built.getParent(); directory != null; directory = directory.getParent()) {
			for (String output : BUILT) {
				if (directory.endsWith(output)) {
					Path project = directory.resolve("../".repeat(Path.of(output).getNameCount())).normalize();
					sources.add(project.resolve(RESOURCES).resolve(directory.relativize(built)));
				}
			}
		}
		return sources;
	}

}
