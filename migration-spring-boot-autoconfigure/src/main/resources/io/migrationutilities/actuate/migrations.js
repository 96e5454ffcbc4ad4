import { counted, element, isolated, onDemand, pager, uniqueId, visible } from "./migrations-elements.js";
import { backupTable, changeSets, chart, facts, glance, isRunning, timeline } from "./migrations-parts.js";

const PAGE_SIZE = 25;
const RUNNING_REFRESH = 5000;
const root = document.body.dataset.path;
const views = new Map();
let refreshing = false;
let timer;

async function load(path) {
	// The second header keeps the browser from asking for a password in a window of its own.
	const response = await fetch(path, { headers: { Accept: "application/json", "X-Requested-With": "XMLHttpRequest" }, cache: "no-store" });
	const body = await response.json().catch(() => null);
	if (response.status === 401 || response.redirected) {
		throw new Error("You are not logged in any more: load the page again.");
	}
	if (!response.ok || !body) {
		throw new Error(body?.hint ? `${body.message} ${body.hint}` : `The application answered ${response.status}.`);
	}
	return body;
}

function page(list, number, content) {
	const shown = list.slice(number * PAGE_SIZE, (number + 1) * PAGE_SIZE);
	return { pages: Math.ceil(list.length / PAGE_SIZE), key: JSON.stringify([list.length, shown]), content: () => content(shown) };
}

// A database on the page: built once and updated from then on, so that a refresh loses neither place nor focus.
class DatabaseView {

	constructor(name, context) {
		this.path = `${root}/${encodeURIComponent(name)}`;
		this.heading = element("h2", { id: uniqueId("database") });
		this.state = element("p");
		this.advice = element("p");
		this.facts = element("dl");
		this.name = name;
		this.context = context;
		this.chart = element("div");
		this.drawn = new Map();
		const [pending, unknown, changed] = [this.listed("Pending change sets", "pendingMigrations"),
			this.listed("Unknown change sets", "unknownMigrations"), this.listed("Changed change sets", "changedMigrations")];
		const sql = onDemand("SQL of the upgrade", pager("the SQL", () => this.readSql()));
		pending.node.append(sql.node);
		const runs = pager("runs", (number) => this.readRuns(number));
		const backups = pager("backups", async (number) => page(this.database.backups ?? [], number, (shown) => shown.length
			? backupTable(`${counted(this.database.backups.length, "backup")}, newest first`, shown) : element("p", {}, "There is no backup.")));
		const history = onDemand("All change sets", pager("the history", (number) => this.readHistory(number)));
		this.parts = [pending, { reload: () => this.database.pendingMigrations?.length && sql.reload() }, unknown, changed, runs, backups, history];
		this.body = element("div", {}, pending.node, unknown.node, changed.node, element("h3", {}, "Releases and runs"), runs.node,
			element("h3", {}, "Backups"), this.chart, backups.node, element("h3", {}, "History"), history.node);
		this.node = element("section", { className: "database" }, this.heading, this.state, this.advice, this.facts, this.body);
		this.node.setAttribute("aria-labelledby", this.heading.id);
	}

	listed(title, key) {
		const list = () => this.database[key] ?? [];
		const part = pager(title.toLowerCase(), async (number) => page(list(), number,
			(shown) => changeSets(counted(list().length, "change set"), shown)));
		const node = element("section", { hidden: true }, element("h3", {}, title), part.node);
		return { node, reload: () => {
			node.hidden = !list().length;
			return list().length && part.reload();
		} };
	}

	// The nearest context answers for a name, so what it says must not be shown for the database of another one.
	requireAnswers() {
		if (this.hidden) {
			throw new Error("A context nearer to the endpoint has a database of the same name, which answers instead.");
		}
	}

	async readSql() {
		this.requireAnswers();
		const key = JSON.stringify(this.database.pendingMigrations);
		// The SQL parses the changelog: once is enough while the same change sets are pending.
		if (this.sql?.key !== key) {
			const { sql } = await load(`${this.path}/sql`);
			this.sql = { pages: 1, key, content: () => element("pre", { tabIndex: 0, role: "region", ariaLabel: "SQL of the upgrade" }, visible(sql)) };
		}
		return this.sql;
	}

	async readRuns(number) {
		const last = this.database.lastRun;
		const answer = this.hidden ? { totalPages: 1, runs: last ? [last] : [] } : await load(`${this.path}/runs?page=${number}&size=${PAGE_SIZE}`);
		return { pages: answer.totalPages, key: JSON.stringify(answer),
			content: () => answer.runs.length ? timeline(answer.runs) : element("p", {}, "No run is known.") };
	}

