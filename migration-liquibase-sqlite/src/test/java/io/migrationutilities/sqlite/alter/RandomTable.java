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

package io.migrationutilities.sqlite.alter;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

import io.migrationutilities.sqlite.table.SqlName;

/**
 * Writes random {@code CREATE TABLE} statements that SQLite accepts, in random spelling.
 */
final class RandomTable {

	private static final List<String> NAMES = List.of("id", "Name", "key", "desc", "end", "LIKE", "left", "match",
			"select", "a b", "it's", "say \"x\"", "back`tick", "größe", "名前", "_x$1", "check", "Order", "row", "table",
			"p(q", "c,d", "--e", "/*f", "indexed", "Values", "a]", "NULL", "generated", "always");

	private static final List<String> TYPES = List.of("", "INT", "integer", "Text", "VARCHAR(20)", "DECIMAL( 10 , -2 )",
			"double  precision", "\"quoted type\"", "[x y]", "UNSIGNED\nBIG INT", "key ( +1 )", "BLOB", "ANY",
			"DECIMAL(1.5e1)");

	private static final List<String> STRICT_TYPES = List.of("INT", "INTEGER", "Real", "TEXT", "blob", "ANY");

	private static final List<String> DEFAULTS = List.of("1", "-1", "+ 2.5e3", "'it''s'", "x'00Ff'", "NULL", "true",
			"CURRENT_TIMESTAMP", "0x1F", "\"word\"", "( abs(-1) )", "(datetime('now'))", "('a)b' || '\"(' )", "abort",
			"1_000", ".5");

	private static final List<String> COLLATIONS = List.of("NOCASE", "\"rtrim\"", "'binary'", "[nocase]");

	private static final List<String> RESOLUTIONS = List.of("ROLLBACK", "ABORT", "FAIL", "IGNORE", "REPLACE");

	private static final List<String> ACTIONS = List.of("SET NULL", "SET DEFAULT", "CASCADE", "RESTRICT", "NO ACTION");

	private final Random random;

	private final RandomSpelling spelling;

	private final List<String> tokens = new ArrayList<>();

	private final List<String> ordinary = new ArrayList<>();

	private final List<String> generated = new ArrayList<>();

	private final Set<Set<String>> keys = new HashSet<>();

	private final List<Set<String>> checks = new ArrayList<>();

	private final boolean strict;

	private boolean keyWanted;

	RandomTable(Random random) {
		this.random = random;
		this.spelling = new RandomSpelling(random);
		this.strict = this.spelling.chance(5);
		boolean withoutRowid = this.spelling.chance(4);
		this.keyWanted = withoutRowid || this.spelling.chance(2);
		chooseNames();
		add("CREATE", "TABLE", this.spelling.name("t"), "(");
		addColumns(withoutRowid);
		addTableConstraints();
		add(")");
		if (withoutRowid) {
			add("WITHOUT", this.spelling.word("rowid"));
		}
		if (this.strict) {
			add(withoutRowid ? new String[] { ",", "STRICT" } : new String[] { "STRICT" });
		}
	}

	private void chooseNames() {
		List<String> names = new ArrayList<>(NAMES);
		Collections.shuffle(names, this.random);
		this.ordinary.addAll(names.subList(0, 1 + this.random.nextInt(5)));
		this.generated.addAll(names.subList(5, 5 + this.random.nextInt(3)));
	}

	private void addColumns(boolean withoutRowid) {
		List<String> columns = new ArrayList<>(this.ordinary);
		columns.addAll(this.generated);
		Collections.shuffle(columns, this.random);
		for (String column : columns) {
			if (!"(".equals(this.tokens.get(this.tokens.size() - 1))) {
				add(",");
			}
			addColumn(column, withoutRowid);
		}
	}

