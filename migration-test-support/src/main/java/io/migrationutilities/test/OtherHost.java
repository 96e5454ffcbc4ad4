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

package io.migrationutilities.test;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Another host, as far as the network can tell: a network namespace of Linux that a wire
 * leads to. Only root can make one.
 */
public final class OtherHost implements AutoCloseable {

	private static final AtomicInteger names = new AtomicInteger();

	private final String name;

	private final String subnet;

	private OtherHost(int number) {
		this.name = "mu" + ProcessHandle.current().pid() + "x" + number;
		this.subnet = "10.213.%d".formatted((ProcessHandle.current().pid() + number) % 250);
	}

	/**
	 * Return whether a host can be made here.
	 * @return whether one could be made
	 */
	public static boolean isPossible() {
		try (OtherHost host = new OtherHost(names.incrementAndGet())) {
			return host.connect();
		}
		catch (RuntimeException ex) {
			return false;
		}
	}

	/**
	 * Make a host.
	 * @return the host
	 */
	public static OtherHost create() {
		OtherHost host = new OtherHost(names.incrementAndGet());
		if (!host.connect()) {
			host.close();
			throw new IllegalStateException("No network namespace can be made");
		}
		return host;
	}

	private boolean connect() {
		String wire = wire();
		return Stream
			.of("ip netns add " + this.name,
					"ip link add %s type veth peer name wire netns %s".formatted(wire, this.name),
					"ip addr add %s.1/30 dev %s".formatted(this.subnet, wire), "ip link set %s up".formatted(wire),
					"ip -n %s addr add %s.2/30 dev wire".formatted(this.name, this.subnet),
					"ip -n %s link set wire up".formatted(this.name), "ip -n %s link set lo up".formatted(this.name))
			.allMatch(OtherHost::succeeds);
	}

	private String wire() {
		return this.name + "w";
	}

	private static boolean succeeds(String command) {
		return ChildProcess.run(command.split(" ")).awaitExit() == 0;
	}

	/**
	 * Return what this machine is called there.
	 * @return an address
	 */
	public String addressOfThisMachine() {
		return this.subnet + ".1";
	}

	/**
	 * Start a program there.
	 * @param program the program
	 * @return the process, which the caller has to end
	 */
	public ChildProcess start(JavaCommand program) {
		return program.startBy(List.of("ip", "netns", "exec", this.name));
	}

	/**
	 * Cut the wire: nothing arrives from then on, in either direction.
	 */
	public void vanish() {
		if (!succeeds("ip -n %s link set wire down".formatted(this.name))) {
			throw new IllegalStateException("The wire can't be cut");
		}
	}

	// A namespace lives on while its sockets are not closed.
	@Override
	public void close() {
		succeeds("ip link del " + wire());
		succeeds("ip netns del " + this.name);
	}

}
