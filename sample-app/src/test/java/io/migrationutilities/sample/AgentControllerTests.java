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

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.data.domain.PageImpl;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.Sort;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.BDDMockito.willThrow;

/**
 * Tests for {@link AgentController} and {@link ApiExceptionHandler}.
 */
@WebMvcTest(AgentController.class)
class AgentControllerTests {

	private static final AgentResponse ADA = new AgentResponse(7L, "Ada", "Researcher", "Finds sources", null,
			Instant.parse("2026-01-05T09:00:00Z"));

	private static final AgentRequest ADA_REQUEST = new AgentRequest("Ada", "Researcher", "Finds sources", null);

	private static final String ADA_JSON = """
			{"name": "Ada", "role": "Researcher", "goal": "Finds sources"}""";

	@Autowired
	private MockMvcTester mvc;

	@MockitoBean
	private AgentService agents;

	@Test
	void listsAPage() {
		Pageable pageable = PageRequest.of(1, 2, Sort.by("name"));
		given(this.agents.list(pageable)).willReturn(new PageImpl<>(List.of(ADA), pageable, 3));
		assertThat(this.mvc.get().uri("/api/agents?page=1&size=2&sort=name")).hasStatusOk()
			.bodyJson()
			.isLenientlyEqualTo("""
					{"content": [{"id": 7, "name": "Ada", "role": "Researcher", "createdAt": "2026-01-05T09:00:00Z"}],
					"page": {"size": 2, "number": 1, "totalElements": 3, "totalPages": 2}}""");
	}

	@Test
	void listsTwentyByIdAndNeverMoreThanAHundred() {
		Pageable byDefault = PageRequest.of(0, 20, Sort.by("id"));
		Pageable atMost = PageRequest.of(0, 100, Sort.by("id"));
		given(this.agents.list(byDefault)).willReturn(new PageImpl<>(List.of(), byDefault, 0));
		given(this.agents.list(atMost)).willReturn(new PageImpl<>(List.of(), atMost, 0));
		assertThat(this.mvc.get().uri("/api/agents")).hasStatusOk();
		assertThat(this.mvc.get().uri("/api/agents?size=100000")).hasStatusOk();
	}

	@Test
	void getsAnAgent() {
		given(this.agents.get(7)).willReturn(ADA);
		assertThat(this.mvc.get().uri("/api/agents/7")).hasStatusOk().bodyJson().isStrictlyEqualTo("""
				{"id": 7, "name": "Ada", "role": "Researcher", "goal": "Finds sources", "model": null,
				"createdAt": "2026-01-05T09:00:00Z"}""");
	}

	@Test
	void answersNotFound() {
		given(this.agents.get(8)).willThrow(new NotFoundException("agent", 8));
		assertThat(this.mvc.get().uri("/api/agents/8")).hasStatus(HttpStatus.NOT_FOUND)
			.hasContentType(MediaType.APPLICATION_PROBLEM_JSON)
			.bodyJson()
			.isLenientlyEqualTo("""
					{"title": "Not Found", "status": 404, "detail": "There is no agent with the id 8"}""");
	}

	@Test
	void createsAnAgentAndSaysWhereItIs() {
		given(this.agents.create(ADA_REQUEST)).willReturn(ADA);
		assertThat(post(ADA_JSON)).hasStatus(HttpStatus.CREATED)
			.hasHeader("Location", "http://localhost/api/agents/7")
			.bodyJson()
			.extractingPath("$.id")
			.isEqualTo(7);
	}

	@Test
	void namesEveryInvalidField() {
		assertThat(post("""
				{"name": " ", "goal": "%s"}""".formatted("g".repeat(1001)))).hasStatus(HttpStatus.BAD_REQUEST)
			.hasContentType(MediaType.APPLICATION_PROBLEM_JSON)
			.bodyJson()
			.isLenientlyEqualTo("""
					{"status": 400, "detail": "Some fields are invalid", "errors": {"name": "must not be blank",
					"role": "must not be blank", "goal": "size must be between 0 and 1000"}}""");
		then(this.agents).shouldHaveNoInteractions();
	}

	@Test
	void refusesWhatIsNoJson() {
		assertThat(post("{")).hasStatus(HttpStatus.BAD_REQUEST).hasContentType(MediaType.APPLICATION_PROBLEM_JSON);
	}

	@Test
	void refusesAnIdThatIsNoNumber() {
		assertThat(this.mvc.get().uri("/api/agents/ada")).hasStatus(HttpStatus.BAD_REQUEST)
			.hasContentType(MediaType.APPLICATION_PROBLEM_JSON);
	}

	@Test
	void answersConflict() {
		given(this.agents.create(ADA_REQUEST))
			.willThrow(new ConflictException("There is an agent named 'Ada' already"));
		assertThat(post(ADA_JSON)).hasStatus(HttpStatus.CONFLICT).bodyJson().isLenientlyEqualTo("""
				{"status": 409, "detail": "There is an agent named 'Ada' already"}""");
	}

	@Test
	void answersConflictWhenOnlyTheDatabaseNoticesIt() {
		given(this.agents.create(ADA_REQUEST)).willThrow(new DataIntegrityViolationException("ux_agent_name"));
		assertThat(post(ADA_JSON)).hasStatus(HttpStatus.CONFLICT).bodyText().doesNotContain("ux_agent_name");
	}

	@Test
	void updatesAnAgent() {
		given(this.agents.update(7, ADA_REQUEST)).willReturn(ADA);
		assertThat(this.mvc.put().uri("/api/agents/7").contentType(MediaType.APPLICATION_JSON).content(ADA_JSON))
			.hasStatusOk();
	}

	@Test
	void deletesAnAgent() {
		assertThat(this.mvc.delete().uri("/api/agents/7")).hasStatus(HttpStatus.NO_CONTENT).body().isEmpty();
		then(this.agents).should().delete(7);
	}

	@Test
	void keepsAnAgentThatIsNeeded() {
		willThrow(new ConflictException("Agent 'Ada' is a member of a crew")).given(this.agents).delete(7);
		assertThat(this.mvc.delete().uri("/api/agents/7")).hasStatus(HttpStatus.CONFLICT);
	}

	private MvcTestResult post(String json) {
		return this.mvc.post().uri("/api/agents").contentType(MediaType.APPLICATION_JSON).content(json).exchange();
	}

}
