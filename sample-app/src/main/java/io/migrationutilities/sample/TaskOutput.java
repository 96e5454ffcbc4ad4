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

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.OneToOne;
import org.jspecify.annotations.Nullable;

/**
 * The result of a task.
 */
@Entity
class TaskOutput {

	@Id
	@GeneratedValue(strategy = GenerationType.IDENTITY)
	private @Nullable Long id;

	@OneToOne(fetch = FetchType.LAZY, optional = false)
	@JoinColumn(name = "task_id", nullable = false, updatable = false)
	private Task task;

	@Column(nullable = false, length = 4000)
	private String content;

	private @Nullable Instant producedAt;

	@SuppressWarnings("NullAway.Init")
	protected TaskOutput() {
	}

	TaskOutput(Task task, String content) {
		this.task = task;
		this.content = content;
		this.producedAt = now();
	}

	void replace(String content) {
		if (!this.content.equals(content)) {
			this.content = content;
			this.producedAt = now();
		}
	}

	String getContent() {
		return this.content;
	}

	@Nullable Instant getProducedAt() {
		return this.producedAt;
	}

	private static Instant now() {
		return Instant.now().truncatedTo(ChronoUnit.MILLIS);
	}

}