	async readHistory(number) {
		this.requireAnswers();
		const answer = await load(`${this.path}/history?page=${number}&size=${PAGE_SIZE}`);
		return { pages: answer.totalPages, key: JSON.stringify(answer), content: () => answer.migrations.length
			? changeSets(`${counted(answer.totalElements, "change set")}, oldest first`, answer.migrations) : element("p", {}, "There is no change set.") };
	}

	draw(node, value, content) {
		const key = JSON.stringify(value ?? null);
		if (this.drawn.get(node) !== key) {
			node.replaceChildren(...content().filter(Boolean));
			this.drawn.set(node, key);
		}
	}

	update(database, ambiguous, hidden) {
		this.database = database;
		this.hidden = hidden;
		const [kind, title, advice] = glance(database);
		this.title = title;
		this.kind = kind;
		this.draw(this.heading, ambiguous, () => [isolated(this.name), ambiguous ? element("small", {}, " in ", isolated(this.context)) : null]);
		this.state.className = `glance ${kind}`;
		this.draw(this.state, title, () => [title]);
		this.draw(this.advice, advice, () => [isolated(advice)]);
		this.facts.hidden = this.body.hidden = Boolean(database.error);
		if (!database.error) {
			this.draw(this.facts, database, () => facts(database));
			this.draw(this.chart, database.backups, () => [chart(database.backups ?? [])]);
			this.parts.forEach((part) => part.reload());
		}
	}

}

// Moves only what is at the wrong place, since moving takes the focus away.
function arrange(parent, nodes) {
	[...parent.children].filter((child) => !nodes.includes(child)).forEach((child) => child.remove());
	nodes.forEach((node, index) => parent.children[index] !== node && parent.insertBefore(node, parent.children[index] ?? null));
}

function showDatabases(contexts) {
	const databases = Object.entries(contexts).flatMap(([context, { migrations }]) =>
		Object.entries(migrations).map(([name, database]) => ({ name, context, database, key: JSON.stringify([context, name]) })));
	const names = databases.map(({ name }) => name);
	const shown = databases.map(({ name, context, database, key }, index) => {
		const view = views.get(key) ?? new DatabaseView(name, context);
		views.set(key, view);
		view.update(database, names.indexOf(name) !== names.lastIndexOf(name), names.indexOf(name) !== index);
		return view;
	});
	arrange(document.getElementById("databases"), shown.map((view) => view.node));
	showOverview(shown);
	return shown;
}

function showOverview(shown) {
	const overview = document.getElementById("overview");
	const focused = [...overview.querySelectorAll("a")].indexOf(document.activeElement);
	overview.hidden = shown.length < 2;
	overview.replaceChildren(element("ul", {}, ...shown.map((view) => element("li", {},
		element("a", { href: `#${view.heading.id}` }, isolated(view.name)), " ", element("span", { className: view.kind }, view.title)))));
	overview.querySelectorAll("a")[focused]?.focus();
}

async function refresh(asked) {
	if (refreshing) {
		return;
	}
	refreshing = true;
	clearTimeout(timer);
	const problem = document.getElementById("problem");
	let again = [...views.values()].some((view) => isRunning(view.database));
	try {
		const shown = showDatabases((await load(root)).contexts);
		const now = new Date();
		const summary = shown.map((view) => `${visible(view.name)}: ${view.title}.`).join(" ") || "There is no database.";
		document.getElementById("read").replaceChildren(shown.length ? "Read at " : "There is no database. Read at ",
			element("time", { dateTime: now.toISOString() }, now.toLocaleTimeString()));
		// Told to a screen reader: what has changed, and that a refresh which was asked for is done.
		const news = document.getElementById("news");
		const text = asked ? `${summary} Read at ${now.toLocaleTimeString()}.` : summary;
		if (!news.textContent.startsWith(summary) || asked) {
			news.textContent = text;
		}
		problem.hidden = true;
		again = shown.some((view) => isRunning(view.database));
	}
	catch (error) {
		problem.textContent = visible(`This can't be shown. ${error.message}`);
		problem.hidden = false;
		if (!views.size) {
			document.getElementById("read").textContent = "";
		}
	}
	finally {
		refreshing = false;
		if (again) {
			timer = setTimeout(refresh, RUNNING_REFRESH, false);
		}
	}
}

document.getElementById("refresh").addEventListener("click", () => refresh(true));
refresh(false);
