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

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

import io.migrationutilities.VerificationLevel;
import io.migrationutilities.engine.MigrationSettings.OnUnknown;
import io.migrationutilities.engine.MigrationSettings.TransactionMode;
import io.migrationutilities.engine.MigrationSettings.WhenBackupUnavailable;

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
	 * What to do when the database holds change sets that the changelog doesn't.
	 */
	private OnUnknown onUnknown = OnUnknown.FAIL;

	private final Upgrade upgrade = new Upgrade();

	private final Backup backup = new Backup();

	private final Lock lock = new Lock();

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

	public Backup getBackup() {
		return this.backup;
	}

	public Lock getLock() {
		return this.lock;
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
		 * How much of an upgrade commits together.
		 */
		private TransactionMode transaction = TransactionMode.ALL;

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
		 * How far a backup is verified before anything is changed.
		 */
		private VerificationLevel verify = VerificationLevel.STRUCTURE;

		/**
		 * What to do with databases of which no backup can be taken.
		 */
		private WhenBackupUnavailable whenUnavailable = WhenBackupUnavailable.FAIL;

		/**
		 * Number of backups of a database to keep.
		 */
		private int keep = 10;

		/**
		 * Time for which to keep backups in any case.
		 */
		private @Nullable Duration keepFor;

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

	}

	/**
	 * Lock properties.
	 */
	public static class Lock {

		/**
		 * How long to wait for other instances and writers before giving up.
		 */
		private Duration timeout = Duration.ofMinutes(5);

		public Duration getTimeout() {
			return this.timeout;
		}

		public void setTimeout(Duration timeout) {
			this.timeout = timeout;
		}

	}

}
