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

package io.migrationutilities.generate;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

import io.migrationutilities.engine.session.MigrationDatabase;

/**
 * The tables that are nobody's entities: those of Liquibase, of this library, and of
 * Hibernate for its bulk statements, and those that the settings name.
 */
final class ExcludedTables implements Predicate<String> {

	private final List<Pattern> patterns = new ArrayList<>();

	ExcludedTables(MigrationDatabase database, List<String> excluded) {
		add(database.getHistoryTable());
		add(database.getLockTable());
		add(database.getLedgerTable());
		add("MIGRATION_*");
		add("HTE_*");
		add("HT_*");
		excluded.forEach(this::add);
	}

	private void add(String wildcard) {
		String[] parts = wildcard.split("\\*", -1);
		List<String> quoted = new ArrayList<>();
		for (String part : parts) {
			quoted.add(Pattern.quote(part));
		}
		this.patterns.add(Pattern.compile(String.join(".*", quoted), Pattern.CASE_INSENSITIVE));
	}

	@Override
	public boolean test(String table) {
		return this.patterns.stream().anyMatch((pattern) -> pattern.matcher(table).matches());
	}

}
