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

package io.migrationutilities.engine.lock;

import java.net.InetAddress;
import java.net.UnknownHostException;

import org.jspecify.annotations.Nullable;

import io.migrationutilities.BackupManifest;
import io.migrationutilities.MigrationLock;

/**
 * Names this process for whoever has to wait for it, and others that it waits for.
 */
public final class LockOwner {

	private LockOwner() {
	}

	public static String describe(BackupManifest.Application application) {
		String name = (application.name() != null) ? application.name() : "an application";
		String version = (application.version() != null) ? " " + application.version() : "";
		return name + version + " (process " + ProcessHandle.current().pid() + " on " + host() + ")";
	}

	public static String describe(@Nullable MigrationLock holder) {
		if (holder == null) {
			return "somebody";
		}
		return holder.owner() + ((holder.since() != null) ? " since " + holder.since() : "");
	}

	private static String host() {
		try {
			return InetAddress.getLocalHost().getHostName();
		}
		catch (UnknownHostException ex) {
			return "an unnamed host";
		}
	}

}
