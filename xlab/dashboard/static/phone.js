// A visitor's phone: joins, shows the newest question, sends what is answered, and says honestly whether it arrived.

import { KINDS } from "./kinds.js";
import { Outbox, send } from "./outbox.js";
import { drawIdeas, drawResult, sourceMark } from "./results.js";
import { isJoined } from "./visitor.js";
import { takeHome } from "./visitor_take.js";
import { count, icon, make, pick, say, write } from "./words.js";

const DEAD_MS = 40000; // the kit says something every fifteen seconds
const LOOK_MS = 5000;
const SOON_MS = 1000;
const NOTE_MS = 1500; // a gap shorter than this is not worth a word
const FEWEST = 5;
const TICK = "M5 12.5l4.5 4.5L19 7.5";

const element = (id) => document.getElementById(id);
let joined = element("page").dataset.joined === "yes";
let rounds = []; // what the kit says, the newest first
let counts = new Map();
let mine = new Map(); // what this phone said, as the kit has it: { answers, ideas }
let chosen = null; // an older open round that was tapped
let shown = null; // { id, open, update } of the round on the page
let problem = "";
let up = false;
let recalled = false; // whether the kit has told what this phone said before: until then nothing is shown as unanswered

const outbox = new Outbox({ taken, refused, out: leave, changed: refresh });

// What the kit says

let feed = null;
let heard = 0;
let again = 0;

function listen() {
  clearTimeout(again);
  if (feed) feed.close();
  feed = new EventSource("/join/live");
  heard = Date.now();
  feed.addEventListener("rounds", (message) => hear(() => (rounds = JSON.parse(message.data))));
  feed.addEventListener("counts", (message) => hear(() => judged(new Map(JSON.parse(message.data).rounds.map((one) => [one.round, one])))));
  feed.addEventListener("still", () => hear(() => {}));
  feed.onerror = () => {
    feed.close();
    connected(false);
    // Not all at once: a room of phones comes back to a kit that has just come up.
    again = setTimeout(listen, 500 + 2000 * Math.random());
  };
}

function hear(take) {
  heard = Date.now();
  take();
  if (!up) {
    connected(true);
    outbox.poke();
    if (joined) recall();
  }
  refresh();
}

/** Where the facilitator judged ideas, and some of this phone's wait, the kit is asked what became of them. */
function judged(now) {
  const mineWait = ({ round, waiting }) => waiting < (counts.get(round)?.waiting ?? 0) && mine.get(round)?.ideas.some((idea) => !idea.verdict);
  if ([...now.values()].some(mineWait)) setTimeout(recall, SOON_MS * Math.random());
  counts = now;
}

let noting = 0;
function connected(now) {
  up = now;
  clearTimeout(noting);
  if (now) element("link").hidden = true;
  else noting = setTimeout(() => ((element("link").hidden = false), write(element("link").lastChild, say("phone_away"))), NOTE_MS);
}

setInterval(() => Date.now() - heard > DEAD_MS && (connected(false), listen()), LOOK_MS);
document.addEventListener("visibilitychange", () => document.hidden || Date.now() - heard < LOOK_MS || listen());
addEventListener("online", () => (listen(), outbox.poke()));

/** What the kit has of this phone; a page that was lost goes on from here. */
async function recall() {
  if (!joined) return;
  try {
    const answer = await fetch("/api/v1/rounds/mine");
    if (answer.status === 401) return leave();
    if (answer.ok && joined) remember(await answer.json());
  } catch {
    // The stream comes back and asks again.
  }
}

function remember(said) {
  mine = new Map(said.map((one) => [one.round, one]));
  recalled = true;
  refresh();
}

// Joining and leaving

async function join() {
  const button = element("join");
  button.disabled = true;
  write(button, say("phone_joining"));
  const { status, code, said } = await send("/api/v1/rounds/join");
  if (status === 200) {
    joined = true;
    remember(said);
    // A window that keeps no cookie would join anew with every tap.
    const kept = await fetch("/api/v1/rounds/mine").then((answer) => answer.status !== 401, () => true);
    if (!kept) joined = false;
    note(element("join-problem"), kept ? "" : say("phone_no_cookie"));
    outbox.poke();
  } else note(element("join-problem"), code === "full" ? say("phone_refused_full") : say("phone_away"));
  button.disabled = false;
  write(button, say("phone_join"));
  refresh();
  if (joined) element("page").scrollIntoView();
}

function leave() {
  joined = recalled = false;
  mine = new Map();
  refresh();
}

