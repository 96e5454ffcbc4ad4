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

package io.migrationutilities.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;

import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.ExitCodeGenerator;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.task.TaskSchedulingAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.liquibase.autoconfigure.LiquibaseAutoConfiguration;
import org.springframework.context.ApplicationListener;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;

import io.migrationutilities.Progress.Activity;
import io.migrationutilities.ProgressListener;
import io.migrationutilities.autoconfigure.MigrationAutoConfiguration;

/**
 * An application with all that begins to work by itself, each of which says so on the
 * standard output. It ends as soon as it has started.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@ImportAutoConfiguration({ TaskSchedulingAutoConfiguration.class, DataSourceAutoConfiguration.class,
		LiquibaseAutoConfiguration.class, MigrationAutoConfiguration.class })
@EnableScheduling
public class HostApplication {

	/**
	 * What the parts of the application say begins with this.
	 */
	static final String SAYS = "host application: ";

	private static final CountDownLatch scheduled = new CountDownLatch(1);

	public static void main(String[] args) throws InterruptedException {
		SpringApplication application = new SpringApplication(HostApplication.class);
		try (var context = application.run(args)) {
			scheduled.await();
		}
		System.exit(0);
	}

	private static void say(String what) {
		System.out.println(SAYS + what);
	}

	@Bean
	InitializingBean eagerBean() {
		return () -> say("singleton");
	}

	@Bean
	ApplicationRunner applicationRunner() {
		return (arguments) -> say("application runner");
	}

	@Bean
	CommandLineRunner commandLineRunner() {
		return (arguments) -> say("command line runner");
	}

	@Bean
	ApplicationListener<ContextRefreshedEvent> applicationListener() {
		return (event) -> say("application listener");
	}

	@Bean
	ExitCodeGenerator exitCodeGenerator() {
		return () -> 42;
	}

	/**
	 * Makes long work of every backup. It is told before the listener of a command.
	 * @param duration how long a backup takes
	 * @return the listener
	 */
	@Bean
	@ConditionalOnProperty("host.duration-of-backup")
	ProgressListener slowListener(@Value("${host.duration-of-backup}") Duration duration) {
		return (progress) -> {
			if (progress.activity() == Activity.BACKUP && !progress.isFinished()) {
				sleep((progress.done() == 0) ? Duration.ofMillis(300) : duration);
			}
		};
	}

	private static void sleep(Duration duration) {
		try {
			Thread.sleep(duration.toMillis());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Bean
	Server server() {
		return new Server();
	}

	@Bean
	Worker worker() {
		return new Worker();
	}

	/**
	 * Begins with the life of the context, as web servers and message consumers do.
	 */
	static class Server implements SmartLifecycle {

		private boolean running;

		@Override
		public void start() {
			this.running = true;
			say("lifecycle");
		}

		@Override
		public void stop() {
			this.running = false;
		}

		@Override
		public boolean isRunning() {
			return this.running;
		}

	}

	/**
	 * Works by the clock, and when it hears something.
	 */
	static class Worker {

		@Scheduled(fixedDelay = Long.MAX_VALUE / 2_000_000)
		void work() {
			say("scheduled method");
			scheduled.countDown();
		}

		@EventListener
		void onRefresh(ContextRefreshedEvent event) {
			say("listener method");
		}

	}

}
