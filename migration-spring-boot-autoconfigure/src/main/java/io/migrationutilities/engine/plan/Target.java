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

package io.migrationutilities.engine.plan;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationException;

/**
 * The aim of an upgrade or a downgrade.
 */
public sealed interface Target {

	/**
	 * Form of a relative target.
	 */
	Pattern RELATIVE = Pattern.compile("([+-])(\\d{1,9})");

	/**
	 * The target of an upgrade that leaves nothing pending.
	 */
	String HEAD = "head";

	/**
	 * The prefix of a tag.
	 */
	String TAG_PREFIX = "tag:";

	static Target upgrade(String target) {
		return parse(target, '+', HEAD, new Head(), "Give 'head', '+N', a revision, or 'tag:T'.");
	}

	static Target downgrade(String target) {
		return parse(target, '-', "base", new Base(), "Give '-N', a revision, 'base', or 'tag:T'.");
	}

	private static Target parse(String target, char sign, String keyword, Target end, String hint) {
		if (target.equals(keyword)) {
			return end;
		}
		if (target.isBlank() || target.chars().anyMatch(Character::isISOControl) || target.equals(TAG_PREFIX)) {
			throw invalid(target, "is not a target", hint);
		}
		if (target.startsWith(TAG_PREFIX)) {
			return new Tag(target.substring(TAG_PREFIX.length()));
		}
		Matcher relative = RELATIVE.matcher(target);
		if (relative.matches()) {
			return relative(target, relative, sign, hint);
		}
		return new Revision(target);
	}

	private static Target relative(String target, Matcher relative, char sign, String hint) {
		int steps = Integer.parseInt(relative.group(2));
		if (relative.group(1).charAt(0) != sign || steps == 0) {
			throw invalid(target, "does not lead " + ((sign == '+') ? "up" : "down"), hint);
		}
		return new Relative(steps);
	}

	private static MigrationException invalid(String target, String what, String hint) {
		String printable = target.replaceAll("\\p{Cntrl}", "?");
		return new MigrationException(MigrationErrorCode.TARGET_INVALID, "'" + printable + "' " + what + ".", hint);
	}

	/**
	 * The end of the changelog.
	 */
	record Head() implements Target {

	}

	/**
	 * Before the first change set.
	 */
	record Base() implements Target {

	}

	/**
	 * A number of change sets up or down.
	 *
	 * @param steps how many
	 */
	record Relative(int steps) implements Target {

	}

	/**
	 * The change set that sets a tag.
	 *
	 * @param tag the tag
	 */
	record Tag(String tag) implements Target {

	}

	/**
	 * A change set.
	 *
	 * @param revision the revision as given
	 */
	record Revision(String revision) implements Target {

	}

}
