// Teaching: a page that shows the lesson as the kit tells it, and passes on what is tapped.

const BUSY_MS = 200;
const IDLE_MS = 2000;
const TOAST_MS = 4000;
const LOW = -15; // dB at the left end of the scale: a badge some metres away
const USUAL = 8; // dB above which a touch begins on an untaught pad
const HIGH = 30; // dB at the right end: more than a badge on an aerial gives
const WIDEST = 12; // dB from the middle of a bar to its end
const ALIKE = 1; // dB that nobody would notice
const SURE = 2.5; // dB of error that leave no doubt about what a bar says

const page = document.getElementById("teach");
const words = JSON.parse(page.dataset.words);
const token = document.querySelector("meta[name=csrf-token]").content;
const element = (id) => document.getElementById(id);
const busy = (lesson) => ["waiting", "holding", "walking", "standing"].includes(lesson.state);

let shown = JSON.parse(page.dataset.shown);
let timer = 0;
let asked = 0; // an answer to an older question says nothing any more
let visited = 0;

function say(key, values = {}) {
  return words[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

const nameOf = (id) => shown.stations.find((station) => station.id === id)?.name ?? id;
const figure = (value) => `${value > 0 ? "+" : value < 0 ? "\u2212" : ""}${Math.abs(value).toFixed(0)}`;

// Asking the kit

async function ask(path, options) {
  const mine = ++asked;
  clearTimeout(timer);
  try {
    const answer = await fetch(path, options);
    if (answer.status === 401) return location.reload();
    const body = await answer.json();
    if (mine !== asked) return;
    if (answer.ok) show(body);
    else toast(words[`problem_${body.error.code}`] ?? body.error.message);
    if (answer.ok && element("toast").textContent === words.offline) element("toast").hidden = true;
  } catch {
    if (mine === asked) toast(words.offline);
  }
  if (mine === asked) timer = setTimeout(look, busy(shown) ? BUSY_MS : IDLE_MS);
}

const look = () => ask("/api/v1/teach");

function order(name, body = {}) {
  const headers = { "Content-Type": "application/json", "X-CSRFToken": token };
  return ask(`/api/v1/teach/${name}`, { method: "POST", headers, body: JSON.stringify(body) });
}

let toasting = 0;
function toast(text) {
  const note = element("toast");
  note.textContent = text;
  note.hidden = false;
  clearTimeout(toasting);
  if (text !== words.offline) toasting = setTimeout(() => (note.hidden = true), TOAST_MS);
}

// Showing what it says

function show(now) {
  shown = now;
  const idle = now.state === "idle";
  element("choice").hidden = !idle;
  element("stage").hidden = idle;
  if (idle) drawChoice();
  else drawStage();
}

function drawChoice() {
  const { blocked } = shown;
  element("blocked").hidden = blocked === null;
  write(element("blocked"), blocked === null ? "" : say(`problem_${blocked.code}`, blocked.values));
  fill(element("pads"), "piece-tile", shown.stations, (tile, station) => {
    tile.dataset.station = station.id;
    tile.disabled = blocked !== null;
    tile.toggleAttribute("data-done", station.touch !== null);
    tile.querySelector("strong").textContent = station.name;
    tile.querySelector("span").textContent = station.touch === null ? words.pad_unknown : words.pad_known;
  });
  const learned = shown.stations.filter((station) => station.offset !== null);
  element("known").hidden = learned.length === 0;
  drawBars(element("known"), learned.map((station) => [station.name, station.offset, null]));
  const compared = shown.stations.filter((station) => station.there).length > 1;
  element("start-walk").hidden = !compared;
  element("start-walk").disabled = blocked !== null;
  element("walk-text").textContent = learned.length ? words.walk_known_body : compared ? words.walk_body : words.walk_one;
  const back = element("back");
  back.hidden = shown.undo === null;
  if (shown.undo === null) return;
  back.querySelector("strong").textContent = words[`undo_${shown.undo.how}`];
  back.querySelector("span").textContent = say("undo_to", { state: stateOf(shown.undo) });
  element("reset").hidden = shown.stations.every((station) => station.offset === null && station.touch === null);
}

/** What is known, in words. */
function stateOf(known) {
  const pads = Object.keys(known.touches).map(nameOf);
  const stations = new Intl.ListFormat(document.documentElement.lang).format(pads);
  const walked = Object.keys(known.offsets).length > 0;
  if (pads.length) return say(walked ? "state_both" : "state_pads", { stations });
  return walked ? words.state_walk : words.state_none;
}

function drawStage() {
  const { state, kind } = shown;
  const station = nameOf(shown.station);
  const onPad = kind === "pad" && busy(shown);
  const done = shown.stations.filter((one) => one.visited).length;
  if (kind === "walk" && done > visited && navigator.userActivation?.hasBeenActive) navigator.vibrate?.(80);
  visited = kind === "walk" ? done : 0;
  element("stage").dataset.state = state;
  drawRing(onPad);
  drawWords(station, done);
  drawNote();
  drawScale(onPad);
  drawStops(kind === "walk" && busy(shown), done);
  const bars = state === "learned" && kind === "walk";
  element("bars").hidden = !bars;
  if (bars) {
    const rows = Object.entries(shown.walk.offsets).map(([id, value]) => [nameOf(id), value, shown.walk.errors[id]]);
    drawBars(element("bars"), rows);
  }
  element("keep").hidden = state !== "learned";
  element("again").hidden = busy(shown);
  element("again").classList.toggle("firm", state === "learned");
}

function drawWords(station, done) {
  const { state, kind } = shown;
  const [title, body] = {
    waiting: () => [words.waiting_title, say("waiting_body", { station })],
    holding: () => [words.holding_title, say("holding_body", { station })],
    walking: () => [done ? words.walk_go_next : words.walk_go_title, words.walk_go_body],
    standing: () => [words.walk_stand_title, say("walk_stand_body", { station })],
    failed: () => [words.failed_title, say(`problem_${shown.problem.code}`, shown.problem.values)],
    learned: () =>
      kind === "pad"
        ? [say("pad_done_title", { station }), shown.pad.sure ? words.pad_done_sure : words.pad_done_fair]
        : [words.walk_done_title, Object.values(shown.walk.offsets).every((one) => Math.abs(one) < ALIKE) ? words.walk_done_alike : words.walk_done_body],
  }[state]();
  write(element("said-title"), title);
  write(element("said-body"), body);
}

/** Write only what changed, so that a screen reader hears each thing once. */
function write(where, text) {
  if (where.textContent !== text) where.textContent = text;
}

function drawRing(wanted) {
  element("ring").hidden = !wanted;
  element("ring").querySelector(".fill").style.strokeDashoffset = (shown.progress ? 100 : 101) - 100 * shown.progress;
  const face = element("face");
  face.hidden = shown.face === null;
  if (shown.face === null) return;
  const source = `/badges/${shown.face.animal}-${shown.face.accent}.svg`;
  if (face.getAttribute("src") !== source) face.src = source;
}

function drawNote() {
  const { note } = shown;
  element("trouble").hidden = note === null;
  write(element("trouble"), note === null ? "" : say(`problem_${note.code}`, note.values));
}

const along = (level) => 100 * Math.min(1, Math.max(0, (level - LOW) / (HIGH - LOW)));

function drawScale(live) {
  const { pad } = shown;
  const scale = element("scale");
  scale.hidden = !live && pad === null;
  const [zone, worn, limit, now] = ["zone", "worn", "limit", "now"].map((name) => scale.querySelector(`.track .${name}`));
  const goal = scale.querySelector(".goal");
  goal.hidden = !live;
  goal.style.left = `${along(USUAL)}%`;
  now.hidden = !live || shown.level === null;
  now.style.left = `${along(shown.level ?? LOW)}%`;
  for (const mark of [zone, worn, limit, scale.querySelector(".key")]) mark.hidden = pad === null;
  scale.querySelector(".ends").hidden = pad !== null;
  if (pad === null) {
    if (live && shown.state === "waiting") {
      write(element("said-body"), shown.level === null ? `${say("waiting_body", { station: nameOf(shown.station) })} ${words.waiting_none}.` : words.waiting_near);
    }
    return;
  }
  zone.style.left = `${along(pad.low)}%`;
  zone.style.width = `${along(pad.high) - along(pad.low)}%`;
  worn.style.left = `${along(pad.worn)}%`;
  limit.style.left = `${along(pad.touch)}%`;
  const figures = [figure(pad.worn), figure(pad.touch), `${figure(pad.low)} \u2013 ${figure(pad.high)}`];
  scale.querySelectorAll(".key small").forEach((small, index) => {
    small.textContent = say("figure_alone", { value: figures[index] });
  });
}

function drawStops(wanted, done) {
  const stations = shown.stations.filter((station) => station.there);
  const count = element("count");
  element("stops").hidden = !wanted;
  count.hidden = !wanted && shown.state !== "failed";
  write(count, wanted ? say("walk_progress", { done, all: stations.length }) : words.nothing_lost);
  element("finish").hidden = !wanted || done < 2 || shown.state === "standing";
  if (!wanted) return;
  fill(element("stops"), "piece-tile", stations, (tile, station) => {
    const on = shown.state === "standing" && shown.station === station.id;
    tile.dataset.station = station.id;
    tile.toggleAttribute("data-on", on);
    tile.toggleAttribute("data-done", station.visited && !on);
    tile.querySelector("strong").textContent = station.name;
    tile.querySelector("span").textContent = station.visited && !on ? words.walk_visited : words.walk_here;
    tile.querySelector(".fill").style.strokeDashoffset = on ? 100 - 100 * shown.progress : 101;
  });
}

/** Rows of name, offset in dB, and its error, if that is known. */
function drawBars(list, rows) {
  fill(list, "piece-bar", rows, (row, [name, value, error]) => {
    const end = (level) => 50 + 50 * Math.max(-1, Math.min(1, level / WIDEST));
    const alike = Math.abs(value) < ALIKE;
    const [beam, doubt] = [row.querySelector(".beam"), row.querySelector(".doubt")];
    beam.style.left = `${Math.min(50, end(value))}%`;
    beam.style.width = `${Math.abs(end(value) - 50)}%`;
    doubt.style.left = `${end(value - (error ?? 0))}%`;
    doubt.style.width = `${end(value + (error ?? 0)) - end(value - (error ?? 0))}%`;
    row.querySelector("strong").textContent = name;
    row.querySelector(".words").textContent = alike ? words.alike : value > 0 ? words.louder : words.quieter;
    if (error === null) return;
    const said = say("figure", { value: figure(alike ? 0 : value), error: Math.max(1, Math.round(error)) });
    row.querySelector("small").textContent = `${said} \u00b7 ${error <= SURE ? words.sure : words.fair}`;
  });
}

/** As many copies of a template as there are items, each drawn by `draw(copy, item)`; what is there stays there. */
function fill(list, name, items, draw) {
  while (list.children.length > items.length) list.lastElementChild.remove();
  while (list.children.length < items.length) {
    list.append(element(name).content.firstElementChild.cloneNode(true));
  }
  items.forEach((item, index) => draw(list.children[index], item));
}

// Passing on what is tapped

const stationOf = (event) => event.target.closest(".tile")?.dataset.station;
const tapped = (id, act) => element(id).addEventListener("click", act);

tapped("pads", (event) => stationOf(event) && order("pad", { station: stationOf(event) }));
tapped("stops", (event) => stationOf(event) && order("here", { station: stationOf(event) }));
tapped("start-walk", () => order("walk"));
tapped("finish", () => order("finish"));
tapped("cancel", () => order("cancel"));
tapped("again", () => (shown.kind === "pad" ? order("pad", { station: shown.station }) : order("walk")));
tapped("keep", () => order("keep").then(() => shown.state === "idle" && toast(words.kept)));
tapped("undo", () => order("undo").then(() => toast(words.undone)));
tapped("reset", () => order("reset"));

show(shown);
timer = setTimeout(look, busy(shown) ? BUSY_MS : IDLE_MS);
