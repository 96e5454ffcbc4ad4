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

import java.util.List;
import java.util.Set;

import liquibase.change.Change;
import liquibase.change.core.RawSQLChange;
import liquibase.changelog.ChangeSet;
import org.junit.jupiter.api.Test;

import io.migrationutilities.generate.Schema.Index;
import io.migrationutilities.generate.Schema.Table;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ChangeSetComposer}.
 */
class ChangeSetComposerTests {

	private static final Table TASK = new Table("ta\"sk", List.of(), null, List.of(), List.of(), List.of(), List.of(),
			List.of());

	private final Changes changes = new Changes(new PostgresqlSchemaDialect(false));

	private final ChangeSetComposer composer = new ChangeSetComposer("20261122-tasks", "ada", "Tasks");

	@Test
	void gathersChangesThatLiquibaseCanUndo() {
		List<ChangeSet> changeSets = this.composer.compose(List.of(plain("A"), plain("B")), Set.of());
		assertThat(changeSets).singleElement().satisfies((changeSet) -> {
			assertThat(changeSet.getId()).isEqualTo("20261122-tasks");
			assertThat(changeSet.getAuthor()).isEqualTo("ada");
			assertThat(changeSet.getComments()).isEqualTo("Tasks");
			assertThat(sql(changeSet.getChanges())).containsExactly("A", "B");
			assertThat(changeSet.isRunInTransaction()).isTrue();
		});
	}

	@Test
	void partsChangesThatHaveARollbackOfTheirOwnAndKeepsTheOrder() {
		List<ChangeSet> changeSets = this.composer.compose(List.of(plain("A"),
				plain("B").undoneBy(Changes.sql("UNDO B"), Changes.sql("UNDO B FIRST")), plain("C"), plain("D")),
				Set.of());
		assertThat(changeSets).extracting(ChangeSet::getId)
			.containsExactly("20261122-tasks", "20261122-tasks-2", "20261122-tasks-3");
		assertThat(changeSets).extracting((changeSet) -> sql(changeSet.getChanges()))
			.containsExactly(List.of("A"), List.of("B"), List.of("C", "D"));
		assertThat(sql(changeSets.get(1).getRollback().getChanges())).containsExactly("UNDO B", "UNDO B FIRST");
		assertThat(changeSets.get(0).getRollback().getChanges()).isEmpty();
	}

	@Test
	void createsIndexesOfExistingTablesOutsideTransactions() {
		Difference index = index(true);
		List<ChangeSet> changeSets = this.composer.compose(List.of(plain("A"), index, plain("B")), Set.of("ta\"sk"));
		assertThat(changeSets).hasSize(3);
		ChangeSet concurrent = changeSets.get(1);
		assertThat(concurrent.isRunInTransaction()).isFalse();
		assertThat(sql(concurrent.getChanges()))
			.containsExactly("CREATE UNIQUE INDEX CONCURRENTLY \"by_\"\"title\" ON \"ta\"\"sk\" (\"title\", \"id\")");
		assertThat(sql(concurrent.getRollback().getChanges())).containsExactly("DROP INDEX \"by_\"\"title\"");
		assertThat(sql(this.composer.compose(List.of(index(false)), Set.of("ta\"sk")).get(0).getChanges()))
			.singleElement()
			.asString()
			.startsWith("CREATE INDEX CONCURRENTLY");
	}

	@Test
	void createsIndexesOfNewTablesWithTheRest() {
		assertThat(this.composer.compose(List.of(plain("A"), index(true)), Set.of("other"))).singleElement()
			.satisfies((changeSet) -> assertThat(changeSet.getChanges()).hasSize(2));
	}

	@Test
	void goesOnCountingBehindWhatWasComposedBefore() {
		this.composer.compose(List.of(plain("A")), Set.of());
		assertThat(this.composer.compose(List.of(plain("B")), Set.of()).get(0).getId()).isEqualTo("20261122-tasks-2");
		assertThat(this.composer.empty().getId()).isEqualTo("20261122-tasks-3");
		assertThat(this.composer.empty().getChanges()).isEmpty();
		assertThat(this.composer.compose(List.of(), Set.of())).isEmpty();
	}

	private Difference index(boolean unique) {
		return Difference.of("create index",
				this.changes.createIndex(TASK, new Index("by_\"title", List.of("title", "id"), unique)));
	}

	private static Difference plain(String sql) {
		return Difference.of(sql, Changes.sql(sql));
	}

	private static List<String> sql(List<Change> changes) {
		return changes.stream().map((change) -> ((RawSQLChange) change).getSql()).toList();
	}

}
