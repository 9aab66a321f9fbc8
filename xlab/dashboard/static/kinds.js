// Answering, by kind of question. Each makes its elements once and gives back what brings them up to date.
//
// What a kind gets is `ask`: `round`, `mine(item)` (what is answered, sent or not), `answer(item, value)`, `ideas()` (this
// phone's own words), `write(text)`, and `after`, the place below what is said of the answer.

import { drawBudget, drawRank } from "./kinds_order.js";
import { icon, make, pick, say, write } from "./words.js";

const TICK = "M5 12.5l4.5 4.5L19 7.5";
const LONGEST = 200;

export const KINDS = {
  choice: { hint: ({ most }) => (most > 1 ? say("phone_pick_some", { count: most }) : say("phone_pick_one")), draw: drawChoice },
  scale: { hint: () => say("phone_pick_scale"), draw: drawScale },
  pair: { hint: () => say("phone_pick_pair"), draw: drawPair },
  rank: { hint: () => say("phone_pick_rank"), draw: drawRank },
  budget: { hint: ({ budget }) => say("phone_pick_budget", { count: budget }), draw: drawBudget },
  statements: { hint: () => say("phone_pick_statements"), draw: drawStatements },
  text: { hint: () => say("phone_pick_text"), draw: drawText },
};

function drawChoice(box, ask) {
  const { options, most } = ask.round.question;
  const picked = () => ask.mine("") ?? [];
  const choose = (id) => {
    if (most === 1) return ask.answer("", [id]);
    const rest = picked().filter((one) => one !== id);
    // The last one that is picked stays: no answer is not an answer.
    if (rest.length === picked().length) ask.answer("", [...rest, id].slice(-most));
    else if (rest.length) ask.answer("", rest);
  };
  const buttons = options.map((option) =>
    make("button", { type: "button", class: "option", onclick: () => choose(option.id) }, make("span", { dir: "auto" }, pick(option.text)), make("i", { class: most > 1 ? "box" : "dot" }, icon(TICK))),
  );
  box.append(make("div", { class: "options", role: "group", "aria-labelledby": "question" }, ...buttons));
  return () => buttons.forEach((button, index) => button.setAttribute("aria-pressed", picked().includes(options[index].id)));
}

function drawScale(box, ask) {
  const { steps, low, high } = ask.round.question;
  const ends = [pick(low), pick(high)];
  const buttons = Array.from({ length: steps }, (_, index) => {
    const end = index === 0 ? ends[0] : index === steps - 1 ? ends[1] : "";
    return make("button", { type: "button", class: "step", "aria-label": end ? `${index + 1}: ${end}` : undefined, onclick: () => ask.answer("", index + 1) }, String(index + 1));
  });
  box.append(
    make("div", { class: `steps of-${steps}`, role: "group", "aria-labelledby": "question" }, ...buttons),
    make("p", { class: "ends", "aria-hidden": "true" }, make("span", { dir: "auto" }, ends[0]), make("span", { dir: "auto" }, ends[1])),
  );
  return () => buttons.forEach((button, index) => button.setAttribute("aria-pressed", ask.mine("") === index + 1));
}

/** All that can be answered: the options, and the ideas that were let through. */
const everything = (round) => [
  ...round.question.options.map((option) => ({ id: option.id, text: pick(option.text) })),
  ...round.ideas.map((idea) => ({ id: idea.id, text: idea.text })),
];

/** Of the pairs left, one whose two were seen least by this phone, so that all get compared; equals by lot. */
export function nextPair(ids, done, last = "") {
  const seen = new Map(ids.map((id) => [id, 0]));
  for (const item of done) for (const id of item.split("|")) seen.set(id, (seen.get(id) ?? 0) + 1);
  const justSeen = last.split("|");
  let best = null;
  let least = Infinity;
  for (const a of ids) {
    for (const b of ids) {
      if (!(a < b) || done.has(`${a}|${b}`)) continue;
      // Seeing the same thing twice in a row is dull; the lot is less than one, so that it only decides between equals.
      const again = justSeen.includes(a) || justSeen.includes(b) ? 0.5 : 0;
      const weight = seen.get(a) + seen.get(b) + again + Math.random() / 4;
      if (weight < least) [best, least] = [`${a}|${b}`, weight];
    }
  }
  return best;
}

