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

package io.migrationutilities;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;

/**
 * Finds the top-level classes that depend on each other in a circle.
 */
class ClassCircles {

	private final Map<String, Set<String>> imports = new HashMap<>();

	ClassCircles(JavaClasses classes) {
		for (JavaClass type : classes) {
			Set<String> targets = this.imports.computeIfAbsent(topLevel(type), (name) -> new HashSet<>());
			for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
				JavaClass target = dependency.getTargetClass().getBaseComponentType();
				if (classes.contain(target.getName()) && !topLevel(target).equals(topLevel(type))) {
					targets.add(topLevel(target));
				}
			}
		}
	}

	/**
	 * Return the circles.
	 * @return the simple names of the classes of each circle
	 */
	Set<Set<String>> find() {
		Map<String, Set<String>> reached = new HashMap<>();
		this.imports.keySet().forEach((type) -> reached.put(type, reachableFrom(type)));
		Set<Set<String>> circles = new HashSet<>();
		reached.forEach((type, targets) -> {
			Set<String> circle = new TreeSet<>();
			for (String target : targets) {
				if (reached.get(target).contains(type)) {
					circle.add(target.substring(target.lastIndexOf('.') + 1));
				}
			}
			if (circle.size() > 1) {
				circles.add(circle);
			}
		});
		return circles;
	}

	private Set<String> reachableFrom(String type) {
		Set<String> reached = new HashSet<>();
		Deque<String> open = new ArrayDeque<>(this.imports.get(type));
		while (!open.isEmpty()) {
			String next = open.pop();
			if (reached.add(next)) {
				open.addAll(this.imports.get(next));
			}
		}
		return reached;
	}

	private static String topLevel(JavaClass type) {
		String name = type.getName();
		return (name.indexOf('$') < 0) ? name : name.substring(0, name.indexOf('$'));
	}

}
