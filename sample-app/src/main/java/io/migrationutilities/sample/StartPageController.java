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

import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.Sort;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/**
 * Shows what is in the studio.
 */
@Controller
class StartPageController {

	private static final Pageable FIRST_HUNDRED = PageRequest.of(0, 100, Sort.by("id"));

	private final CrewService crews;

	private final AgentService agents;

	private final TaskService tasks;

	StartPageController(CrewService crews, AgentService agents, TaskService tasks) {
		this.crews = crews;
		this.agents = agents;
		this.tasks = tasks;
	}

	@GetMapping("/")
	String show(Model model) {
		model.addAttribute("crews", this.crews.list(FIRST_HUNDRED));
		model.addAttribute("agents", this.agents.list(FIRST_HUNDRED));
		model.addAttribute("tasks", this.tasks.list(FIRST_HUNDRED));
		return "start";
	}

}
