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

import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;
import org.springframework.util.StringUtils;

/**
 * Looks at a failure and its causes.
 */
public final class Causes {

	private Causes() {
	}

	/**
	 * Find an exception among a failure and its causes.
	 * @param <T> the type of the exception
	 * @param failure the failure
	 * @param type the type of the exception
	 * @return the outermost one, or {@code null} if there is none
	 */
	public static <T extends Throwable> @Nullable T find(@Nullable Throwable failure, Class<T> type) {
		return find(failure, type, (ex) -> true);
	}

	/**
	 * Find an exception among a failure and its causes.
	 * @param <T> the type of the exception
	 * @param failure the failure
	 * @param type the type of the exception
	 * @param matches tells the one that is looked for
	 * @return the outermost one, or {@code null} if there is none
	 */
	public static <T extends Throwable> @Nullable T find(@Nullable Throwable failure, Class<T> type,
			Predicate<T> matches) {
		Throwable candidate = failure;
		while (candidate != null) {
			if (type.isInstance(candidate) && matches.test(type.cast(candidate))) {
				return type.cast(candidate);
			}
			candidate = (candidate.getCause() != candidate) ? candidate.getCause() : null;
		}
		return null;
	}

	/**
	 * Return the innermost cause, which tells what happened.
	 * @param failure the failure
	 * @return the failure that has no cause
	 */
	public static Throwable root(Throwable failure) {
		Throwable root = failure;
		while (root.getCause() != null && root.getCause() != root) {
			root = root.getCause();
		}
		return root;
	}

	/**
	 * Return the message of the innermost cause.
	 * @param failure the failure
	 * @return its message in one line
	 */
	public static String rootMessage(Throwable failure) {
		Throwable root = root(failure);
		return oneLine(root.getMessage(), root);
	}

	/**
	 * Return a message in one line.
	 * @param message the message, which may be missing
	 * @param failure the failure that has it
	 * @return the message, or the kind of the failure if there is none
	 */
	public static String oneLine(@Nullable String message, Throwable failure) {
		return StringUtils.hasText(message) ? message.strip().replaceAll("\\s*\\R\\s*", " ")
				: failure.getClass().getSimpleName();
	}

}
