// What the wall shows in each scene. Each function makes the scene once and returns how it is kept up to date.

import { drawIdeas, drawResult, sourceMark } from "./results.js";
import { make, pick, say, write } from "./words.js";

const demos = JSON.parse(document.body.dataset.demos);
const FACES = ["owl-amber", "whale-sky", "fox-coral", "turtle-leaf", "hare-violet"];
const STAGES = ["sourcing", "design", "make", "sell", "use", "govern"];
const TURN_MS = 8000;
const MOST_HOLES = 80; // more would be too small to count with one's eyes
const MOST_ROWS = 8;
const MOST_OPTIONS = 8;
const SHIELD = "M12 3l7 3v5.5c0 4.4-3 7.9-7 9.5-4-1.6-7-5.1-7-9.5V6z";

/** Large words: the longer, the smaller, so that they always stand on the screen whole. */
function large(tag, text, more = {}) {
  const size = [48, 96, 180, 320].findIndex((most) => text.length <= most);
  return make(tag, { class: "large", "data-size": String(size < 0 ? 4 : size), dir: "auto", ...more }, text);
}

/** Put `make()` into `box` when what it is made of changed. */
function keep(box, state, makeIt) {
  const now = JSON.stringify(state);
  if (box.dataset.state === now) return;
  box.dataset.state = now;
  box.replaceChildren(...[makeIt()].flat().filter(Boolean));
}

// Between visits

function attract() {
  const asking = Object.values(demos).filter((demo) => demo.on);
  const slots = FACES.map((face) => make("span", { class: "slot" }, make("img", { src: `/badges/${face}.svg`, alt: "", width: "96", height: "96" })));
  const words = make("div", { class: "words" });
  const body = make("section", { class: "attract" }, make("div", { class: "slots", "aria-hidden": "true" }, ...slots), words);
  const welcome = () => words.replaceChildren(large("h1", say("attract_title")), make("p", { class: "lead" }, say("attract_body")));
  let turn = -1;
  let last = -1;
  const update = () => {
    // One lifts and tells its question; in between all of them say welcome.
    const now = asking.length ? Math.floor(performance.now() / TURN_MS) % (2 * asking.length) : 0;
    if (now === last) return;
    last = now;
    if (now % 2 === 0) {
      slots.forEach((slot) => slot.removeAttribute("data-up"));
      return welcome();
    }
    const demo = asking[(now - 1) / 2];
    turn = (turn + 1) % slots.length;
    slots[turn].setAttribute("data-up", "");
    words.replaceChildren(large("h1", pick(demo.question)), make("p", { class: "lead" }, say("asks", { title: pick(demo.title) })));
  };
  return { body, update };
}

function planned() {
  const head = make("div", { class: "words" });
  const lacks = make("div", { class: "lacks" });
  const body = make("section", { class: "planned" }, head, lacks);
  const update = ({ scene }) => {
    keep(head, [scene.unit, scene.vision], () => [
      make("p", { class: "kicker" }, say("planned_kicker")),
      large("h1", scene.vision || say("planned_title")),
      scene.vision ? make("p", { class: "lead" }, say("planned_title")) : null,
    ]);
    keep(lacks, scene.lacks, () =>
      scene.lacks.length
        ? [make("h2", {}, say("lacks")), make("ul", { class: "chips" }, ...scene.lacks.map((name) => make("li", {}, say(`charter_${name}`))))]
        : make("p", { class: "lead" }, say("lacks_none")),
    );
  };
  return { body, update };
}

// A visit is open, and nothing is asked

function idle() {
  const head = make("div", { class: "words" });
  const stations = make("div", { class: "at" });
  const body = make("section", { class: "idle" }, head, stations);
  const update = ({ scene }) => {
    keep(head, scene.vision, () => [make("p", { class: "kicker" }, say("vision")), large("h1", scene.vision || say("no_vision"))]);
    keep(stations, scene.stations, () => atStations(scene.stations));
  };
  return { body, update };
}

function atStations(stations) {
  if (!stations.length) return null;
  const cards = stations.slice(0, 6).map((one) => {
    const demo = demos[one.demo];
    const playing = one.screen === "playing";
    const told = playing ? (demo ? pick(demo.title) : say("station_busy")) : one.screen === "away" ? say("station_away") : one.screen === "menu" ? say("station_busy") : say("station_free");
    return make("li", { "data-is": playing ? "playing" : one.screen === "away" ? "away" : "free" }, make("i", { "aria-hidden": "true" }), make("strong", { dir: "auto" }, one.name), make("span", { dir: "auto" }, told));
  });
  return make("ul", { "aria-label": say("stations") }, ...cards);
}

