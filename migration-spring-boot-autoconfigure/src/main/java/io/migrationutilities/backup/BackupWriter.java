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
import io.migrationutilities.BackupManifest.Verification;
import io.migrationutilities.BackupReason;
import io.migrationutilities.DatabaseBackup;
import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationException;
import io.migrationutilities.Progress.Activity;
import io.migrationutilities.RestoreForecast;
import io.migrationutilities.VerificationLevel;
import io.migrationutilities.database.BackupSource;
import io.migrationutilities.file.DurableFile;
import io.migrationutilities.file.PrivateFiles;
import io.migrationutilities.file.Sha256;
import io.migrationutilities.work.ActivityProgress;
import io.migrationutilities.work.Background;
import io.migrationutilities.work.ByteCount;
import io.migrationutilities.work.Gauge;
import io.migrationutilities.work.Interruption;
import io.migrationutilities.work.Interruption.Deferral;
import io.migrationutilities.work.ProgressListeners;

/**
 * Writes a backup so that it is there wholly or not at all:
 * <ol>
 * <li>the data under a temporary name, forced to the disk and read back for its
 * checksums, and verified meanwhile if that is wanted;</li>
 * <li>the manifest under a temporary name, forced to the disk;</li>
 * <li>the data gets its name, then the manifest, which makes it a backup.</li>
 * </ol>
 */
public final class BackupWriter {

	private static final Log logger = LogFactory.getLog(BackupWriter.class);

	private static final int SEALED_AT_A_TIME = 2;

	private final BackupManifest.Application application;

	private final Clock clock;

	private final ProgressListeners progress;

	public BackupWriter(BackupManifest.Application application, Clock clock, ProgressListeners progress) {
		this.application = application;
		this.clock = clock;
		this.progress = progress;
	}

	/**
	 * Write a backup.
	 * @param order what is wanted
	 * @param id the id of the backup
	 * @param target a path at which nothing exists yet
	 * @param size an estimate of its size in bytes
	 * @return the backup
	 * @throws MigrationException if it can't be written; nothing is left of it then
	 */
	public DatabaseBackup write(Order order, String id, Path target, long size) {
		Path partial = BackupName.partialOf(target);
		Path partialManifest = BackupName.partialOf(BackupName.manifestOf(target));
		try {
			Instant createdAt = this.clock.instant();
			long start = System.nanoTime();
			ActivityProgress writing = this.progress.begin(Activity.BACKUP, size, order.verified() ? 1 : 2);
			BackupStrategy.Capture capture = order.strategy()
				.capture(order.source(), partial, order.naming(), writing.part(0));
			writing.part(0).show(1, 1);
			BackupManifest unsealed = new BackupManifest(BackupManifest.CURRENT_FORMAT_VERSION, id, order.reason(),
					createdAt, Duration.ZERO, capture.database(), capture.revision(), capture.historyDigest(),
					new TreeMap<>(capture.tables()), List.of(), this.application, tools(capture.tools()), List.of(),
					order.forecast());
			BackupManifest sealed = order.verified()
					? sealAndVerify(unsealed, order.strategy(), partial, target, writing)
					: seal(unsealed, partial, target, writing);
			BackupManifest manifest = ManifestChanges.withDuration(sealed, Duration.ofNanos(System.nanoTime() - start));
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

	private static BackupManifest seal(BackupManifest unsealed, Path partial, Path target, ActivityProgress writing)
			throws IOException {
		long size = BackupInspection.sizeOf(partial);
		writing.setTotal(size);
		List<BackupFile> files = seal(partial, target, new ByteCount(writing.part(1), size));
		writing.finish();
		return ManifestChanges.withFiles(unsealed, files);
	}

	// While it is read back for the checksums, it is at hand for the verification.
	private BackupManifest sealAndVerify(BackupManifest unsealed, BackupStrategy strategy, Path partial, Path target,
			ActivityProgress writing) throws IOException {
		long size = BackupInspection.sizeOf(partial);
		writing.setTotal(size);
		writing.finish();
		ActivityProgress reading = this.progress.begin(Activity.VERIFY, size, 2);
		CompletableFuture<@Nullable Verification> verification = Background.run("backup-verification",
				() -> verify(strategy, partial, unsealed, reading.part(1)));
		Verification passed;
		List<BackupFile> files;
		try {
			files = seal(partial, target, new ByteCount(reading.part(0), size));
		}
		finally {
			passed = Background.await(verification);
		}
		reading.finish();
		BackupManifest sealed = ManifestChanges.withFiles(unsealed, files);
		return (passed != null) ? ManifestChanges.withVerification(sealed, passed) : sealed;
	}

	// What does not pass is left to a verification of its own, which tells why.
	private @Nullable Verification verify(BackupStrategy strategy, Path data, BackupManifest manifest, Gauge gauge) {
		long start = System.nanoTime();
		try {
			List<String> problems = strategy.verifyStructure(data, manifest, gauge);
			return problems.isEmpty() ? new Verification(VerificationLevel.STRUCTURE, this.clock.instant(), true,
					Duration.ofNanos(System.nanoTime() - start), List.of()) : null;
		}
		catch (RuntimeException ex) {
			logger.debug("'%s' could not be verified while it was written".formatted(data), ex);
			return null;
		}
	}

	private static List<BackupFile> seal(Path partial, Path target, ByteCount count) throws IOException {
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

	/**
	 * What a backup is taken of, and how.
	 *
	 * @param source the database
	 * @param strategy the strategy for it
	 * @param reason why it is taken
	 * @param naming names the revision applied last
	 * @param forecast what the manifest says about a restore, or {@code null} if nothing
	 * is known
	 * @param verified whether to verify its structure while it is written
	 */
	public record Order(BackupSource source, BackupStrategy strategy, BackupReason reason, RevisionNaming naming,
			@Nullable RestoreForecast forecast, boolean verified) {

	}

}
