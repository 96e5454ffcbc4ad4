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

package io.migrationutilities.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * Text for people, in lines: sentences, and rows whose columns are aligned. A terminal
 * shows the headings of columns, too; without them each line says the same whatever
 * stands above it. Text of a database or a changelog can't break a line, nor send control
 * characters to a terminal.
 */
final class Text {

	private static final String GAP = "  ";

	private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cntrl}\\p{Cf}\\p{Zl}\\p{Zp}]+");

	private final List<Block> blocks = new ArrayList<>();

	/**
	 * Add a line.
	 * @param line the line
	 * @return this text
	 */
	Text line(String line) {
		this.blocks.add(new Line(printable(line)));
		return this;
	}

	/**
	 * Add text that is written as it is.
	 * @param text the text, of any number of lines
	 * @return this text
	 */
	Text verbatim(String text) {
		this.blocks.add(new Line(text));
		return this;
	}

	/**
	 * Add another text.
	 * @param other the other text
	 * @return this text
	 */
	Text text(Text other) {
		this.blocks.addAll(other.blocks);
		return this;
	}

	/**
	 * Name the columns of the rows that follow, on a terminal.
	 * @param headings the headings
	 * @return this text
	 */
	Text headings(String... headings) {
		this.blocks.add(new Rows(List.of(headings), new ArrayList<>()));
		return this;
	}

	/**
	 * Add a row to those directly above.
	 * @param cells the cells; {@code null} is shown as a dash
	 * @return this text
	 */
	Text row(@Nullable Object... cells) {
		if (this.blocks.isEmpty() || !(this.blocks.get(this.blocks.size() - 1) instanceof Rows)) {
			this.blocks.add(new Rows(List.of(), new ArrayList<>()));
		}
		Rows rows = (Rows) this.blocks.get(this.blocks.size() - 1);
		rows.rows().add(Arrays.stream(cells).map((cell) -> printable(Objects.toString(cell, "-"))).toList());
		return this;
	}

	/**
	 * Take the control characters out of a text, but leave its lines.
	 * @param text the text
	 * @return the text without them
	 */
	static String withoutControls(String text) {
		return text.lines().map(Text::printable).collect(Collectors.joining(System.lineSeparator()));
	}

	private static String printable(String text) {
		return UNPRINTABLE.matcher(text).replaceAll(" ").stripTrailing();
	}

	/**
	 * Return everything that was added.
	 * @param terminal whether it is for a terminal
	 * @return the lines
	 */
	String write(boolean terminal) {
		StringBuilder text = new StringBuilder();
		this.blocks.forEach((block) -> block.write(text, terminal));
		return text.toString();
	}

	/**
	 * Return everything that was added, for another place than a terminal.
	 */
	@Override
	public String toString() {
		return write(false);
	}

	private sealed interface Block {

		void write(StringBuilder text, boolean terminal);

	}

	private record Line(String line) implements Block {

		@Override
		public void write(StringBuilder text, boolean terminal) {
			text.append(this.line).append(System.lineSeparator());
		}

	}

	private record Rows(List<String> headings, List<List<String>> rows) implements Block {

		@Override
		public void write(StringBuilder text, boolean terminal) {
			List<List<String>> lines = new ArrayList<>(this.rows);
			if (terminal && !this.headings.isEmpty()) {
				lines.add(0, this.headings);
			}
			int[] widths = widths(lines);
			for (List<String> row : lines) {
				StringBuilder line = new StringBuilder();
				for (int column = 0; column < row.size(); column++) {
					String cell = row.get(column);
					line.append(cell).append(" ".repeat(widths[column] - cell.length())).append(GAP);
				}
				text.append(line.toString().stripTrailing()).append(System.lineSeparator());
			}
		}

		private static int[] widths(List<List<String>> rows) {
			int[] widths = new int[rows.stream().mapToInt(List::size).max().orElse(0)];
			for (List<String> row : rows) {
				for (int column = 0; column < row.size(); column++) {
					widths[column] = Math.max(widths[column], row.get(column).length());
				}
			}
			return widths;
		}

	}

}
