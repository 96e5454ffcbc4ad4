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
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.migrationutilities.BackupManifest;
import io.migrationutilities.BackupManifest.BackupFile;
import io.migrationutilities.BackupReason;
import io.migrationutilities.DatabaseBackup;
import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationException;
import io.migrationutilities.RestoreForecast;
import io.migrationutilities.database.BackupSource;
import io.migrationutilities.file.DurableFile;
import io.migrationutilities.file.PrivateFiles;
import io.migrationutilities.file.Sha256;
import io.migrationutilities.work.ActivityProgress;
import io.migrationutilities.work.Background;
import io.migrationutilities.work.ByteCount;
import io.migrationutilities.work.Interruption;
import io.migrationutilities.work.Interruption.Deferral;

/**
 * Writes a backup so that it is there wholly or not at all:
 * <ol>
 * <li>the data under a temporary name, forced to the disk and read back for its
 * checksums;</li>
 * <li>the manifest under a temporary name, forced to the disk;</li>
 * <li>the data gets its name, then the manifest, which makes it a backup.</li>
 * </ol>
 */
public final class BackupWriter {

	private static final Log logger = LogFactory.getLog(BackupWriter.class);

	private static final int SEALED_AT_A_TIME = 2;

	private final BackupManifest.Application application;

	private final Clock clock;

	public BackupWriter(BackupManifest.Application application, Clock clock) {
		this.application = application;
		this.clock = clock;
	}

	public DatabaseBackup write(BackupSource source, BackupStrategy strategy, BackupReason reason,
			RevisionNaming naming, String id, Path target, @Nullable RestoreForecast forecast,
			ActivityProgress progress) {
		Path partial = BackupName.partialOf(target);
		Path partialManifest = BackupName.partialOf(BackupName.manifestOf(target));
		try {
			Instant createdAt = this.clock.instant();
			long start = System.nanoTime();
			BackupStrategy.Capture capture = strategy.capture(source, partial, naming, progress.part(0));
			List<BackupFile> files = seal(partial, target, progress);
			BackupManifest manifest = new BackupManifest(BackupManifest.CURRENT_FORMAT_VERSION, id, reason, createdAt,
					Duration.ofNanos(System.nanoTime() - start), capture.database(), capture.revision(),
					capture.historyDigest(), new TreeMap<>(capture.tables()), files, this.application,
					tools(capture.tools()), List.of(), forecast);
			ManifestFile.write(partialManifest, manifest);
			publish(partial, partialManifest, target);
			return new DatabaseBackup(target, manifest);
		}
		catch (IOException ex) {
			discard(ex, partial, partialManifest);
			throw BackupFailures.translate(ex, target);
		}
		catch (MigrationException ex) {
			// The existing file belongs to another backup.
			if (ex.getCode() != MigrationErrorCode.BACKUP_EXISTS) {
				discard(ex, partial, partialManifest);
			}
			throw ex;
		}
		catch (RuntimeException | Error ex) {
			discard(ex, partial, partialManifest);
			throw ex;
		}
	}

	private static List<BackupFile> seal(Path partial, Path target, ActivityProgress progress) throws IOException {
		long size = BackupInspection.sizeOf(partial);
		progress.part(0).show(1, 1);
		progress.setTotal(size);
		ByteCount count = new ByteCount(progress.part(1), size);
		if (!PrivateFiles.isDirectory(partial)) {
			return List.of(seal(partial, String.valueOf(target.getFileName()), count));
		}
		List<BackupFile> files = sealAll(PrivateFiles.list(partial).stream().sorted().toList(), count);
		DurableFile.forceDirectory(partial);
		return files;
	}

	// Several at a time: while the disk takes one, the checksum of another is computed.
	private static List<BackupFile> sealAll(List<Path> files, ByteCount count) throws IOException {
		Queue<Path> waiting = new ConcurrentLinkedQueue<>(files);
		Map<Path, BackupFile> sealed = new ConcurrentHashMap<>();
		CompletableFuture<?>[] workers = Stream
			.generate(() -> Background.run("backup-seal", () -> sealNext(waiting, sealed, count)))
			.limit(Math.min(files.size(), SEALED_AT_A_TIME))
			.toArray(CompletableFuture<?>[]::new);
		try {
			Background.await(CompletableFuture.allOf(workers));
			return files.stream().map(sealed::get).toList();
		}
		catch (CompletionException ex) {
			throw (ex.getCause() instanceof IOException cause) ? cause : new IOException(ex.getCause());
		}
	}

	private static boolean sealNext(Queue<Path> waiting, Map<Path, BackupFile> sealed, ByteCount count)
			throws IOException {
		try {
			for (Path file = waiting.poll(); file != null; file = waiting.poll()) {
				sealed.put(file, seal(file, String.valueOf(file.getFileName()), count));
			}
			return true;
		}
		finally {
			// After a failure nobody begins with another one.
			waiting.clear();
		}
	}

	private static BackupFile seal(Path file, String name, ByteCount count) throws IOException {
		CompletableFuture<String> sha256 = Background.run("backup-checksum", () -> Sha256.of(file, count::add));
		DurableFile.force(file);
		try {
			return new BackupFile(name, BackupInspection.sizeOf(file), Background.await(sha256));
		}
		catch (CompletionException ex) {
			throw new IOException("The backup can't be read back: " + ex.getCause(), ex);
		}
	}

	private static Map<String, String> tools(Map<String, String> tools) {
		Map<String, String> all = new TreeMap<>(tools);
		all.put("java", Runtime.version().toString());
		return all;
	}

	private static void publish(Path partial, Path partialManifest, Path target) throws IOException {
		Interruption.check();
		try (Deferral deferral = Interruption.defer()) {
			rename(partial, partialManifest, target);
		}
	}

	private static void rename(Path partial, Path partialManifest, Path target) throws IOException {
		DurableFile.forceDirectory(PrivateFiles.directoryOf(target));
		DurableFile.rename(partial, target);
		try {
			DurableFile.rename(partialManifest, BackupName.manifestOf(target));
		}
		catch (IOException ex) {
			discard(ex, target, partialManifest);
			throw ex;
		}
	}

	private static void discard(Throwable failure, Path data, Path manifest) {
		try {
			BackupStore.deleteData(data);
			PrivateFiles.delete(manifest);
		}
		catch (IOException ex) {
			failure.addSuppressed(ex);
			logger.warn("'%s' is not complete and can't be deleted: %s".formatted(data, ex));
		}
	}

}
