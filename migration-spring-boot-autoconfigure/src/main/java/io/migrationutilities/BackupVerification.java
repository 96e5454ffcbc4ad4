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

import java.time.Duration;
import java.util.List;

/**
 * Findings of a verification.
 *
 * @param valid whether the backup passed
 * @param fileSize size of the backup in bytes
 * @param tableCount number of tables in the backup
 * @param errors what is wrong, in sentences; empty if the backup is valid
 * @param level how far the verification went
 * @param duration how long it took
 */
public record BackupVerification(boolean valid, long fileSize, int tableCount, List<String> errors,
		VerificationLevel level, Duration duration) {

}
