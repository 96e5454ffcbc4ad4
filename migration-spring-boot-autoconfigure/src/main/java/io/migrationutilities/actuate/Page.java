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

package io.migrationutilities.actuate;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;

/**
 * The part of a list that is wanted.
 *
 * @param number the number of the page, from 0
 * @param size the size of a page
 */
record Page(int number, int size) {

	static Page of(@Nullable Integer number, @Nullable Integer size, int defaultSize, int maxSize) {
		Page page = new Page((number != null) ? number : 0, (size != null) ? size : defaultSize);
		if (page.number() < 0 || page.size() < 1 || page.size() > maxSize
				|| (long) page.number() * page.size() > Integer.MAX_VALUE) {
			throw new InvalidEndpointRequestException("Bad page " + page,
					"'page' counts from 0, 'size' goes from 1 to " + maxSize);
		}
		return page;
	}

	int offset() {
		return this.number * this.size;
	}

	long count(long elements) {
		return (elements + this.size - 1) / this.size;
	}

	<T> List<T> of(List<T> elements) {
		return elements.stream().skip(offset()).limit(this.size).toList();
	}

}
