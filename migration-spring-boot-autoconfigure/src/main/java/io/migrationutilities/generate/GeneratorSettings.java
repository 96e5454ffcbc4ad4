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

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * Settings of generated changelogs.
 *
 * @param directory where to write them, or {@code null} for the directory of the root
 * changelog in the sources
 * @param format how to write them
 * @param author their author
 * @param excluded names of tables to leave alone, with {@code *} for any characters
 * @param referenceUser user of a database to compare with, or {@code null}
 * @param referencePassword password of that user, or {@code null}
 */
public record GeneratorSettings(@Nullable Path directory, Format format, String author, List<String> excluded,
		@Nullable String referenceUser, @Nullable String referencePassword) {

	@Override
	public String toString() {
		return "GeneratorSettings[directory=" + this.directory + ", format=" + this.format + "]";
	}

	/**
	 * The formats of changelogs.
	 */
	public enum Format {

		/**
		 * YAML.
		 */
		YAML,

		/**
		 * XML.
		 */
		XML,

		/**
		 * JSON.
		 */
		JSON,

		/**
		 * Formatted SQL.
		 */
		SQL;

		String extension() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

}
