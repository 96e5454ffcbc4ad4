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

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import liquibase.changelog.ChangeSet;
import liquibase.serializer.ChangeLogSerializerFactory;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * Change sets as Liquibase serializes them, in an order for readers. Its YAML and JSON of
 * a rollback can't be parsed by itself (a rollback in a rollback), so that this is taken
 * apart.
 */
final class SerializedChangeSets {

	private static final String CHANGES = "changes";

	private static final String ROLLBACK = "rollback";

	private SerializedChangeSets() {
	}

	static String toXml(List<ChangeSet> changeSets) throws IOException {
		String text = serialize("xml", changeSets);
		return text.endsWith("\n") ? text : text + "\n";
	}

	/**
	 * Return change sets as entries of a changelog in YAML or JSON.
	 * @param changeSets the change sets
	 * @return the entries
	 * @throws IOException if Liquibase can't write them
	 */
	static List<Map<String, Object>> of(List<ChangeSet> changeSets) throws IOException {
		List<Map<String, Object>> entries = new ArrayList<>();
		Map<?, ?> document = new Yaml(new SafeConstructor(new LoaderOptions())).load(serialize("yaml", changeSets));
		for (Object entry : (List<?>) List.copyOf(document.values()).get(0)) {
			Map<String, Object> changeSet = copy(((Map<?, ?>) entry).get("changeSet"));
			entries.add(Map.of("changeSet", inOrder(changeSet)));
		}
		return entries;
	}

	private static Map<String, Object> inOrder(Map<String, Object> changeSet) {
		Object changes = changeSet.remove(CHANGES);
		Object rollback = changeSet.remove(ROLLBACK);
		changeSet.put(CHANGES, (changes != null) ? changes : List.of());
		if (rollback != null) {
			changeSet.put(ROLLBACK, changesOf(rollback));
		}
		return changeSet;
	}

	private static Object changesOf(Object rollback) {
		if (!(rollback instanceof Map<?, ?> map)) {
			return rollback;
		}
		Object inner = map.containsKey(ROLLBACK) ? map.get(ROLLBACK) : map.get(CHANGES);
		return (inner != null) ? changesOf(inner) : List.of(map);
	}

	private static Map<String, Object> copy(@Nullable Object map) {
		Map<String, Object> copy = new LinkedHashMap<>();
		((Map<?, ?>) Objects.requireNonNull(map)).forEach((name, value) -> copy.put(String.valueOf(name), value));
		return copy;
	}

	private static String serialize(String format, List<ChangeSet> changeSets) throws IOException {
		ByteArrayOutputStream output = new ByteArrayOutputStream();
		ChangeLogSerializerFactory.getInstance().getSerializer(format).write(changeSets, output);
		return output.toString(StandardCharsets.UTF_8).replace("\r\n", "\n");
	}

}
