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

package io.migrationutilities.sqlite;

import java.lang.reflect.Method;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import liquibase.Scope;
import liquibase.change.AbstractChange;
import liquibase.change.AddColumnConfig;
import liquibase.change.Change;
import liquibase.change.ChangeFactory;
import liquibase.change.ChangeMetaData;
import liquibase.change.ColumnConfig;
import liquibase.change.ConstraintsConfig;
import liquibase.change.core.AddColumnChange;
import liquibase.change.core.AddPrimaryKeyChange;
import liquibase.change.core.CreateViewChange;
import liquibase.change.core.DropAllForeignKeyConstraintsChange;
import liquibase.change.core.DropColumnChange;
import liquibase.change.core.DropPrimaryKeyChange;
import liquibase.change.core.LoadDataChange;
import liquibase.change.core.LoadDataColumnConfig;
import liquibase.change.core.LoadUpdateDataChange;
import liquibase.change.core.MergeColumnChange;
import liquibase.database.Database;
import liquibase.database.core.H2Database;
import liquibase.database.core.MySQLDatabase;
import liquibase.database.core.PostgresDatabase;
import liquibase.resource.DirectoryResourceAccessor;
import liquibase.serializer.core.string.StringChangeLogSerializer;
import liquibase.serializer.core.xml.XMLChangeLogSerializer;
import liquibase.serializer.core.yaml.YamlChangeLogSerializer;
import liquibase.sql.Sql;
import liquibase.sqlgenerator.SqlGeneratorFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The changes that take the place of Liquibase's own say the same as these to everybody
 * but SQLite.
 */
class ReplacedChangesTests {

	private static final List<Database> OTHERS = List.of(new PostgresDatabase(), new H2Database(), new MySQLDatabase());

	@TempDir
	private Path directory;

	static Stream<Pair> pairs() {
		return Stream.of(new Pair(new AddColumnChange(), new AlteringAddColumnChange()),
				new Pair(new AddPrimaryKeyChange(), new AlteringAddPrimaryKeyChange()),
				new Pair(new CreateViewChange(), new AlteringCreateViewChange()),
				new Pair(new DropColumnChange(), new AlteringDropColumnChange()),
				new Pair(new DropAllForeignKeyConstraintsChange(), new AlteringDropForeignKeysChange()),
				new Pair(new DropPrimaryKeyChange(), new AlteringDropPrimaryKeyChange()),
				new Pair(new MergeColumnChange(), new AlteringMergeColumnChange()),
				new Pair(new LoadDataChange(), new SqliteLoadDataChange()),
				new Pair(new LoadUpdateDataChange(), new SqliteLoadUpdateDataChange()));
	}

	@ParameterizedTest
	@MethodSource("pairs")
	void isFoundByLiquibase(Pair pair) {
		assertThat(changeFactory().create(name(pair.stock()))).hasSameClassAs(pair.ours());
	}

	@ParameterizedTest
	@MethodSource("pairs")
	void isDescribedAlike(Pair pair) {
		ChangeMetaData stock = changeFactory().getChangeMetaData(pair.stock());
		ChangeMetaData ours = pair.ours().createChangeMetaData();
		assertThat(ours.getName()).isEqualTo(stock.getName());
		assertThat(ours.getDescription()).isEqualTo(stock.getDescription());
		assertThat(ours.getAppliesTo()).isEqualTo(stock.getAppliesTo());
		assertThat(ours.getParameters().keySet()).isEqualTo(stock.getParameters().keySet());
	}

	@ParameterizedTest
	@MethodSource("pairs")
	void hasSameChecksumAndText(Pair pair) throws Exception {
		Files.writeString(this.directory.resolve("file"), "id\n1\n");
		for (boolean nested : new boolean[] { false, true }) {
			fill(pair.stock(), nested);
			fill(pair.ours(), nested);
			assertThat(text(pair.ours())).isEqualTo(text(pair.stock()));
			Scope.child(Map.of(Scope.Attr.resourceAccessor.name(), new DirectoryResourceAccessor(this.directory)),
					() -> assertThat(pair.ours().generateCheckSum()).isEqualTo(pair.stock().generateCheckSum()));
		}
	}