async function forget() {
  element("forget-yes").disabled = true;
  const { status } = await send("/api/v1/rounds/forget");
  element("forget-yes").disabled = false;
  if (status !== 204) return connected(false);
  outbox.clear();
  sure(false);
  element("privacy").open = false;
  leave();
  element("welcome").hidden = true;
  element("forgotten").hidden = false;
  scrollTo(0, 0);
}

function sure(asked) {
  element("forget-sure").hidden = !asked;
  element("forget").hidden = asked;
  if (asked) element("forget-no").focus();
}

// Answering

const keyOf = (round, item) => `${round} ${item}`;

function asking(round) {
  return {
    round,
    after: make("div", { class: "after" }),
    mine: (item) => outbox.waiting(keyOf(round.round, item))?.value ?? mine.get(round.round)?.answers[item],
    answer(item, value) {
      problem = "";
      outbox.put(keyOf(round.round, item), `/api/v1/rounds/${encodeURIComponent(round.round)}/answer`, { item, value });
    },
    write(text) {
      problem = "";
      outbox.put(`${round.round} idea ${text}`, `/api/v1/rounds/${encodeURIComponent(round.round)}/idea`, { text });
    },
    ideas: () => ideasOf(round.round),
  };
}

/** This phone's own words and what became of them. */
function ideasOf(round) {
  const known = (mine.get(round)?.ideas ?? []).map((idea) => ({ ...idea, state: idea.verdict ?? "waits" }));
  const seen = new Set((rounds.find((one) => one.round === round)?.ideas ?? []).map((idea) => idea.id));
  for (const idea of known) if (seen.has(idea.id)) idea.state = "shown";
  const going = outbox.entries.filter((entry) => entry.key.startsWith(`${round} idea `));
  return [...known, ...going.map((entry) => ({ text: entry.body.text, state: "sending" }))];
}

function taken(entry) {
  const [round, item] = split(entry.key);
  if (entry.body.text !== undefined) return recall();
  const own = mine.get(round) ?? { answers: {}, ideas: [] };
  mine.set(round, { ...own, answers: { ...own.answers, [item]: entry.body.value } });
  refresh();
}

function refused(entry, code) {
  problem = code === "closed" || code === "unknown" ? say("phone_late") : say("phone_refused_wrong");
  refresh();
}

function split(key) {
  const at = key.indexOf(" ");
  return [key.slice(0, at), key.slice(at + 1)];
}

// Showing it

/** The round that belongs on the page: one that was tapped, the newest open one, or the one that has just closed. */
function current() {
  const open = rounds.filter((round) => round.open);
  return open.find((round) => round.round === chosen) ?? open[0] ?? rounds.find((round) => shown && round.round === shown.id) ?? null;
}

function refresh() {
  const round = joined && recalled ? current() : null;
  if (joined) element("forgotten").hidden = true;
  isJoined(joined, round !== null && round.open);
  element("welcome").hidden = joined || !element("forgotten").hidden;
  element("privacy").hidden = !joined;
  element("round").hidden = round === null;
  element("waiting").hidden = !joined || !recalled || round !== null;
  if (round === null) shown = null;
  else if (shown === null || shown.id !== round.round || shown.open !== round.open) begin(round);
  if (shown) shown.update(round);
  earlier(round);
}

function begin(round) {
  const box = element("round");
  const ask = asking(round);
  const kind = KINDS[round.question.kind];
  const controls = make("div", { class: "controls" });
  const status = make("p", { class: "status", role: "status" }, icon(TICK), make("span"));
  const result = make("div", { class: "result" });
  const people = make("p", { class: "hint people" });
  const others = make("nav", { class: "others", "aria-label": say("phone_others") });
  const question = make("h1", { id: "question", tabindex: "-1", dir: "auto" }, pick(round.question.text));
  const hint = round.open ? kind.hint(round.question) : say("phone_closed");
  box.replaceChildren(others, make("p", { class: "kicker" }, sourceMark(round), hint), question, controls, status, ask.after, result, people);
  box.className = `kind-${round.question.kind}${round.open ? "" : " over"}`;
  const draw = round.open ? kind.draw(controls, ask) : () => {};
  if (!round.open) controls.append(make("p", { class: "hint" }, say("phone_closed_thanks")));
  let drawn = "";
  if (shown !== null || scrollY > 0) scrollTo(0, 0);
  // Where several rounds follow each other, a screen reader hears the new one.
  if (shown !== null && !box.contains(document.activeElement)) question.focus({ preventScroll: true });
  shown = { id: round.round, open: round.open, update };

  function update(now) {
    ask.round = now;
    draw();
    showStatus(status, now);
    const numbers = counts.get(now.round) ?? { answered: 0, result: null };
    write(people, peopleOf(now, numbers));
    people.hidden = Boolean(numbers.result);
    const state = JSON.stringify([numbers.result, now.ideas, mine.get(now.round)?.answers]);
    if (state !== drawn) drawAll(result, now, numbers.result);
    // The question is the page's first heading, so what was said to it comes next.
    for (const head of result.querySelectorAll("h3")) head.setAttribute("aria-level", "2");
    drawn = state;
    drawOthers(others, now);
  }
}

