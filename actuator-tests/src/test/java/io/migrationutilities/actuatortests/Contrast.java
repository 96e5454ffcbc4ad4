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

package io.migrationutilities.actuatortests;

import java.util.Arrays;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Contrast as the Web Content Accessibility Guidelines reckon it.
 */
final class Contrast {

	private Contrast() {
	}

	static double[] parse(String color) {
		assertThat(color).startsWith("rgb(");
		return Arrays.stream(color.replaceAll("[^\\d,]", "").split(",")).mapToDouble(Double::parseDouble).toArray();
	}

	static double between(double[] first, double[] second) {
		double[] both = { luminance(first), luminance(second) };
		Arrays.sort(both);
		return (both[1] + .05) / (both[0] + .05);
	}

	static double luminance(double[] color) {
		double[] linear = Arrays.stream(color)
			.map((channel) -> channel / 255)
			.map((channel) -> (channel <= .04045) ? channel / 12.92 : Math.pow((channel + .055) / 1.055, 2.4))
			.toArray();
		return .2126 * linear[0] + .7152 * linear[1] + .0722 * linear[2];
	}

}
