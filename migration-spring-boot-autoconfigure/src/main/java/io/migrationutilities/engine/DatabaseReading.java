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

import org.jspecify.annotations.Nullable;

import io.migrationutilities.MigrationLock;
import io.migrationutilities.engine.session.DatabaseSnapshot;

/**
 * A database as it is at the moment.
 *
 * @param snapshot what is known of it, or {@code null} if this process migrates it and
 * has not compared it before
 * @param lock who migrates it, or {@code null} if nobody does
 */
public record DatabaseReading(@Nullable DatabaseSnapshot snapshot, @Nullable MigrationLock lock) {

}
