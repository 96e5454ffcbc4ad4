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

package io.migrationutilities.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.util.StringUtils;

import io.migrationutilities.VerificationLevel;
import io.migrationutilities.backup.postgresql.PostgresqlToolSettings;
import io.migrationutilities.engine.plan.TransactionMode;
import io.migrationutilities.engine.run.MigrationSettings.OnUnknown;
import io.migrationutilities.engine.run.MigrationSettings.WhenBackupUnavailable;
import io.migrationutilities.generate.GeneratorSettings;
import io.migrationutilities.generate.GeneratorSettings.Format;
import io.migrationutilities.sqlite.SqliteConfiguration.Ineffective;

/**
 * Configuration properties for safe migrations.
 */
@ConfigurationProperties("migration")
public class MigrationProperties {

	/**
	 * Whether to take over the upgrades of Liquibase.
	 */
	private boolean enabled = true;

	/**
	 * Action to take when the database holds change sets that the changelog doesn't.
	 */
	private OnUnknown onUnknown = OnUnknown.FAIL;

	private final Upgrade upgrade = new Upgrade();

	private final Health health = new Health();

	private final Backup backup = new Backup();

	private final Lock lock = new Lock();

	private final Ledger ledger = new Ledger();

	private final Sqlite sqlite = new Sqlite();

	private final Generate generate = new Generate();

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public OnUnknown getOnUnknown() {
		return this.onUnknown;
	}

	public void setOnUnknown(OnUnknown onUnknown) {
		this.onUnknown = onUnknown;
	}

	public Upgrade getUpgrade() {
		return this.upgrade;
	}

	public Health getHealth() {
		return this.health;
	}

	public Backup getBackup() {
		return this.backup;
	}

	public Lock getLock() {
		return this.lock;
	}

	public Ledger getLedger() {
		return this.ledger;
	}

	public Sqlite getSqlite() {
		return this.sqlite;
	}

	public Generate getGenerate() {
		return this.generate;
	}

	/**
	 * Upgrade properties.
	 */
	public static class Upgrade {

		/**
		 * Whether to upgrade when the application starts.
		 */
		private boolean onBoot = true;

		/**
		 * Target of the upgrade at boot: 'head', '+N', a revision, or 'tag:T'.
		 */
		private String target = "head";

		/**
		 * Part of an upgrade that commits together.
		 */
		private TransactionMode transaction = TransactionMode.ALL;

		/**
		 * How long a statement may wait for a lock on PostgreSQL before the upgrade lets
		 * others pass and tries again.
		 */
		private Duration lockWait = Duration.ofSeconds(2);

		public boolean isOnBoot() {
			return this.onBoot;
		}

		public void setOnBoot(boolean onBoot) {
			this.onBoot = onBoot;
		}

		public String getTarget() {
			return this.target;
		}

		public void setTarget(String target) {
			this.target = target;
		}

		public TransactionMode getTransaction() {
			return this.transaction;
		}

		public void setTransaction(TransactionMode transaction) {
			this.transaction = transaction;
		}

		public Duration getLockWait() {
			return this.lockWait;
		}

		public void setLockWait(Duration lockWait) {
			this.lockWait = lockWait;
		}

	}

	/**
	 * Health.
	 */
	public static class Health {

		/**
		 * Age of the newest verified backup from which on the health is degraded.
		 */
		private @Nullable Duration backupMaxAge;

		public @Nullable Duration getBackupMaxAge() {
			return this.backupMaxAge;
		}

		public void setBackupMaxAge(@Nullable Duration backupMaxAge) {
			this.backupMaxAge = backupMaxAge;
		}

	}

	/**
	 * Backup properties.
	 */
	public static class Backup {

		/**
		 * Whether to take a backup before an upgrade.
		 */
		private boolean beforeUpgrade = true;

		/**
		 * Whether to take a backup before a downgrade.
		 */
		private boolean beforeDowngrade = true;

		/**
		 * Directory of the backups.
		 */
		private Path directory = Path.of("backups");

		/**
		 * Level at which a backup is verified before anything is changed.
		 */
		private VerificationLevel verify = VerificationLevel.STRUCTURE;

