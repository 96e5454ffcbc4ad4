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

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.transaction.annotation.Transactional;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StartPageController} and its page.
 */
@CrewStudioTest
@Transactional
class StartPageControllerTests {

	@Autowired
	private MockMvcTester mvc;

	@Autowired
	private AgentService agents;

	@Autowired
	private CrewRepository crews;

	@Autowired
	private TaskRepository tasks;

	@Test
	void showsCrewsAgentsAndTasks() {
		assertThat(this.mvc.get().uri("/")).hasStatusOk()
			.hasContentTypeCompatibleWith(MediaType.TEXT_HTML)
			.bodyText()
			.contains("Newsroom", "Ada", "Researcher", "Collect sources", "Five sources, three of them primary");
	}

	@Test
	void escapesWhatUsersWrote() {
		this.agents.create(new AgentRequest("<script>alert(1)</script>", "\"><img src=x>", "a & b", null));
		assertThat(this.mvc.get().uri("/")).hasStatusOk()
			.bodyText()
			.contains("&lt;script&gt;alert(1)&lt;/script&gt;", "a &amp; b")
			.doesNotContain("<script", "<img");
	}

	@Test
	void saysThatNothingIsThereYet() {
		this.tasks.deleteAll();
		this.crews.deleteAll();
		this.crews.flush();
		assertThat(this.mvc.get().uri("/")).hasStatusOk().bodyText().contains("No crew yet.", "No task yet.");
	}

	@Test
	void loadsNothingFromElsewhere() {
		assertThat(this.mvc.get().uri("/")).hasStatusOk().bodyText().doesNotContain("http://", "https://", "//cdn");
	}

}
