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

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;

import io.migrationutilities.BackupManifest;
import io.migrationutilities.BackupManifest.Verification;
import io.migrationutilities.BackupReason;
import io.migrationutilities.BackupState;
import io.migrationutilities.StoredBackup;
import io.migrationutilities.VerificationLevel;

/**
 * A backup. Fields that are not known, of a damaged or incomplete one, are {@code null}.
 *
 * @param id its id, or its name if it has no manifest of its own
 * @param name its name in the backup directory
 * @param revision the revision that was current
 * @param size its size in bytes
 * @param createdAt when it was taken
 * @param state whether it can be relied on
 * @param verifiedLevel how far the last verification went that it passed
 * @param verifiedAt when that was
 * @param reason why it was taken
 * @param pin why nothing deletes it, or {@code null} if it is not pinned
 * @param tables the rows of each table, or {@code null} in a list
 * @param verifications what it went through, or {@code null} in a list
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record BackupDescriptor(String id, String name, @Nullable String revision, long size,
		@Nullable Instant createdAt, BackupState state, @Nullable VerificationLevel verifiedLevel,
		@Nullable Instant verifiedAt, @Nullable BackupReason reason, @Nullable String pin,
		@Nullable Map<String, Long> tables,
		@Nullable List<VerificationDescriptor> verifications) implements OperationResponseBody {

	static BackupDescriptor of(StoredBackup backup) {
		return of(backup, false);
	}

	static BackupDescriptor withDetails(StoredBackup backup) {
		return of(backup, true);
	}

	private static BackupDescriptor of(StoredBackup backup, boolean details) {
		BackupManifest manifest = backup.manifest();
		if (manifest == null) {
			return new BackupDescriptor(idOf(backup), backup.name(), null, backup.size(), null, backup.state(), null,
					null, null, backup.pin(), null, null);
		}
		Verification passed = newestPassed(manifest);
		return new BackupDescriptor(idOf(backup), backup.name(), manifest.revision(), backup.size(),
				manifest.createdAt(), backup.state(), (passed != null) ? passed.level() : null,
				(passed != null) ? passed.verifiedAt() : null, manifest.reason(), backup.pin(),
				details ? manifest.tables() : null,
				details ? manifest.verifications().stream().map(VerificationDescriptor::of).toList() : null);
	}

	// The manifest of a copy under another name is that of the original.
	static String idOf(StoredBackup backup) {
		String id = (backup.manifest() != null) ? backup.manifest().id() : backup.name();
		return backup.name().contains(id) ? id : backup.name();
	}

	private static @Nullable Verification newestPassed(BackupManifest manifest) {
		List<Verification> verifications = manifest.verifications();
		for (int index = verifications.size() - 1; index >= 0; index--) {
			if (verifications.get(index).valid()) {
				return verifications.get(index);
			}
		}
		return null;
	}

	/**
	 * A verification that a backup went through.
	 *
	 * @param level how far it went
	 * @param verifiedAt when
	 * @param valid whether the backup passed
	 * @param duration how long it took
	 */
	public record VerificationDescriptor(VerificationLevel level, Instant verifiedAt, boolean valid,
			@JsonFormat(shape = JsonFormat.Shape.STRING) Duration duration) {

		static VerificationDescriptor of(Verification verification) {
			return new VerificationDescriptor(verification.level(), verification.verifiedAt(), verification.valid(),
					verification.duration());
		}

	}

}
