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
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
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

	private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

	private static final long ONES = 0x0101010101010101L;

	private static final long HIGHEST_BITS = ONES << 7;

	private static final long NEWLINES = ONES * '\n';

	private static final byte[] COPY_START = "COPY ".getBytes(StandardCharsets.US_ASCII);

	private final Map<String, Long> rows = new LinkedHashMap<>();

	/** The beginning of a line or statement that a buffer did not hold to its end. */
	private final ByteArrayOutputStream pending = new ByteArrayOutputStream();

	private boolean continued;

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

	/**
	 * Count the rows of one table, in a file that holds nothing else.
	 * @param table the table
	 * @param file the file, with the line at the end
	 * @throws IOException if it can't be read or has no end
	 */
	void readRows(String table, Path file) throws IOException {
		this.table = table;
		this.count = 0;
		try (InputStream rows = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
			read(rows);
		}
	}

	void read(InputStream script) throws IOException {
		byte[] buffer = new byte[BUFFER_SIZE];
		for (int length = script.read(buffer); length >= 0; length = script.read(buffer)) {
			int start = 0;
			for (int end = indexOfNewline(buffer, 0, length); end >= 0; end = indexOfNewline(buffer, start, length)) {
				endLine(buffer, start, end);
				start = end + 1;
			}
			keep(buffer, start, length);
			this.bytes.add(length);
		}
		if (this.table != null) {
			throw new IOException("The rows of table '%s' have no end".formatted(this.table));
		}
	}

	// Eight bytes at a time: of a byte that is zero after the XOR, and of none before it,
	// the highest bit is set in the end.
	private static int indexOfNewline(byte[] buffer, int start, int end) {
		int i = start;
		for (; i <= end - Long.BYTES; i += Long.BYTES) {
			long bytes = (long) LONGS.get(buffer, i) ^ NEWLINES;
			long found = (bytes - ONES) & ~bytes & HIGHEST_BITS;
			if (found != 0) {
				return i + Long.numberOfTrailingZeros(found) / Byte.SIZE;
			}
		}
		for (; i < end; i++) {
			if (buffer[i] == '\n') {
				return i;
			}
		}
		return -1;
	}

	private void endLine(byte[] buffer, int start, int end) {
		if (this.table != null) {
			endRow(buffer, start, end);
		}
		else if (this.continued || startsStatement(buffer, start, end)) {
			this.pending.write(buffer, start, end - start);
			endStatementLine();
		}
	}

	private void endRow(byte[] buffer, int start, int end) {
		if (isEndOfRows(buffer, start, end)) {
			this.rows.merge(String.valueOf(this.table), this.count, Long::sum);
			this.table = null;
		}
		else {
			this.count++;
		}
	}

	private boolean isEndOfRows(byte[] buffer, int start, int end) {
		if (!this.continued) {
			return end - start == 2 && buffer[start] == '\\' && buffer[start + 1] == '.';
		}
		boolean last = false;
		if (this.pending.size() + end - start == 2) {
			this.pending.write(buffer, start, end - start);
			last = "\\.".equals(this.pending.toString(StandardCharsets.US_ASCII));
		}
		resetPending();
		return last;
	}

	// A name may contain a newline, so that the statement goes on with the next line.
	private void endStatementLine() {
		this.continued = true;
		String statement = this.pending.toString(StandardCharsets.UTF_8);
		if (!statement.startsWith("COPY ") || this.pending.size() > MAX_STATEMENT) {
			resetPending();
			return;
		}
		Matcher matcher = COPY.matcher(statement);
		if (matcher.matches()) {
			this.table = new PostgresqlName(unquote(matcher.group(1)), unquote(matcher.group(2))).toString();
			this.count = 0;
			resetPending();
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
		this.continued = this.pending.size() > 0;
	}

	private void resetPending() {
		this.pending.reset();
		this.continued = false;
	}

}
