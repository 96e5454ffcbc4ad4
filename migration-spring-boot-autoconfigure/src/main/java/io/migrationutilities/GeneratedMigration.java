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
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Result of generating a migration.
 *
 * @param file the changelog file that was written, or {@code null} if there was nothing
 * to write
 * @param changes the changes in it that will be run, in words
 * @param leftOut the changes that would lose something and are not run, in words
 * @param possibleRenames columns that may have been renamed, not dropped and added, each
 * as {@code table.old=new}
 * @param include what has to be added to the root changelog by hand, or {@code null} if
 * it finds the file already
 * @param empty whether there was nothing to do
 */
public record GeneratedMigration(@Nullable Path file, List<String> changes, List<String> leftOut,
		List<String> possibleRenames, @Nullable String include, boolean empty) {

}
