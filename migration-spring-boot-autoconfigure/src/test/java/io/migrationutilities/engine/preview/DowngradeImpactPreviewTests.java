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

package io.migrationutilities.engine.preview;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.migrationutilities.DataLoss;
import io.migrationutilities.DataLoss.Kind;
import io.migrationutilities.DowngradeImpact;
import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.engine.EngineFixture;
import io.migrationutilities.engine.FailingRollback;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DowngradeImpactPreview}.
 */
class DowngradeImpactPreviewTests {

	private static final String TYPED = "changelog-with-losses.yaml";

	private static final String SQL = "changelog-with-losses-in-sql.sql";

	private EngineFixture studio;

	@BeforeEach
	void createStudio(@TempDir Path directory) {
		this.studio = EngineFixture.withForeignKeys(directory).withoutBackups();
	}

	@Test
	void namesWhatIsLost() {
		this.studio.upgrade(TYPED);
		this.studio.execute("INSERT INTO volume (id, shelf, remark) VALUES (4, 'low', 'x')");
		DowngradeImpact impact = previewUnchanged(TYPED, "base");
		assertThat(impact.preDowngradeRevision()).isEqualTo("first-volumes");
		assertThat(impact.postDowngradeRevision()).isNull();
		assertThat(impact.rolledBack()).containsExactly("first-volumes", "rename-book", "rename-title", "create-tag",
				"add-shelf", "create-book");
		assertThat(describe(impact)).containsExactly(
				"first-volumes: table volume: 3 rows are lost, and with them rows of tag",
				"rename-title: column remark of volume: 1 value is lost", "create-tag: table draft is dropped, empty",
				"create-tag: table tag: 2 rows are lost", "add-shelf: column shelf of volume: 3 values are lost",
				"add-shelf: column author of volume is dropped, without values",
				"create-book: table volume: 4 rows are lost");
		assertThat(impact.losses()).first()
			.isEqualTo(new DataLoss("first-volumes", Kind.ROWS, "volume", null, 3L,
					"table volume: 3 rows are lost, and with them rows of tag"));
		assertThat(impact.losses().get(4)).extracting(DataLoss::kind, DataLoss::column, DataLoss::rows)
			.containsExactly(Kind.COLUMN, "shelf", 3L);
	}

	@Test
	void losesWhatItSays() {
		this.studio.upgrade(TYPED);
		DowngradeImpact impact = previewUnchanged(TYPED, "rename-book");
		this.studio.downgrade(TYPED, "rename-book");
		assertThat(impact.losses()).singleElement().extracting(DataLoss::rows).isEqualTo(2L);
		assertThat(this.studio.query("SELECT count(*) FROM volume")).isEqualTo("1");
		assertThat(this.studio.query("SELECT count(*) FROM tag")).isEqualTo("1");
	}

	@Test
	void readsStatementsOfSqlRollbacks() {
		this.studio.upgrade(SQL);
		this.studio.execute("INSERT INTO \"Odd \"\"name\"\"; DROP TABLE x\" VALUES (1, 'a', NULL), (2, 'b', 'c')",
				"INSERT INTO plain VALUES (1), (7)");
		assertThat(describe(previewUnchanged(SQL, "base"))).containsExactly(
				"unforeseen: can't be foreseen: WITH gone AS (SELECT id FROM plain) DELETE FROM plain WHERE …",
				"delete: table plain: 1 row is lost",
				"columns: column or der of Odd \"name\"; DROP TABLE x: 2 values are lost",
				"columns: column note of Odd \"name\"; DROP TABLE x: 1 value is lost",
				"create: table Odd \"name\"; DROP TABLE x: 2 rows are lost", "create: table PLAIN: 2 rows are lost");
	}

	@Test
	void losesNothingWhereNothingIsRolledBack() {
		this.studio.upgrade(TYPED);
		DowngradeImpact impact = previewUnchanged(TYPED, "first-volumes");
		assertThat(impact.rolledBack()).isEmpty();
		assertThat(impact.losses()).isEmpty();
	}

	@Test
	void runsNoCodeOfOthers() {
		this.studio.upgrade("changelog-with-unforeseen-rollbacks.yaml");
		DowngradeImpact impact = previewUnchanged("changelog-with-unforeseen-rollbacks.yaml", "base");
		assertThat(describe(impact)).containsExactly("modified: can't be foreseen: change createTable",
				"command: can't be foreseen: change executeCommand", "custom: can't be foreseen: change customChange");
		assertThat(FailingRollback.calls).isZero();
	}

	@Test
	void refusesAsTheDowngradeWould() {
		this.studio.upgrade("changelog-with-rollbacks.sql");
		this.studio.failUnchanged(
				() -> this.studio.utilities("changelog-without-two-rollbacks.sql").previewDowngradeImpact("base"),
				MigrationErrorCode.DOWNGRADE_REFUSED);
	}

	private DowngradeImpact previewUnchanged(String changelog, String target) {
		String before = this.studio.content();
		DowngradeImpact impact = this.studio.utilities(changelog).previewDowngradeImpact(target);
		assertThat(this.studio.content()).isEqualTo(before);
		return impact;
	}

	private static List<String> describe(DowngradeImpact impact) {
		return impact.losses().stream().map((loss) -> loss.revision() + ": " + loss.description()).toList();
	}

}
