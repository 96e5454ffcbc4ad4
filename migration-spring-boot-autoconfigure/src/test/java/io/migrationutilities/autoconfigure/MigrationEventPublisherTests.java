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

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.springframework.context.ApplicationListener;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.support.GenericApplicationContext;

import io.migrationutilities.MigrationEvent;
import io.migrationutilities.MigrationStep;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MigrationEventPublisher}.
 */
class MigrationEventPublisherTests {

	private final List<Object> published = new ArrayList<>();

	@Test
	void publishesLateWhatHappenedBeforeTheContextWasReadyAndTheRestAtOnce() {
		try (GenericApplicationContext context = new GenericApplicationContext()) {
			MigrationEventPublisher publisher = register(context);
			publisher.onMigrationEvent(event(MigrationStep.LOCK));
			publisher.onMigrationEvent(event(MigrationStep.PLAN));
			assertThat(this.published).isEmpty();
			context.refresh();
			assertThat(this.published).containsExactly(event(MigrationStep.LOCK), event(MigrationStep.PLAN));
			publisher.onMigrationEvent(event(MigrationStep.APPLY));
			assertThat(this.published).hasSize(3).last().isEqualTo(event(MigrationStep.APPLY));
		}
	}

	@Test
	void waitsForItsOwnContextAndNotForAChild() {
		try (GenericApplicationContext context = new GenericApplicationContext();
				GenericApplicationContext child = new GenericApplicationContext()) {
			MigrationEventPublisher publisher = new MigrationEventPublisher(context);
			publisher.onMigrationEvent(event(MigrationStep.LOCK));
			child.addApplicationListener(publisher);
			child.addApplicationListener(listener());
			child.refresh();
			context.addApplicationListener(listener());
			context.refresh();
			assertThat(this.published).isEmpty();
		}
	}

	private MigrationEventPublisher register(GenericApplicationContext context) {
		MigrationEventPublisher publisher = new MigrationEventPublisher(context);
		context.addApplicationListener(publisher);
		context.addApplicationListener(listener());
		return publisher;
	}

	private ApplicationListener<PayloadApplicationEvent<MigrationEvent>> listener() {
		return ApplicationListener.forPayload((MigrationEvent event) -> this.published.add(event));
	}

	private static MigrationEvent event(MigrationStep step) {
		return new MigrationEvent.StepStarted("liquibase", step);
	}

}
