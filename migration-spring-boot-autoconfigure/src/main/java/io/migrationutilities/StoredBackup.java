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

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/**
 * An entry of the backup directory.
 *
 * @param name its name in the backup directory
 * @param path its absolute path
 * @param state whether it can be relied on
 * @param size its size on disk in bytes
 * @param manifest its manifest, or {@code null} if there is no readable one
 * @param problem why it can't be relied on, or {@code null} if it is good
 * @param pin why it is kept whatever the retention says, or {@code null} if it is not: it
 * is the way back from a run of which a part is committed, or may be
 */
public record StoredBackup(String name, Path path, BackupState state, long size, @Nullable BackupManifest manifest,
		@Nullable String problem, @Nullable String pin) {

}
