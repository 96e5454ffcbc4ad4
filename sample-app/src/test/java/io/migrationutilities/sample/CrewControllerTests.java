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
 * Tests for {@link CrewController}.
 */
@WebMvcTest(CrewController.class)
class CrewControllerTests {

	private static final CrewResponse NEWSROOM = new CrewResponse(3L, "Newsroom", null, CrewProcess.SEQUENTIAL,
			List.of(new CrewResponse.Member(7L, "Ada", "Researcher")), Instant.parse("2026-01-05T09:00:00Z"));

	@Autowired
	private MockMvcTester mvc;

	@MockitoBean
	private CrewService crews;

	@Test
	void listsCrewsWithTheirMembers() {
		given(this.crews.list(PageRequest.of(0, 20, Sort.by("id")))).willReturn(new PageImpl<>(List.of(NEWSROOM)));
		assertThat(this.mvc.get().uri("/api/crews")).hasStatusOk().bodyJson().isLenientlyEqualTo("""
				{"content": [{"id": 3, "name": "Newsroom", "members": [{"id": 7, "name": "Ada"}]}]}""");
	}

	@Test
	void getsACrew() {
		given(this.crews.get(3)).willReturn(NEWSROOM);
		assertThat(this.mvc.get().uri("/api/crews/3")).hasStatusOk()
			.bodyJson()
			.extractingPath("$.process")
			.isEqualTo("SEQUENTIAL");
	}

	@Test
	void createsACrewThatIsSequentialAndEmptyUnlessSaidOtherwise() {
		given(this.crews.create(new CrewRequest("Newsroom", null, CrewProcess.SEQUENTIAL, Set.of())))
			.willReturn(NEWSROOM);
		assertThat(post("""
				{"name": "Newsroom"}""")).hasStatus(HttpStatus.CREATED)
			.hasHeader("Location", "http://localhost/api/crews/3");
	}

	@Test
	void namesTheFieldThatRefersToNothing() {
		given(this.crews.create(new CrewRequest("Newsroom", null, CrewProcess.HIERARCHICAL, Set.of(99L))))
			.willThrow(new InvalidReferenceException("memberIds", "names an agent that does not exist"));
		assertThat(post("""
				{"name": "Newsroom", "process": "HIERARCHICAL", "memberIds": [99]}"""))
			.hasStatus(HttpStatus.BAD_REQUEST)
			.bodyJson()
			.isLenientlyEqualTo("""
					{"errors": {"memberIds": "names an agent that does not exist"}}""");
	}

	@Test
	void refusesAMemberWithoutId() {
		assertThat(post("""
				{"name": "Newsroom", "memberIds": [null]}""")).hasStatus(HttpStatus.BAD_REQUEST);
		then(this.crews).shouldHaveNoInteractions();
	}

	@Test
	void refusesAnUnknownProcess() {
		assertThat(post("""
				{"name": "Newsroom", "process": "CHAOTIC"}""")).hasStatus(HttpStatus.BAD_REQUEST);
	}

	@Test
	void updatesACrew() {
		given(this.crews.update(3, new CrewRequest("Newsroom", null, CrewProcess.SEQUENTIAL, Set.of(7L))))
			.willReturn(NEWSROOM);
		assertThat(this.mvc.put().uri("/api/crews/3").contentType(MediaType.APPLICATION_JSON).content("""
				{"name": "Newsroom", "memberIds": [7]}""")).hasStatusOk();
	}

	@Test
	void deletesACrew() {
		assertThat(this.mvc.delete().uri("/api/crews/3")).hasStatus(HttpStatus.NO_CONTENT);
		then(this.crews).should().delete(3);
	}

	private MvcTestResult post(String json) {
		return this.mvc.post().uri("/api/crews").contentType(MediaType.APPLICATION_JSON).content(json).exchange();
	}

}
