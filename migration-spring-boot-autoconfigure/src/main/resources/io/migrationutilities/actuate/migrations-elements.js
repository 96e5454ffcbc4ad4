// Names, comments and messages come from databases: they become text, never markup.

const DIRECTION_CONTROLS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
const DURATION = /^([+-]?)P(?:([+-]?\d+)D)?(?:T(?:([+-]?\d+)H)?(?:([+-]?\d+)M)?(?:([+-]?\d*\.?\d+)S)?)?$/i;
const INSTANT = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
const SVG = "http://www.w3.org/2000/svg";
let numbering = 0;

export function element(name, properties = {}, ...children) {
	const created = Object.assign(document.createElement(name), properties);
	created.append(...children.filter((child) => child !== null && child !== undefined));
	return created;
}

export function shape(name, attributes, ...children) {
	const created = document.createElementNS(SVG, name);
	Object.entries(attributes).forEach(([key, value]) => created.setAttribute(key, value));
	created.append(...children);
	return created;
}

export function uniqueId(prefix) {
	return `${prefix}-${++numbering}`;
}

// Characters that turn the direction of what follows could make a name look like another one.
export function visible(text) {
	return String(text ?? "–").replace(DIRECTION_CONTROLS,
		(control) => `[U+${control.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}]`);
}

export function isolated(text) {
	return element("bdi", {}, visible(text));
}

export function time(instant) {
	const date = new Date(instant ?? "");
	return Number.isNaN(date.getTime()) ? visible(instant)
		: element("time", { dateTime: instant, title: instant }, INSTANT.format(date));
}

function inWords(seconds) {
	if (seconds < 1) {
		return seconds === 0 ? "0 s" : `${Math.max(1, Math.round(seconds * 1000))} ms`;
	}
	if (seconds < 59.95) {
		return `${Number(seconds.toFixed(seconds < 10 ? 1 : 0))} s`;
	}
	const rounded = Math.round(seconds);
	const parts = [[Math.floor(rounded / 86400), "d"], [Math.floor(rounded / 3600) % 24, "h"],
		[Math.floor(rounded / 60) % 60, "min"], [rounded % 60, "s"]];
	const first = parts.findIndex(([count]) => count > 0);
	return parts.slice(first, first + 2).filter(([count]) => count > 0).map(([count, unit]) => `${count} ${unit}`).join(" ");
}

// What has another shape than expected is better shown as it is than not at all.
export function duration(text) {
	const parts = DURATION.exec(text ?? "");
	if (!parts || parts.slice(2).every((part) => part === undefined)) {
		return visible(text);
	}
	const [days, hours, minutes, rest] = parts.slice(2).map((part) => Number(part ?? 0));
	const seconds = (((days * 24 + hours) * 60 + minutes) * 60 + rest) * (parts[1] === "-" ? -1 : 1);
	return (seconds < 0 ? "−" : "") + inWords(Math.abs(seconds));
}

export function bytes(size) {
	const units = ["B", "KiB", "MiB", "GiB", "TiB"];
	const power = Math.min(units.length - 1, size ? Math.floor(Math.log2(size) / 10) : 0);
	return `${(size / 1024 ** power).toFixed(power ? 1 : 0)} ${units[power]}`;
}

export function words(name) {
	return name ? name.charAt(0) + name.slice(1).toLowerCase().replaceAll("_", " ") : "–";
}

export function counted(count, noun) {
	return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

function failure(error) {
	return element("p", { className: "bad", role: "alert" }, visible(`This can't be shown. ${error.message}`));
}

// The roles are explicit because the style of a phone, which stacks the cells, takes those of a table away.
export function table(caption, columns, rows) {
	const id = uniqueId("caption");
	const cell = (content, index) => {
		const created = element(index ? "td" : "th", { role: index ? "cell" : "rowheader" }, content);
		created.dataset.label = columns[index];
		if (!index) {
			created.scope = "row";
		}
		return created;
	};
	const created = element("table", { role: "table" }, element("caption", { id }, caption),
		element("thead", { role: "rowgroup" }, element("tr", { role: "row" },
			...columns.map((column) => element("th", { scope: "col", role: "columnheader" }, column)))),
		element("tbody", { role: "rowgroup" }, ...rows.map((row) => element("tr", { role: "row" }, ...row.map(cell)))));
	created.setAttribute("aria-labelledby", id);
	return created;
}

function pageButton(label, go) {
	const button = element("button", { type: "button" }, label);
	// Not disabled, which would take the focus away from it.
	button.addEventListener("click", () => button.ariaDisabled !== "true" && go());
	return button;
}

/*
 * Shows one page at a time: read(page) answers with { pages, key, content }. Read again, it stays on its page, and as
 * long as the key is the same it touches nothing, so that focus and what a reader has marked are kept.
 */
export function pager(name, read) {
	const content = element("div", {}, element("p", { role: "status" }, "Loading…"));
	const position = element("span", { role: "status" });
	const previous = pageButton("Previous", () => show(page - 1));
	const next = pageButton("Next", () => show(page + 1));
	previous.ariaLabel = `Previous page of ${name}`;
	next.ariaLabel = `Next page of ${name}`;
	const bar = element("nav", { className: "pager", ariaLabel: `Pages of ${name}`, hidden: true }, previous, position, next);
	let page = 0;
	let request = 0;
	let shown = null;
	async function show(number) {
		const current = ++request;
		try {
			const result = await read(number);
			if (current !== request) {
				return;
			}
			if (number > 0 && number >= result.pages) {
				await show(Math.max(0, result.pages - 1));
				return;
			}
			if (shown !== result.key) {
				content.replaceChildren(result.content());
				shown = result.key;
			}
			page = number;
			const text = `Page ${page + 1} of ${result.pages}`;
			if (position.textContent !== text) {
				position.textContent = text;
			}
			bar.hidden = result.pages < 2;
			previous.ariaDisabled = String(page === 0);
			next.ariaDisabled = String(page + 1 >= result.pages);
		}
		catch (error) {
			if (current === request) {
				content.replaceChildren(failure(error));
				shown = null;
			}
		}
	}
	return { node: element("div", {}, content, bar), reload: () => show(page) };
}

// What is asked for when it is opened, and again by a refresh while it is open.
export function onDemand(title, part) {
	const node = element("details", {}, element("summary", {}, title), part.node);
	const reload = () => node.open && part.reload();
	node.addEventListener("toggle", reload);
	return { node, reload };
}