	private void addColumn(String column, boolean withoutRowid) {
		boolean computed = this.generated.contains(column);
		boolean inlineKey = !computed && this.keyWanted && this.spelling.chance(3);
		boolean autoincrement = inlineKey && !withoutRowid && this.spelling.chance(2);
		add(this.spelling.name(column));
		String type = autoincrement ? "Integer" : this.spelling.pick(this.strict ? STRICT_TYPES : TYPES);
		if (!type.isEmpty()) {
			add(type);
		}
		List<Runnable> constraints = new ArrayList<>();
		if (inlineKey) {
			this.keyWanted = false;
			this.keys.add(Set.of(column));
			constraints.add(() -> addInlineKey(autoincrement));
		}
		if (computed) {
			constraints.add(this::addGenerated);
		}
		else {
			maybe(constraints, 3, () -> add("DEFAULT", this.spelling.pick(DEFAULTS)));
			maybe(constraints, 4, () -> addReferences(1));
		}
		maybe(constraints, 3, () -> addWithConflict("NOT", "NULL"));
		maybe(constraints, 8, () -> addWithConflict("NULL"));
		maybe(constraints, 3, () -> add("COLLATE", this.spelling.pick(COLLATIONS)));
		maybe(constraints, 4, this::addCheck);
		if (this.spelling.chance(4) && this.keys.add(Set.of(column))) {
			constraints.add(() -> addWithConflict("UNIQUE"));
		}
		Collections.shuffle(constraints, this.random);
		constraints.forEach((constraint) -> {
			addConstraintName();
			constraint.run();
		});
	}

	private void addInlineKey(boolean autoincrement) {
		add("PRIMARY", "KEY");
		if (!autoincrement && this.spelling.chance(3)) {
			add(this.spelling.chance(2) ? "ASC" : "DESC");
		}
		addConflict();
		if (autoincrement) {
			add("AUTOINCREMENT");
		}
	}

	private void addGenerated() {
		if (!this.strict && this.spelling.chance(2)) {
			add("GENERATED ALWAYS");
		}
		add("AS", "(");
		addExpression();
		add(")");
		if (this.spelling.chance(2)) {
			add(this.spelling.chance(2) ? "STORED" : "VIRTUAL");
		}
	}

	private void addTableConstraints() {
		List<Runnable> constraints = new ArrayList<>();
		List<String> key = someOf(this.ordinary);
		if (this.keyWanted) {
			boolean resolvable = this.keys.add(Set.copyOf(key));
			constraints.add(() -> addKey(key, resolvable, "PRIMARY", "KEY"));
		}
		List<String> unique = someOf(this.ordinary);
		if (this.spelling.chance(2) && this.keys.add(Set.copyOf(unique))) {
			constraints.add(() -> addKey(unique, true, "UNIQUE"));
		}
		maybe(constraints, 2, () -> {
			addCheck();
			addConflict();
		});
		maybe(constraints, 2, this::addForeignKey);
		Collections.shuffle(constraints, this.random);
		boolean comma = true;
		for (Runnable constraint : constraints) {
			if (comma || this.spelling.chance(2)) {
				add(",");
			}
			comma = false;
			addConstraintName();
			constraint.run();
		}
	}

	private void addKey(List<String> columns, boolean resolvable, String... words) {
		add(words);
		addNames(columns, () -> {
			if (this.spelling.chance(4)) {
				add("COLLATE", this.spelling.pick(COLLATIONS));
			}
			if (this.spelling.chance(4)) {
				add(this.spelling.chance(2) ? "ASC" : "DESC");
			}
		});
		if (resolvable) {
			addConflict();
		}
	}

	private void addNames(List<String> names, Runnable afterEach) {
		for (int i = 0; i < names.size(); i++) {
			add((i == 0) ? "(" : ",");
			add(this.spelling.name(this.spelling.word(names.get(i))));
			afterEach.run();
		}
		add(")");
	}

	private void addForeignKey() {
		List<String> columns = someOf(this.ordinary);
		add("FOREIGN", "KEY");
		addNames(columns, () -> {
		});
		addReferences(columns.size());
	}

