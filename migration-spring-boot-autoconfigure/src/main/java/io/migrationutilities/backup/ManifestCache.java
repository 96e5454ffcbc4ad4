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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import io.migrationutilities.BackupManifest;

/**
 * Manifests that were read before, and are read again only when their file is another
 * one: manifests are replaced, never written over.
 */
final class ManifestCache {

	private final Map<Path, Entry> entries = new ConcurrentHashMap<>();

	/**
	 * Read a manifest.
	 * @param file the manifest; a link is not followed
	 * @return the manifest, whose fields are all there
	 * @throws InvalidManifestException if there is none or it can't be relied on
	 */
	BackupManifest read(Path file) throws InvalidManifestException {
		Stamp stamp = stampOf(file);
		Entry known = this.entries.get(file);
		if (stamp != null && known != null && known.stamp().equals(stamp)) {
			return known.manifest();
		}
		BackupManifest manifest = ManifestFile.read(file);
		if (stamp != null) {
			this.entries.put(file, new Entry(stamp, manifest));
		}
		return manifest;
	}

	/**
	 * Forget manifests that are no longer there.
	 * @param files those that are
	 */
	void retain(Collection<Path> files) {
		this.entries.keySet().retainAll(files);
	}

	private static @Nullable Stamp stampOf(Path file) {
		try {
			BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class,
					LinkOption.NOFOLLOW_LINKS);
			return new Stamp(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
		}
		catch (IOException ex) {
			return null;
		}
	}

	private record Entry(Stamp stamp, BackupManifest manifest) {

	}

	private record Stamp(FileTime modified, long size, @Nullable Object key) {

	}

}
