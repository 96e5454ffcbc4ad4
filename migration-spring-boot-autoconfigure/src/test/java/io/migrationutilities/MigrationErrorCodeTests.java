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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MigrationErrorCode}.
 */
class MigrationErrorCodeTests {

	@Test
	void isDocumentedInTheOrderOfItsConstants() throws IOException {
		String documentation = Files.readString(Path.of("..", "docs", "error-codes.md"));
		String codes = documentation.substring(0, documentation.indexOf("The state of the database"));
		List<String> documented = Pattern.compile("^\\| `([A-Z_]+)` \\|", Pattern.MULTILINE)
			.matcher(codes)
			.results()
			.map((MatchResult row) -> row.group(1))
			.toList();
		assertThat(documented).isEqualTo(Arrays.stream(MigrationErrorCode.values()).map(Enum::name).toList());
	}

	@Test
	void isNamedInTheReadme() throws IOException {
		String readme = Files.readString(Path.of("..", "README.md"));
		assertThat(MigrationErrorCode.values())
			.allSatisfy((code) -> assertThat(readme).contains("`" + code.name() + "`"));
	}

	@Test
	void everyStateIsDocumented() throws IOException {
		String documentation = Files.readString(Path.of("..", "docs", "error-codes.md"));
		assertThat(DatabaseState.values())
			.allSatisfy((state) -> assertThat(documentation).contains("| `" + state.name() + "` |"));
	}

}
