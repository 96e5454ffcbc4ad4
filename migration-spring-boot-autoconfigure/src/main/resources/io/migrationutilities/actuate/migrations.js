"use strict";

// Names, comments and messages come from databases: they become text, never markup.

const PAGE_SIZE = 25;
const RUNNING_REFRESH = 5000;
const DIRECTION_CONTROLS = /[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
const SVG = "http://www.w3.org/2000/svg";
const root = document.body.dataset.path;
let numbering = 0;
let timer;

function element(name, properties = {}, ...children) {
	const created = Object.assign(document.createElement(name), properties);
	created.append(...children.filter((child) => child !== null && child !== undefined));
	return created;
}

function shape(name, attributes, ...children) {
	const created = document.createElementNS(SVG, name);
	Object.entries(attributes).forEach(([key, value]) => created.setAttribute(key, value));
	created.append(...children);
	return created;
}

function isolated(text) {
	return element("bdi", {}, String(text ?? "–").replace(DIRECTION_CONTROLS,
		(control) => `[U+${control.charCodeAt(0).toString(16).toUpperCase()}]`));
}

function time(instant) {
	return instant ? element("time", { dateTime: instant }, new Date(instant).toLocaleString()) : "–";
}

function seconds(duration) {
	const parts = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?$/.exec(duration ?? "");
	if (!parts) {
		return "";
	}
	const [hours, minutes, rest] = parts.slice(1).map((part) => Number(part ?? 0));
	return [hours && `${hours} h`, minutes && `${minutes} min`, (rest || !(hours || minutes)) && `${rest.toFixed(rest < 10 ? 2 : 0)} s`]
		.filter(Boolean).join(" ");
}

function bytes(size) {
	const units = ["B", "KiB", "MiB", "GiB", "TiB"];
	const power = Math.min(units.length - 1, size ? Math.floor(Math.log2(size) / 10) : 0);
	return `${(size / 1024 ** power).toFixed(power ? 1 : 0)} ${units[power]}`;
}

function words(name) {
	return name ? name.charAt(0) + name.slice(1).toLowerCase().replaceAll("_", " ") : "–";
}

async function load(path) {
	const response = await fetch(path, { headers: { Accept: "application/json" }, cache: "no-store" });
	const body = await response.json().catch(() => null);
	if (!response.ok) {
		throw new Error(body?.message ? `${body.message} ${body.hint ?? ""}` : `The application answered ${response.status}.`);
	}
	return body;
}

function failure(error) {
	return element("p", { className: "bad", role: "alert" }, `This can't be shown. ${error.message}`);
}

function glance(database) {
	const run = database.lastRun;
	if (database.error) {
		return ["bad", "Can't be read", `${database.error.message} ${database.error.hint}`];
	}
	if (database.lock || run?.outcome === "RUNNING") {
		return ["wait", "Running", `Held by ${database.lock?.owner ?? "a run that hasn't ended"}. This page reads again every five seconds.`];
	}
	if (run?.outcome === "FAILED") {
		return ["bad", "Failed", `${words(run.kind)} failed: ${run.error?.message ?? ""} ${run.error?.hint ?? ""}`];
	}
	if (database.unknownMigrations.length) {
		return ["bad", `${database.unknownMigrations.length} unknown`,
			"The database has change sets that this application doesn't know: a newer release has upgraded it."];
	}
	if (database.changedMigrations.length) {
		return ["bad", `${database.changedMigrations.length} changed`, "Change sets were changed after they had been applied."];
	}
	if (database.pendingMigrations.length) {
		return ["wait", `${database.pendingMigrations.length} pending`, "Look at the SQL below, then upgrade, or restart the application if it upgrades at boot."];
	}
	return ["good", "Up to date", "There is nothing to do."];
}

function table(caption, columns, rows) {
	const line = (row) => element("tr", {}, ...row.map((cell, index) =>
		index === 0 ? element("th", { scope: "row" }, cell) : element("td", {}, cell)));
	return element("div", { className: "scroll" }, element("table", {}, element("caption", {}, caption),
		element("thead", {}, element("tr", {}, ...columns.map((column) => element("th", { scope: "col" }, column)))),
		element("tbody", {}, ...rows.map(line))));
}

// Shows one page at a time: read(page) answers with { pages, content }.
function pager(name, read) {
	const content = element("div");
	const position = element("span", { role: "status" });
	const previous = element("button", { type: "button" }, "Previous");
	const next = element("button", { type: "button" }, "Next");
	const bar = element("nav", { className: "pager", ariaLabel: `Pages of ${name}`, hidden: true }, previous, position, next);
	let page = 0;
	let request = 0;
	async function show(number) {
		const current = ++request;
		try {
			const result = await read(number);
			if (current !== request) {
				return;
			}
			page = number;
			content.replaceChildren(result.content);
			position.textContent = `Page ${page + 1} of ${result.pages}`;
			bar.hidden = result.pages < 2;
			previous.disabled = page === 0;
			next.disabled = page + 1 >= result.pages;
		}
		catch (error) {
			if (current === request) {
				content.replaceChildren(failure(error));
			}
		}
	}
	previous.addEventListener("click", () => show(page - 1));
	next.addEventListener("click", () => show(page + 1));
	show(0);
	return element("div", {}, content, bar);
}

function changeSets(caption, migrations) {
	const applied = migrations.some((migration) => migration.dateExecuted);
	return table(caption, ["Change set", "Author", "Comment", "Tag", "Changelog", ...(applied ? ["Applied"] : [])],
		migrations.map((migration) => [isolated(migration.id), isolated(migration.author), isolated(migration.doc || "–"),
			isolated(migration.tag), isolated(migration.path), ...(applied ? [time(migration.dateExecuted)] : [])]));
}

function listed(title, migrations) {
	if (!migrations.length) {
		return null;
	}
	const pages = Math.ceil(migrations.length / PAGE_SIZE);
	return element("section", { ariaLabel: title }, element("h3", {}, title), pager(title, async (page) => ({ pages,
		content: changeSets(`${migrations.length} in all`, migrations.slice(page * PAGE_SIZE, (page + 1) * PAGE_SIZE)) })));
}

function onDemand(title, render) {
	const details = element("details", {}, element("summary", {}, title));
	details.addEventListener("toggle", async () => {
		if (!details.open || details.children.length > 1) {
			return;
		}
		const content = element("div", {}, element("p", { role: "status" }, "Loading…"));
		details.append(content);
		try {
			content.replaceChildren(await render());
		}
		catch (error) {
			content.replaceChildren(failure(error));
		}
	});
	return details;
}

function run(report) {
	const failed = report.outcome === "FAILED";
	return element("li", {},
		element("strong", { className: failed ? "bad" : "" }, `${words(report.kind)} ${words(report.outcome).toLowerCase()}`), " ",
		time(report.startedAt), ` ${seconds(report.duration)}`,
		element("p", { className: "quiet" }, "Release ", isolated(report.applicationVersion ?? "unknown"), ", from ",
			isolated(report.from ?? "nothing"), " to ", isolated(report.to ?? "nothing"),
			...(report.backup ? [", backup ", isolated(report.backup)] : [])),
		report.error ? element("p", { className: "bad" }, isolated(`${report.error.code}: ${report.error.message}`)) : null);
}

function timeline(path) {
	return pager("runs", async (page) => {
		const answer = await load(`${path}/runs?page=${page}&size=${PAGE_SIZE}`);
		return { pages: answer.totalPages, content: answer.runs.length
			? element("ol", { className: "timeline" }, ...answer.runs.map(run)) : element("p", {}, "No run is known.") };
	});
}

function history(path) {
	return pager("the history", async (page) => {
		const answer = await load(`${path}/history?page=${page}&size=${PAGE_SIZE}`);
		return { pages: answer.totalPages, content: changeSets(`${answer.totalElements} in all, oldest first`, answer.migrations) };
	});
}

function chart(backups) {
	const shown = backups.filter((backup) => backup.createdAt).slice(0, 40).reverse();
	if (shown.length < 2) {
		return "";
	}
	const id = `chart-${++numbering}`;
	const largest = Math.max(1, ...shown.map((backup) => backup.size));
	const width = 400 / shown.length;
	return shape("svg", { viewBox: "0 0 400 100", preserveAspectRatio: "none", role: "img", "aria-labelledby": `${id}-title ${id}-desc` },
		shape("title", { id: `${id}-title` }, "Size of backups over time"),
		shape("desc", { id: `${id}-desc` }, `${shown.length} backups, oldest first, the largest ${bytes(largest)}. The table has each.`),
		...shown.map((backup, index) => shape("rect", { x: index * width + width * .1, width: width * .8,
			y: 100 - Math.max(1, backup.size / largest * 100), height: Math.max(1, backup.size / largest * 100),
			class: backup.state === "GOOD" ? "" : "bad" })));
}

function verification(backup) {
	if (backup.state !== "GOOD") {
		return element("span", { className: "bad" }, words(backup.state));
	}
	return backup.verifiedAt ? element("span", {}, `Verified (${words(backup.verifiedLevel).toLowerCase()}) `, time(backup.verifiedAt)) : "Not verified";
}

function backups(list) {
	if (!list.length) {
		return element("p", {}, "There is no backup.");
	}
	const pages = Math.ceil(list.length / PAGE_SIZE);
	return element("div", {}, chart(list), pager("backups", async (page) => ({ pages,
		content: table(`${list.length} in all, newest first`, ["Backup", "Taken", "Size", "Verification", "Reason", "Revision"],
			list.slice(page * PAGE_SIZE, (page + 1) * PAGE_SIZE).map((backup) => [isolated(backup.id), time(backup.createdAt),
				bytes(backup.size), verification(backup), words(backup.reason), isolated(backup.revision)])) })));
}

function facts(database) {
	return element("p", { className: "quiet" }, "Revision ", isolated(database.currentRevision ?? "none"), " of ",
		isolated(database.headRevision ?? "none"), `, ${database.migrationCount} change sets`);
}

function show(name, database) {
	const path = `${root}/${encodeURIComponent(name)}`;
	const [state, title, advice] = glance(database);
	const heading = element("h2", { id: `database-${++numbering}` }, isolated(name));
	const section = element("section", { className: "database" }, heading,
		element("p", { className: `glance ${state}` }, title), element("p", {}, isolated(advice)));
	section.setAttribute("aria-labelledby", heading.id);
	if (!database.error) {
		section.append(...[facts(database), listed("Pending change sets", database.pendingMigrations),
			database.pendingMigrations.length ? onDemand("SQL of the upgrade", async () =>
				element("pre", { tabIndex: 0 }, (await load(`${path}/sql`)).sql)) : null,
			listed("Unknown change sets", database.unknownMigrations), listed("Changed change sets", database.changedMigrations),
			element("h3", {}, "Releases and runs"), timeline(path), element("h3", {}, "Backups"), backups(database.backups ?? []),
			element("h3", {}, "History"), onDemand("Applied change sets", async () => history(path))].filter(Boolean));
	}
	return section;
}

async function refresh() {
	const read = document.getElementById("read");
	const button = document.getElementById("refresh");
	clearTimeout(timer);
	button.disabled = true;
	try {
		const answer = await load(root);
		const databases = Object.values(answer.contexts).flatMap((context) => Object.entries(context.migrations));
		document.getElementById("databases").replaceChildren(...databases.map(([name, database]) => show(name, database)));
		read.replaceChildren(databases.length ? "Read " : "There is no database. Read ", time(new Date().toISOString()));
		if (databases.some(([, database]) => database.lock || database.lastRun?.outcome === "RUNNING")) {
			timer = setTimeout(refresh, RUNNING_REFRESH);
		}
	}
	catch (error) {
		read.replaceChildren(failure(error));
	}
	finally {
		button.disabled = false;
	}
}

document.getElementById("refresh").addEventListener("click", refresh);
refresh();
