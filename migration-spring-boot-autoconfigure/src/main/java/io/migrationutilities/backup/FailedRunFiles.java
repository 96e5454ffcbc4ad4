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
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;

import io.migrationutilities.RunReport;
import io.migrationutilities.file.DurableFile;
import io.migrationutilities.file.PrivateFiles;

/**
 * The records of failed runs in the backup directory: a small file for each,
 * {@code <label>-<id>.failed}, since a run that was rolled back leaves nothing in the
 * database. They are readable to the owner alone, as messages may name values.
 */
final class FailedRunFiles {

	/** How many are kept of a database. */
	static final int LIMIT = 50;

	private static final String SUFFIX = ".failed";

	private static final int MAX_SIZE = 64 * 1024;

	private static final Log logger = LogFactory.getLog(FailedRunFiles.class);

	private static final JsonMapper MAPPER = JsonMapper.builder()
		.disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
		.disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
		.enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
		.build();

	private final BackupStore store;

	private final String label;

	/**
	 * Create an instance.
	 * @param store the backup directory
	 * @param label the label of the database
	 */
	FailedRunFiles(BackupStore store, String label) {
		this.store = store;
		this.label = label;
	}

	/**
	 * Write a record, and delete the oldest ones that are too many.
	 * @param run the run
	 * @param now the time
	 * @throws IOException if it can't be written
	 */
	void add(RunReport run, Instant now) throws IOException {
		Path directory = this.store.prepare();
		Path file = directory.resolve(this.store.nextName(this.label, SUFFIX, now).toString());
		write(file, run);
		for (BackupName tooMany : names().stream().skip(LIMIT).toList()) {
			delete(directory.resolve(tooMany.toString()));
		}
	}

	static void write(Path file, RunReport run) throws IOException {
		write(file, MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(run));
	}

	private static void write(Path file, byte[] content) throws IOException {
		try {
			DurableFile.write(file, content, PrivateFiles.fileAttributes(file));
			DurableFile.forceDirectory(PrivateFiles.directoryOf(file));
		}
		catch (IOException ex) {
			Files.deleteIfExists(file);
			throw ex;
		}
	}

	private static void delete(Path file) {
		try {
			Files.deleteIfExists(file);
		}
		catch (IOException ex) {
			Leftovers.warn(file, ex);
		}
	}

	/**
	 * Read the records. Those that can't be read are left out.
	 * @return the failed runs, newest first
	 */
	List<RunReport> list() {
		Path directory = this.store.directory();
		return names().stream()
			.limit(LIMIT)
			.map((name) -> read(directory.resolve(name.toString())))
			.filter(Objects::nonNull)
			.toList();
	}

	private List<BackupName> names() {
		return this.store.names(this.label, SUFFIX);
	}

	static @Nullable RunReport read(Path file) {
		try (InputStream input = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
			return MAPPER.readValue(input.readNBytes(MAX_SIZE), RunReport.class);
		}
		catch (IOException | JacksonException ex) {
			logger.debug("The record '" + file + "' of a run can't be read", ex);
			return null;
		}
	}

}
