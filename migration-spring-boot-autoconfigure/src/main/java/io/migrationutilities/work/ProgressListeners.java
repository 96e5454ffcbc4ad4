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

package io.migrationutilities.work;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.util.Assert;

import io.migrationutilities.Progress;
import io.migrationutilities.Progress.Activity;
import io.migrationutilities.ProgressListener;

/**
 * Tells listeners how far long work is. None of them can disturb it.
 */
public final class ProgressListeners {

	/** Nobody is told. */
	public static final ProgressListeners NONE = new ProgressListeners(List.of());

	private static final Log logger = LogFactory.getLog(ProgressListeners.class);

	private final List<ProgressListener> listeners;

	private final Set<ProgressListener> failed = ConcurrentHashMap.newKeySet();

	/**
	 * Create an instance.
	 * @param listeners the listeners, in the order in which they are told
	 */
	public ProgressListeners(List<ProgressListener> listeners) {
		Assert.notNull(listeners, "'listeners' must not be null");
		this.listeners = List.copyOf(listeners);
	}

	/**
	 * Begin an activity.
	 * @param activity the activity
	 * @param total how much there is to do, in bytes or change sets
	 * @param parts of how many parts it consists
	 * @return its progress
	 */
	public ActivityProgress begin(Activity activity, long total, int parts) {
		return new ActivityProgress(this::report, activity, total, parts);
	}

	private void report(Progress progress) {
		for (ProgressListener listener : this.listeners) {
			try {
				listener.onProgress(progress);
			}
			catch (RuntimeException ex) {
				if (this.failed.add(listener)) {
					logger.warn("A listener failed on the progress of " + progress.activity(), ex);
				}
			}
		}
	}

}
