// The facilitator's rounds: what is on, ideas to let through, and what was asked before; every page of it stays the same.

import { post } from "./post.js";
import { drawIdeas, drawResult, sourceMark } from "./results.js";
import { drawSides } from "./results_sides.js";
import { newQuestion } from "./rounds_new.js";
import { count, icon, make, pick, say, write } from "./words.js";

const RETRY_MS = 1500;
const NOTE_MS = 1000;
const SURE_MS = 4000;
const TOAST_MS = 4000;
const TICK = "M5 12.5l4.5 4.5L19 7.5";
const PAUSE = "M9 6v12M15 6v12";
const CROSS = "M6 6l12 12M18 6L6 18";

const element = (id) => document.getElementById(id);
const cards = new Map();
const closedHere = new Set();
let joined = 0;

const form = newQuestion(async (order) => {
  const done = await post("/api/v1/rounds/open", order);
  if (done) scrollTo({ top: 0, behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
  else toast(say("refused"));
  return done;
});

// What the kit says

function listen() {
  let noting = 0;
  const feed = new EventSource("/rounds/live");
  feed.addEventListener("everything", (message) => {
    clearTimeout(noting);
    element("away").hidden = true;
    show(JSON.parse(message.data));
  });
  feed.addEventListener("error", async () => {
    feed.close();
    noting = setTimeout(() => (element("away").hidden = false), NOTE_MS);
    try {
      if ((await fetch("/api/v1/rounds")).status === 401) return location.reload();
    } catch {
      // Not there yet.
    }
    setTimeout(() => (clearTimeout(noting), listen()), RETRY_MS);
  });
}

function show(now) {
  joined = now.joined;
  write(element("joined"), joined < 2 ? say(joined ? "lead_one" : "lead_none") : say("lead_some", { count: joined }));
  const open = now.rounds.filter((round) => round.open);
  const past = now.rounds.filter((round) => !round.open);
  element("now").hidden = !open.length;
  element("past-none").hidden = past.length > 0;
  if (element("hall")) element("hall").hidden = open.length > 0;
  for (const id of [...cards.keys()]) if (!now.rounds.some((round) => round.round === id)) cards.delete(id);
  lay(element("now").querySelector(".list"), open, openCard);
  lay(element("past"), past, pastCard);
  for (const round of past) if (closedHere.delete(round.round)) reveal(cards.get(round.round).element);
}

/** To the result of what was just closed: it is what the room waits for. */
function reveal(card) {
  card.open = true;
  card.scrollIntoView({ behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
}

/** One card for each round, in their order; a card that is there stays, with what is typed and open in it. */
function lay(list, rounds, makeCard) {
  const wanted = rounds.map((round) => {
    let card = cards.get(round.round);
    if (!card || card.open !== round.open) cards.set(round.round, (card = { open: round.open, ...makeCard(round) }));
    card.update(round);
    return card.element;
  });
  for (const child of [...list.children]) if (!wanted.includes(child)) child.remove();
  wanted.forEach((one, index) => list.children[index] === one || list.insertBefore(one, list.children[index] ?? null));
}

function openCard(first) {
  const number = make("strong");
  const of = make("span");
  const bar = make("i");
  const result = make("div", { class: "result" });
  const hidden = make("p", { class: "hint" }, say("result_hidden"));
  const close = make("button", { type: "button", class: "button firm" }, say("close"));
  const ideas = ideasOf(first);
  const marks = make("p", { class: "marks" }, sourceMark(first), make("span", {}, say(`kind_${first.question.kind}`)), make("span", {}, say(`shows_${first.shows}`)), first.demo ? make("span", {}, say("from_demo")) : null, first.lasts ? make("span", {}, say("lasts")) : null);
  const counted = make("div", { class: "counted", role: "status" }, make("p", {}, number, " ", of), make("span", { class: "gauge" }, bar));
  const card = make("article", { class: "card round" }, marks, make("h3", { dir: "auto" }, pick(first.question.text)), counted, ideas.element, result, hidden, close);
  twice(close, async () => {
    closedHere.add(first.round);
    if (await post(`/api/v1/rounds/${encodeURIComponent(first.round)}/close`)) return;
    closedHere.delete(first.round);
    toast(say("refused"));
  });
  let drawn = "";
  const update = (round) => {
    write(number, String(round.answered));
    const people = Math.max(joined, round.answered);
    write(of, say("answered_of", { count: people }));
    bar.style.width = `${people ? (100 * round.answered) / people : 0}%`;
    hidden.hidden = round.shows === "live";
    ideas.update(round);
    const state = JSON.stringify([round.result, round.ideas, round.sides]);
    if (state !== drawn) results(result, round);
    drawn = state;
  };
  return { element: card, update };
}

function pastCard(first) {
  const told = make("small");
  const result = make("div", { class: "result" });
  const ideas = ideasOf(first);
  const again = make("button", { type: "button", class: "button firm", onclick: () => form.fill(first.question) }, say("again"));
  const how = make("a", { class: "how-counted", href: `/visit/how/round/${encodeURIComponent(first.round)}` }, say("how_counted"));
  const name = make("span", { dir: "auto" }, pick(first.question.text));
  const card = make("details", { class: "card" }, make("summary", {}, sourceMark(first), name, told), result, how, ideas.element, again);
  let drawn = "";
  const update = (round) => {
    const key = round.answered === 1 ? "answered_one" : "answered_some";
    write(told, `${say(`kind_${round.question.kind}`)} · ${round.answered} ${say(key)}`);
    ideas.update(round);
    const state = JSON.stringify([round.result, round.ideas, round.sides]);
    if (state !== drawn) results(result, round);
    drawn = state;
  };
  return { element: card, update };
}

function results(box, round) {
  const parts = [];
  const shown = round.ideas.filter((idea) => idea.verdict === "shown");
  if (round.result) drawResult(parts[parts.push(make("div")) - 1], round, round.result);
  else if (round.question.kind === "text" && shown.length) drawIdeas(parts[parts.push(make("div")) - 1], shown);
  else if (!round.open || round.shows === "live") parts.push(make("p", { class: "hint" }, count("phone_answered", round.answered), ". ", say("phone_result_few", { count: 5 })));
  if (!round.open && round.answered >= 5 && (round.result || shown.length)) parts.push(takeCode(round));
  if (round.sides.length) drawSides(parts[parts.push(make("div")) - 1], round);
  box.replaceChildren(...(round.question.kind === "text" && !shown.length ? [] : parts));
}

/** The code that opens the result as a picture, for phones held up to this one. */
function takeCode(round) {
  const image = make("img", { class: "take-code", alt: say("take_alt"), loading: "lazy", src: `/take/${encodeURIComponent(round.round)}.svg` });
  return make("details", { class: "sides" }, make("summary", {}, say("take_code")), image);
}

/** The ideas of a round: those that wait with large buttons, the others with what was said of them. */
function ideasOf(first) {
  const title = make("h4", { "aria-live": "polite" });
  const waiting = make("ul", { class: "waiting-ideas" });
  const judged = make("ul", { class: "judged" });
  const summary = make("span");
  const more = make("details", {}, make("summary", {}, summary), judged);
  const box = make("section", { class: "ideas" }, title, waiting, more);
  const rows = new Map();
  const update = (round) => {
    const open = round.ideas.filter((idea) => !idea.verdict);
    const rest = round.ideas.filter((idea) => idea.verdict);
    box.hidden = !round.ideas.length;
    title.hidden = !open.length;
    write(title, open.length === 1 ? say("ideas_waiting_one") : say("ideas_waiting", { count: open.length }));
    for (const id of [...rows.keys()]) if (!open.some((idea) => idea.id === id)) rows.delete(id);
    const wanted = open.map((idea) => {
      if (rows.get(idea.id)?.text !== idea.text) rows.set(idea.id, { text: idea.text, element: make("li", {}, make("p", { dir: "auto" }, idea.text), judge(first.round, idea)) });
      return rows.get(idea.id).element;
    });
    for (const child of [...waiting.children]) if (!wanted.includes(child)) child.remove();
    wanted.forEach((one, index) => waiting.children[index] === one || waiting.insertBefore(one, waiting.children[index] ?? null));
    more.hidden = !rest.length;
    const abuse = rest.filter((idea) => idea.verdict === "hidden").length;
    write(summary, abuse ? `${say("ideas_judged")} · ${say("hidden_count", { count: abuse })}` : say("ideas_judged"));
    const state = JSON.stringify(rest);
    if (judged.dataset.state !== state && !judged.contains(document.activeElement)) {
      judged.dataset.state = state;
      judged.replaceChildren(...rest.map((idea) => make("li", { "data-is": idea.verdict }, make("p", { dir: "auto" }, idea.text), make("small", {}, say(`is_${idea.verdict}`, { reason: idea.reason })), judge(first.round, idea))));
    }
  };
  return { element: box, update };
}

/** Show, park with a reason, hide. */
function judge(round, idea) {
  const send = (verdict, reason = "") => async () => {
    document.activeElement?.blur();
    const done = await post(`/api/v1/rounds/${encodeURIComponent(round)}/judge`, { idea: idea.id, verdict, reason: typeof reason === "function" ? reason() : reason });
    if (!done) toast(say("refused"));
  };
  const button = (name, path, act) => make("button", { type: "button", class: `verdict ${name}`, onclick: act }, icon(path), say(name));
  const field = make("input", { maxlength: "120", "aria-label": say("park_why"), autocomplete: "off" });
  const quick = ["park_later", "park_topic", "park_twice"].map((key) => make("button", { type: "button", class: "chip", onclick: send("parked", say(key)) }, say(key)));
  const why = make("form", { class: "why", hidden: true, novalidate: true }, make("p", { class: "hint" }, say("park_why")), make("div", { class: "chips" }, ...quick), make("div", { class: "type" }, field, make("button", { class: "chip" }, say("park_button"))));
  why.addEventListener("submit", (event) => {
    event.preventDefault();
    if (field.value.trim()) send("parked", () => field.value.trim())();
    else field.focus();
  });
  const park = button("park", PAUSE, () => {
    why.hidden = !why.hidden;
    park.setAttribute("aria-expanded", !why.hidden);
    if (!why.hidden) quick[0].focus();
  });
  park.setAttribute("aria-expanded", "false");
  const all = { shown: button("show", TICK, send("shown")), parked: park, hidden: button("hide", CROSS, send("hidden")) };
  delete all[idea.verdict];
  return make("div", { class: "judge" }, make("div", { class: "verdicts" }, ...Object.values(all)), why);
}

/** A button that asks once more on its own face before it acts: there is no undoing it. */
function twice(button, act) {
  const words = button.textContent;
  let timer = 0;
  const calm = () => {
    clearTimeout(timer);
    button.removeAttribute("data-sure");
    write(button, words);
  };
  button.addEventListener("click", () => {
    if (!button.hasAttribute("data-sure")) {
      button.setAttribute("data-sure", "");
      write(button, say("close_sure"));
      timer = setTimeout(calm, SURE_MS);
      return;
    }
    calm();
    act();
  });
}

let toasting = 0;
function toast(text) {
  write(element("toast"), text);
  element("toast").hidden = false;
  clearTimeout(toasting);
  toasting = setTimeout(() => (element("toast").hidden = true), TOAST_MS);
}

listen();
