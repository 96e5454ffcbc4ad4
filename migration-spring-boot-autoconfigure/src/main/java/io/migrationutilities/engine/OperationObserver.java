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

package io.migrationutilities.engine;

import java.util.function.Supplier;

/**
 * Watches the operations that somebody asks for while the application runs. Work at boot
 * is none of them.
 */
public interface OperationObserver {

	/**
	 * Watches nothing.
	 */
	OperationObserver NONE = new OperationObserver() {

		@Override
		public <T> T observe(String database, String operation, Supplier<T> work) {
			return work.get();
		}

	};

	/**
	 * Let an operation be done.
	 * @param <T> the type of its result
	 * @param database the name of the database
	 * @param operation which one: {@code backup}, {@code verify}, {@code restore},
	 * {@code upgrade} or {@code downgrade}
	 * @param work does it, and must be called once
	 * @return what it returns
	 */
	<T> T observe(String database, String operation, Supplier<T> work);

	/**
	 * Return an observer that is looked for only when there is something to observe.
	 * @param observer finds the observer
	 * @return an observer
	 */
	static OperationObserver lazy(Supplier<OperationObserver> observer) {
		return new OperationObserver() {

			@Override
			public <T> T observe(String database, String operation, Supplier<T> work) {
				return observer.get().observe(database, operation, work);
			}

		};
	}

}
