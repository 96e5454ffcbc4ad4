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

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.migrationutilities.RestoreForecast;
import io.migrationutilities.RestoreForecast.Obstacle;
import io.migrationutilities.RestoreForecast.Way;
import io.migrationutilities.RestorePreview;
import io.migrationutilities.RestorePreview.TableRows;
import io.migrationutilities.RestoreResult;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;

/**
 * Tests for {@link RestoreVerb}.
 */
class RestoreVerbTests {

	private final CommandLineFixture migrations = new CommandLineFixture();

	private static final RestoreResult RESULT = new RestoreResult("add-shelf", "create-book", CommandLineFixture.BACKUP,
			CommandLineFixture.BACKUP, null, Duration.ofMillis(80));

	private static final RestoreForecast FORECAST = forecast();

	private static final Path FILE = Path.of("studio.db");

	private static final List<TableRows> TABLES = List.of(new TableRows("book", 1204L, 1100L),
			new TableRows("shelf", 2L, 12L), new TableRows("t\u001b[31mg", 3118L, null));

	@Test
	void restores() {
		given(this.migrations.database().restoreDatabase(Path.of("studio.db"))).willReturn(RESULT);
		assertThat(this.migrations.run("restore studio.db --yes")).isZero();
		assertThat(this.migrations.out()).isEqualToNormalizingNewlines("""
				Restored:     /backups/studio.db, in 80 ms
				Revision:     from add-shelf to create-book
				Kept before:  /backups/studio.db
				""");
	}

	@Test
	void namesTheDatabaseThatTheServerKeeps() {
		given(this.migrations.database().restoreDatabase(Path.of("studio.db"))).willReturn(
				new RestoreResult(null, null, CommandLineFixture.BACKUP, null, "studio_before", Duration.ofMillis(80)));
		assertThat(this.migrations.run("restore studio.db --yes")).isZero();
		assertThat(this.migrations.out()).contains("Kept before:  database studio_before");
	}

	@Test
	void saysWhatIsLostAndAsksBefore() {
		given(this.migrations.database().previewRestore(FILE)).willReturn(preview(null, TABLES));
		given(this.migrations.database().restoreDatabase(FILE)).willReturn(RESULT);
		List<String> questions = new ArrayList<>();
		assertThat(this.migrations.confirmation(questions::add).run("restore studio.db")).isZero();
		assertThat(questions).singleElement(InstanceOfAssertFactories.STRING)
			.isEqualToNormalizingNewlines(
					"""
							Restore studio.db, from add-shelf to create-book, in the place of everything that is in the database now.
							Tables that lose rows; in the others, rows that were changed are lost:
							  book     1,204 now  1,100 in the backup
							  t [31mg  3,118 now  not in the backup
							Go on?""");
		assertThat(this.migrations.out()).startsWith("Restored:");
	}

	@Test
	void saysThatTheDatabaseCannotBeRead() {
		given(this.migrations.database().previewRestore(FILE))
			.willReturn(preview("The SQLite database can't be read: it is malformed.", List.of()));
		given(this.migrations.database().restoreDatabase(FILE)).willReturn(RESULT);
		List<String> questions = new ArrayList<>();
		assertThat(this.migrations.confirmation(questions::add).run("restore studio.db")).isZero();
		assertThat(questions).singleElement(InstanceOfAssertFactories.STRING)
			.contains("The database can't be read, so what is lost of it is not known: "
					+ "The SQLite database can't be read: it is malformed.");
	}

	@Test
	void changesNothingUnlessConfirmed() {
		given(this.migrations.database().previewRestore(FILE)).willReturn(preview(null, List.of()));
		this.migrations.confirmation((question) -> {
			throw new CommandException(ExitCode.USAGE, question, "--yes");
		});
		assertThat(this.migrations.run("restore studio.db")).isEqualTo(64);
		assertThat(this.migrations.err()).startsWith("Error: Restore studio.db, from add-shelf to create-book,")
			.contains("No table has more rows now than in the backup; rows that were changed are lost.");
		then(this.migrations.database()).should().previewRestore(FILE);
		then(this.migrations.database()).shouldHaveNoMoreInteractions();
	}

