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

package io.migrationutilities.engine.plan;

import java.util.List;
import java.util.regex.Pattern;

import liquibase.changelog.ChangeLogParameters;
import liquibase.changelog.ChangeSet;

/**
 * Finds references to changelog parameters that have no value for this database, its
 * contexts and its labels. Liquibase leaves them in the text as they stand.
 */
final class UndefinedParameters {

	private static final Pattern REFERENCE = Pattern.compile("\\$\\{\\s*([^\\s{}$:'\"]+)\\s*}");

	private UndefinedParameters() {
	}

	/**
	 * Return the undefined parameters that a text refers to.
	 * @param text text of a change set, in which Liquibase has put values
	 * @param changeSet the change set
	 * @return their names, each once
	 */
	static List<String> in(String text, ChangeSet changeSet) {
		ChangeLogParameters parameters = changeSet.getChangeLog().getChangeLogParameters();
		if (parameters == null || !text.contains("${")) {
			return List.of();
		}
		return REFERENCE.matcher(text)
			.results()
			.map((reference) -> reference.group(1))
			.distinct()
			.filter((name) -> !parameters.hasValue(name, changeSet.getChangeLog()))
			.toList();
	}

}