function drawAll(box, round, result) {
  const parts = [];
  const seen = round.question.kind === "text" && round.ideas.length;
  if (result) drawResult(parts[parts.push(make("div")) - 1], round, result, (item) => mine.get(round.round)?.answers[item]);
  if (seen) drawIdeas(parts[parts.push(make("div")) - 1], round.ideas);
  const enough = (counts.get(round.round)?.answered ?? 0) >= FEWEST;
  if (!round.open && parts.length && enough) parts.push(takeHome(round.round, ownRow(round)));
  box.replaceChildren(...parts);
}

/** The row of the result that this phone answered, where there is one. */
function ownRow({ round, question }) {
  const answer = mine.get(round)?.answers[""];
  if (question.kind === "scale") return answer;
  return question.kind === "choice" && question.most === 1 ? answer?.[0] : undefined;
}

function showStatus(status, round) {
  const start = `${round.round} `;
  const own = mine.get(round.round);
  const answered = own !== undefined && (Object.keys(own.answers).length > 0 || own.ideas.length > 0);
  const waits = outbox.has(start);
  const state = problem ? "problem" : waits ? (outbox.failing ? "kept" : "sending") : answered ? "saved" : "";
  status.dataset.is = state;
  const kept = outbox.failing === "not_stored" ? "phone_refused_not_stored" : "phone_kept";
  const words = { problem, kept: say(kept), sending: say("phone_sending"), saved: say(round.open ? "phone_saved_change" : "phone_saved"), "": "" };
  write(status.lastChild, words[state]);
}

function peopleOf(round, { answered, result }) {
  const told = count("phone_answered", answered);
  if (result || round.question.kind === "text") return told;
  if (round.open && round.shows === "on_close") return `${told}. ${say("phone_result_later")}`;
  return answered < FEWEST ? `${told}. ${say("phone_result_few", { count: FEWEST })}` : told;
}

function drawOthers(nav, round) {
  const open = rounds.filter((one) => one.open && one.round !== round.round);
  const state = open.map((one) => one.round).join();
  if (nav.dataset.state === state) return;
  nav.dataset.state = state;
  const choose = (one) => () => ((chosen = one.round), refresh());
  const buttons = open.map((one) => make("button", { type: "button", onclick: choose(one) }, make("span", { dir: "auto" }, pick(one.question.text))));
  nav.replaceChildren(...(open.length ? [make("p", {}, say("phone_others")), ...buttons] : []));
}

let listed = "";
function earlier(current) {
  // One thing at a time: while a round is open, those before it are out of the way.
  const closed = joined && !(current && current.open) ? rounds.filter((round) => !round.open && round !== current) : [];
  const state = JSON.stringify(closed.map((round) => [round.round, counts.get(round.round), round.ideas]));
  element("earlier").hidden = !closed.length;
  if (state === listed) return;
  listed = state;
  const lines = closed.map((round) => {
    const box = make("div", { class: "result" });
    const numbers = counts.get(round.round) ?? { answered: 0, result: null };
    drawAll(box, round, numbers.result);
    return make("details", {}, make("summary", { dir: "auto" }, sourceMark(round), pick(round.question.text)), box, make("p", { class: "hint people" }, peopleOf(round, numbers)));
  });
  element("earlier").lastElementChild.replaceChildren(...lines);
}

function note(where, text) {
  where.hidden = !text;
  write(where, text);
}

element("join").addEventListener("click", join);
element("join-again").addEventListener("click", () => ((element("forgotten").hidden = true), join()));
element("forget").addEventListener("click", () => sure(true));
element("forget-no").addEventListener("click", () => sure(false));
element("forget-yes").addEventListener("click", forget);

listen();
outbox.run();
refresh();
