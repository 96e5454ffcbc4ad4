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

import java.util.regex.Pattern;

/**
 * A JDBC URL for people to read.
 */
public final class JdbcUrl {

	// The rest may hold a password, and is of no use to find the database with.
	private static final Pattern PARAMETERS = Pattern.compile("[?;].*", Pattern.DOTALL);

	// "user:password@" before a host, as in a URI, and "user/password@" as Oracle has it.
	private static final Pattern CREDENTIALS = Pattern.compile("(?<=//)[^/@]*@|(?<=:)[^:/@]*/[^/@]*@");

	private JdbcUrl() {
	}

	/**
	 * Remove everything from a URL that may be a secret.
	 * @param url the URL
	 * @return the URL without parameters and credentials
	 */
	public static String withoutSecrets(String url) {
		return CREDENTIALS.matcher(PARAMETERS.matcher(url).replaceFirst("")).replaceFirst("");
	}

}
