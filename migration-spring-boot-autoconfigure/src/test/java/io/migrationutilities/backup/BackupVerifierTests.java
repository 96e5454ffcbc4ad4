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

package io.migrationutilities.backup;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.migrationutilities.BackupManifest;
import io.migrationutilities.BackupReason;
import io.migrationutilities.BackupState;
import io.migrationutilities.BackupVerification;
import io.migrationutilities.DatabaseBackup;
import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.VerificationLevel;
import io.migrationutilities.backup.sqlite.SqliteBackupStrategy;
import io.migrationutilities.database.BackupSource;
import io.migrationutilities.file.Sha256;
import io.migrationutilities.test.TakesLong;
import io.migrationutilities.work.ProgressListeners;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BackupVerifier}: every kind of damage to data or manifest is found.
 */
public class BackupVerifierTests {

	private static final long SEED = 20261122;

	private static final int FLIPS = 300;

	private static final int TRUNCATIONS = 60;

	@TempDir
	private Path temporary;

	private final MutableClock clock = new MutableClock();

	private BackupSource source;

	private DatabaseBackups backups;

	private Path data;

	private Path manifest;

	@BeforeEach
	void createBackup() {
		this.source = BackupStrategyContractTests.source(Sql.sqlite(this.temporary.resolve("app.db")));
		this.backups = new DatabaseBackups(this.temporary.resolve("backups"), List.of(new SqliteBackupStrategy()),
				new Retention(5, null), new BackupManifest.Application("shop", null), this.clock,
				ProgressListeners.NONE);
		Sql.execute(this.source.dataSource(), "CREATE TABLE thing (id INTEGER PRIMARY KEY, name TEXT)",
				"INSERT INTO thing WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500) "
						+ "SELECT i, 'thing number ' || i FROM n",
				"CREATE TABLE DATABASECHANGELOG (ID TEXT, AUTHOR TEXT, FILENAME TEXT, ORDEREXECUTED INT)",
				"INSERT INTO DATABASECHANGELOG VALUES ('1', 'me', 'changelog.yaml', 1)");
		this.data = create().path();
		this.manifest = BackupStrategyContractTests.manifestOf(this.data);
	}

	private DatabaseBackup create() {
		this.clock.advance(Duration.ofMinutes(1));
		return this.backups.create(this.source, BackupReason.MANUAL, (id, author, path) -> id);
	}

	private BackupVerification verify(VerificationLevel level) {
		return this.backups.verify(this.data, level, this.source);
	}

	private void assertDamaged(String... parts) {
		for (VerificationLevel level : VerificationLevel.values()) {
			BackupVerification verification = verify(level);
			assertThat(verification.valid()).isFalse();
			assertThat(String.join(" ", verification.errors())).contains(parts);
		}
		assertThat(this.backups.list(this.source)).extracting("state").containsOnly(BackupState.DAMAGED);
	}

	private void assertOpenRefused() {
		BackupStrategyContractTests.assertRefused(MigrationErrorCode.BACKUP_INVALID,
				() -> this.backups.open(this.data));
	}

	private void assertFound(Path file, byte[] original, byte[] damaged, String description) throws IOException {
		byte[] manifestBefore = Files.readAllBytes(this.manifest);
		Files.write(file, damaged);
		BackupVerification verification = verify(VerificationLevel.CHECKSUM);
		assertThat(verification.valid()).as("%s of %s, seed %d", description, file.getFileName(), SEED).isFalse();
		assertThat(verification.errors()).anyMatch((error) -> error.contains(file.getFileName().toString()));
		Files.write(this.manifest, manifestBefore);
		Files.write(file, original);
	}

