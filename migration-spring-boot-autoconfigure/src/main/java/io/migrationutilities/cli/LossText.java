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

import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

import io.migrationutilities.DowngradeImpact;
import io.migrationutilities.RestorePreview;
import io.migrationutilities.RestorePreview.TableRows;

/**
 * Says what is lost, the same wherever it is said.
 */
final class LossText {

	private LossText() {
	}

	/**
	 * Describe what a downgrade does.
	 * @param impact its impact
	 * @return the text, in lines
	 */
	static Text describe(DowngradeImpact impact) {
		int count = impact.rolledBack().size();
		Text text = new Text()
			.line("Downgrade " + StatusText.fromTo(impact.preDowngradeRevision(), impact.postDowngradeRevision())
					+ " rolls back " + count + ((count == 1) ? " change set:" : " change sets:"));
		if (impact.losses().isEmpty()) {
			text.line("  no table, column or row is lost");
		}
		impact.losses().forEach((loss) -> text.row("  " + loss.revision(), loss.description()));
		return text;
	}

	/**
	 * Describe what a restore loses.
	 * @param preview what it does
	 * @return the text, in lines
	 */
	static Text describe(RestorePreview preview) {
		Text text = new Text();
		if (preview.unreadable() != null) {
			return text.line("The database can't be read, so what is lost of it is not known: " + preview.unreadable());
		}
		List<TableRows> losing = preview.tables().stream().filter((table) -> table.lost() > 0).toList();
		if (losing.isEmpty()) {
			return text.line("No table has more rows now than in the backup; rows that were changed are lost.");
		}
		text.line("Tables that lose rows; in the others, rows that were changed are lost:");
		losing.forEach((table) -> text.row("  " + table.table(), number(table.now()) + " now",
				(table.restored() != null) ? number(table.restored()) + " in the backup" : "not in the backup"));
		return text;
	}

	/**
	 * Return a number with its thousands apart.
	 * @param number the number, or {@code null} if there is none
	 * @return the number, or a dash
	 */
	static String number(@Nullable Long number) {
		return (number != null) ? String.format(Locale.ROOT, "%,d", number) : "-";
	}

}
