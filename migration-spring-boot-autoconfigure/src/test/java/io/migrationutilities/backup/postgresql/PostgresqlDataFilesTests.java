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

package io.migrationutilities.backup.postgresql;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PostgresqlDataFiles}.
 */
class PostgresqlDataFilesTests {

	private static final String CONTENTS = """
			;
			; Archive created at 2026-12-01 16:13:14 UTC
			;     Dump Version: 1.14-0
			;
			216; 1259 16390 TABLE public purchase owner
			3363; 0 16396 TABLE DATA public purchase owner
			3364; 0 16399 TABLE DATA Big Shop Line Item the owner
			3365; 0 0 SEQUENCE SET public purchase_id_seq owner
			3366; 0 16402 TABLE DATA other_extension config owner
			""";

	@TempDir
	private Path directory;

	@BeforeEach
	void createFiles() throws IOException {
		Files.createFile(this.directory.resolve("3363.dat"));
		Files.createFile(this.directory.resolve("3364.dat"));
	}

	private Map<String, Path> find(String contents, String... tables) {
		return PostgresqlDataFiles.find(this.directory, contents, Set.of(tables));
	}

	@Test
	void filesAreNamedByTheNumberOfTheEntry() {
		assertThat(find(CONTENTS, "public.purchase", "\"Big Shop\".\"Line Item\"")).isEqualTo(Map.of("public.purchase",
				this.directory.resolve("3363.dat"), "\"Big Shop\".\"Line Item\"", this.directory.resolve("3364.dat")));
	}

	@Test
	void namesThatCanBeReadInTwoWaysAreNotTold() {
		assertThat(find(CONTENTS, "public.purchase", "\"Big Shop\".\"Line Item\"", "\"Big\".\"Shop Line\"")).isEmpty();
		assertThat(find(CONTENTS, "public.purchase", "\"Big\".\"Shop Line\"", "\"Big Shop\".\"Line\"")).isEmpty();
		assertThat(find(CONTENTS + "3367; 0 16409 TABLE DATA public purchase owner\n", "public.purchase")).isEmpty();
	}

	@Test
	void tableWithoutAnEntryIsNotTold() {
		assertThat(find(CONTENTS, "public.purchase", "public.\"new\nline\"")).isEmpty();
	}

	@Test
	void fileThatIsNotThereIsNotTold() throws IOException {
		Files.move(this.directory.resolve("3363.dat"), this.directory.resolve("3363.dat.gz"));
		assertThat(find(CONTENTS, "public.purchase")).isEmpty();
		Files.createSymbolicLink(this.directory.resolve("3363.dat"), this.directory.resolve("3363.dat.gz"));
		assertThat(find(CONTENTS, "public.purchase")).isEmpty();
	}

}
