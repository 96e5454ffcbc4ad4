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
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import io.migrationutilities.BackupManifest;
import io.migrationutilities.file.DurableFile;
import io.migrationutilities.file.PrivateFiles;
import io.migrationutilities.file.Sha256;

/**
 * Reads and writes manifests. The first property of a manifest is the SHA-256 of all its
 * bytes, those 64 digits taken as zeros, so that every changed bit is found.
 */
final class ManifestFile {

	private static final int MAX_SIZE = 16 * 1024 * 1024;

	private static final String ZEROS = "0".repeat(64);

	private static final Pattern CHECKSUM = Pattern.compile("\\A\\{\\s{0,8}\"checksum\" : \"([0-9a-f]{64})\"");

	private static final String RESTORE = "restore";

	private static final int MAX_CHECKSUM_END = 128;

	private static final DefaultPrettyPrinter PRINTER = new DefaultPrettyPrinter()
		.withObjectIndenter(new DefaultIndenter("  ", "\n"))
		.withArrayIndenter(new DefaultIndenter("  ", "\n"));

	private static final JsonMapper MAPPER = JsonMapper.builder()
		.disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
		.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
		.enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
		.enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
		.enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
		.build();

	private ManifestFile() {
	}

	/**
	 * Write a manifest to a new file and force it to the disk.
	 * @param file the file
	 * @param manifest the manifest
	 * @throws IOException if the file exists already or can't be written
	 */
	static void write(Path file, BackupManifest manifest) throws IOException {
		ObjectNode content = MAPPER.createObjectNode();
		content.put("checksum", ZEROS);
		content.setAll((ObjectNode) MAPPER.valueToTree(manifest));
		byte[] bytes = MAPPER.writer().with(PRINTER).writeValueAsBytes(content);
		byte[] checksum = Sha256.of(bytes).getBytes(StandardCharsets.US_ASCII);
		int start = new String(bytes, 0, MAX_CHECKSUM_END, StandardCharsets.ISO_8859_1).indexOf(ZEROS);
		System.arraycopy(checksum, 0, bytes, start, checksum.length);
		DurableFile.write(file, bytes, PrivateFiles.fileAttributes(file));
	}

	/**
	 * Read a manifest.
	 * @param file the manifest; a link is not followed
	 * @return the manifest, whose fields are all there
	 * @throws InvalidManifestException if there is none or it can't be relied on
	 */
	static BackupManifest read(Path file) throws InvalidManifestException {
		byte[] bytes = readBytes(file);
		String name = String.valueOf(file.getFileName());
		if (!hasValidChecksum(bytes)) {
			throw new InvalidManifestException(
					"The manifest '%s' is damaged: it is not what its own checksum says.".formatted(name));
		}
		try {
			return parse(name, bytes);
		}
		catch (JacksonException | IllegalArgumentException ex) {
			throw new InvalidManifestException("The manifest '%s' can't be understood: %s".formatted(name,
					(ex instanceof JacksonException jacksonEx) ? jacksonEx.getOriginalMessage() : ex.getMessage()));
		}
	}

	private static byte[] readBytes(Path file) throws InvalidManifestException {
		String name = String.valueOf(file.getFileName());
		if (!PrivateFiles.exists(file)) {
			throw new InvalidManifestException(
					"The manifest '%s' is missing, and what has no manifest is not a complete backup.".formatted(name));
		}
		if (!PrivateFiles.isRegularFile(file)) {
			throw new InvalidManifestException("The manifest '%s' is not a regular file.".formatted(name));
		}
		try (InputStream input = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
			byte[] bytes = input.readNBytes(MAX_SIZE + 1);
			if (bytes.length > MAX_SIZE) {
				throw new InvalidManifestException(
						"The manifest '%s' is larger than %d bytes.".formatted(name, MAX_SIZE));
			}
			return bytes;
		}
		catch (NoSuchFileException ex) {
			throw new InvalidManifestException("The manifest '%s' is missing.".formatted(name));
		}
		catch (IOException ex) {
			throw new InvalidManifestException(
					"The manifest '%s' can't be read: %s.".formatted(name, PrivateFiles.describeFailure(file, ex)));
		}
	}

	private static boolean hasValidChecksum(byte[] bytes) {
		String start = new String(bytes, 0, Math.min(bytes.length, MAX_CHECKSUM_END), StandardCharsets.ISO_8859_1);
		Matcher matcher = CHECKSUM.matcher(start);
		if (!matcher.find()) {
			return false;
		}
		byte[] content = bytes.clone();
		Arrays.fill(content, matcher.start(1), matcher.end(1), (byte) '0');
		return Sha256.of(content).equals(matcher.group(1));
	}

	private static BackupManifest parse(String name, byte[] bytes) throws InvalidManifestException {
		if (!(MAPPER.readTree(bytes) instanceof ObjectNode content)) {
			throw new InvalidManifestException("The manifest '%s' is not a JSON object.".formatted(name));
		}
		content.remove("checksum");
		// Manifests of earlier versions don't have it.
		content.putIfAbsent(RESTORE, content.nullNode());
		JsonNode version = content.path("formatVersion");
		if (!version.isInt() || version.intValue() != BackupManifest.CURRENT_FORMAT_VERSION) {
			throw new InvalidManifestException(
					"The manifest '%s' has format version %s, but this version of the library reads only version %d."
						.formatted(name, version, BackupManifest.CURRENT_FORMAT_VERSION));
		}
		BackupManifest manifest = MAPPER.treeToValue(content, BackupManifest.class);
		ManifestChecks.check(manifest);
		return manifest;
	}

}
