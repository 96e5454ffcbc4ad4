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

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import io.migrationutilities.work.ByteCount;

/**
 * Counts the rows in the data section of a script of {@code pg_restore}: each
 * {@code COPY … FROM stdin;} is followed by a line for each row, up to a line {@code \.}
 * (<a href="https://www.postgresql.org/docs/current/sql-copy.html">COPY, text format</a>:
 * a newline in a value is escaped).
 */
final class PostgresqlRowCounter {

	private static final int BUFFER_SIZE = 256 * 1024;

	private static final int MAX_STATEMENT = 1024 * 1024;

	private static final String IDENTIFIER = "(\"(?:[^\"]|\"\")*\"|[^\".\\s(]+)";

	private static final Pattern COPY = Pattern.compile("COPY " + IDENTIFIER + "\\." + IDENTIFIER + " .*FROM stdin;",
			Pattern.DOTALL);

	private static final byte[] COPY_START = "COPY ".getBytes(StandardCharsets.US_ASCII);

	private final Map<String, Long> rows = new LinkedHashMap<>();

	/** The beginning of a line or statement that a buffer did not hold to its end. */
	private final ByteArrayOutputStream pending = new ByteArrayOutputStream();

	private final ByteCount bytes;

	private @Nullable String table;

	private long count;

	/**
	 * Create a counter.
	 * @param bytes counts the bytes of the script
	 */
	PostgresqlRowCounter(ByteCount bytes) {
		this.bytes = bytes;
	}

	Map<String, Long> rows() {
		return this.rows;
	}

	void read(InputStream script) throws IOException {
		byte[] buffer = new byte[BUFFER_SIZE];
		for (int length = script.read(buffer); length >= 0; length = script.read(buffer)) {
			int start = 0;
			for (int i = 0; i < length; i++) {
				if (buffer[i] == '\n') {
					endLine(buffer, start, i);
					start = i + 1;
				}
			}
			keep(buffer, start, length);
			this.bytes.add(length);
		}
		if (this.table != null) {
			throw new IOException("The rows of table '%s' have no end".formatted(this.table));
		}
	}

	private void endLine(byte[] buffer, int start, int end) {
		if (this.table != null) {
			endRow(buffer, start, end);
		}
		else if (this.pending.size() > 0 || startsStatement(buffer, start, end)) {
			this.pending.write(buffer, start, end - start);
			endStatementLine();
		}
	}

	private void endRow(byte[] buffer, int start, int end) {
		int length = this.pending.size() + end - start;
		boolean last = false;
		if (length == 2) {
			this.pending.write(buffer, start, end - start);
			last = "\\.".equals(this.pending.toString(StandardCharsets.US_ASCII));
		}
		this.pending.reset();
		if (last) {
			this.rows.merge(String.valueOf(this.table), this.count, Long::sum);
			this.table = null;
		}
		else {
			this.count++;
		}
	}

	// A name may contain a newline, so that the statement goes on with the next line.
	private void endStatementLine() {
		String statement = this.pending.toString(StandardCharsets.UTF_8);
		if (!statement.startsWith("COPY ") || this.pending.size() > MAX_STATEMENT) {
			this.pending.reset();
			return;
		}
		Matcher matcher = COPY.matcher(statement);
		if (matcher.matches()) {
			this.table = new PostgresqlName(unquote(matcher.group(1)), unquote(matcher.group(2))).toString();
			this.count = 0;
			this.pending.reset();
		}
		else {
			this.pending.write('\n');
		}
	}

	private static boolean startsStatement(byte[] buffer, int start, int end) {
		return end - start >= COPY_START.length
				&& Arrays.equals(buffer, start, start + COPY_START.length, COPY_START, 0, COPY_START.length);
	}

	private static String unquote(String identifier) {
		return identifier.startsWith("\"") ? identifier.substring(1, identifier.length() - 1).replace("\"\"", "\"")
				: identifier;
	}

	// Of a row only so much is kept that its last line can be told from the others.
	private void keep(byte[] buffer, int start, int end) {
		int limit = (this.table != null) ? 3 : MAX_STATEMENT;
		this.pending.write(buffer, start, Math.min(end - start, Math.max(0, limit - this.pending.size())));
	}

}
