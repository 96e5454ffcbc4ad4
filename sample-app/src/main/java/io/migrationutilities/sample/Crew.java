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
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.JoinTable;
import jakarta.persistence.ManyToMany;
import jakarta.persistence.OrderBy;
import org.jspecify.annotations.Nullable;

/**
 * Agents that work together.
 */
@Entity
class Crew {

	@Id
	@GeneratedValue(strategy = GenerationType.IDENTITY)
	private @Nullable Long id;

	@Column(nullable = false, length = 100)
	private String name;

	@Column(length = 1000)
	private @Nullable String purpose;

	@Enumerated(EnumType.STRING)
	@Column(nullable = false, length = 20)
	private CrewProcess process;

	@ManyToMany
	@JoinTable(name = "crew_member", joinColumns = @JoinColumn(name = "crew_id"),
			inverseJoinColumns = @JoinColumn(name = "agent_id"))
	@OrderBy("id")
	private Set<Agent> members = new LinkedHashSet<>();

	@Column(nullable = false, updatable = false)
	private Instant createdAt;

	@SuppressWarnings("NullAway.Init")
	protected Crew() {
	}

	Crew(String name) {
		this.name = name;
		this.process = CrewProcess.SEQUENTIAL;
		this.createdAt = Instant.now().truncatedTo(ChronoUnit.MILLIS);
	}

	void describe(String name, @Nullable String purpose, CrewProcess process) {
		this.name = name;
		this.purpose = purpose;
		this.process = process;
	}

	void assemble(Collection<Agent> members) {
		this.members.retainAll(members);
		this.members.addAll(members);
	}

	boolean hasMember(Agent agent) {
		return this.members.contains(agent);
	}

	Long getId() {
		return Objects.requireNonNull(this.id, "'id' is known once the crew is saved");
	}

	String getName() {
		return this.name;
	}

	@Nullable String getPurpose() {
		return this.purpose;
	}

	CrewProcess getProcess() {
		return this.process;
	}

	Set<Agent> getMembers() {
		return this.members;
	}

	Instant getCreatedAt() {
		return this.createdAt;
	}

}