	@Test
	void showsWhatItWouldDo() {
		given(this.migrations.database().previewRestore(FILE)).willReturn(preview(null, TABLES));
		assertThat(this.migrations.run("restore studio.db --dry-run")).isZero();
		assertThat(this.migrations.out()).isEqualToNormalizingNewlines("""
				Backup:      studio.db
				Revision:    from add-shelf to create-book
				To be kept:  a safety copy of the present content, in /backups
				Restore:     over the content of this one.
				Verified:    good at level STRUCTURE, 1 tables, 8192 bytes, in 30 ms
				Tables that lose rows; in the others, rows that were changed are lost:
				  book     1,204 now  1,100 in the backup
				  t [31mg  3,118 now  not in the backup
				""");
		then(this.migrations.database()).should().previewRestore(FILE);
		then(this.migrations.database()).shouldHaveNoMoreInteractions();
	}

	@Test
	void writesWhatItWouldDoAsOneJsonValue() {
		given(this.migrations.database().previewRestore(FILE)).willReturn(new RestorePreview(CommandLineFixture.GOOD,
				CommandLineFixture.BACKUP, null, null, true, null, List.of(new TableRows("book", 3L, null)), FORECAST));
		assertThat(this.migrations.run("restore studio.db --dry-run --json")).isZero();
		assertThat(this.migrations.out()).startsWith("{\"verification\":{\"valid\":true,")
			.endsWith("\"currentRevision\":null,\"safetyCopyDirectory\":null,\"keepsPreviousDatabase\":true,"
					+ "\"unreadable\":null,\"tables\":[{\"table\":\"book\",\"now\":3,\"restored\":null}],\"forecast\":{\"way\":\"copy\",\"ways\":[{\"name\":\"copy\","
					+ "\"description\":\"over the content of this one\",\"obstacles\":[]}],\"unproved\":[]}}"
					+ System.lineSeparator());
	}

	@ParameterizedTest
	@ValueSource(strings = { "restore studio.db --dry-run", "restore studio.db" })
	void reportsBadBackup(String commandLine) {
		given(this.migrations.database().previewRestore(FILE))
			.willReturn(new RestorePreview(CommandLineFixture.BAD, null, null, null, false, null, List.of(), null));
		assertThat(this.migrations.run(commandLine)).isEqualTo(2);
		assertThat(this.migrations.out()).isEqualToNormalizingNewlines("""
				Backup:    studio.db
				Verified:  BAD at level CHECKSUM, 1 tables, 8191 bytes, in 3 ms
				  'studio.db' has 8191 bytes instead of 8192.
				""");
		then(this.migrations.database()).should().previewRestore(FILE);
		then(this.migrations.database()).shouldHaveNoMoreInteractions();
	}

	private static RestoreForecast forecast(Obstacle... obstacles) {
		return new RestoreForecast("copy", List.of(new Way("copy", "over the content of this one", List.of(obstacles))),
				List.of());
	}

	@Test
	void saysBeforehandThatARestoreWouldBeRefused() {
		RestoreForecast forecast = forecast(new Obstacle("the file can't be written to", "Give it to the user"));
		given(this.migrations.database().previewRestore(FILE)).willReturn(new RestorePreview(CommandLineFixture.GOOD,
				CommandLineFixture.BACKUP, null, null, false, null, List.of(), forecast));
		assertThat(this.migrations.run("restore studio.db --dry-run")).isEqualTo(2);
		assertThat(this.migrations.out()).contains("Restore:     would be refused. Give it to the user. "
				+ "Not over the content of this one: the file can't be written to.");
	}

	private static RestorePreview preview(@Nullable String unreadable, List<TableRows> tables) {
		return new RestorePreview(CommandLineFixture.GOOD, CommandLineFixture.BACKUP, "add-shelf", Path.of("/backups"),
				false, unreadable, tables, FORECAST);
	}

	@Test
	void writesOneJsonValue() {
		given(this.migrations.database().restoreDatabase(Path.of("studio.db"))).willReturn(RESULT);
		assertThat(this.migrations.run("restore studio.db --yes --json")).isZero();
		assertThat(this.migrations.out()).startsWith("{\"preRestoreRevision\":\"add-shelf\",")
			.endsWith("\"previousDatabase\":null,\"duration\":\"PT0.08S\"}" + System.lineSeparator());
	}

}
