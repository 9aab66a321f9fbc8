// What each side answered, for the facilitator: numbers under five, and what would give them away, are left out by the kit.

import { figure, make, pick, say } from "./words.js";

/** Draw the result of `round` by side into `box`. */
export function drawSides(box, round) {
  const names = new Map(round.question.options.map((option) => [option.id, pick(option.text)]));
  for (const idea of round.ideas) names.set(idea.id, idea.text);
  const tables = round.sides.map((table) => (table.item ? byItem(table, names) : bySide(table, names)));
  const hidden = round.sides.some((table) => table.rows.some((row) => row.counts.includes(null)));
  const head = make("summary", {}, say("sides_title"));
  box.replaceChildren(make("details", { class: "sides" }, head, ...tables, hidden ? make("p", { class: "hint" }, say("sides_hidden")) : null));
}

const sideOf = (row) => (row.side ? say(`own_side_${row.side}`) : say("sides_rest"));

function line(name, n, all) {
  const bar = make("span", { class: n === null ? "bar unknown" : "bar" }, make("i"));
  bar.firstChild.style.width = `${(100 * (n ?? 0)) / all}%`;
  const told = n === null ? say("sides_unknown") : say("res_share", { count: figure(n), all: figure(all) });
  return make("li", {}, make("span", { class: "name", dir: "auto" }, name), make("span", { class: "told" }, told), bar);
}

/** One question: a block for each side. */
function bySide(table, names) {
  const blocks = table.rows.map((row) => {
    const lines = row.counts.map((n, index) => line(names.get(table.columns[index]) ?? table.columns[index], n, row.n));
    return make("section", {}, make("h4", {}, sideOf(row), " ", make("small", {}, say("res_people", { count: row.n }))), make("ul", { class: "tally" }, ...lines));
  });
  return make("div", { class: "side-blocks" }, ...blocks);
}

/** One of several statements or options: a line for each side, of those who agree or picked it. */
function byItem(table, names) {
  const lines = table.rows.map((row) => line(sideOf(row), row.counts[0], row.n));
  return make("div", { class: "side-blocks" }, make("section", {}, make("h4", { dir: "auto" }, names.get(table.item) ?? ""), make("ul", { class: "tally" }, ...lines)));
}
