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

package io.migrationutilities.sample;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import org.jspecify.annotations.Nullable;

/**
 * An AI agent that can join crews.
 */
@Entity
class Agent {

	@Id
	@GeneratedValue(strategy = GenerationType.IDENTITY)
	private @Nullable Long id;

	@Column(nullable = false, length = 100)
	private String name;

	@Column(nullable = false, length = 200)
	private String role;

	@Column(length = 1000)
	private @Nullable String goal;

	@Column(length = 100)
	private @Nullable String model;

	@Column(nullable = false, updatable = false)
	private Instant createdAt;

	@SuppressWarnings("NullAway.Init")
	protected Agent() {
	}

	Agent(String name, String role) {
		this.name = name;
		this.role = role;
		this.createdAt = Instant.now().truncatedTo(ChronoUnit.MILLIS);
	}

	void describe(String name, String role, @Nullable String goal, @Nullable String model) {
		this.name = name;
		this.role = role;
		this.goal = goal;
		this.model = model;
	}

	Long getId() {
		return Objects.requireNonNull(this.id, "'id' is known once the agent is saved");
	}

	String getName() {
		return this.name;
	}

	String getRole() {
		return this.role;
	}

	@Nullable String getGoal() {
		return this.goal;
	}

	@Nullable String getModel() {
		return this.model;
	}

	Instant getCreatedAt() {
		return this.createdAt;
	}

}