		/**
		 * Action to take for databases of which no backup can be taken.
		 */
		private WhenBackupUnavailable whenUnavailable = WhenBackupUnavailable.FAIL;

		/**
		 * Whether to refuse an upgrade whose backup could not be restored.
		 */
		private boolean requireRestorable;

		/**
		 * Number of backups of a database to keep.
		 */
		private int keep = 10;

		/**
		 * Time for which to keep backups in any case.
		 */
		private @Nullable Duration keepFor;

		private final Postgresql postgresql = new Postgresql();

		public boolean isBeforeUpgrade() {
			return this.beforeUpgrade;
		}

		public void setBeforeUpgrade(boolean beforeUpgrade) {
			this.beforeUpgrade = beforeUpgrade;
		}

		public boolean isBeforeDowngrade() {
			return this.beforeDowngrade;
		}

		public void setBeforeDowngrade(boolean beforeDowngrade) {
			this.beforeDowngrade = beforeDowngrade;
		}

		public Path getDirectory() {
			return this.directory;
		}

		public void setDirectory(Path directory) {
			this.directory = directory;
		}

		public VerificationLevel getVerify() {
			return this.verify;
		}

		public void setVerify(VerificationLevel verify) {
			this.verify = verify;
		}

		public WhenBackupUnavailable getWhenUnavailable() {
			return this.whenUnavailable;
		}

		public void setWhenUnavailable(WhenBackupUnavailable whenUnavailable) {
			this.whenUnavailable = whenUnavailable;
		}

		public boolean isRequireRestorable() {
			return this.requireRestorable;
		}

		public void setRequireRestorable(boolean requireRestorable) {
			this.requireRestorable = requireRestorable;
		}

		public int getKeep() {
			return this.keep;
		}

		public void setKeep(int keep) {
			this.keep = keep;
		}

		public @Nullable Duration getKeepFor() {
			return this.keepFor;
		}

		public void setKeepFor(@Nullable Duration keepFor) {
			this.keepFor = keepFor;
		}

		public Postgresql getPostgresql() {
			return this.postgresql;
		}

	}

	/**
	 * Properties of backups of PostgreSQL databases.
	 */
	public static class Postgresql {

		/**
		 * Path of pg_dump, or a command that runs it elsewhere, such as 'docker exec -i
		 * db'. By default, it is looked for on the PATH and in the usual directories.
		 */
		private @Nullable String pgDump;

		/**
		 * Path of pg_restore, or a command that runs it elsewhere. By default, it is the
		 * one that belongs to pg_dump.
		 */
		private @Nullable String pgRestore;

		/**
		 * Number of tables to dump or restore at a time. By default, the number of
		 * processors, at most 4.
		 */
		private @Nullable Integer jobs;

		/**
		 * Compression of pg_dump, in its own words. By default, 'zstd:1' from PostgreSQL
		 * 16 on, and not at all before.
		 */
		private @Nullable String compress;

		/**
		 * Time that pg_dump or pg_restore may run.
		 */
		private Duration timeout = Duration.ofHours(1);

		public @Nullable String getPgDump() {
			return this.pgDump;
		}

		public void setPgDump(@Nullable String pgDump) {
			this.pgDump = pgDump;
		}

		public @Nullable String getPgRestore() {
			return this.pgRestore;
		}

		public void setPgRestore(@Nullable String pgRestore) {
			this.pgRestore = pgRestore;
		}

		public @Nullable Integer getJobs() {
			return this.jobs;
		}

		public void setJobs(@Nullable Integer jobs) {
			this.jobs = jobs;
		}

		public @Nullable String getCompress() {
			return this.compress;
		}

		public void setCompress(@Nullable String compress) {
			this.compress = compress;
		}

		public Duration getTimeout() {
			return this.timeout;
		}

		public void setTimeout(Duration timeout) {
			this.timeout = timeout;
		}

