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

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.migrationutilities.DataLoss;
import io.migrationutilities.DataLoss.Kind;

/**
 * Works out, statement by statement, what is lost of the data that is there now. Data
 * that has another name now is found by that.
 */
final class LossAssessment {

	private static final Log logger = LogFactory.getLog(LossAssessment.class);

	private static final int LONGEST_STATEMENT = 60;

	private final Connection connection;

	private final RowCounter counter;

	private final boolean droppedRowsCascade;

	private final Map<String, ObjectName> presentNames = new HashMap<>();

	private final Set<String> dropped = new HashSet<>();

	private final List<DataLoss> losses = new ArrayList<>();

	/**
	 * Create an assessment.
	 * @param connection a connection to the database
	 * @param counter counts through it
	 * @param droppedRowsCascade whether the rows of a dropped table are deleted as by a
	 * statement, with those that reference them, as
	 * <a href="https://sqlite.org/lang_droptable.html">SQLite does</a>
	 */
	LossAssessment(Connection connection, RowCounter counter, boolean droppedRowsCascade) {
		this.connection = connection;
		this.counter = counter;
		this.droppedRowsCascade = droppedRowsCascade;
	}

	List<DataLoss> getLosses() {
		return List.copyOf(this.losses);
	}

	/**
	 * Add what a statement does after those before.
	 * @param revision the revision whose rollback the statement is of
	 * @param effect what it does
	 */
	void add(String revision, DataEffect effect) {
		if (effect instanceof DataEffect.DropTable drop) {
			addDroppedTable(revision, drop.table());
		}
		else if (effect instanceof DataEffect.DropColumn drop) {
			addDroppedColumn(revision, drop.table(), drop.column());
		}
		else if (effect instanceof DataEffect.DeleteRows delete) {
			addDeletedRows(revision, delete);
		}
		else if (effect instanceof DataEffect.RenameTable rename) {
			this.presentNames.put(rename.to().key(), present(rename.from()));
		}
		else if (effect instanceof DataEffect.RenameColumn rename) {
			this.presentNames.put(columnKey(rename.table(), rename.to()), present(rename.table(), rename.from()));
		}
		else if (effect instanceof DataEffect.Unforeseen unforeseen) {
			addUnforeseen(revision, unforeseen.what());
		}
	}

	/**
	 * Add what can't be foreseen.
	 * @param revision the revision whose rollback it is of
	 * @param what the statement, or what stands for it
	 */
	void addUnforeseen(String revision, String what) {
		String line = what.strip().replaceAll("\\s+", " ");
		String shortened = (line.length() <= LONGEST_STATEMENT) ? line : line.substring(0, LONGEST_STATEMENT) + "…";
		this.losses.add(new DataLoss(revision, Kind.UNFORESEEN, null, null, null, "can't be foreseen: " + shortened));
	}

	private void addDroppedTable(String revision, ObjectName name) {
		ObjectName table = present(name);
		Long rows = this.counter.count("SELECT count(*) FROM " + table.sql());
		if (rows != null || !this.counter.isMissing()) {
			this.dropped.add(table.name().toLowerCase(Locale.ROOT));
			String what = describe("table " + table, rows, "row", "is dropped, empty");
			this.losses.add(new DataLoss(revision, Kind.TABLE, table.toString(), null, rows,
					this.droppedRowsCascade ? what + describeReferences(table) : what));
		}
	}

	// Qualified, or SQLite takes the quoted name of a column that is not there for a
	// string.
	private void addDroppedColumn(String revision, ObjectName tableName, ObjectName columnName) {
		ObjectName table = present(tableName);
		ObjectName column = present(tableName, columnName);
		Long values = this.counter.count("SELECT count(t." + column.sql() + ") FROM " + table.sql() + " t");
		if (values != null || !this.counter.isMissing()) {
			this.losses.add(new DataLoss(revision, Kind.COLUMN, table.toString(), column.toString(), values,
					describe("column " + column + " of " + table, values, "value", "is dropped, without values")));
		}
	}

	private void addDeletedRows(String revision, DataEffect.DeleteRows delete) {
		ObjectName table = present(delete.table());
		boolean renamed = table != delete.table();
		Long rows = renamed ? null : this.counter.count("SELECT count(*) " + delete.from());
		if (rows == null && !exists(table)) {
			return;
		}
		this.losses.add(new DataLoss(revision, Kind.ROWS, table.toString(), null, rows,
				describe("table " + table, rows, "row", "has no row that would be deleted")
						+ describeReferences(table)));
	}

	private boolean exists(ObjectName table) {
		return this.counter.count("SELECT count(*) FROM " + table.sql() + " WHERE 1 = 0") != null
				|| !this.counter.isMissing();
	}

	private ObjectName present(ObjectName table) {
		return this.presentNames.getOrDefault(table.key(), table);
	}

	private ObjectName present(ObjectName table, ObjectName column) {
		return this.presentNames.getOrDefault(columnKey(table, column), column);
	}

	private String columnKey(ObjectName table, ObjectName column) {
		return present(table).key() + '\0' + '\0' + column.key();
	}

	private static String describe(String what, @Nullable Long number, String unit, String nothing) {
		if (number == null) {
			return what + ": its " + unit + "s are lost, how many can't be counted";
		}
		if (number == 0) {
			return what + " " + nothing;
		}
		return String.format(Locale.ROOT, (number == 1) ? "%s: %,d %s is lost" : "%s: %,d %ss are lost", what, number,
				unit);
	}

	private String describeReferences(ObjectName table) {
		List<String> names = findCascading(table);
		return names.isEmpty() ? "" : ", and with them rows of " + String.join(", ", names);
	}

	private List<String> findCascading(ObjectName table) {
		String schema = (table.parts().size() > 1) ? table.parts().get(table.parts().size() - 2) : null;
		Set<String> names = new HashSet<>();
		try (ResultSet keys = this.connection.getMetaData().getExportedKeys(null, schema, table.name())) {
			while (keys.next()) {
				String name = keys.getString("FKTABLE_NAME");
				if (keys.getShort("DELETE_RULE") == DatabaseMetaData.importedKeyCascade
						&& !name.equalsIgnoreCase(table.name())) {
					names.add(name);
				}
			}
		}
		catch (SQLException ex) {
			logger.debug("Foreign keys can't be read", ex);
		}
		return names.stream().filter((name) -> !this.dropped.contains(name.toLowerCase(Locale.ROOT))).sorted().toList();
	}

}
