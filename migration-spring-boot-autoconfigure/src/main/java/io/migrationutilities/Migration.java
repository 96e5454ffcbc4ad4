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

package io.migrationutilities;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A change set as an entry of the migration history.
 *
 * @param revision how the change set is written: its {@code id} when that is unique in
 * changelog and history, else {@code id::author}, else {@code path::id::author}
 * @param id the change set's id
 * @param author the change set's author
 * @param path the changelog file that holds it, as recorded by Liquibase
 * @param doc its comments, or else Liquibase's description of its changes
 * @param state whether it is applied
 * @param dateExecuted when it was applied, or {@code null} if it is pending
 * @param deploymentId the run that applied it, as recorded by Liquibase, or {@code null}
 * @param tag the tag it set, or {@code null}
 * @param rollbackable whether it can be rolled back as the changelog stands
 */
public record Migration(String revision, String id, String author, String path, String doc, MigrationState state,
		@Nullable Instant dateExecuted, @Nullable String deploymentId, @Nullable String tag, boolean rollbackable) {

}
