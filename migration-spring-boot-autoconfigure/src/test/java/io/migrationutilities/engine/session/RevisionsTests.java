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

package io.migrationutilities.engine.session;

import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationException;
import io.migrationutilities.engine.EngineFixture;
import io.migrationutilities.engine.session.Revisions.Key;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Revisions}.
 */
class RevisionsTests {

	private static final Key ONE = new Key("db/one.yaml", "create", "ada");

	private static final Key OTHER_AUTHOR = new Key("db/one.yaml", "create", "bob");

	private static final Key OTHER_PATH = new Key("db/two.yaml", "create", "ada");

	private static final Key DROP = new Key("db/two.yaml", "drop-crew", "ada");

	@Test
	void namesByIdWhereThatIsUnique() {
		assertThat(new Revisions(List.of(ONE, DROP)).nameOf(ONE)).isEqualTo("create");
	}

	@Test
	void namesSameChangeSetInChangelogAndHistoryOnce() {
		assertThat(new Revisions(List.of(ONE, DROP, ONE)).nameOf(ONE)).isEqualTo("create");
	}

	@Test
	void namesByAuthorAndPathWhereIdIsNotUnique() {
		assertThat(new Revisions(List.of(ONE, OTHER_AUTHOR)).nameOf(ONE)).isEqualTo("create::ada");
		Revisions revisions = new Revisions(List.of(ONE, OTHER_AUTHOR, OTHER_PATH));
		assertThat(revisions.nameOf(ONE)).isEqualTo("db/one.yaml::create::ada");
		assertThat(revisions.nameOf(OTHER_AUTHOR)).isEqualTo("create::bob");
	}

	@Test
	void resolvesEveryNameToItsChangeSet() {
		Revisions revisions = new Revisions(List.of(ONE, OTHER_AUTHOR, OTHER_PATH, DROP));
		assertThat(List.of(ONE, OTHER_AUTHOR, OTHER_PATH, DROP))
			.allSatisfy((key) -> assertThat(revisions.resolve(revisions.nameOf(key))).isEqualTo(key));
	}

	@Test
	void prefersBeginningOfIdToBeginningOfPath() {
		Revisions revisions = new Revisions(List.of(ONE, OTHER_AUTHOR, OTHER_PATH, DROP));
		assertThat(revisions.resolve("d")).isEqualTo(DROP);
		assertThat(revisions.resolve("db/two.yaml::d")).isEqualTo(DROP);
	}

	@Test
	void listsCandidatesButNotAllOfThem() {
		List<Key> keys = IntStream.range(0, 30).mapToObj((i) -> new Key("path", "id-" + i, "ada")).toList();
		MigrationException failure = EngineFixture.fail(() -> new Revisions(keys).resolve("id-"));
		assertThat(failure.getCode()).isEqualTo(MigrationErrorCode.REVISION_AMBIGUOUS);
		assertThat(failure.getMessage()).startsWith("'id-' fits 30 change sets: id-0, ").endsWith("id-9 and 20 more.");
	}

	@Test
	void takesPathsWithAndWithoutClasspathPrefixForTheSame() {
		assertThat(Key.of("classpath:db/one.yaml", "create", "ada")).isEqualTo(ONE);
	}

}
