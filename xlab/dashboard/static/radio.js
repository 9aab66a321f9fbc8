// The radio in big words, and the recorder: start, stop, and what lies on the card.

import { follow, linkNote } from "./live.js";
import { ask, piece, post } from "./post.js";

const LOOK_MS = 1000; // between looks at a recording that is made
const API = "/api/v1/recordings";

const air = document.getElementById("air");
const words = JSON.parse(air.dataset.words);
const page = document.documentElement.lang;
// Dates as the reader writes them, where that is the language of the page.
const language = navigator.languages.find((one) => one.split("-")[0] === page) ?? page;
const go = document.getElementById("go");
const problem = document.getElementById("problem");

const number = new Intl.NumberFormat(language);
const plural = new Intl.PluralRules(language);
const day = new Intl.DateTimeFormat(language, { dateStyle: "long", timeStyle: "short" });
const hour = new Intl.DateTimeFormat(language, { timeStyle: "medium" });
const unit = (name, digits) => new Intl.NumberFormat(language, { style: "unit", unit: name, unitDisplay: "short", maximumFractionDigits: digits });
const units = { seconds: unit("second", 0), minutes: unit("minute", 0), kilobytes: unit("kilobyte", 0), megabytes: unit("megabyte", 1) };

let now = JSON.parse(air.dataset.now);
let failed = false;
let looking = 0;

function showRadio(radio) {
  const { state } = radio;
  document.getElementById("radio").dataset.state = state;
  document.getElementById("state").textContent = words.radio[state] ?? state;
  const reason = words.reason[radio.reason] ?? radio.reason;
  // Where a recording plays both count: what is shown, and why. Elsewhere a reason says all that the body would.
  const both = state === "replaying";
  document.getElementById("body").textContent = both ? words.body[state] : reason || (words.body[state] ?? "");
  document.getElementById("why").textContent = both ? reason : "";
  document.getElementById("why").hidden = !both || reason === "";
}

/** The radios of further stations: one line each, and what is wrong with it. */
function showEars(scanners) {
  const list = document.getElementById("ears");
  list.hidden = scanners.length === 0;
  list.replaceChildren(
    ...scanners.map((scanner) => {
      const element = piece("piece-ear");
      const state = scanner.here ? scanner.state : "away";
      element.dataset.state = state;
      element.querySelector("span").textContent = `${scanner.name} · ${words.radio[state] ?? state}`;
      element.querySelector(".hint").textContent = scanner.here ? (words.reason[scanner.reason] ?? scanner.reason) : "";
      return element;
    }),
  );
}

function show() {
  const { running } = now;
  document.getElementById("recorder").classList.toggle("running", running !== null);
  document.getElementById("what").hidden = running !== null;
  document.getElementById("counter").hidden = running === null;
  if (running) {
    document.getElementById("clock").textContent = clockOf(now.elapsed);
    document.getElementById("count").textContent = `${counted("sightings", running.sightings)} · ${counted("badges", running.badges)}`;
  }
  go.querySelector("span").textContent = running ? words.say.stop : words.say.start;
  go.hidden = running === null && now.refused !== "";
  const hint = document.getElementById("begins");
  hint.hidden = go.hidden;
  hint.textContent = running ? words.say.recording.replace("{time}", hour.format(running.began * 1000)) : words.say.begins;
  const trouble = running ? "" : (words.refused[now.refused] ?? words.ended[now.ended] ?? "");
  problem.textContent = failed ? words.say.not_done : trouble;
  problem.hidden = problem.textContent === "";
  showTapes();
}

function showTapes() {
  const list = document.getElementById("tapes");
  document.getElementById("nothing").hidden = now.recordings.length > 0;
  const rows = new Map([...list.children].map((row) => [row.dataset.name, row]));
  list.replaceChildren(...now.recordings.map((tape) => rows.get(tape.name) ?? row(tape)));
}

function row(tape) {
  const element = piece("piece-tape");
  element.dataset.name = tape.name;
  const when = day.format(tape.began * 1000);
  element.querySelector("strong").textContent = when;
  const facts = [lengthOf(tape.seconds), counted("badges", tape.badges), counted("sightings", tape.sightings), sizeOf(tape.bytes)];
  element.querySelector(".when span").textContent = (tape.whole ? facts : [...facts, words.say.cut]).map((fact) => fact.replaceAll(" ", "\u00a0")).join("\u00a0· ");
  const [acts, sure] = element.querySelectorAll(".acts");
  const [download, remove] = acts.children;
  const [really, keep] = sure.children;
  download.href = `${API}/${tape.name}`;
  download.textContent = words.say.download;
  remove.textContent = words.say.delete;
  really.textContent = words.say.delete_sure;
  keep.textContent = words.say.keep;
  for (const one of [download, remove, really, keep]) one.setAttribute("aria-label", `${one.textContent}: ${when}`);
  const doubt = (open) => {
    acts.hidden = open;
    sure.hidden = !open;
    (open ? keep : remove).focus();
  };
  remove.addEventListener("click", () => doubt(true));
  keep.addEventListener("click", () => doubt(false));
  really.addEventListener("click", () => act(`${API}/${tape.name}/delete`));
  return element;
}

const counted = (what, count) => words.say[`${what}_${plural.select(count) === "one" ? "one" : "other"}`].replace("{n}", number.format(count));

function clockOf(seconds) {
  const whole = Math.floor(seconds);
  const two = (value) => String(value).padStart(2, "0");
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  return hours ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}

const lengthOf = (seconds) => (seconds < 90 ? units.seconds.format(Math.round(seconds)) : units.minutes.format(Math.round(seconds / 60)));
const sizeOf = (bytes) => (bytes < 1e6 ? units.kilobytes.format(Math.max(1, Math.round(bytes / 1e3))) : units.megabytes.format(bytes / 1e6));

async function act(path) {
  go.disabled = true;
  failed = !(await post(path));
  await look();
  go.disabled = false;
}

/** Look how it is; and again soon while something is recorded. */
async function look() {
  clearTimeout(looking);
  now = (await ask(API)) ?? now;
  if (now.refused !== "") failed = false; // what stands in the way says more
  show();
  again();
}

function again() {
  clearTimeout(looking);
  if (now.running && document.visibilityState === "visible") looking = setTimeout(look, LOOK_MS);
}

go.addEventListener("click", () => act(`${API}/${now.running ? "stop" : "start"}`));
document.addEventListener("visibilitychange", look);
let state = "";
function radio(room) {
  showRadio(room.radio);
  showEars(room.scanners);
  // Whether something can be recorded hangs on what the kit hears with.
  if (state !== "" && state !== room.radio.state) look();
  state = room.radio.state;
}

radio(JSON.parse(air.dataset.room));
show();
again();
follow(radio, linkNote(document.getElementById("reconnecting")));
