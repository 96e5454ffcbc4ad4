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

import jakarta.persistence.CascadeType;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.JoinTable;
import jakarta.persistence.ManyToMany;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OneToOne;
import jakarta.persistence.OrderBy;
import org.jspecify.annotations.Nullable;

/**
 * Work of a crew.
 */
@Entity
class Task {

	@Id
	@GeneratedValue(strategy = GenerationType.IDENTITY)
	private @Nullable Long id;

	@ManyToOne(fetch = FetchType.LAZY, optional = false)
	@JoinColumn(name = "crew_id", nullable = false, updatable = false)
	private Crew crew;

	@ManyToOne(fetch = FetchType.LAZY)
	@JoinColumn(name = "agent_id")
	private @Nullable Agent assignee;

	@Column(nullable = false, length = 200)
	private String title;

	@Column(length = 4000)
	private @Nullable String description;

	@Enumerated(EnumType.STRING)
	@Column(nullable = false, length = 20)
	private TaskStatus status = TaskStatus.OPEN;

	@Column(nullable = false)
	private int step = 1;

	@OneToOne(mappedBy = "task", cascade = CascadeType.ALL, orphanRemoval = true)
	private @Nullable TaskOutput output;

	@ManyToMany
	@JoinTable(name = "task_dependency", joinColumns = @JoinColumn(name = "task_id"),
			inverseJoinColumns = @JoinColumn(name = "depends_on_id"))
	@OrderBy("id")
	private Set<Task> dependencies = new LinkedHashSet<>();

	@Column(nullable = false, updatable = false)
	private Instant createdAt;

	@SuppressWarnings("NullAway.Init")
	protected Task() {
	}

	Task(Crew crew, String title) {
		this.crew = crew;
		this.title = title;
		this.createdAt = Instant.now().truncatedTo(ChronoUnit.MILLIS);
	}

	void describe(String title, @Nullable String description, int step) {
		this.title = title;
		this.description = description;
		this.step = step;
	}

	void progress(TaskStatus status, @Nullable Agent assignee) {
		this.status = status;
		this.assignee = assignee;
	}

	void produce(@Nullable String content) {
		if (content == null) {
			this.output = null;
		}
		else if (this.output == null) {
			this.output = new TaskOutput(this, content);
		}
		else {
			this.output.replace(content);
		}
	}

	void waitFor(Collection<Task> dependencies) {
		this.dependencies.retainAll(dependencies);
		this.dependencies.addAll(dependencies);
	}

	boolean belongsTo(Crew crew) {
		return this.crew == crew;
	}

	Long getId() {
		return Objects.requireNonNull(this.id, "'id' is known once the task is saved");
	}

	Crew getCrew() {
		return this.crew;
	}

	@Nullable Agent getAssignee() {
		return this.assignee;
	}

	String getTitle() {
		return this.title;
	}

	@Nullable String getDescription() {
		return this.description;
	}

	TaskStatus getStatus() {
		return this.status;
	}

	int getStep() {
		return this.step;
	}

	@Nullable TaskOutput getOutput() {
		return this.output;
	}

	Set<Task> getDependencies() {
		return this.dependencies;
	}

	Instant getCreatedAt() {
		return this.createdAt;
	}

}
