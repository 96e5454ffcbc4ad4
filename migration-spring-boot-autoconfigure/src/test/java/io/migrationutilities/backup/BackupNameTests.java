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
import java.time.Instant;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BackupName}.
 */
class BackupNameTests {

	private static final Instant TIME = Instant.parse("2026-11-22T12:53:39.790123Z");

	@Test
	void isReadAsItWasWritten() {
		BackupName name = BackupName.create("app.db", TIME, ".db");
		assertThat(name).hasToString("app-20261122T125339790Z-" + name.random() + ".db");
		assertThat(BackupName.parse(name.toString())).contains(name);
		assertThat(name.time()).isEqualTo(Instant.parse("2026-11-22T12:53:39.790Z"));
	}

	@Test
	void differsEachTime() {
		assertThat(BackupName.create("app", TIME, ".db")).isNotEqualTo(BackupName.create("app", TIME, ".db"));
	}

	@ParameterizedTest
	@CsvSource({ "app.db, app", "my app, my_app", ".hidden, _hidden", "-rf, _rf", "a.b.c, a.b", "Größe, Gr__e",
			"'a/b\\c', a_b_c" })
	void reducesNamesOfDatabases(String database, String label) {
		assertThat(BackupName.label(database)).isEqualTo(label);
	}

	@Test
	void shortensLongNames() {
		assertThat(BackupName.label("x".repeat(200))).hasSize(64);
	}

	@ParameterizedTest
	@ValueSource(strings = { "app.db", "app-20261122T125339790Z.db", "app-20261322T125339790Z-2a88ff.db",
			"app-20261122T255339790Z-2a88ff.db", "app-20261122T125339790Z-2A88FF.db",
			".app-20261122T125339790Z-2a88ff.db", "a/b-20261122T125339790Z-2a88ff.db",
			"app-20261122T125339790Z-2a88ff.db.json", "" })
	void refusesOtherNames(String name) {
		assertThat(BackupName.parse(name)).isEmpty();
	}

	@Test
	void namesTheFilesBesideIt() {
		Path backup = Path.of("backups", "app.db");
		assertThat(BackupName.manifestOf(backup)).isEqualTo(Path.of("backups", "app.db.json"));
		assertThat(BackupName.partialOf(backup)).isEqualTo(Path.of("backups", ".app.db.partial"));
		assertThat(BackupName.completeNameOf(".app.db.partial")).contains("app.db");
		assertThat(BackupName.completeNameOf("app.db.partial")).isEmpty();
	}

}
