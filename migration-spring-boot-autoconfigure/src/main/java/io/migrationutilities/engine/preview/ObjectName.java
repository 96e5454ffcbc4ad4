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

package io.migrationutilities.engine.preview;

import java.util.List;

/**
 * Name of a table or column, with its schema if it is given.
 *
 * @param key equal for names of the same object
 * @param shown the name as a user reads it, without the default schema
 * @param parts the schema, if any, and the name, without quotes
 * @param sql the name as it stands in statements
 */
record ObjectName(String key, String shown, List<String> parts, String sql) {

	String name() {
		return this.parts.get(this.parts.size() - 1);
	}

	@Override
	public String toString() {
		return this.shown;
	}

}
