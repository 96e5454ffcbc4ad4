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
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import liquibase.changelog.ChangeSet;
import liquibase.database.DatabaseFactory;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

import io.migrationutilities.generate.GeneratorSettings.Format;

/**
 * Writes change sets as the text of a changelog.
 */
final class ChangelogText {

	private static final String ROOT = "databaseChangeLog";

	private static final String XML_END = "</databaseChangeLog>";

	private final Format format;

	private final String database;

	/**
	 * Create a writer.
	 * @param format the format
	 * @param database what Liquibase calls the kind of database for which SQL is written
	 */
	ChangelogText(Format format, String database) {
		this.format = format;
		this.database = database;
	}

	/**
	 * Write a changelog.
	 * @param active the change sets
	 * @param inactive change sets to be shown in comments, where the format has comments
	 * @param note why they are not run, or empty if there are none
	 * @return the text
	 * @throws IOException if Liquibase can't write it
	 */
	String write(List<ChangeSet> active, List<ChangeSet> inactive, String note) throws IOException {
		return switch (this.format) {
			case YAML -> toYaml(active) + (inactive.isEmpty() ? "" : commented(note, toYaml(inactive)));
			case JSON -> toJson(active);
			case XML -> inactive.isEmpty() ? SerializedChangeSets.toXml(active) : toXml(active, inactive, note);
			case SQL -> new FormattedSqlText(DatabaseFactory.getInstance().getDatabase(this.database)).write(active,
					inactive, note);
		};
	}

	private static String toYaml(List<ChangeSet> changeSets) throws IOException {
		DumperOptions options = new DumperOptions();
		options.setDefaultFlowStyle(FlowStyle.BLOCK);
		options.setSplitLines(false);
		return new Yaml(options).dump(Map.of(ROOT, SerializedChangeSets.of(changeSets)));
	}

	private static String commented(String note, String yaml) {
		String entries = yaml.substring(yaml.indexOf('\n') + 1);
		return (note + "\n" + entries).lines()
			.map((line) -> ("# " + line).stripTrailing())
			.collect(Collectors.joining("\n", "", "\n"));
	}

	private static String toJson(List<ChangeSet> changeSets) throws IOException {
		return JsonMapper.builder()
			.enable(SerializationFeature.INDENT_OUTPUT)
			.build()
			.writeValueAsString(Map.of(ROOT, SerializedChangeSets.of(changeSets))) + "\n";
	}

	private static String toXml(List<ChangeSet> active, List<ChangeSet> inactive, String note) throws IOException {
		String text = SerializedChangeSets.toXml(active);
		String other = SerializedChangeSets.toXml(inactive);
		String entries = other.substring(other.indexOf("<changeSet"), other.lastIndexOf(XML_END)).strip();
		int end = text.lastIndexOf(XML_END);
		return text.substring(0, end) + "    <!-- " + (note + "\n    " + entries).replace("--", "- -") + "\n    -->\n"
				+ text.substring(end);
	}

}
