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

import java.text.Normalizer;
import java.util.Locale;

/**
 * Makes the name of a file of what somebody says a migration is about.
 */
final class MessageSlug {

	private static final int MAX_LENGTH = 60;

	private MessageSlug() {
	}

	/**
	 * Return the message in letters, digits and underscores.
	 * @param message the message
	 * @return what can be part of a file name
	 */
	static String of(String message) {
		String slug = Normalizer.normalize(message, Normalizer.Form.NFD)
			.replaceAll("\\p{M}+", "")
			.toLowerCase(Locale.ROOT)
			.replaceAll("[^\\p{L}\\p{N}]+", "_")
			.replaceAll("^_|_$", "");
		if (slug.isEmpty()) {
			throw GeneratorFailures.refused("The message '" + message.strip() + "' says nothing to name a file by.",
					"Say in a few words what the change is about.");
		}
		int end = slug.offsetByCodePoints(0, Math.min(slug.codePointCount(0, slug.length()), MAX_LENGTH));
		return slug.substring(0, end).replaceAll("_$", "");
	}

}
