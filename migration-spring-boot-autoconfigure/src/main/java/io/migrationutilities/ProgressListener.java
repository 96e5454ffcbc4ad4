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
 * Callback for how far backups, verifications, restores, upgrades and downgrades are. It
 * is called at the beginning of an activity, at most four times a second while bytes are
 * written or read, after each change set, and at the end. An activity that fails has no
 * last call, one with nothing to do no other than that.
 * <p>
 * The calls come on the thread that does the work, one at a time for each activity, also
 * while the application is still starting: a listener must be quick, and a listener bean
 * must not depend on beans that use the database. An exception from a listener is logged
 * once and changes nothing.
 */
@FunctionalInterface
public interface ProgressListener {

	/**
	 * Handle a step forward.
	 * @param progress how far the activity is
	 */
	void onProgress(Progress progress);

}