	@ParameterizedTest
	@MethodSource("pairs")
	void isLeftAloneOnOtherDatabases(Pair pair) throws Exception {
		fill(pair.stock(), false);
		fill(pair.ours(), false);
		for (Database database : OTHERS) {
			assertThat(pair.ours().generateStatementsVolatile(database))
				.isEqualTo(pair.stock().generateStatementsVolatile(database));
			if (!(pair.stock() instanceof LoadDataChange
					|| pair.stock() instanceof DropAllForeignKeyConstraintsChange)) {
				assertThat(pair.ours().supports(database)).isEqualTo(pair.stock().supports(database));
				assertThat(pair.ours().validate(database).getErrorMessages())
					.isEqualTo(pair.stock().validate(database).getErrorMessages());
				assertThat(sql(pair.ours(), database)).isEqualTo(sql(pair.stock(), database));
			}
		}
	}

	private static List<String> sql(Change change, Database database) {
		return Stream.of(change.generateStatements(database))
			.flatMap((statement) -> Stream.of(SqlGeneratorFactory.getInstance().generateSql(statement, database)))
			.map(Sql::toSql)
			.toList();
	}

	private static List<String> text(AbstractChange change) {
		return List.of(new StringChangeLogSerializer().serialize(change, true),
				new XMLChangeLogSerializer().serialize(change, true),
				new YamlChangeLogSerializer().serialize(change, true), change.getSerializedObjectNamespace(),
				change.getConfirmationMessage());
	}

	// Every attribute that the changelog may set has a value, so that none is forgotten.
	private static void fill(Change change, boolean nested) throws Exception {
		for (Method method : change.getClass().getMethods()) {
			if (method.getName().startsWith("set") && method.getParameterCount() == 1) {
				Object value = value(method.getName().substring(3), method.getParameterTypes()[0]);
				if (value != null) {
					method.invoke(change, value);
				}
			}
		}
		if (change instanceof AddColumnChange add) {
			add.setColumns(List.of((AddColumnConfig) column(new AddColumnConfig(), nested)));
		}
		if (change instanceof DropColumnChange drop && nested) {
			drop.setColumns(List.of(column(new ColumnConfig(), true)));
		}
		if (change instanceof LoadDataChange load && nested) {
			load.addColumn((LoadDataColumnConfig) column(new LoadDataColumnConfig(), true));
		}
	}

	private static Object value(String property, Class<?> type) {
		if (type == String.class) {
			return switch (property) {
				case "Path" -> null;
				case "SelectQuery" -> "CREATE VIEW v AS SELECT 1";
				case "File" -> "file";
				case "Encoding" -> "UTF-8";
				case "Separator" -> ";";
				case "Quotchar" -> "'";
				case "FinalColumnType" -> "varchar(10)";
				default -> "a_" + property;
			};
		}
		if (type == Boolean.class) {
			return !"RelativeToChangelogFile".equals(property);
		}
		return (type == BigInteger.class) ? BigInteger.TEN : null;
	}

	private static ColumnConfig column(ColumnConfig column, boolean nested) {
		column.setName("c").setType("varchar(10)");
		if (nested) {
			column.setDefaultValue("d").setRemarks("r").setComputed(false);
			column.setConstraints(new ConstraintsConfig().setNullable(false)
				.setUnique(true)
				.setReferences("p(id)")
				.setForeignKeyName("fk"));
		}
		return column;
	}

	private static String name(Change change) {
		return changeFactory().getChangeMetaData(change).getName();
	}

	private static ChangeFactory changeFactory() {
		return Scope.getCurrentScope().getSingleton(ChangeFactory.class);
	}

	private record Pair(AbstractChange stock, AbstractChange ours) {

		@Override
		public String toString() {
			return this.ours.getClass().getSimpleName();
		}

	}

}
