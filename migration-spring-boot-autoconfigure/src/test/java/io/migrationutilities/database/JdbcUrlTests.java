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

package io.migrationutilities.database;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link JdbcUrl}.
 */
class JdbcUrlTests {

	@ParameterizedTest
	@CsvSource({ "jdbc:sqlite:/srv/studio.db, jdbc:sqlite:/srv/studio.db",
			"jdbc:postgresql://db:5432/studio?user=ada&password=secret, jdbc:postgresql://db:5432/studio",
			"jdbc:h2:./studio;PASSWORD=secret, jdbc:h2:./studio",
			"jdbc:mysql://ada:secret@db/studio, jdbc:mysql://db/studio",
			"jdbc:oracle:thin:ada/secret@db:1521:studio, jdbc:oracle:thin:db:1521:studio" })
	void keepsNoSecret(String url, String expected) {
		assertThat(JdbcUrl.withoutSecrets(url)).isEqualTo(expected);
	}

}
