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

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.migrationutilities.work.ByteCount;
import io.migrationutilities.work.Gauge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Tests for {@link PostgresqlRowCounter}.
 */
class PostgresqlRowCounterTests {

	private static final String SCRIPT = """
			-- Data for Name: account; Type: TABLE DATA
			SET client_encoding = 'UTF8';
			COPY public.account (id, name) FROM stdin;
			1	COPY public.thing (id) FROM stdin;
			2	\\\\.
			3	\\.x
			\\N	.
			\\.


			COPY public.empty  FROM stdin;
			\\.

			SELECT pg_catalog.setval('public.account_id_seq', 3, true);
			SELECT pg_catalog.lowrite(0, '\\x434f5059');
			COPY "Odd ""schema"."two
			lines (x)" (id) FROM stdin;
			7
			\\.
			""";

	@Test
	void countsTheRowsBetweenCopyAndItsEnd() throws IOException {
		assertThat(count(new ByteArrayInputStream(SCRIPT.getBytes(StandardCharsets.UTF_8))))
			.isEqualTo(Map.of("public.account", 4L, "public.empty", 0L, "\"Odd \"\"schema\".\"two\nlines (x)\"", 1L));
	}

	@Test
	void doesNotDependOnHowTheScriptArrives() throws IOException {
		Map<String, Long> whole = count(new ByteArrayInputStream(SCRIPT.getBytes(StandardCharsets.UTF_8)));
		for (int size = 1; size <= 40; size++) {
			assertThat(count(inPieces(size))).isEqualTo(whole);
		}
	}

	@Test
	void countsRowsThatAreLongerThanAnyBuffer() throws IOException {
		String row = "x".repeat(3_000_000) + "\n";
		String script = "COPY public.big (data) FROM stdin;\n" + row + row + "\\.\n";
		assertThat(count(new ByteArrayInputStream(script.getBytes(StandardCharsets.UTF_8))))
			.isEqualTo(Map.of("public.big", 2L));
	}

	@Test
	void refusesRowsWithoutEnd() {
		String script = "COPY public.account (id) FROM stdin;\n1\n";
		assertThatIOException()
			.isThrownBy(() -> count(new ByteArrayInputStream(script.getBytes(StandardCharsets.UTF_8))))
			.withMessageContaining("public.account");
	}

	private static Map<String, Long> count(InputStream script) throws IOException {
		PostgresqlRowCounter counter = new PostgresqlRowCounter(new ByteCount(Gauge.NONE, 0));
		counter.read(script);
		return counter.rows();
	}

	private static InputStream inPieces(int size) {
		return new ByteArrayInputStream(SCRIPT.getBytes(StandardCharsets.UTF_8)) {

			@Override
			public synchronized int read(byte[] bytes, int offset, int length) {
				return super.read(bytes, offset, Math.min(size, length));
			}

		};
	}

}