function drawPair(box, ask) {
  const passed = new Set();
  const before = [];
  let item = null;
  let sides = [];
  const done = (all) => {
    const pairs = all.flatMap((a) => all.filter((b) => a.id < b.id).map((b) => `${a.id}|${b.id}`));
    return new Set(pairs.filter((pair) => passed.has(pair) || ask.mine(pair) !== undefined));
  };
  const cards = [0, 1].map((side) => make("button", { type: "button", class: "side-card", onclick: () => choose(side) }, make("span", { dir: "auto" })));
  const both = make("div", { class: "pair", role: "group", "aria-labelledby": "question" }, cards[0], make("span", { class: "or", "aria-hidden": "true" }, say("phone_or")), cards[1]);
  const cannot = make("button", { type: "button", class: "button firm", onclick: () => (passed.add(item), go()) }, say("phone_cannot"));
  const back = make("button", { type: "button", class: "link", onclick: () => show(before.pop()) }, say("phone_before"));
  const over = make("p", { class: "done" }, say("phone_pairs_done"));
  const counted = make("p", { class: "hint", role: "status" });
  box.append(both, over, make("div", { class: "under" }, cannot, back), counted);
  const own = ownWords(ask.after, ask, "phone_own_pair");

  function choose(side) {
    const chosen = sides[side];
    before.push(item);
    cards[side].classList.add("chosen");
    ask.answer(item, chosen);
    go();
  }
  function go() {
    const all = everything(ask.round);
    show(nextPair(all.map((one) => one.id), done(all), item ?? ""));
  }
  function show(next) {
    item = next ?? null;
    sides = item === null ? [] : item.split("|");
    if (Math.random() < 0.5) sides.reverse();
    const names = new Map(everything(ask.round).map((one) => [one.id, one.text]));
    cards.forEach((card, side) => {
      write(card.firstChild, names.get(sides[side]) ?? "");
      card.classList.remove("chosen");
      card.setAttribute("aria-pressed", item !== null && ask.mine(item) === sides[side]);
    });
    update();
  }
  function update() {
    const all = everything(ask.round);
    const known = all.map((one) => one.id);
    const told = done(all);
    if (item === null || sides.some((id) => !known.includes(id))) {
      const next = nextPair(known, told);
      if (next !== null) return show(next);
    }
    both.hidden = cannot.hidden = item === null;
    over.hidden = item !== null || told.size === 0;
    back.hidden = before.length === 0;
    const compared = told.size - [...passed].filter((pair) => ask.mine(pair) === undefined).length;
    write(counted, compared ? say("phone_pairs_count", { count: compared }) : "");
    own();
  }
  return update;
}

function drawStatements(box, ask) {
  const card = make("p", { class: "statement", dir: "auto" });
  const place = make("p", { class: "hint", role: "status" });
  const votes = [["disagree", -1, "M6 6l12 12M18 6L6 18"], ["pass", 0, "M5 12h14"], ["agree", 1, TICK]].map(([name, value, path]) =>
    make("button", { type: "button", class: `vote ${name}`, onclick: () => vote(value) }, icon(path), make("span", {}, say(`phone_${name}`))),
  );
  const buttons = make("div", { class: "votes" }, ...votes);
  const over = make("div", { class: "done" }, make("p", {}, say("phone_statements_done")), make("p", { class: "hint" }, say("phone_statements_more")));
  const given = make("ul", { class: "given" });
  const list = make("details", {}, make("summary", {}, say("phone_yours")), given);
  box.append(place, card, buttons, over, list);
  const own = ownWords(ask.after, ask, "phone_own");
  let now = null;
  let chosen = null; // one that is to be changed

  function vote(value) {
    if (now === null) return;
    const item = now;
    chosen = null;
    now = null;
    ask.answer(item, value);
  }
  function update() {
    const all = everything(ask.round);
    const left = all.filter((one) => ask.mine(one.id) === undefined);
    const next = all.find((one) => one.id === chosen) ?? all.find((one) => one.id === now && left.includes(one)) ?? left[0];
    now = next ? next.id : null;
    write(card, next ? next.text : "");
    card.hidden = buttons.hidden = !next;
    over.hidden = Boolean(next) || !all.length;
    write(place, next ? say("phone_statement_of", { number: all.length - left.length + (chosen === null ? 1 : 0), count: all.length }) : all.length ? "" : say("phone_statements_none"));
    votes.forEach((button, index) => button.setAttribute("aria-pressed", next !== undefined && ask.mine(next.id) === index - 1));
    const answered = all.filter((one) => ask.mine(one.id) !== undefined);
    list.hidden = !answered.length;
    given.replaceChildren(
      ...answered.map((one) => {
        const said = say(["phone_disagree", "phone_pass", "phone_agree"][ask.mine(one.id) + 1]);
        const change = () => ((chosen = one.id), update(), card.scrollIntoView({ block: "center" }));
        return make("li", {}, make("button", { type: "button", onclick: change }, make("span", { dir: "auto" }, one.text), make("b", {}, said)));
      }),
    );
    own();
  }
  return update;
}

function drawText(box, ask) {
  return ownWords(box, ask, "");
}

/** A line for words of one's own, and what became of those that were sent; nothing where the question takes none. */
function ownWords(box, ask, title) {
  const { kind, ideas } = ask.round.question;
  if (!ideas && kind !== "text") return () => {};
  const field = make("textarea", { id: "own", rows: "2", maxlength: String(LONGEST), enterkeyhint: "send", "aria-describedby": "own-hint", "aria-labelledby": title ? "own-title" : "question" });
  const form = make(
    "form",
    { class: "own", novalidate: true },
    title ? make("label", { id: "own-title", for: "own" }, say(title)) : null,
    field,
    make("p", { class: "hint", id: "own-hint" }, say("phone_own_hint")),
    make("button", { class: title ? "button firm" : "button" }, say("phone_own_send")),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const text = field.value.trim().replace(/\s+/g, " ");
    if (!text) return field.focus();
    ask.write(text);
    field.value = "";
  });
  // A line is sent with Enter, as everywhere on a phone.
  field.addEventListener("keydown", (event) => event.key === "Enter" && !event.isComposing && (event.preventDefault(), form.requestSubmit ? form.requestSubmit() : form.querySelector("button").click()));
  const list = make("ul", { class: "mine" });
  box.append(form, list);
  return () => {
    const lines = ask.ideas().map((idea) => make("li", {}, make("span", { dir: "auto" }, idea.text), make("small", { "data-is": idea.state }, said(idea))));
    list.replaceChildren(...lines);
  };
}

const said = (idea) => say(`phone_idea_${idea.state}`, { reason: idea.reason ?? "" });
