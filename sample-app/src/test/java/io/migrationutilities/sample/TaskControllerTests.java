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
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.data.core.PropertyReferenceException;
import org.springframework.data.core.TypeInformation;
import org.springframework.data.domain.PageImpl;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Sort;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;

/**
 * Tests for {@link TaskController}.
 */
@WebMvcTest(TaskController.class)
class TaskControllerTests {

	private static final TaskResponse REVIEW = new TaskResponse(5L, 3L, 7L, "Review", null, TaskStatus.DONE, 2, "Fine",
			null, List.of(4L), Instant.parse("2026-01-05T09:00:00Z"));

	@Autowired
	private MockMvcTester mvc;

	@MockitoBean
	private TaskService tasks;

	@Test
	void listsTasks() {
		given(this.tasks.list(PageRequest.of(0, 20, Sort.by("id")))).willReturn(new PageImpl<>(List.of(REVIEW)));
		assertThat(this.mvc.get().uri("/api/tasks")).hasStatusOk().bodyJson().isLenientlyEqualTo("""
				{"content": [{"id": 5, "crewId": 3, "assigneeId": 7, "title": "Review", "status": "DONE", "step": 2,
				"output": "Fine", "dependencyIds": [4]}]}""");
	}

	@Test
	void refusesToSortByWhatIsNotThere() {
		given(this.tasks.list(PageRequest.of(0, 20, Sort.by("color"))))
			.willThrow(new PropertyReferenceException("color", TypeInformation.of(Task.class), List.of()));
		assertThat(this.mvc.get().uri("/api/tasks?sort=color")).hasStatus(HttpStatus.BAD_REQUEST)
			.bodyJson()
			.extractingPath("$.detail")
			.isEqualTo("There is no property 'color' to sort by");
	}

	@Test
	void getsATask() {
		given(this.tasks.get(5)).willReturn(REVIEW);
		assertThat(this.mvc.get().uri("/api/tasks/5")).hasStatusOk()
			.bodyJson()
			.extractingPath("$.title")
			.isEqualTo("Review");
	}

	@Test
	void createsATaskThatIsOpenAndFirstUnlessSaidOtherwise() {
		given(this.tasks.create(new TaskRequest(3L, null, "Review", null, TaskStatus.OPEN, 1, null, Set.of())))
			.willReturn(REVIEW);
		assertThat(post("""
				{"crewId": 3, "title": "Review"}""")).hasStatus(HttpStatus.CREATED)
			.hasHeader("Location", "http://localhost/api/tasks/5");
	}

	@Test
	void namesEveryInvalidField() {
		assertThat(post("""
				{"title": "", "step": 0, "output": ""}""")).hasStatus(HttpStatus.BAD_REQUEST)
			.bodyJson()
			.extractingPath("$.errors")
			.asMap()
			.containsOnlyKeys("crewId", "title", "step", "output");
	}

	@Test
	void updatesATask() {
		given(this.tasks.update(5, new TaskRequest(3L, 7L, "Review", null, TaskStatus.DONE, 2, "Fine", Set.of(4L))))
			.willReturn(REVIEW);
		assertThat(this.mvc.put().uri("/api/tasks/5").contentType(MediaType.APPLICATION_JSON).content("""
				{"crewId": 3, "assigneeId": 7, "title": "Review", "status": "DONE", "step": 2, "output": "Fine",
				"dependencyIds": [4]}""")).hasStatusOk();
	}

	@Test
	void deletesATask() {
		assertThat(this.mvc.delete().uri("/api/tasks/5")).hasStatus(HttpStatus.NO_CONTENT);
		then(this.tasks).should().delete(5);
	}

	private MvcTestResult post(String json) {
		return this.mvc.post().uri("/api/tasks").contentType(MediaType.APPLICATION_JSON).content(json).exchange();
	}

}
