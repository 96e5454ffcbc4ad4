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
import java.nio.file.Files;
import java.nio.file.Path;

import org.springframework.util.FileSystemUtils;

/**
 * A copy of the sample's changelog outside the jar, for tests to spoil.
 */
final class SampleChangelog {

	private static final Path ORIGINAL = Path.of("src/main/resources/db/changelog");

	private final Path directory;

	private SampleChangelog(Path directory) {
		this.directory = directory;
	}

	static SampleChangelog copyTo(Path directory) {
		try {
			FileSystemUtils.copyRecursively(ORIGINAL, directory);
			return new SampleChangelog(directory);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Replace text in a file of the changelog.
	 * @param file the name of the file
	 * @param text what to replace, which must be there
	 * @param replacement what to put in its place
	 * @return this changelog
	 */
	SampleChangelog replace(String file, String text, String replacement) {
		return write(file, replaced(read(file), text, replacement));
	}

	private String replaced(String content, String text, String replacement) {
		if (!content.contains(text)) {
			throw new IllegalArgumentException("'%s' is not there".formatted(text));
		}
		return content.replace(text, replacement);
	}

	SampleChangelog append(String file, String text) {
		return write(file, read(file) + text);
	}

	/**
	 * Return the argument that makes the application use this changelog.
	 * @return the argument
	 */
	String argument() {
		return "--spring.liquibase.change-log=" + this.directory.resolve("db.changelog-master.yaml").toUri();
	}

	private String read(String file) {
		try {
			return Files.readString(this.directory.resolve(file));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private SampleChangelog write(String file, String content) {
		try {
			Files.writeString(this.directory.resolve(file), content);
			return this;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
