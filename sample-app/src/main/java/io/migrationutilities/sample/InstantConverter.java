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

package io.migrationutilities.sample;

import java.time.Instant;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import org.jspecify.annotations.Nullable;

/**
 * Stores an {@link Instant} as milliseconds since 1970, on every database alike: SQLite
 * has no type for it.
 */
@Converter(autoApply = true)
class InstantConverter implements AttributeConverter<Instant, Long> {

	@Override
	public @Nullable Long convertToDatabaseColumn(@Nullable Instant instant) {
		return (instant != null) ? instant.toEpochMilli() : null;
	}

	@Override
	public @Nullable Instant convertToEntityAttribute(@Nullable Long milliseconds) {
		return (milliseconds != null) ? Instant.ofEpochMilli(milliseconds) : null;
	}

}
