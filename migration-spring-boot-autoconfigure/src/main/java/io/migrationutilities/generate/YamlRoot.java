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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * A root changelog in YAML.
 */
final class YamlRoot implements RootFormat {

	private static final Pattern FIRST_ENTRY = Pattern
		.compile("(?m)^databaseChangeLog:.*\\R(?:\\s*(?:#.*)?\\R)*?( *)- ");

	@Override
	@SuppressWarnings("unchecked")
	public List<Map<String, Object>> read(String text) {
		Map<String, Object> document = new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
		return List.copyOf((List<Map<String, Object>>) document.get("databaseChangeLog"));
	}

	@Override
	public @Nullable String append(String text, String file) {
		Matcher first = FIRST_ENTRY.matcher(text);
		if (!first.find()) {
			return null;
		}
		String end = text.contains("\r\n") ? "\r\n" : "\n";
		String indent = first.group(1);
		String head = text.endsWith("\n") ? text : text + end;
		return head + indent + "- include:" + end + indent + "    file: " + quote(file) + end + indent
				+ "    relativeToChangelogFile: true" + end;
	}

	private static String quote(String file) {
		return file.matches("[\\w./-]+") ? file : "'" + file.replace("'", "''") + "'";
	}

	@Override
	public String entry(String file) {
		return "- include: { file: " + quote(file) + ", relativeToChangelogFile: true }";
	}

}
