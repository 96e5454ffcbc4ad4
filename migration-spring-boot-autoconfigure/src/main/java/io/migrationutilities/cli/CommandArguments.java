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

package io.migrationutilities.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.springframework.core.env.PropertyResolver;

/**
 * Arguments that ask for a command: the first one is the command word. Of those after it,
 * options whose name has a dot, such as {@code --spring.profiles.active=test}, set
 * properties of the application; the others belong to the command and set none.
 *
 * @param word the command word
 * @param command the verb and its arguments
 * @param properties the options that set properties
 */
record CommandArguments(String word, List<String> command, List<String> properties) {

	static final String WORD_PROPERTY = "migration.cli.command";

	static final String ENABLED_PROPERTY = "migration.cli.enabled";

	private static final Pattern PROPERTY = Pattern.compile("--[^=.]+\\.[^=]*(=.*)?", Pattern.DOTALL);

	/**
	 * Find out whether the arguments of an application ask for a command.
	 * @param arguments the arguments
	 * @param settings the settings that are known before the application starts
	 * @return the parts of the arguments, or empty if there is no command
	 */
	static Optional<CommandArguments> of(String[] arguments, PropertyResolver settings) {
		if (arguments.length == 0 || !arguments[0].equals(settings.getProperty(WORD_PROPERTY, "migrations"))
				|| !settings.getProperty(ENABLED_PROPERTY, Boolean.class, true)) {
			return Optional.empty();
		}
		Map<Boolean, List<String>> parts = Arrays.stream(arguments)
			.skip(1)
			.collect(Collectors.partitioningBy((argument) -> PROPERTY.matcher(argument).matches()));
		return Optional.of(new CommandArguments(arguments[0], parts.getOrDefault(false, List.of()),
				parts.getOrDefault(true, List.of())));
	}

}
