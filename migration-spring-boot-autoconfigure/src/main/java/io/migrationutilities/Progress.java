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

package io.migrationutilities;

/**
 * Progress of a long piece of work.
 *
 * @param activity what is being done
 * @param done how much of it is done, never more than {@code total}; equal to it once the
 * activity is finished, and not before
 * @param total how much there is to do; where it is bytes, an estimate that may be
 * corrected on the way, and {@code done} with it
 */
public record Progress(Activity activity, long done, long total) {

	/**
	 * Return whether the activity is finished.
	 * @return whether everything is done
	 */
	public boolean isFinished() {
		return this.done == this.total;
	}

	/**
	 * Kind of work that takes long.
	 */
	public enum Activity {

		/**
		 * A backup is being written and read back, in bytes.
		 */
		BACKUP(true),

		/**
		 * A backup is being verified, in bytes.
		 */
		VERIFY(true),

		/**
		 * A backup takes the place of the database, in bytes.
		 */
		RESTORE(true),

		/**
		 * Change sets are being applied.
		 */
		UPGRADE(false),

		/**
		 * Change sets are being rolled back.
		 */
		DOWNGRADE(false);

		private final boolean inBytes;

		Activity(boolean inBytes) {
			this.inBytes = inBytes;
		}

		/**
		 * Return whether this activity is measured in bytes.
		 * @return {@code false} if it is measured in change sets
		 */
		public boolean isInBytes() {
			return this.inBytes;
		}

	}

}
