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
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.IntConsumer;

import org.jspecify.annotations.Nullable;

/**
 * A SHA-256 in the making.
 */
public final class Sha256 {

	private static final int BUFFER_SIZE = 1 << 18;

	private final MessageDigest digest;

	public Sha256() {
		try {
			this.digest = MessageDigest.getInstance("SHA-256");
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Compute the SHA-256 of some bytes.
	 * @param bytes the bytes
	 * @return the SHA-256 in hexadecimal digits
	 */
	public static String of(byte[] bytes) {
		Sha256 sha256 = new Sha256();
		sha256.digest.update(bytes);
		return sha256.hex();
	}

	/**
	 * Compute the SHA-256 of a file.
	 * @param file the file
	 * @param count is told of the bytes on the way
	 * @return the SHA-256
	 * @throws IOException if it can't be read
	 */
	public static String of(Path file, IntConsumer count) throws IOException {
		Sha256 sha256 = new Sha256();
		byte[] buffer = new byte[BUFFER_SIZE];
		try (InputStream input = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
			for (int length = input.read(buffer); length != -1; length = input.read(buffer)) {
				sha256.digest.update(buffer, 0, length);
				count.accept(length);
				if (Thread.currentThread().isInterrupted()) {
					throw new InterruptedIOException("the thread was interrupted");
				}
			}
		}
		return sha256.hex();
	}

	/**
	 * Add a text in such a way that no two different sequences of texts are the same.
	 * @param text the text
	 */
	public void addText(@Nullable String text) {
		if (text == null) {
			addInt(-1);
			return;
		}
		byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		addInt(bytes.length);
		this.digest.update(bytes);
	}

	private void addInt(int value) {
		this.digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(value).flip());
	}

	public String hex() {
		return HexFormat.of().formatHex(this.digest.digest());
	}

}
