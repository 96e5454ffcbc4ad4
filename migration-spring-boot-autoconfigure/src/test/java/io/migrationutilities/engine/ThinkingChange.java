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

package io.migrationutilities.engine;

import java.util.concurrent.CountDownLatch;

import liquibase.database.Database;
import liquibase.exception.CustomChangeException;

/**
 * Custom change that does nothing in the database for eight seconds.
 */
public class ThinkingChange extends TextChange {

	private static final CountDownLatch begun = new CountDownLatch(1);

	static void awaitBeginning() {
		try {
			begun.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public void execute(Database database) throws CustomChangeException {
		begun.countDown();
		try {
			Thread.sleep(8000);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