	@TakesLong
	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void everyFlippedBitIsFound(boolean inManifest) throws IOException {
		Random random = new Random(SEED);
		Path file = inManifest ? this.manifest : this.data;
		byte[] original = Files.readAllBytes(file);
		for (int i = 0; i < FLIPS; i++) {
			int bit = random.nextInt(original.length * 8);
			byte[] damaged = original.clone();
			damaged[bit / 8] ^= (byte) (1 << (bit % 8));
			assertFound(file, original, damaged, "bit " + bit);
		}
		assertThat(verify(VerificationLevel.RESTORE).errors()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void everyTruncationIsFound(boolean inManifest) throws IOException {
		Random random = new Random(SEED);
		Path file = inManifest ? this.manifest : this.data;
		byte[] original = Files.readAllBytes(file);
		for (int i = 0; i < TRUNCATIONS; i++) {
			int length = random.nextInt(original.length);
			assertFound(file, original, Arrays.copyOf(original, length), "truncation to " + length);
		}
		assertThat(verify(VerificationLevel.RESTORE).errors()).isEmpty();
	}

	@Test
	void flippedBitIsFoundBeforeSqliteIsAsked() throws IOException {
		BackupStrategyContractTests.flipBit(this.data, 8 * (Files.size(this.data) - 3));
		assertDamaged(this.data.getFileName().toString(), "SHA-256");
	}

	@Test
	void appendedByteIsFound() throws IOException {
		byte[] original = Files.readAllBytes(this.data);
		Files.write(this.data, Arrays.copyOf(original, original.length + 1));
		assertDamaged("bytes instead of");
		assertOpenRefused();
	}

	@Test
	void zeroedBlockIsFound() throws IOException {
		byte[] content = Files.readAllBytes(this.data);
		Arrays.fill(content, 4096, 8192, (byte) 0);
		Files.write(this.data, content);
		assertDamaged("SHA-256");
	}

	@Test
	void emptyFileIsFound() throws IOException {
		Files.write(this.data, new byte[0]);
		assertDamaged("0 bytes instead of");
		assertOpenRefused();
	}

	@Test
	void textInsteadOfADatabaseIsFound() throws IOException {
		Files.writeString(this.data, "no database".repeat(3000).substring(0, (int) Files.size(this.data)));
		assertThat(verify(VerificationLevel.CHECKSUM).errors()).hasSize(1);
		assertThat(String.join(" ", verify(VerificationLevel.STRUCTURE).errors())).contains("SHA-256",
				"is not a SQLite database");
	}

	@Test
	void missingDataIsFound() throws IOException {
		Files.delete(this.data);
		assertDamaged("is missing");
		assertOpenRefused();
	}

	@Test
	void missingManifestIsFound() throws IOException {
		Files.delete(this.manifest);
		BackupVerification verification = verify(VerificationLevel.CHECKSUM);
		assertThat(verification.valid()).isFalse();
		assertThat(verification.errors()).singleElement().asString().contains("manifest", "missing");
		assertOpenRefused();
	}

	@Test
	void directoryInsteadOfAFileIsFound() throws IOException {
		byte[] content = Files.readAllBytes(this.data);
		Files.delete(this.data);
		Files.createDirectory(this.data);
		Files.write(this.data.resolve(this.data.getFileName()), content);
		assertDamaged("is a directory instead of a file");
		assertOpenRefused();
	}

	@Test
	void directoryWithoutManifestIsFound() throws IOException {
		Path other = Files.createDirectory(this.temporary.resolve("other"));
		assertThat(this.backups.verify(other, VerificationLevel.CHECKSUM, this.source).valid()).isFalse();
	}

	@Test
	void swappedManifestsAreFound() throws IOException {
		Path otherManifest = BackupStrategyContractTests.manifestOf(create().path());
		byte[] content = Files.readAllBytes(this.manifest);
		Files.copy(otherManifest, this.manifest, StandardCopyOption.REPLACE_EXISTING);
		Files.write(otherManifest, content);
		assertDamaged("another backup");
		assertOpenRefused();
	}

	@Test
	void manifestOfARenamedBackupIsFound() throws IOException {
		Path renamed = this.temporary.resolve("renamed.db");
		Files.move(this.data, renamed);
		Files.move(this.manifest, BackupStrategyContractTests.manifestOf(renamed));
		assertThat(this.backups.verify(renamed, VerificationLevel.CHECKSUM, this.source).errors()).singleElement()
			.asString()
			.contains("another backup", this.data.getFileName().toString());
	}

	@ParameterizedTest
	@EnumSource(names = { "STRUCTURE", "RESTORE" })
	void contentThatDiffersFromAConsistentManifestIsFound(VerificationLevel level) throws IOException {
		rewriteManifest((json) -> json.replace("\"thing\" : 500", "\"thing\" : 501"));
		assertThat(verify(VerificationLevel.CHECKSUM).valid()).isTrue();
		assertThat(verify(level).errors()).singleElement().asString().contains("thing", "500 rows instead of 501");
	}

	@Test
	void missingAndAdditionalTablesAreFound() throws IOException {
		rewriteManifest((json) -> json.replace("\"thing\" : 500", "\"gone\" : 500"));
		assertThat(String.join(" ", verify(VerificationLevel.STRUCTURE).errors())).contains("'gone' is missing",
				"'thing' in", "not in the manifest");
	}

	@Test
	void historyThatDiffersFromAConsistentManifestIsFound() throws IOException {
		rewriteManifest((json) -> json.replaceAll("\"historyDigest\" : \"...", "\"historyDigest\" : \"000"));
		assertThat(verify(VerificationLevel.STRUCTURE).errors()).singleElement().asString().contains("change history");
	}

	@Test
	void brokenForeignKeyIsFoundByRestoreLevel() {
		Sql.execute(this.source.dataSource(), "CREATE TABLE part (thing_id INT REFERENCES thing (id))",
				"INSERT INTO part VALUES (9999)");
		Path orphaned = create().path();
		assertThat(this.backups.verify(orphaned, VerificationLevel.STRUCTURE, this.source).errors()).isEmpty();
		assertThat(this.backups.verify(orphaned, VerificationLevel.RESTORE, this.source).errors()).singleElement()
			.asString()
			.contains("'part'", "'thing'");
	}

	@Test
	void backupOfAnUnknownKindIsFound() throws IOException {
		rewriteManifest((json) -> json.replace("\"kind\" : \"sqlite\"", "\"kind\" : \"oracle\""));
		assertThat(verify(VerificationLevel.STRUCTURE).errors()).singleElement().asString().contains("oracle");
	}

	@Test
	void manifestOfAnEarlierVersionDoesNotTellHowItCanBeRestored() throws IOException {
		assertThat(this.backups.open(this.data).manifest().restore()).isNotNull();
		rewriteManifest((json) -> json.replaceFirst("(?s),\\s*\"restore\" : .*", "\n}"));
		assertThat(this.backups.open(this.data).manifest().restore()).isNull();
		assertThat(verify(VerificationLevel.RESTORE).errors()).isEmpty();
		assertThat(this.backups.open(this.data).manifest().restore()).isNull();
	}

	@Test
	void manifestWhoseWayOfARestoreIsMissingIsDamaged() throws IOException {
		rewriteManifest((json) -> json.replace("\"way\" : \"copy\"", "\"way\" : \"other\""));
		assertDamaged("can't be understood", "There is no way 'other'");
	}

	@Test
	void unknownFormatVersionIsRefusedClearly() throws IOException {
		rewriteManifest((json) -> json.replace("\"formatVersion\" : 1", "\"formatVersion\" : 2"));
		assertDamaged("format version 2", "only version 1");
		assertOpenRefused();
	}

	@ParameterizedTest
	@ValueSource(strings = { "../app.db", "a/b", "a\\\\b", "..", ".", "", "/etc/passwd", "a\\u0000b" })
	void fileNameThatIsNotPlainIsRefused(String name) throws IOException {
		rewriteManifest((json) -> json.replaceFirst("\"name\" : \"[^\"]*\\.db\",\n      \"size\"",
				"\"name\" : \"" + name.replace("\\", "\\\\") + "\",\n      \"size\""));
		assertDamaged("not a plain file name");
		assertOpenRefused();
	}

	@Test
	void manifestThatListsNoFilesIsRefused() throws IOException {
		rewriteManifest((json) -> json.replaceFirst("(?s)\"files\" : \\[.*?\\]", "\"files\" : []"));
		assertDamaged("lists no files");
	}

	@Test
	void manifestThatLacksAFieldIsRefused() throws IOException {
		rewriteManifest((json) -> json.replaceFirst("\"createdAt\" : \"[^\"]*\",", ""));
		assertDamaged("createdAt");
	}

	@Test
	void manifestWithAnUnknownFieldIsRefused() throws IOException {
		rewriteManifest((json) -> json.replace("\"formatVersion\"", "\"surprise\" : 1, \"formatVersion\""));
		assertDamaged("surprise");
	}

	@Test
	void manifestWithAFieldTwiceIsRefused() throws IOException {
		rewriteManifest((json) -> json.replace("\"formatVersion\"", "\"id\" : \"x\", \"formatVersion\""));
		assertDamaged("can't be understood");
	}

	@Test
	void deeplyNestedManifestIsRefused() throws IOException {
		rewriteManifest((json) -> json.replaceFirst("\"revision\" : [^,]*,",
				"\"revision\" : " + "[".repeat(100_000) + "]".repeat(100_000) + ","));
		assertDamaged("can't be understood");
	}

	@Test
	void manifestThatIsNoJsonIsRefused() throws IOException {
		for (String content : List.of("", "{", "[]", "null", "\u0000\u0001", "{\"checksum\" : \"abc\"}")) {
			Files.writeString(this.manifest, content);
			assertDamaged(this.manifest.getFileName().toString());
		}
	}

	@Test
	void hugeManifestIsRefusedWithoutReadingAllOfIt() throws IOException {
		try (RandomAccessFile file = new RandomAccessFile(this.manifest.toFile(), "rw")) {
			file.setLength(1L << 40);
		}
		assertDamaged("larger than");
	}

	private void rewriteManifest(UnaryOperator<String> change) throws IOException {
		rewrite(this.manifest, change);
	}

	/**
	 * Change a manifest in a way that its own checksum does not tell.
	 * @param manifest the manifest
	 * @param change the change
	 */
	public static void rewrite(Path manifest, UnaryOperator<String> change) throws IOException {
		String json = Files.readString(manifest);
		String changed = change.apply(json);
		assertThat(changed).isNotEqualTo(json);
		String zeroed = changed.replaceFirst("\"checksum\" : \"[0-9a-f]{64}\"",
				"\"checksum\" : \"" + "0".repeat(64) + "\"");
		String checksum = Sha256.of(zeroed.getBytes(StandardCharsets.UTF_8));
		Files.writeString(manifest, zeroed.replaceFirst("0{64}", checksum));
	}

}
