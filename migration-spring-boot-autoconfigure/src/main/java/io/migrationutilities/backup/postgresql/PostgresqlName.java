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

package io.migrationutilities.backup.postgresql;

import java.util.regex.Pattern;

import io.migrationutilities.database.Queries;

/**
 * Name of a relation with its schema.
 *
 * @param schema the schema
 * @param name the relation
 */
record PostgresqlName(String schema, String name) {

	private static final Pattern PLAIN = Pattern.compile("[a-z_][a-z0-9_$]*");

	/**
	 * Return the name as SQL understands it in every version of the server.
	 * @return the quoted name
	 */
	String quoted() {
		return Queries.quote(this.schema) + "." + Queries.quote(this.name);
	}

	/**
	 * Return a text as a literal of SQL, whatever {@code standard_conforming_strings} is.
	 * @param text the text
	 * @return the quoted text
	 */
	static String literal(String text) {
		return "E'" + text.replace("\\", "\\\\").replace("'", "''") + "'";
	}

	/**
	 * Return the name as manifests record it: quoted only where it would be ambiguous.
	 */
	@Override
	public String toString() {
		return display(this.schema) + "." + display(this.name);
	}

	private static String display(String identifier) {
		return PLAIN.matcher(identifier).matches() ? identifier : Queries.quote(identifier);
	}

}
