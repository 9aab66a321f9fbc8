// The wall: decides by itself what the one main thing is now, and shows it to the whole room.
//
// The kit tells of the scene (the visit, what is missing, the stations) and of the rounds; each connection begins with
// everything. What the scenes look like is in wall_scenes.js.

import { base, last, marks, SCENES } from "./wall_scenes.js";
import { count, say, write } from "./words.js";

const HOLD_MS = 60_000; // a result stays until everybody has read it
const DEAD_MS = 40_000; // the kit says something every fifteen seconds
const LOOK_MS = 1000;
const FEWEST = 5; // people, as everywhere in the kit
const STEPS = 6; // of type sizes, see wall.css
const NOTE_MS = 2500; // a gap shorter than this is not worth a word

const element = (id) => document.getElementById(id);
const calm = matchMedia("(prefers-reduced-motion: reduce)");
let scene = null;
let rounds = null; // the newest first, once the kit has told
let counts = new Map();
let joined = 0;
let closed = new Map(); // rounds that closed lately, and when
let shown = null; // { key, update } of the scene on the stage

// What the kit says

let feed = null;
let heard = 0;
let noting = 0;

function listen() {
  feed?.close();
  feed = new EventSource("/wall/live");
  heard = performance.now();
  feed.addEventListener("scene", (message) => hear(() => follow(JSON.parse(message.data))));
  feed.addEventListener("closed", (message) => hear(() => over(JSON.parse(message.data))));
  feed.addEventListener("rounds", (message) => hear(() => asked(JSON.parse(message.data))));
  feed.addEventListener("counts", (message) => hear(() => counted(JSON.parse(message.data))));
  feed.addEventListener("still", () => hear(() => {}));
  feed.onerror = () => {
    feed.close();
    noting ||= setTimeout(() => (element("away").hidden = false), NOTE_MS);
    setTimeout(listen, NOTE_MS);
  };
}

function hear(take) {
  heard = performance.now();
  clearTimeout(noting);
  noting = 0;
  element("away").hidden = true;
  take();
  refresh();
  fit();
}

function follow(now) {
  // The page speaks the language of the visit, which may have been planned after the page was opened.
  if (now.language && now.language !== document.documentElement.lang && document.body.dataset.chosen === "no") return location.reload();
  scene = now;
}

function over(ages) {
  // The kit counts the seconds, so that a page that is loaded anew does not begin them anew.
  closed = new Map(Object.entries(ages).map(([round, seconds]) => [round, performance.now() - 1000 * seconds]));
}

function asked(now) {
  rounds = now;
}

function counted(now) {
  joined = now.joined;
  counts = new Map(now.rounds.map((one) => [one.round, one]));
}

setInterval(() => {
  if (performance.now() - heard > DEAD_MS) listen();
  else refresh();
}, LOOK_MS);

// What is the main thing

/** The name of the scene and the round it is about, if any. */
function main() {
  const open = rounds.find((one) => one.open && !one.lasts);
  if (open) return ["round", open];
  const held = rounds.find((one) => performance.now() - (closed.get(one.round) ?? -Infinity) < HOLD_MS);
  if (held) return ["result", held];
  // What a demo asks all day long is there whenever nothing else is.
  const lasting = rounds.find((one) => one.open);
  if (lasting) return ["round", lasting];
  return [{ none: "attract", planned: "planned", open: "idle", closed: "closed" }[scene.state], rounds.find((one) => closed.has(one.round))];
}

function refresh() {
  if (!scene || !rounds) return;
  const [name, round] = main();
  const state = { scene, round, joined, numbers: (round && counts.get(round.round)) ?? { answered: 0, result: null } };
  const key = name === "round" || name === "result" ? `${name} ${round.round}` : name;
  if (shown?.key !== key) change(key, () => begin(name, key, state));
  else shown.update(state);
  around(name, round, state.numbers);
}

function begin(name, key, state) {
  const { body, update } = SCENES[name](state);
  element("stage").replaceChildren(body);
  document.body.dataset.scene = name;
  shown = { key, update };
  update(state);
}

