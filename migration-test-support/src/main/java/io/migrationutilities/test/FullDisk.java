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

package io.migrationutilities.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Small disks for a test, in memory, that fill up.
 */
public final class FullDisk implements AfterEachCallback {

	private static final String FILLER = "filler";

	private static final int BLOCK = 4096;

	private final List<Path> mounted = new ArrayList<>();

	/**
	 * Mount a small disk, or skip the test where that is not permitted.
	 * @param directory where to mount it
	 * @param options options of the mount, such as {@code size=1m}
	 * @return the directory
	 */
	public Path mount(Path directory, String options) {
		try {
			Files.createDirectories(directory);
			assumeThat(run("mount", "-t", "tmpfs", "-o", options, "tmpfs", directory.toString()))
				.as("exit code of mount: only root of a machine or a privileged container may mount a tmpfs")
				.isZero();
			this.mounted.add(directory);
			return directory;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Fill up the disk.
	 * @param directory a directory on it
	 * @param spare what to leave free, in bytes
	 */
	public static void fillUp(Path directory, long spare) {
		try (FileChannel filler = FileChannel.open(directory.resolve(FILLER), StandardOpenOption.CREATE,
				StandardOpenOption.APPEND)) {
			while (Files.getFileStore(directory).getUsableSpace() - spare >= BLOCK) {
				filler.write(ByteBuffer.allocate(BLOCK));
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Make room again.
	 * @param directory a directory on the disk
	 */
	public static void makeRoom(Path directory) {
		try {
			Files.delete(directory.resolve(FILLER));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void afterEach(ExtensionContext context) throws IOException {
		for (Path directory : this.mounted) {
			run("umount", directory.toString());
		}
		this.mounted.clear();
	}

	private int run(String... command) throws IOException {
		try {
			return new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.DISCARD)
				.start()
				.waitFor();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

}