/** The question before, with what most of the room said: while the vision has the stage again. */
export function last(box, name, round, result) {
  keep(box, name === "idle" && round && result ? [round.round, result] : null, () => lastAsked(name, round, result));
}

function lastAsked(name, round, result) {
  if (name !== "idle" || !round || !result) return null;
  const names = new Map(round.question.options.map((option) => [option.id, pick(option.text)]));
  for (const idea of round.ideas) names.set(idea.id, idea.text);
  const counted = round.question.kind === "choice" || round.question.kind === "scale" || round.question.kind === "budget";
  const first = counted ? [...result.rows].sort((a, b) => b.value - a.value)[0] : result.rows[0];
  return [
    make("h2", {}, sourceMark(round), say("last")),
    make("p", { dir: "auto" }, pick(round.question.text)),
    first ? make("p", { class: "answer", dir: "auto" }, names.get(first.id) ?? `${first.id}`, " ", make("small", {}, say("res_people", { count: result.n }))) : null,
  ];
}

// A round

function round({ round: first }) {
  const question = first.question;
  const number = make("strong");
  const of = make("span");
  const holes = make("div", { class: "holes", "aria-hidden": "true" });
  const counted = make("div", { class: "counted", role: "status" }, make("p", {}, number, " ", of), holes);
  const result = make("div", { class: "result" });
  const later = make("p", { class: "hint later" }, first.shows === "live" ? "" : say("later"));
  const options = make("div", { class: "options" });
  const body = make("section", { class: "asked" }, make("p", { class: "kicker" }, sourceMark(first), say("ask")), large("h1", pick(question.text)), options, counted, result, later);
  const update = ({ round: now, numbers, joined }) => {
    const people = Math.max(joined, numbers.answered);
    write(number, String(numbers.answered));
    write(of, `${say(numbers.answered === 1 ? "answered_one" : "answered_some")} ${say("answered_of", { count: people })}`);
    fill(holes, numbers.answered, people);
    const seen = question.kind === "text" && now.ideas.length > 0;
    options.hidden = Boolean(numbers.result) || seen;
    result.hidden = !numbers.result && !seen;
    keep(options, now.ideas, () => toChoose(question, now.ideas));
    keep(result, [numbers.result, now.ideas], () => drawn(now, numbers.result));
  };
  return { body, update };
}

/** A tray with a cut-out for each phone, and an object in it for each answer. */
function fill(box, answered, people) {
  if (people > MOST_HOLES) {
    const bar = box.querySelector(".gauge i") ?? make("i");
    if (!bar.parentNode) box.replaceChildren(make("span", { class: "gauge" }, bar));
    bar.style.width = `${(100 * answered) / people}%`;
    return;
  }
  if (box.querySelector(".gauge")) box.replaceChildren();
  while (box.children.length < people) box.append(make("i"));
  while (box.children.length > people) box.lastChild.remove();
  [...box.children].forEach((hole, index) => hole.toggleAttribute("data-full", index < answered));
}

function toChoose(question, ideas) {
  if (question.kind === "scale") return make("p", { class: "span" }, make("span", { dir: "auto" }, pick(question.low)), make("i"), make("span", { dir: "auto" }, pick(question.high)));
  const texts = [...question.options.map((option) => pick(option.text)), ...(question.kind === "text" ? [] : ideas.map((idea) => idea.text))];
  if (!texts.length) return null;
  const rest = texts.length - MOST_OPTIONS;
  const list = make("ul", { class: "chips", "aria-label": say("choose_from") }, ...texts.slice(0, MOST_OPTIONS).map((text) => make("li", { dir: "auto" }, text)));
  return rest > 0 ? [list, make("p", { class: "hint" }, say("more_rows", { count: rest }))] : list;
}

function drawn(round, result) {
  const box = make("div");
  if (round.question.kind === "text") {
    if (!round.ideas.length) return null;
    drawIdeas(box, round.ideas.slice(-MOST_ROWS));
    box.firstElementChild.remove();
    return box;
  }
  if (!result) return null;
  // Options stand in their own order as long as all of them fit.
  const fits = result.rows.length <= (round.question.kind === "scale" ? 10 : MOST_ROWS);
  const sorted = fits || round.question.kind !== "choice" ? result.rows : [...result.rows].sort((a, b) => b.value - a.value);
  drawResult(box, round, { n: result.n, rows: fits ? sorted : sorted.slice(0, MOST_ROWS) });
  if (!fits) box.append(make("p", { class: "hint" }, say("more_rows", { count: result.rows.length - MOST_ROWS })));
  box.firstElementChild.remove();
  return box;
}

