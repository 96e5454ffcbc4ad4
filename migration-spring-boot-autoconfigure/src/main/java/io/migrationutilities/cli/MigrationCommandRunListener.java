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

import java.io.PrintStream;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringApplicationRunListener;
import org.springframework.boot.bootstrap.ConfigurableBootstrapContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.env.CommandLinePropertySource;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.SimpleCommandLinePropertySource;
import org.springframework.core.env.StandardEnvironment;

import io.migrationutilities.ProgressListener;
import io.migrationutilities.engine.InternalBeans;

/**
 * Turns the start of an application into a command if its first argument is the command
 * word: the context becomes a {@link CommandContext}, the command runs in place of the
 * runners, and the process exits with its code. Output of the application goes to the
 * standard error, so that the standard output holds the command's data only.
 * <p>
 * The command word is {@code migrations}, or what the property
 * {@code migration.cli.command} says; {@code migration.cli.enabled=false} leaves the word
 * to the application. Both are read before there is an environment, so that only system
 * properties and environment variables ({@code MIGRATION_CLI_COMMAND},
 * {@code MIGRATION_CLI_ENABLED}) count for them, not the files of the application.
 */
class MigrationCommandRunListener implements SpringApplicationRunListener, Ordered {

	private static final Map<String, Object> PROPERTIES = Map.of("spring.main.web-application-type", "none",
			"spring.main.banner-mode", "off", "spring.main.log-startup-info", "false",
			"spring.main.register-shutdown-hook", "false", "logging.register-shutdown-hook", "false",
			"logging.threshold.console", "WARN");

	private final SpringApplication application;

	private final @Nullable CommandArguments arguments;

	private @Nullable CommandLineRun run;

	MigrationCommandRunListener(SpringApplication application, String[] arguments) {
		this.application = application;
		this.arguments = CommandArguments.of(arguments, new StandardEnvironment()).orElse(null);
	}

	@Override
	public void starting(ConfigurableBootstrapContext bootstrapContext) {
		if (this.arguments != null) {
			PrintStream standardOutput = System.out;
			System.setOut(System.err);
			this.application.setApplicationContextFactory((webApplicationType) -> new CommandContext());
			this.run = parse(this.arguments, standardOutput);
		}
	}

	private CommandLineRun parse(CommandArguments arguments, PrintStream standardOutput) {
		PrintWriter error = new PrintWriter(System.err, true);
		CommandLineRun run = new CommandLineRun(arguments.word(), new PrintWriter(standardOutput, true),
				Terminal.findConsole() != null, error,
				MigrationsCommand.verbs(Clock.systemUTC(), new ConsoleConfirmation(error)),
				new CommandProgress(error, Clock.systemUTC(), System.getenv()));
		run.parse(arguments.command()).ifPresent(System::exit);
		return run;
	}

	@Override
	public void environmentPrepared(ConfigurableBootstrapContext bootstrapContext,
			ConfigurableEnvironment environment) {
		if (this.arguments != null) {
			MutablePropertySources sources = environment.getPropertySources();
			if (sources.contains(CommandLinePropertySource.COMMAND_LINE_PROPERTY_SOURCE_NAME)) {
				sources.replace(CommandLinePropertySource.COMMAND_LINE_PROPERTY_SOURCE_NAME,
						commandLineProperties(this.arguments.properties()));
			}
			sources.addFirst(new MapPropertySource("migrationCommand", PROPERTIES));
		}
	}

	private SimpleCommandLinePropertySource commandLineProperties(List<String> properties) {
		return new SimpleCommandLinePropertySource(properties.toArray(String[]::new));
	}

	@Override
	public void contextPrepared(ConfigurableApplicationContext context) {
		if (this.run != null) {
			registerProgress((BeanDefinitionRegistry) context.getBeanFactory(), this.run.getProgress());
		}
	}

	private static void registerProgress(BeanDefinitionRegistry registry, ProgressListener progress) {
		RootBeanDefinition definition = new RootBeanDefinition(ProgressListener.class, () -> progress);
		definition.setDefaultCandidate(false);
		registry.registerBeanDefinition(InternalBeans.COMMAND_PROGRESS, definition);
	}

	@Override
	public void started(ConfigurableApplicationContext context, @Nullable Duration timeTaken) {
		if (this.run != null) {
			System.exit(execute(this.run, context));
		}
	}

	private int execute(CommandLineRun run, ConfigurableApplicationContext context) {
		try (Termination termination = Termination.watch(new PrintWriter(System.err, true))) {
			int exitCode = run.execute(new DatabaseSelection(context));
			// The closing of beans may wait, and has no reason not to.
			Thread.interrupted();
			context.close();
			return exitCode;
		}
	}

	// Spring Boot reports the failure as always, and the process ends with 1.
	@Override
	public void failed(@Nullable ConfigurableApplicationContext context, Throwable exception) {
		if (this.run != null) {
			this.run.fail(exception);
		}
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

}
