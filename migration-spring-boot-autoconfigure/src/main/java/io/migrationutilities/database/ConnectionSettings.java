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

package io.migrationutilities.database;

import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

/**
 * Settings that a data source connects with, for connections beside it and for the tools
 * of a database. Its text form shows no secrets.
 *
 * @param url the JDBC URL
 * @param user the user, or {@code null} if the URL or the environment names it
 * @param password the password, or {@code null} if there is none
 * @param properties further properties that are given to the driver
 */
public record ConnectionSettings(String url, @Nullable String user, @Nullable String password,
		Map<String, String> properties) {

	public ConnectionSettings {
		Assert.hasText(url, "'url' must not be empty");
		properties = Map.copyOf(properties);
	}

	@Override
	public String toString() {
		return "ConnectionSettings[user=%s, properties=%s]".formatted(this.user,
				new TreeMap<>(this.properties).keySet());
	}

}