function result({ round: first }) {
  const n = make("span");
  const box = make("div", { class: "result" });
  const few = make("p", { class: "lead" });
  const body = make("section", { class: "closed-round" }, make("p", { class: "kicker" }, sourceMark(first), say("said"), n), large("h1", pick(first.question.text)), box, few);
  const update = ({ round: now, numbers }) => {
    write(n, numbers.result ? ` · ${say("res_people", { count: numbers.result.n })}` : "");
    const inWords = now.question.kind === "text" && now.ideas.length > 0;
    box.hidden = !numbers.result && !inWords;
    keep(box, [numbers.result, now.ideas], () => drawn(now, numbers.result));
    write(few, numbers.result || inWords ? "" : numbers.answered ? say("phone_result_few", { count: 5 }) : say("nothing"));
  };
  return { body, update };
}

// The visit is over

function closed() {
  const decided = make("div", { class: "decided" });
  const body = make("section", { class: "over" }, make("div", { class: "words" }, make("p", { class: "kicker" }, say("closed_kicker")), large("h1", say("closed_title")), make("p", { class: "lead" }, say("closed_body"))), decided);
  const update = ({ scene }) =>
    keep(decided, scene.decisions, () =>
      scene.decisions.length
        ? [make("h2", {}, say("decided")), make("ul", {}, ...scene.decisions.map((one) => make("li", { dir: "auto" }, make("strong", {}, one.what), one.owner ? make("small", {}, say("decided_owner", { owner: one.owner })) : null)))]
        : null,
    );
  return { body, update };
}

export const SCENES = { attract, planned, idle, round, result, closed };

// Around the stage

/** Practice and recordings are labelled; the charter's mark and the group stand beside. */
export function marks(box, scene) {
  keep(box, [scene.practice, scene.badges, scene.charter, scene.group, scene.state], () => [
    scene.practice ? make("p", { class: "stamp" }, make("strong", {}, say("practice")), " ", say("practice_note")) : null,
    scene.badges === "live" ? null : make("p", { class: "stamp quiet" }, make("strong", {}, say(`source_${scene.badges}`)), " ", say(`badges_${scene.badges}`)),
    scene.state === "open" ? make("p", { class: "group" }, say("group", { number: scene.group })) : null,
    scene.charter ? make("p", { class: "seal" }, shield(), make("span", {}, say("charter")), " ", make("code", {}, scene.charter)) : null,
  ]);
}

function shield() {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const line = document.createElementNS("http://www.w3.org/2000/svg", "path");
  line.setAttribute("d", SHIELD);
  svg.append(line);
  return svg;
}

/** The supply chain with what was chosen, and what is still missing: while no question asks for the room's eyes. */
export function base(box, scene, name) {
  box.hidden = !["idle", "closed"].includes(name);
  keep(box, [scene.rail, scene.missing, scene.more, name], () => [rail(scene.rail), name === "idle" ? missing(scene) : null]);
}

function rail(platforms) {
  const stops = STAGES.map((stage) => {
    const here = platforms.filter((one) => one.stage === stage);
    const cards = here.slice(0, 1).map((one) =>
      make("div", { class: "platform", "data-pilot": one.pilot }, make("strong", { dir: "auto" }, pattern(one.pattern)), make("span", { dir: "auto" }, one.who), one.pilot ? make("em", {}, say("pilot")) : null),
    );
    const more = here.length > 1 ? make("p", { class: "hint" }, say("rail_more", { count: here.length - 1 })) : null;
    return make("li", { "data-stage": stage, "data-lit": here.length > 0 }, make("i", { "aria-hidden": "true" }), make("h3", {}, say(`stage_${stage}`)), ...cards, more);
  });
  return make("section", { class: "rail", "aria-label": say("rail") }, make("h2", { class: "unseen" }, say("rail")), make("ol", {}, ...stops));
}

function missing(scene) {
  if (!scene.missing.length) return null;
  const list = scene.missing.map((one) => make("li", { dir: "auto" }, nudge(one)));
  const more = scene.more ? make("p", { class: "hint" }, say("missing_more", { count: scene.more })) : null;
  return make("section", { class: "missing" }, make("h2", {}, say("missing")), make("ul", {}, ...list), more);
}

function nudge({ gap, name }) {
  if (gap === "group") return say("nudge_group", { name: say(`group_${name}`) });
  return say(`nudge_${gap}`, { name: pattern(name) });
}

/** A pattern in the page's language; one that people made up is as they wrote it. */
function pattern(name) {
  const key = `pattern_${name.replaceAll(" ", "_")}`;
  return /^\w+$/.test(key) && words[key] ? words[key] : name;
}

const words = JSON.parse(document.body.dataset.words);