/** Calmly from one scene to the next, where the browser can and nobody minds things that move. */
function change(key, act) {
  const calmly = shown && document.startViewTransition && !calm.matches && !document.hidden;
  shown = { key, update() {} };
  if (!calmly) return act();
  const moving = document.startViewTransition(() => (act(), refresh(), fit()));
  moving.ready.catch(() => {}); // the next scene came before this one was there
}

/** What stands around the stage. */
function around(name, round, numbers) {
  document.body.toggleAttribute("data-drawn", name === "round" && Boolean(numbers.result));
  write(element("unit"), scene.unit || element("unit").dataset.kit);
  marks(element("marks"), scene);
  base(element("base"), scene, name);
  last(element("last"), name, round, numbers.result);
  const how = name === "result" && round.shows ? `/visit/how/round/${encodeURIComponent(round.round)}/code.svg` : "";
  const home = how && mayBeTaken(round, numbers) ? `/take/${encodeURIComponent(round.round)}.svg` : "";
  const join = element("join");
  join.hidden = !scene.address;
  join.dataset.is = home ? "take" : how ? "how" : "join";
  const [title, body, alt] = home ? ["take", "take_body", "take_alt"] : how ? ["how", "how_body", "how_alt"] : [scene.wifi ? "kiosk_open" : "join_title", "join_body", "join_alt"];
  into(scene, !how);
  encoded(element("code"), home || how || `/join.svg?at=${encodeURIComponent(scene.address)}`, say(alt, { url: scene.address }));
  element("also").hidden = !home;
  encoded(element("also-code"), home ? how : "", say("how_alt"));
  write(element("also-title"), home ? say("how") : "");
  write(element("join-title"), say(title));
  write(element("join-body"), say(body));
  write(element("address"), scene.address.replace(/^http:\/\//, "").replace(/\//g, "\u200b/"));
  write(element("phones"), joined && !how ? count("lead", joined) : "");
}

/** Which Wi-Fi a phone has to be in first: the kit's own, with a code while there is room, or the venue's. */
function into({ wifi, password, network }, room) {
  const join = element("join");
  join.dataset.wifi = wifi ? "own" : "";
  element("wifi").hidden = !wifi;
  write(element("wifi-name"), wifi);
  write(element("wifi-password"), password);
  const code = element("wifi-code");
  code.hidden = !wifi || !room;
  encoded(code, wifi ? `/join/wifi.svg?of=${encodeURIComponent(wifi + password)}` : "", wifi ? say("invite_alt", { name: wifi }) : "");
  element("first").hidden = !network;
  write(element("first"), network ? say("invite_network", { network }) : "");
}

/** Whether a picture of a closed round is there to take home: only what enough people said is. */
function mayBeTaken(round, numbers) {
  return Boolean(numbers.result) || (round.ideas.length > 0 && numbers.answered >= FEWEST);
}

function encoded(code, source, alt) {
  if (!scene.address || code.getAttribute("src") === source) return;
  if (source) code.setAttribute("src", source);
  else code.removeAttribute("src");
  code.setAttribute("alt", source ? alt : "");
}

/** Step by step smaller until everything stands on the screen whole. */
function fit() {
  const stage = element("stage");
  const section = stage.firstElementChild;
  if (!section) return;
  for (let step = 0; step < STEPS; step++) {
    stage.dataset.fit = String(step);
    if (section.scrollHeight <= section.clientHeight + 1) return;
  }
}

addEventListener("resize", fit);
document.fonts.addEventListener("loadingdone", fit);

element("unit").dataset.kit = element("unit").textContent;

// The whole screen, for whoever has a mouse

const whole = element("whole");
whole.hidden = !document.documentElement.requestFullscreen;
whole.addEventListener("click", () => document.documentElement.requestFullscreen().catch(() => (whole.hidden = true)));
document.addEventListener("fullscreenchange", () => (whole.hidden = document.fullscreenElement !== null));

listen();
