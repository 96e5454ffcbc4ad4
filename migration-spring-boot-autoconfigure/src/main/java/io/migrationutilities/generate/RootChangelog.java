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

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.migrationutilities.file.DurableFile;

/**
 * The root changelog, which has to find the new one. It is edited only where the result
 * reads as what it was with one entry more; every other byte stays.
 */
final class RootChangelog {

	private final Path file;

	private final RootFormat format;

	private RootChangelog(Path file, RootFormat format) {
		this.file = file;
		this.format = format;
	}

	/**
	 * Make the root changelog include a file.
	 * @param root the root changelog, or {@code null} if it is not found
	 * @param file the new changelog
	 * @return what has to be added by hand, or {@code null} if nothing has to
	 * @throws IOException if the root can't be written
	 */
	static @Nullable String include(@Nullable Path root, Path file) throws IOException {
		RootFormat format = (root != null) ? formatOf(root) : null;
		if (root == null || format == null) {
			return "an include of " + file.getFileName();
		}
		return new RootChangelog(root, format).include(file);
	}

	private static @Nullable RootFormat formatOf(Path file) {
		String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
		if (name.endsWith(".yaml") || name.endsWith(".yml")) {
			return new YamlRoot();
		}
		if (name.endsWith(".xml")) {
			return new XmlRoot();
		}
		return name.endsWith(".json") ? new JsonRoot() : null;
	}

	private @Nullable String include(Path newFile) throws IOException {
		String path = relativize(newFile);
		String entry = this.format.entry(path);
		try {
			String text = Files.readString(this.file, StandardCharsets.UTF_8);
			List<Map<String, Object>> entries = this.format.read(text);
			if (entries.stream().anyMatch((present) -> covers(present, newFile))) {
				return null;
			}
			String edited = this.format.append(text, path);
			if (edited == null || !isExtended(entries, this.format.read(edited), path)
					|| !Files.isWritable(this.file)) {
				return entry;
			}
			DurableFile.replace(this.file, edited);
			return null;
		}
		catch (RuntimeException ex) {
			return entry;
		}
	}

	private String relativize(Path newFile) {
		return directoryOf(this.file).relativize(newFile.toAbsolutePath().normalize()).toString().replace('\\', '/');
	}

	private static Path directoryOf(Path file) {
		return file.toAbsolutePath().normalize().resolveSibling("");
	}

	private boolean covers(Map<String, Object> entry, Path newFile) {
		if (!(entry.get("includeAll") instanceof Map<?, ?> attributes)
				|| !(attributes.get("path") instanceof String path)) {
			return false;
		}
		boolean relative = Boolean.parseBoolean(String.valueOf(attributes.get("relativeToChangelogFile")));
		Path parent = directoryOf(newFile);
		if (relative) {
			return this.file.resolveSibling(path).toAbsolutePath().normalize().equals(parent);
		}
		return parent.endsWith(Path.of(path.replaceFirst("^(classpath:)?/?", "")));
	}

	private static boolean isExtended(List<Map<String, Object>> before, List<Map<String, Object>> after, String path) {
		return after.size() == before.size() + 1 && after.subList(0, before.size()).equals(before)
				&& after.get(before.size()).get("include") instanceof Map<?, ?> include
				&& path.equals(include.get("file"));
	}

}