	private void addReferences(int columns) {
		add("REFERENCES", this.spelling.name("Other table"));
		if (this.spelling.chance(2)) {
			addNames(List.of("x0", "x1", "x2").subList(0, columns), () -> {
			});
		}
		maybeAdd(3, "ON DELETE " + this.spelling.pick(ACTIONS));
		maybeAdd(5, "MATCH full");
		maybeAdd(3, "ON UPDATE " + this.spelling.pick(ACTIONS));
		if (this.spelling.chance(3)) {
			maybeAdd(2, "NOT");
			add("DEFERRABLE");
			maybeAdd(2, "INITIALLY " + (this.spelling.chance(2) ? "DEFERRED" : "IMMEDIATE"));
		}
	}

	private void addCheck() {
		add("CHECK", "(");
		this.checks.add(addExpression());
		add(")");
	}

	private Set<String> addExpression() {
		String first = this.spelling.pick(this.ordinary);
		String second = this.spelling.pick(this.ordinary);
		String one = SqlName.quote(this.spelling.word(first));
		String two = (RandomSpelling.isPlain(second) && this.spelling.chance(2)) ? second : "[" + second + "]";
		if (second.contains("]")) {
			two = SqlName.quote(second);
		}
		boolean uses = !first.equals(second);
		Set<String> both = uses ? Set.of(first, second) : Set.of(first);
		return switch (this.random.nextInt(8)) {
			case 0 -> addExpression(both, one, "IS", "NOT", two);
			case 1 -> addExpression(Set.of(first), "length", "(", one, ")", "<>", "'Name id'");
			case 2 -> addExpression(both, "CASE", "WHEN", one, "THEN", two, "ELSE", "1", "END", "IN", "(", "1", ",",
					"2", ")");
			case 3 -> addExpression(Set.of(second), "CAST", "(", two, "AS", "\"Name\" (10)", ")", "NOT", "LIKE",
					"'select'", "ESCAPE", "'x'");
			case 4 -> addExpression(both, one, "COLLATE", "nocase", "NOT", "BETWEEN", two, "AND", "0x1F");
			case 5 -> addExpression(Set.of(first), "(", "(", one, ")", ")", "ISNULL");
			case 6 -> addExpression(Set.of(), "1");
			default -> addExpression(Set.of(first), one, "NOT", "NULL", "OR", "coalesce", "(", "-", "1", ",", one, ")",
					"!=", "x'00'");
		};
	}

	private Set<String> addExpression(Set<String> columns, String... expression) {
		add(expression);
		return columns;
	}

	private void addWithConflict(String... words) {
		add(words);
		addConflict();
	}

	private void addConflict() {
		if (this.spelling.chance(4)) {
			add("ON", "CONFLICT", this.spelling.pick(RESOLUTIONS));
		}
	}

	private void addConstraintName() {
		if (this.spelling.chance(3)) {
			add("CONSTRAINT", this.spelling.name("c " + this.tokens.size()));
		}
	}

	private void maybeAdd(int oneIn, String words) {
		if (this.spelling.chance(oneIn)) {
			add(words.split(" "));
		}
	}

	private void maybe(List<Runnable> constraints, int oneIn, Runnable constraint) {
		if (this.spelling.chance(oneIn)) {
			constraints.add(constraint);
		}
	}

	private void add(String... words) {
		for (String word : words) {
			boolean keyword = word.matches("[A-Z]+( ALWAYS)?") && !NAMES.contains(word);
			this.tokens.add(keyword ? this.spelling.word(word) : word);
		}
	}

	private List<String> someOf(List<String> names) {
		List<String> shuffled = new ArrayList<>(names);
		Collections.shuffle(shuffled, this.random);
		return shuffled.subList(0, 1 + this.random.nextInt(Math.min(3, shuffled.size())));
	}

	/**
	 * Return the columns that each check uses, in the order of the statement.
	 * @return the names of the columns
	 */
	List<Set<String>> checks() {
		return this.checks;
	}

	/**
	 * Return the statement.
	 * @return the statement
	 */
	String sql() {
		return this.spelling.join(this.tokens);
	}

}
