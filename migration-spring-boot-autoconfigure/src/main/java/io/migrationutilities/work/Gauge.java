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

package io.migrationutilities.work;

/**
 * Shows how far one part of a long piece of work is. It may be told as often as is
 * convenient, and by several threads.
 */
@FunctionalInterface
public interface Gauge {

	/**
	 * Nobody looks at it.
	 */
	Gauge NONE = (done, total) -> {
	};

	/**
	 * Show how far the work is.
	 * @param done how much is done, in any unit
	 * @param total how much there is to do, in the same unit; may be an estimate
	 */
	void show(long done, long total);

}
