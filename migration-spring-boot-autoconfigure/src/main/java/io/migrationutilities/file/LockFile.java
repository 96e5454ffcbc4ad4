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

package io.migrationutilities.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationException;
import io.migrationutilities.MigrationLock;

/**
 * The file of a {@link ProcessLock}.
 * <p>
 * POSIX locks belong to the process: closing <em>any</em> channel on a file drops the
 * locks that this process holds on it ({@code fcntl(2)}). A file that is held here is
 * therefore never opened again, and a channel on a file that another class loader of this
 * process holds is kept open, to be used for the next attempt.
 */
final class LockFile {

	private static final long LOCK_POSITION = Long.MAX_VALUE - 1;

	private static final int MAX_OWNER_LENGTH = 4096;

	private static final Set<OpenOption> ACQUIRE = Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE,
			StandardOpenOption.CREATE, LinkOption.NOFOLLOW_LINKS);

	private static final Set<OpenOption> LOOK = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);

	private static final Map<Path, Held> held = new HashMap<>();

	private static final Map<Path, FileChannel> parkedWriters = new HashMap<>();

	private static final Map<Path, FileChannel> parkedReaders = new HashMap<>();

	private final Path path;

	private LockFile(Path path) {
		this.path = path;
	}

	static LockFile of(Path file) {
		Path absolute = file.toAbsolutePath();
		Path directory = absolute.getParent();
		Path name = absolute.getFileName();
		if (directory == null || name == null) {
			throw new IllegalArgumentException("'file' must name a file in a directory");
		}
		try {
			return new LockFile(directory.toRealPath().resolve(name));
		}
		catch (NoSuchFileException ex) {
			return new LockFile(absolute.normalize());
		}
		catch (IOException ex) {
			throw unusable(absolute, ex);
		}
	}

	/**
	 * Try to acquire the lock.
	 * @param owner who acquires it
	 * @return {@code null} if it was acquired, otherwise its holder
	 */
	@Nullable MigrationLock tryAcquire(MigrationLock owner) {
		synchronized (held) {
			Held holder = held.get(this.path);
			if (holder != null) {
				return holder.owner();
			}
			try {
				return tryAcquireFile(owner);
			}
			catch (IOException ex) {
				throw unusable(this.path, ex);
			}
		}
	}

	private @Nullable MigrationLock tryAcquireFile(MigrationLock owner) throws IOException {
		FileChannel channel = parkedWriters.remove(this.path);
		if (channel == null) {
			channel = FileChannel.open(this.path, ACQUIRE, PrivateFiles.fileAttributes(this.path));
		}
		try {
			FileLock lock = channel.tryLock(LOCK_POSITION, 1, false);
			if (lock != null) {
				write(channel, owner.owner().replaceAll("\\R", " ") + "\n" + owner.since() + "\n");
				held.put(this.path, new Held(owner, channel));
				return null;
			}
			MigrationLock holder = readOwner(channel);
			channel.close();
			return holder;
		}
		catch (OverlappingFileLockException ex) {
			parkedWriters.put(this.path, channel);
			return readOwner(channel);
		}
		catch (IOException ex) {
			channel.close();
			throw ex;
		}
	}

	@Nullable MigrationLock holder() {
		synchronized (held) {
			Held holder = held.get(this.path);
			if (holder != null) {
				return holder.owner();
			}
			try {
				return look();
			}
			catch (NoSuchFileException ex) {
				return null;
			}
			catch (IOException ex) {
				throw unusable(this.path, ex);
			}
		}
	}

	private @Nullable MigrationLock look() throws IOException {
		FileChannel channel = parkedReaders.remove(this.path);
		if (channel == null) {
			channel = FileChannel.open(this.path, LOOK);
		}
		try {
			MigrationLock holder = null;
			if (channel.tryLock(LOCK_POSITION, 1, true) == null) {
				holder = readOwner(channel);
			}
			channel.close();
			return holder;
		}
		catch (OverlappingFileLockException ex) {
			parkedReaders.put(this.path, channel);
			return readOwner(channel);
		}
	}

	void release() throws IOException {
		synchronized (held) {
			Held lock = held.remove(this.path);
			if (lock != null) {
				try (FileChannel channel = lock.channel()) {
					channel.truncate(0);
				}
			}
		}
	}

	private static void write(FileChannel channel, String text) throws IOException {
		channel.truncate(0);
		ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
		while (bytes.hasRemaining()) {
			channel.write(bytes);
		}
	}

	private static MigrationLock readOwner(FileChannel channel) throws IOException {
		ByteBuffer bytes = ByteBuffer.allocate(MAX_OWNER_LENGTH);
		channel.read(bytes, 0);
		String[] lines = StandardCharsets.UTF_8.decode(bytes.flip()).toString().split("\n", -1);
		String owner = lines[0].isBlank() ? "another process" : lines[0];
		return new MigrationLock(owner, (lines.length > 1) ? parseInstant(lines[1]) : null);
	}

	private static @Nullable Instant parseInstant(String text) {
		try {
			return Instant.parse(text);
		}
		catch (DateTimeException ex) {
			return null;
		}
	}

	// A command that was run as root leaves a file that the user of the service can't
	// open. An interrupt closes the channel that is being locked or written.
	static MigrationException unusable(Path file, IOException ex) {
		if (ex instanceof ClosedByInterruptException) {
			return new MigrationException(MigrationErrorCode.INTERRUPTED,
					"Interrupted at the lock '%s'.".formatted(file), "Start again.", ex);
		}
		String owner = (ex instanceof AccessDeniedException) ? PrivateFiles.findOtherOwner(file) : null;
		if (owner != null) {
			String user = PrivateFiles.user();
			return new MigrationException(MigrationErrorCode.DATABASE_UNAVAILABLE,
					"The lock file '%s' can't be opened: it belongs to %s, and this process runs as %s.".formatted(file,
							owner, user),
					"Give it to the user of the application: chown %s '%s'. Run commands as that user, too."
						.formatted(user, file),
					ex);
		}
		return new MigrationException(MigrationErrorCode.DATABASE_UNAVAILABLE,
				"The lock file '%s' can't be used: %s.".formatted(file, ex),
				"Make sure that its directory exists, that the user of this process may write there, and that its "
						+ "file system supports locks; check with: ls -ld '%s'".formatted(file.getParent()),
				ex);
	}

	@Override
	public String toString() {
		return this.path.toString();
	}

	private record Held(MigrationLock owner, FileChannel channel) {

	}

}
