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

package io.migrationutilities.actuatortests;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

import javax.management.MBeanParameterInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the endpoint over JMX.
 */
class EndpointOverJmxTests {

	private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();

	@Test
	void hasTheSameOperations(@TempDir Path directory) throws Exception {
		try (RunningApplication application = RunningApplication.start(directory, "spring.jmx.enabled=true",
				"spring.jmx.unique-names=true", "management.endpoints.jmx.exposure.include=migrations",
				"management.endpoint.migrations.access=unrestricted", "migration.upgrade.target=+2")) {
			assertThat(map(invoke("migrations"))).containsKey("contexts");
			assertThat(map(invoke("part", "liquibase", "history", null, null))).containsEntry("totalElements", 3L);
			assertThat(map(invoke("upgrade", "liquibase", "head"))).extractingByKey("applied")
				.asString()
				.contains("3-isbn");
			Object id = map(invoke("createBackup", "liquibase", "backups")).get("id");
			assertThat(map(invoke("verifyBackup", "liquibase", "backups", id, "CHECKSUM"))).containsEntry("valid",
					true);
			assertThat(map(invoke("backup", "liquibase", "backups", id))).containsEntry("state", "GOOD");
			assertThat(map(invoke("createBackup", "liquibase", "backups"))).containsEntry("state", "GOOD");
			assertThat(application.utilities().listBackups()).hasSizeGreaterThanOrEqualTo(2);
		}
	}

	private Object invoke(String operation, Object... arguments) throws Exception {
		ObjectName name = this.server.queryNames(new ObjectName("*:type=Endpoint,name=Migrations,*"), null)
			.iterator()
			.next();
		String[] signature = Arrays.stream(this.server.getMBeanInfo(name).getOperations())
			.filter((candidate) -> candidate.getName().equals(operation))
			.findFirst()
			.map((found) -> Arrays.stream(found.getSignature()).map(MBeanParameterInfo::getType).toArray(String[]::new))
			.orElseThrow();
		return this.server.invoke(name, operation, arguments, signature);
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Object> map(Object result) {
		return (Map<String, Object>) result;
	}

}
