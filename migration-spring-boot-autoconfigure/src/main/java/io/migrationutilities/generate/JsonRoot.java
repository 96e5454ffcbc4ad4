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
import tools.jackson.databind.json.JsonMapper;

/**
 * A root changelog in JSON.
 */
final class JsonRoot implements RootFormat {

	@Override
	@SuppressWarnings("unchecked")
	public List<Map<String, Object>> read(String text) {
		Map<String, Object> document = JsonMapper.shared().readValue(text, Map.class);
		return List.copyOf((List<Map<String, Object>>) document.get("databaseChangeLog"));
	}

	@Override
	public @Nullable String append(String text, String file) {
		int end = text.lastIndexOf(']');
		if (end < 0) {
			return null;
		}
		String before = text.substring(0, end).stripTrailing();
		String line = text.contains("\r\n") ? "\r\n" : "\n";
		return before + (before.endsWith("[") ? "" : ",") + line + "    " + entry(file) + line + "  "
				+ text.substring(end);
	}

	@Override
	public String entry(String file) {
		return JsonMapper.shared().writeValueAsString(Map.of("include", new Include(file, true)));
	}

	private record Include(String file, boolean relativeToChangelogFile) {

	}

}
