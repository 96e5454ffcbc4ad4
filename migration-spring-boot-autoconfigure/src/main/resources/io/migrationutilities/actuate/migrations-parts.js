import { bytes, duration, element, isolated, shape, table, time, uniqueId, words } from "./migrations-elements.js";

const CHART_SIZE = 40;

export function isRunning(database) {
	return Boolean(database.lock);
}

export function glance(database) {
	const run = database.lastRun;
	if (database.error) {
		return ["bad", "Can't be read", `${database.error.message} ${database.error.hint}`];
	}
	if (isRunning(database)) {
		return ["wait", "Running", `Held by ${database.lock.owner}. This page reads again every five seconds.`];
	}
	if (run?.outcome === "RUNNING") {
		return ["bad", "Interrupted", `The last ${words(run.kind).toLowerCase()} never ended: its process was killed. ${run.interruption ?? ""} Start the application again: it goes on with what is pending.`];
	}
	if (run?.outcome === "FAILED") {
		return ["bad", "Failed", `${run.error?.message ?? `${words(run.kind)} failed.`} ${run.error?.hint ?? ""}`];
	}
	if (database.unknownMigrations?.length) {
		return ["bad", `${database.unknownMigrations.length} unknown`,
			"The database has change sets that this application doesn't know: a newer release has upgraded it."];
	}
	if (database.changedMigrations?.length) {
		return ["bad", `${database.changedMigrations.length} changed`, "Change sets were changed after they had been applied."];
	}
	if (database.pendingMigrations?.length) {
		return ["wait", `${database.pendingMigrations.length} pending`, "Look at the SQL below, then upgrade, or restart the application if it upgrades at boot."];
	}
	return ["good", "Up to date", "There is nothing to do."];
}

function fact(term, ...content) {
	return element("div", {}, element("dt", {}, term), element("dd", {}, ...content));
}

export function facts(database) {
	const { currentRevision, headRevision, lastRun: run } = database;
	const backup = database.backups?.find((candidate) => candidate.createdAt);
	const compared = database.migrationCount !== undefined;
	return [fact("Revision", ...(currentRevision ? ["At revision ", isolated(currentRevision)] : [compared ? "At no revision" : "Not compared yet"]),
		headRevision && headRevision !== currentRevision ? element("small", {}, "head is ", isolated(headRevision)) : null),
	fact("Change sets", String(database.migrationCount ?? "–")),
	fact("Last run", ...(run ? [`${words(run.kind)} ${words(run.outcome).toLowerCase()}`, element("small", {}, time(run.startedAt))] : ["None is known"])),
	fact("Newest backup", ...(backup ? [bytes(backup.size), verification(backup)] : ["None"]))];
}

export function changeSets(caption, migrations) {
	const columns = [["Change set", "id"], ["Author", "author"], ["Comment", "doc"], ["Tag", "tag"], ["Changelog", "path"]]
		.filter(([, key]) => key === "id" || migrations.some((migration) => migration[key]));
	const applied = migrations.some((migration) => migration.dateExecuted);
	return table(caption, [...columns.map(([title]) => title), ...(applied ? ["Applied"] : [])],
		migrations.map((migration) => [...columns.map(([, key]) => isolated(migration[key] || "–")),
			...(applied ? [migration.dateExecuted ? time(migration.dateExecuted) : words(migration.state)] : [])]));
}

function run(report) {
	const failed = report.outcome === "FAILED";
	return element("li", { className: failed ? "bad" : report.outcome === "RUNNING" ? "wait" : "good" },
		element("strong", {}, `${words(report.kind)} ${words(report.outcome).toLowerCase()}`), " ",
		element("span", { className: "duration" }, `in ${duration(report.duration)}`), " ", time(report.startedAt),
		element("p", { className: "quiet" }, "From ", isolated(report.from ?? "nothing"), " to ", isolated(report.to ?? "nothing"),
			...(report.backup ? [", backup ", isolated(report.backup)] : [])),
		report.error ? element("p", {}, isolated(`${report.error.code}: ${report.error.message}`)) : null,
		report.failedChangeSet ? element("p", {}, "Change set ", isolated(report.failedChangeSet)) : null,
		report.failedStatement ? element("p", {}, isolated(report.failedStatement)) : null);
}

// Runs of one release that follow each other are under one heading.
export function timeline(runs) {
	const groups = [];
	for (const report of runs) {
		if (groups.at(-1)?.version !== report.applicationVersion || !groups.length) {
			groups.push({ version: report.applicationVersion, runs: [] });
		}
		groups.at(-1).runs.push(report);
	}
	return element("div", { className: "timeline" }, ...groups.flatMap((group) => [
		element("h4", {}, ...(group.version ? ["Release ", isolated(group.version)] : ["Unknown release"])),
		element("ol", {}, ...group.runs.map(run))]));
}

function reliability(backup) {
	return backup.state !== "GOOD" ? "bad" : backup.verifiedAt ? "good" : "quiet";
}

function verification(backup) {
	const kind = { className: reliability(backup) };
	if (backup.state !== "GOOD") {
		return element("span", kind, words(backup.state));
	}
	return backup.verifiedAt ? element("span", {}, element("span", kind, `Verified (${words(backup.verifiedLevel).toLowerCase()})`), " ",
		element("small", {}, time(backup.verifiedAt))) : element("span", kind, "Not verified");
}

export function chart(backups) {
	const shown = backups.filter((backup) => backup.createdAt).slice(0, CHART_SIZE).reverse();
	if (shown.length < 2) {
		return null;
	}
	const [title, description] = [uniqueId("chart-title"), uniqueId("chart-description")];
	const largest = Math.max(1, ...shown.map((backup) => backup.size));
	const width = shown.length * 20;
	const bar = (backup, index) => {
		const height = Math.max(2, backup.size / largest * 80);
		return shape("rect", { x: index * 20, y: 80 - height, width: 16, height, rx: 2, class: reliability(backup) });
	};
	return element("figure", {},
		shape("svg", { viewBox: `0 0 ${width} 80`, width, height: 80, preserveAspectRatio: "none", role: "img", "aria-labelledby": title, "aria-describedby": description },
			shape("title", { id: title }, "Size of backups over time"),
			shape("desc", { id: description }, `${shown.length} backups, oldest first, the largest ${bytes(largest)}. The table has each.`),
			...shown.map(bar)),
		element("figcaption", {}, time(shown[0].createdAt), " to ", time(shown.at(-1).createdAt), `, the largest ${bytes(largest)}. `,
			...[["good", "verified"], ["quiet", "not verified"], ["bad", "not reliable"]].filter(([kind]) => shown.some((backup) => reliability(backup) === kind))
				.map(([kind, text]) => element("span", { className: `key ${kind}` }, text))));
}

function reason(backup) {
	return backup.pin ? element("span", {}, words(backup.reason), " ", element("small", {}, `Pinned: ${backup.pin}`)) : words(backup.reason);
}

export function backupTable(caption, backups) {
	return table(caption, ["Backup", "Taken", "Size", "Verification", "Reason", "Revision"],
		backups.map((backup) => [isolated(backup.name ?? backup.id), time(backup.createdAt), bytes(backup.size), verification(backup),
			reason(backup), isolated(backup.revision)]));
}
