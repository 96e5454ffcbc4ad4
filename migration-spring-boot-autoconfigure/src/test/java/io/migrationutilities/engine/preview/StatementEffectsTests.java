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

package io.migrationutilities.engine.preview;

import java.util.List;

import liquibase.database.Database;
import liquibase.database.core.H2Database;
import liquibase.database.core.PostgresDatabase;
import liquibase.database.core.SQLiteDatabase;
import liquibase.statement.SqlStatement;
import liquibase.statement.core.CreateTableStatement;
import liquibase.statement.core.DeleteStatement;
import liquibase.statement.core.DropColumnStatement;
import liquibase.statement.core.DropTableStatement;
import liquibase.statement.core.RawParameterizedSqlStatement;
import liquibase.statement.core.RenameColumnStatement;
import liquibase.statement.core.RenameTableStatement;
import liquibase.statement.core.RuntimeStatement;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StatementEffects}.
 */
class StatementEffectsTests {

	private final Database sqlite = new SQLiteDatabase();

	private final Database postgresql = new PostgresDatabase();

	@Test
	void readsStatementsOfLiquibase() {
		assertThat(effectsOf(this.sqlite, new DropTableStatement(null, null, "crew", false)))
			.containsExactly("drop crew");
		assertThat(effectsOf(this.sqlite, new DropColumnStatement(null, null, "crew", "name")))
			.containsExactly("drop crew.name");
		assertThat(effectsOf(this.postgresql, new RenameTableStatement(null, "s", "crew", "team")))
			.containsExactly("s.crew -> s.team");
		assertThat(effectsOf(this.sqlite, new RenameColumnStatement(null, null, "crew", "a", "b", "int")))
			.containsExactly("crew.a -> b");
		assertThat(
				effectsOf(this.sqlite, new DeleteStatement(null, null, "crew").setWhere("id = ?").addWhereParameter(5)))
			.containsExactly("delete FROM crew WHERE id = 5");
	}

	@Test
	void readsSeveralColumns() {
		DropColumnStatement drop = new DropColumnStatement(List.of(new DropColumnStatement(null, null, "crew", "a"),
				new DropColumnStatement(null, null, "crew", "b")));
		assertThat(effectsOf(this.postgresql, drop)).containsExactly("drop crew.a", "drop crew.b");
	}

	@Test
	void readsRawSqlInTheDialectOfTheDatabase() {
		SqlStatement raw = new RawParameterizedSqlStatement("DROP TABLE \"Crew\"; DROP TABLE Team");
		assertThat(effectsOf(this.postgresql, raw)).containsExactly("drop Crew", "drop team");
		assertThat(effectsOf(this.sqlite, raw)).containsExactly("drop Crew", "drop Team");
		assertThat(effectsOf(new H2Database(), raw)).containsExactly("? DROP TABLE \"Crew\"; DROP TABLE Team");
	}

	@Test
	void knowsWhatIsHarmless() {
		assertThat(effectsOf(this.postgresql, new CreateTableStatement(null, null, "crew"))).isEmpty();
	}

	@Test
	void admitsWhatItDoesNotKnow() {
		assertThat(effectsOf(this.postgresql, new RuntimeStatement() {

			@Override
			public liquibase.sql.Sql[] generate(Database database) {
				return new liquibase.sql.Sql[0];
			}

		})).singleElement().asString().startsWith("? ");
	}

	private static List<String> effectsOf(Database database, SqlStatement statement) {
		return new StatementEffects(database).of(statement).stream().map(StatementEffectsTests::describe).toList();
	}

	private static String describe(DataEffect effect) {
		if (effect instanceof DataEffect.DropTable drop) {
			return "drop " + drop.table();
		}
		if (effect instanceof DataEffect.DropColumn drop) {
			return "drop " + drop.table() + "." + drop.column();
		}
		if (effect instanceof DataEffect.DeleteRows delete) {
			return "delete " + delete.from();
		}
		if (effect instanceof DataEffect.RenameTable rename) {
			return rename.from() + " -> " + rename.to();
		}
		if (effect instanceof DataEffect.RenameColumn rename) {
			return rename.table() + "." + rename.from() + " -> " + rename.to();
		}
		return "? " + ((DataEffect.Unforeseen) effect).what();
	}

}
