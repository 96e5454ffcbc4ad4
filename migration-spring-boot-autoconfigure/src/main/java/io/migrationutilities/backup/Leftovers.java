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

import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.migrationutilities.file.PrivateFiles;

/**
 * Tells of files of interrupted work that this process can't delete, as those of another
 * user. They are in nobody's way.
 */
final class Leftovers {

	private static final Log logger = LogFactory.getLog(Leftovers.class);

	private static final Set<Path> told = ConcurrentHashMap.newKeySet();

	private Leftovers() {
	}

	/**
	 * Warn of a file, once in the life of this process.
	 * @param file the file or directory
	 * @param cause why it is still there
	 */
	static void warn(Path file, Exception cause) {
		if (!told.add(file)) {
			return;
		}
		boolean foreign = PrivateFiles.findOtherOwner(file) != null;
		logger.warn("'%s' may be left of an interrupted run and can't be deleted: %s.%s".formatted(file,
				PrivateFiles.describeFailure(file, cause),
				foreign ? " It goes once this process may: " + PrivateFiles.takeOver(file) : ""));
	}

}
