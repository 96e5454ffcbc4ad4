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

package io.migrationutilities.work;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

import io.migrationutilities.Finding;
import io.migrationutilities.MigrationException;

/**
 * Collects what checks find. One that fails does not keep the others from being made,
 * unless the first error is to be thrown.
 */
public final class Findings {

	private final Function<Exception, MigrationException> translator;

	private final boolean throwing;

	private final List<Finding> findings = new ArrayList<>();

	/**
	 * Create an empty collection.
	 * @param translator makes a failure that says what to do of what a check throws
	 */
	public Findings(Function<Exception, MigrationException> translator) {
		this(translator, false);
	}

	private Findings(Function<Exception, MigrationException> translator, boolean throwing) {
		this.translator = translator;
		this.throwing = throwing;
	}

	/**
	 * Create a collection that throws the first error, for those who go on only if there
	 * is none.
	 * @param translator makes a failure that says what to do of what a check throws
	 * @return the collection
	 */
	public static Findings throwing(Function<Exception, MigrationException> translator) {
		return new Findings(translator, true);
	}

	/**
	 * Make a check whose failure is an error.
	 * @param subject what is looked at
	 * @param check the check
	 */
	public void check(String subject, Check check) {
		add(result(subject, check));
	}

	private Finding result(String subject, Check check) {
		try {
			return Finding.ok(subject, check.run());
		}
		catch (Exception ex) {
			MigrationException failure = this.translator.apply(ex);
			if (this.throwing) {
				throw failure;
			}
			return Finding.error(subject, failure);
		}
	}

	/**
	 * Add what was found otherwise.
	 * @param finding the finding
	 */
	public void add(Finding finding) {
		this.findings.add(finding);
	}

	/**
	 * Add what was found otherwise.
	 * @param findings the findings
	 */
	public void addAll(Collection<Finding> findings) {
		this.findings.addAll(findings);
	}

	/**
	 * Return what was found.
	 * @return the findings in their order
	 */
	public List<Finding> toList() {
		return List.copyOf(this.findings);
	}

	/**
	 * Looks at something, and writes nothing.
	 */
	@FunctionalInterface
	public interface Check {

		/**
		 * Look.
		 * @return what is as it should be
		 * @throws Exception if something is not as it should be
		 */
		String run() throws Exception;

	}

}
