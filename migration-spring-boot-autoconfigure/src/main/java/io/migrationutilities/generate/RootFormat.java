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

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A format of root changelogs that can be edited as text.
 */
interface RootFormat {

	/**
	 * Read the entries of a changelog.
	 * @param text the changelog
	 * @return its entries, each with its name as the only key
	 * @throws RuntimeException if it can't be read
	 */
	List<Map<String, Object>> read(String text);

	/**
	 * Add an entry behind the others, and change nothing else.
	 * @param text the changelog
	 * @param file what the entry includes, relative to the changelog
	 * @return the changelog with the entry, or {@code null} if there is no place for it
	 */
	@Nullable String append(String text, String file);

	/**
	 * Write the entry for somebody who adds it by hand.
	 * @param file what the entry includes, relative to the changelog
	 * @return the entry
	 */
	String entry(String file);

}
