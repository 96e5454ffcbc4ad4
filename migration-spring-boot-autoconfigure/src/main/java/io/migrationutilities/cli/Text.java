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

import org.jspecify.annotations.Nullable;

/**
 * Text for people, in lines: sentences, and rows whose columns are aligned.
 */
final class Text {

	private static final String GAP = "  ";

	private final StringBuilder text = new StringBuilder();

	private final List<List<String>> rows = new ArrayList<>();

	/**
	 * Add a line.
	 * @param line the line
	 * @return this text
	 */
	Text line(String line) {
		alignRows();
		this.text.append(line).append(System.lineSeparator());
		return this;
	}

	/**
	 * Add a row to those directly above.
	 * @param cells the cells; {@code null} is shown as a dash
	 * @return this text
	 */
	Text row(@Nullable Object... cells) {
		this.rows.add(Arrays.stream(cells).map((cell) -> Objects.toString(cell, "-")).toList());
		return this;
	}

	/**
	 * Return everything that was added.
	 */
	@Override
	public String toString() {
		alignRows();
		return this.text.toString();
	}

	private void alignRows() {
		List<List<String>> aligned = List.copyOf(this.rows);
		this.rows.clear();
		for (List<String> row : aligned) {
			StringBuilder line = new StringBuilder();
			for (int column = 0; column < row.size(); column++) {
				line.append(row.get(column))
					.append(" ".repeat(width(aligned, column) - row.get(column).length()))
					.append(GAP);
			}
			this.text.append(line.toString().stripTrailing()).append(System.lineSeparator());
		}
	}

	private static int width(List<List<String>> rows, int column) {
		return rows.stream()
			.filter((row) -> column < row.size())
			.mapToInt((row) -> row.get(column).length())
			.max()
			.orElse(0);
	}

}