		PostgresqlToolSettings toToolSettings(Duration lockWaitTimeout) {
			require(this.jobs == null || this.jobs >= 1, "jobs", this.jobs, "It must be at least 1.");
			require(this.timeout.compareTo(Duration.ZERO) > 0, "timeout", this.timeout, "It must be positive.");
			return new PostgresqlToolSettings(text(this.pgDump), text(this.pgRestore), this.jobs, text(this.compress),
					lockWaitTimeout, this.timeout);
		}

		private static void require(boolean valid, String property, @Nullable Object value, String reason) {
			if (!valid) {
				throw new InvalidConfigurationPropertyValueException("migration.backup.postgresql." + property, value,
						reason);
			}
		}

		private static @Nullable String text(@Nullable String value) {
			return StringUtils.hasText(value) ? value : null;
		}

	}

	/**
	 * Lock properties.
	 */
	public static class Lock {

		/**
		 * Time to wait for other instances and writers before giving up.
		 */
		private Duration timeout = Duration.ofMinutes(5);

		public Duration getTimeout() {
			return this.timeout;
		}

		public void setTimeout(Duration timeout) {
			this.timeout = timeout;
		}

	}

	/**
	 * Ledger properties.
	 */
	public static class Ledger {

		private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,62}");

		/**
		 * Table beside the change history that records the runs.
		 */
		private String table = "MIGRATION_RUN";

		public String getTable() {
			return this.table;
		}

		public void setTable(String table) {
			this.table = table;
		}

		String requireTable() {
			if (!IDENTIFIER.matcher(this.table).matches()) {
				throw new InvalidConfigurationPropertyValueException("migration.ledger.table", this.table,
						"It must be a name of letters, digits and underscores, at most 63 of them.");
			}
			return this.table;
		}

	}

	/**
	 * SQLite properties.
	 */
	public static class Sqlite {

		/**
		 * What to do about changes that do nothing on SQLite, such as createSequence:
		 * refuse the changelog, or warn.
		 */
		private Ineffective ineffectiveChanges = Ineffective.FAIL;

		public Ineffective getIneffectiveChanges() {
			return this.ineffectiveChanges;
		}

		public void setIneffectiveChanges(Ineffective ineffectiveChanges) {
			this.ineffectiveChanges = ineffectiveChanges;
		}

	}

	/**
	 * Properties of generated changelogs.
	 */
	public static class Generate {

		/**
		 * Directory of generated changelogs. By default, that of the root changelog in
		 * the sources.
		 */
		private @Nullable Path directory;

		/**
		 * Format of generated changelogs.
		 */
		private Format format = Format.YAML;

		/**
		 * Author of generated change sets. By default, the user of the operating system.
		 */
		private @Nullable String author;

		/**
		 * Tables that are left alone, with '*' for any characters.
		 */
		private List<String> exclude = new ArrayList<>();

		/**
		 * User of the database given by '--reference-url'.
		 */
		private @Nullable String referenceUsername;

		/**
		 * Password of the database given by '--reference-url'.
		 */
		private @Nullable String referencePassword;

		public @Nullable Path getDirectory() {
			return this.directory;
		}

		public void setDirectory(@Nullable Path directory) {
			this.directory = directory;
		}

		public Format getFormat() {
			return this.format;
		}

		public void setFormat(Format format) {
			this.format = format;
		}

		public @Nullable String getAuthor() {
			return this.author;
		}

		public void setAuthor(@Nullable String author) {
			this.author = author;
		}

		public List<String> getExclude() {
			return this.exclude;
		}

		public void setExclude(List<String> exclude) {
			this.exclude = exclude;
		}

		public @Nullable String getReferenceUsername() {
			return this.referenceUsername;
		}

		public void setReferenceUsername(@Nullable String referenceUsername) {
			this.referenceUsername = referenceUsername;
		}

		public @Nullable String getReferencePassword() {
			return this.referencePassword;
		}

		public void setReferencePassword(@Nullable String referencePassword) {
			this.referencePassword = referencePassword;
		}

		GeneratorSettings toSettings() {
			String author = StringUtils.hasText(this.author) ? this.author : System.getProperty("user.name");
			return new GeneratorSettings(this.directory, this.format, author, List.copyOf(this.exclude),
					this.referenceUsername, this.referencePassword);
		}

	}

}
