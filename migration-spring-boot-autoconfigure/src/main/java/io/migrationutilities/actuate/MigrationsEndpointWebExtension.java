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

package io.migrationutilities.actuate;

import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationException;
import io.migrationutilities.VerificationLevel;

/**
 * {@link EndpointWebExtension @EndpointWebExtension} that answers with the HTTP status
 * that fits, and never with the message of an exception.
 */
@EndpointWebExtension(endpoint = MigrationsEndpoint.class)
public class MigrationsEndpointWebExtension {

	private static final Log logger = LogFactory.getLog(MigrationsEndpointWebExtension.class);

	private static final int CONFLICT = 409;

	private static final int UNPROCESSABLE = 422;

	private final MigrationsEndpoint endpoint;

	private final MigrationsPage page;

	/**
	 * Create the extension.
	 * @param endpoint what it answers for
	 * @param path the path of the endpoint below the base path of the actuator
	 */
	public MigrationsEndpointWebExtension(MigrationsEndpoint endpoint, String path) {
		this.endpoint = endpoint;
		this.page = new MigrationsPage(path);
	}

	@ReadOperation(produces = "text/html;charset=UTF-8")
	public String page() {
		return this.page.getHtml();
	}

	@ReadOperation(produces = { "text/css;charset=UTF-8", "text/javascript;charset=UTF-8" })
	public WebEndpointResponse<?> asset(@Selector String asset) {
		WebEndpointResponse<String> response = this.page.getAsset(asset);
		return (response != null) ? response : notFound();
	}

	@ReadOperation
	public WebEndpointResponse<?> part(@Selector String bean, @Selector String part, @Nullable Integer page,
			@Nullable Integer size) {
		return respond(() -> this.endpoint.part(bean, part, page, size));
	}

	@ReadOperation
	public WebEndpointResponse<?> backup(@Selector String bean, @Selector String part, @Selector String id) {
		return "backups".equals(part) ? respond(() -> this.endpoint.backup(bean, part, id)) : notFound();
	}

	@WriteOperation
	public WebEndpointResponse<?> upgrade(@Selector String bean, @Nullable String target) {
		return respond(() -> this.endpoint.upgrade(bean, target));
	}

	@WriteOperation
	public WebEndpointResponse<?> createBackup(@Selector String bean, @Selector String part) {
		return "backups".equals(part) ? respond(() -> this.endpoint.createBackup(bean, part)) : notFound();
	}

	@WriteOperation
	public WebEndpointResponse<?> verifyBackup(@Selector String bean, @Selector String part, @Selector String id,
			@Nullable VerificationLevel level) {
		return "backups".equals(part) ? respond(() -> this.endpoint.verifyBackup(bean, part, id, level)) : notFound();
	}

	@DeleteOperation
	public WebEndpointResponse<?> deleteBackup(@Selector String bean, @Selector String part, @Selector String id) {
		return "backups".equals(part) ? respond(() -> this.endpoint.deleteBackup(bean, part, id)) : notFound();
	}

	private static WebEndpointResponse<?> notFound() {
		return new WebEndpointResponse<>(WebEndpointResponse.STATUS_NOT_FOUND);
	}

	private static WebEndpointResponse<?> respond(Supplier<@Nullable Object> operation) {
		try {
			Object body = operation.get();
			return (body != null) ? new WebEndpointResponse<>(body) : notFound();
		}
		catch (OperationInProgressException ex) {
			return new WebEndpointResponse<>(new ErrorDescriptor("OPERATION_IN_PROGRESS",
					"Another operation is in progress.", "Try again when it is done."), CONFLICT);
		}
		catch (MigrationException ex) {
			logger.warn("An operation of the endpoint failed", ex);
			return new WebEndpointResponse<>(ErrorDescriptor.of(ex.getCode()), statusOf(ex.getCode()));
		}
	}

	private static int statusOf(MigrationErrorCode code) {
		return switch (code) {
			case TARGET_INVALID, REVISION_UNKNOWN, REVISION_AMBIGUOUS -> WebEndpointResponse.STATUS_BAD_REQUEST;
			case LOCK_TIMEOUT, DATABASE_LOCKED, BACKUP_NEEDED, LEDGER_TABLE_REFUSED -> CONFLICT;
			case DATABASE_UNAVAILABLE -> WebEndpointResponse.STATUS_SERVICE_UNAVAILABLE;
			default -> UNPROCESSABLE;
		};
	}

}
