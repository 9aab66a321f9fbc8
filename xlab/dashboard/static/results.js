// The results of a round, drawn in plain elements: the same on a visitor's phone and on the facilitator's page.

import { figure, make, pick, say } from "./words.js";

/** Draw the result of `round` into `box`; `mine(item)` is what this phone answered, if it is a phone. */
export function drawResult(box, round, result, mine = () => undefined) {
  const draw = DRAWN[round.question.kind];
  const names = new Map(round.question.options.map((option) => [option.id, pick(option.text)]));
  for (const idea of round.ideas) if (idea.verdict === undefined || idea.verdict === "shown") names.set(idea.id, idea.text);
  const head = make("h3", {}, say("res_title"), " ", make("small", {}, say("res_people", { count: result.n })));
  const drawn = draw(round.question, result, names, mine);
  box.replaceChildren(head, drawn);
  if (drawn.querySelector("[data-mine]")) box.append(make("p", { class: "key", "aria-hidden": "true" }, say("res_mine")));
}

const SOURCES = { simulated: "res_simulated", recorded: "res_recorded" };

/** The label of a round that is not live, or null: it stands wherever its question does. */
export function sourceMark(round) {
  return SOURCES[round.source] ? make("strong", { class: "source-mark" }, say(SOURCES[round.source])) : null;
}

/** Words the room said, as they were let through. */
export function drawIdeas(box, ideas) {
  const list = make("ul", { class: "said" }, ...ideas.map((idea) => make("li", { dir: "auto" }, idea.text)));
  box.replaceChildren(make("h3", {}, say("res_ideas")), list);
}

function row(name, share, told, own, place) {
  const bar = make("span", { class: "bar" }, make("i"));
  bar.firstChild.style.width = `${100 * Math.max(0, Math.min(1, share))}%`;
  return make(
    "li",
    { "data-mine": own },
    place === undefined ? null : make("b", { class: "place" }, String(place)),
    make("span", { class: "name", dir: "auto" }, name),
    make("span", { class: "told" }, told),
    bar,
    own ? make("span", { class: "unseen" }, say("res_mine")) : null,
  );
}

const rows = (kind, all) => make(kind, { class: "tally" }, ...all);

function choice(question, result, names, mine) {
  const own = mine("") ?? [];
  const most = Math.max(1, ...result.rows.map((one) => one.value));
  return rows(
    "ul",
    result.rows.map((one) => {
      const told = say("res_share", { count: figure(one.value), all: figure(result.n) });
      const line = row(names.get(one.id) ?? "", one.value / result.n, told, own.includes(one.id));
      line.toggleAttribute("data-most", one.value === most);
      return line;
    }),
  );
}

function scale(question, result, _, mine) {
  const most = Math.max(1, ...result.rows.map((one) => one.value));
  const columns = result.rows.map((one) => {
    const own = mine("") === Number(one.id);
    const column = make(
      "li",
      { "data-mine": own, "data-most": one.value === most },
      make("span", { class: "told" }, figure(one.value)),
      make("span", { class: "column" }, make("i")),
      make("b", {}, one.id),
      own ? make("span", { class: "unseen" }, say("res_mine")) : null,
    );
    column.querySelector("i").style.height = `${(100 * one.value) / most}%`;
    return column;
  });
  const ends = make("p", { class: "ends" }, make("span", { dir: "auto" }, pick(question.low)), make("span", { dir: "auto" }, pick(question.high)));
  return make("div", { class: "histogram" }, make("ol", {}, ...columns), ends);
}

function rank(question, result, names) {
  const last = Math.max(2, result.rows.length);
  return rows(
    "ol",
    result.rows.map((one, index) =>
      row(names.get(one.id) ?? "", (last - one.value) / (last - 1), say("res_place", { place: figure(one.value, 1) }), false, index + 1),
    ),
  );
}

function budget(question, result, names) {
  const most = Math.max(1, ...result.rows.map((one) => one.value));
  return rows(
    "ul",
    result.rows.map((one) => {
      const line = row(names.get(one.id) ?? "", one.value / most, say("res_points", { points: figure(one.value, 1) }), false);
      line.toggleAttribute("data-most", one.value === most);
      return line;
    }),
  );
}

function pair(question, result, names) {
  return rows(
    "ol",
    result.rows.map((one, index) =>
      one.value === undefined
        ? row(names.get(one.id) ?? "", 0, say("res_few"), false, "–")
        : row(names.get(one.id) ?? "", one.value / 100, say("res_won", { share: figure(one.value) }), false, index + 1),
    ),
  );
}

function statements(question, result, names, mine) {
  return rows(
    "ul",
    result.rows.map((one) => {
      const name = make("span", { class: "name", dir: "auto" }, names.get(one.id) ?? "");
      if (!one.parts) return make("li", {}, name, make("span", { class: "bar parts" }), make("span", { class: "told" }, say("res_few")));
      const [agree, pass, disagree] = one.parts;
      const bar = make("span", { class: "bar parts" }, ...["agree", "pass", "disagree"].map((part) => make("i", { class: part })));
      one.parts.forEach((people, index) => {
        bar.children[index].style.width = `${(100 * people) / one.n}%`;
        bar.children[index].hidden = people === 0;
      });
      const own = mine(one.id);
      return make(
        "li",
        {},
        name,
        bar,
        make("span", { class: "told" }, say("res_parts", { agree, pass, disagree })),
        own === undefined ? null : make("span", { class: "yours" }, say("res_yours", { answer: say(["phone_disagree", "phone_pass", "phone_agree"][own + 1]) })),
      );
    }),
  );
}

const DRAWN = { choice, scale, rank, budget, pair, statements };
