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

package io.migrationutilities.sql;

/**
 * A part of a text.
 *
 * @param start the offset of its first character
 * @param end the offset behind its last character
 */
public record SqlRange(int start, int end) {

	public boolean isEmpty() {
		return this.start == this.end;
	}

	public String of(String sql) {
		return sql.substring(this.start, this.end);
	}

}
