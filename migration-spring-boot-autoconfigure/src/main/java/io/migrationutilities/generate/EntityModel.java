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

package io.migrationutilities.generate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.hibernate.annotations.OnDeleteAction;
import org.hibernate.boot.model.relational.Namespace;
import org.hibernate.boot.model.relational.Sequence;
import org.hibernate.boot.spi.MetadataImplementor;
import org.hibernate.jpa.boot.internal.EntityManagerFactoryBuilderImpl;
import org.hibernate.jpa.boot.spi.Bootstrap;
import org.hibernate.mapping.Column;
import org.hibernate.mapping.Table;
import org.hibernate.mapping.UniqueKey;
import org.hibernate.service.ServiceRegistry;
import org.hibernate.tool.schema.internal.SchemaCreatorImpl;
import org.hibernate.tool.schema.spi.SchemaFilter;

import io.migrationutilities.generate.Schema.ForeignKey;
import io.migrationutilities.generate.Schema.Key;

/**
 * The tables that entities are mapped to, by the metadata of Hibernate. No session
 * factory is built. Tables of entities that name a schema of their own are left out.
 */
final class EntityModel implements AutoCloseable {

	private static final List<String> IGNORED_SETTINGS = List.of("hibernate.hbm2ddl.auto",
			"jakarta.persistence.schema-generation.database.action", "hibernate.default_schema",
			"hibernate.default_catalog");

	private final EntityManagerFactoryBuilderImpl builder;

	private final MetadataImplementor metadata;

	private EntityModel(EntityManagerFactoryBuilderImpl builder) {
		this.builder = builder;
		this.metadata = builder.metadata();
	}

	static EntityModel of(PersistenceUnit unit) {
		Map<String, Object> settings = new HashMap<>(unit.properties());
		IGNORED_SETTINGS.forEach(settings::remove);
		return new EntityModel(
				(EntityManagerFactoryBuilderImpl) Bootstrap.getEntityManagerFactoryBuilder(unit.info(), settings));
	}

	/**
	 * Return the statements with which Hibernate would create the schema.
	 * @return the statements in order
	 */
	List<String> creationCommands() {
		ServiceRegistry registry = this.metadata.getMetadataBuildingOptions().getServiceRegistry();
		return new SchemaCreatorImpl(registry, new DefaultSchemaOnly()).generateCreationCommands(this.metadata, false);
	}

	/**
	 * Add the foreign keys and the unique constraints of several columns, which
	 * Hibernate's dialect of SQLite does not create.
	 * @param schema the schema that was created
	 * @return the schema with them
	 */
	Schema complete(Schema schema) {
		List<Schema.Table> tables = new ArrayList<>(schema.tables());
		this.metadata.collectTableMappings().forEach((mapped) -> {
			Schema.Table table = schema.table(mapped.getName());
			if (table != null) {
				tables.set(tables.indexOf(table), complete(schema, table, mapped));
			}
		});
		return schema.withTables(tables);
	}

	private static Schema.Table complete(Schema schema, Schema.Table table, Table mapped) {
		List<Key> uniques = new ArrayList<>(table.uniques());
		for (UniqueKey key : mapped.getUniqueKeys().values()) {
			List<String> columns = names(key.getColumns());
			if (uniques.stream().noneMatch((present) -> schema.isSameSet(present.columns(), columns))) {
				uniques.add(new Key(key.getName(), columns));
			}
		}
		List<ForeignKey> foreignKeys = mapped.getForeignKeyCollection()
			.stream()
			.filter((key) -> key.isCreationEnabled() && key.isPhysicalConstraint())
			.map(EntityModel::toForeignKey)
			.toList();
		return new Schema.Table(table.name(), table.columns(), table.primaryKey(), uniques, foreignKeys,
				table.indexes(), table.checks(), table.rows());
	}

	private static ForeignKey toForeignKey(org.hibernate.mapping.ForeignKey key) {
		Table referenced = key.getReferencedTable();
		List<Column> columns = key.isReferenceToPrimaryKey() ? referenced.getPrimaryKey().getColumns()
				: key.getReferencedColumns();
		OnDeleteAction action = key.getOnDeleteAction();
		return new ForeignKey(key.getName(), names(key.getColumns()), referenced.getName(), names(columns),
				(action != null && action != OnDeleteAction.NO_ACTION) ? action.name().replace('_', ' ')
						: ForeignKey.NO_ACTION,
				ForeignKey.NO_ACTION);
	}

	private static List<String> names(List<Column> columns) {
		return columns.stream().map(Column::getName).toList();
	}

	@Override
	public void close() {
		this.builder.cancel();
	}

	/**
	 * Leaves out what is in a schema that an entity names.
	 */
	private static final class DefaultSchemaOnly implements SchemaFilter {

		@Override
		public boolean includeNamespace(Namespace namespace) {
			return namespace.getName().schema() == null;
		}

		@Override
		public boolean includeTable(Table table) {
			return true;
		}

		@Override
		public boolean includeSequence(Sequence sequence) {
			return true;
		}

	}

}
