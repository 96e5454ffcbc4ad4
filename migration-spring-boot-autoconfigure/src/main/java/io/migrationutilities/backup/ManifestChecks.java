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

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

import io.migrationutilities.BackupManifest;
import io.migrationutilities.BackupManifest.BackupFile;
import io.migrationutilities.BackupManifest.Database;
import io.migrationutilities.BackupManifest.Verification;
import io.migrationutilities.RestoreForecast;
import io.migrationutilities.RestoreForecast.Way;

/**
 * Checks that a manifest that was read has every field, and that no name in it leads out
 * of the backup.
 */
final class ManifestChecks {

	private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

	private ManifestChecks() {
	}

	/**
	 * Check a manifest.
	 * @param manifest the manifest
	 * @throws IllegalArgumentException if it can't be relied on
	 */
	static void check(BackupManifest manifest) {
		require("id", manifest.id());
		require("reason", manifest.reason());
		require("createdAt", manifest.createdAt());
		require("duration", manifest.duration());
		require("historyDigest", manifest.historyDigest());
		require("application", manifest.application());
		require("tools", manifest.tools());
		checkDatabase(manifest.database());
		require("tables", manifest.tables());
		manifest.tables().values().forEach((rows) -> require("tables", rows));
		require("files", manifest.files());
		checkFiles(manifest);
		require("verifications", manifest.verifications());
		manifest.verifications().forEach(ManifestChecks::checkVerification);
		if (manifest.restore() != null) {
			checkRestore(manifest.restore());
		}
	}

	private static void checkRestore(RestoreForecast forecast) {
		require("restore.ways", forecast.ways());
		require("restore.unproved", forecast.unproved());
		for (Way way : forecast.ways()) {
			require("restore.ways", way);
			require("restore.ways.obstacles", way.obstacles());
		}
		forecast.taken();
	}

	private static void checkDatabase(Database database) {
		require("database", database);
		require("database.kind", database.kind());
		require("database.version", database.version());
		require("database.name", database.name());
		require("database.historyTable", database.historyTable());
	}

	private static void checkFiles(BackupManifest manifest) {
		Assert.isTrue(!manifest.files().isEmpty(), "It lists no files.");
		Set<String> names = new HashSet<>();
		for (BackupFile file : manifest.files()) {
			require("files", file);
			require("files.name", file.name());
			require("files.sha256", file.sha256());
			Assert.isTrue(isPlainName(file.name()), () -> "'%s' is not a plain file name.".formatted(file.name()));
			Assert.isTrue(names.add(file.name()), () -> "It lists '%s' twice.".formatted(file.name()));
			Assert.isTrue(SHA256.matcher(file.sha256()).matches(),
					() -> "The SHA-256 of '%s' is malformed.".formatted(file.name()));
			Assert.isTrue(file.size() >= 0, () -> "The size of '%s' is negative.".formatted(file.name()));
		}
	}

	private static boolean isPlainName(String name) {
		return !name.isEmpty() && !name.equals(".") && !name.equals("..")
				&& name.chars().noneMatch((character) -> character == '/' || character == '\\' || character == 0);
	}

	private static void checkVerification(Verification verification) {
		require("verifications", verification);
		require("verifications.level", verification.level());
		require("verifications.verifiedAt", verification.verifiedAt());
		require("verifications.duration", verification.duration());
		require("verifications.errors", verification.errors());
	}

	private static void require(String field, @Nullable Object value) {
		Assert.notNull(value, () -> "'%s' has no value.".formatted(field));
	}

}
