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

package io.migrationutilities.backup;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.migrationutilities.BackupManifest;
import io.migrationutilities.BackupManifest.BackupFile;
import io.migrationutilities.BackupManifest.Verification;

/**
 * Manifests with what became known after the rest of them.
 */
final class ManifestChanges {

	private static final int MAX_VERIFICATIONS = 20;

	private ManifestChanges() {
	}

	/**
	 * Add the files of a backup.
	 * @param manifest the manifest
	 * @param files the files, with their checksums
	 * @return the manifest with them
	 */
	static BackupManifest withFiles(BackupManifest manifest, List<BackupFile> files) {
		return new BackupManifest(manifest.formatVersion(), manifest.id(), manifest.reason(), manifest.createdAt(),
				manifest.duration(), manifest.database(), manifest.revision(), manifest.historyDigest(),
				manifest.tables(), files, manifest.application(), manifest.tools(), manifest.verifications(),
				manifest.restore());
	}

	/**
	 * Set how long taking the backup took.
	 * @param manifest the manifest
	 * @param duration how long it took
	 * @return the manifest with it
	 */
	static BackupManifest withDuration(BackupManifest manifest, Duration duration) {
		return new BackupManifest(manifest.formatVersion(), manifest.id(), manifest.reason(), manifest.createdAt(),
				duration, manifest.database(), manifest.revision(), manifest.historyDigest(), manifest.tables(),
				manifest.files(), manifest.application(), manifest.tools(), manifest.verifications(),
				manifest.restore());
	}

	/**
	 * Add a verification. The oldest one makes room for it where there are many.
	 * @param manifest the manifest
	 * @param verification the verification
	 * @return the manifest with it
	 */
	static BackupManifest withVerification(BackupManifest manifest, Verification verification) {
		List<Verification> all = new ArrayList<>(manifest.verifications());
		all.add(verification);
		List<Verification> newest = all.subList(Math.max(0, all.size() - MAX_VERIFICATIONS), all.size());
		return new BackupManifest(manifest.formatVersion(), manifest.id(), manifest.reason(), manifest.createdAt(),
				manifest.duration(), manifest.database(), manifest.revision(), manifest.historyDigest(),
				manifest.tables(), manifest.files(), manifest.application(), manifest.tools(), List.copyOf(newest),
				manifest.restore());
	}

}
