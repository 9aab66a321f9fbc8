// The tray of badges: who is heard, who is silent, and one of them in the hand.

import { called, complain, draw, lasted, longAgo, look, piece, roleChoice, say, tell, toast, words } from "./badges_api.js";
import { holding } from "./badges_hold.js";
import { lists } from "./badges_list.js";
import { linkNote } from "./live.js";

const SLOW_MS = 1000; // between looks at the tray
const FAST_MS = 250; // while badges are held on the pad

const page = document.getElementById("badges");
const one = document.getElementById("one");
const save = one.querySelector(".save");
const choice = roleChoice(one, () => (save.hidden = false));
const link = linkNote(document.getElementById("reconnecting"));
let { now, stations } = JSON.parse(page.dataset.now);
let open = null; // the identity of the beacon in the hand

const drawHold = holding(refresh);
lists(refresh, takeBack);

function show(said) {
  ({ now, stations } = said);
  drawCount();
  drawMissing();
  drawTray();
  drawStrangers();
  drawHold(said);
}

const beacons = () => now.everyone.beacons;
const where = (beacon) => stations[beacon.station] ?? words.somewhere;

function drawCount() {
  const all = beacons().length;
  const heard = beacons().filter((beacon) => beacon.state === "here" || beacon.state === "heard").length;
  const count = (state) => beacons().filter((beacon) => beacon.state === state).length;
  const some = (name, n) => (n === 0 ? [] : [say(n === 1 ? `${name}_one` : `${name}_many`, { n })]);
  const notes = [...some("silent", count("silent")), ...some("never", count("never"))];
  const { listening } = now.everyone;
  const title = all === 0 ? words.empty_title : say(listening ? "count" : "count_deaf", { heard, all });
  const lead = all === 0 ? words.empty : !listening ? words.deaf : notes.join(" ") || words.all_well;
  put(page.querySelector("h1"), title);
  put(page.querySelector(".count .lead"), lead);
  page.classList.toggle("empty-box", all === 0);
}

/** Only what changed: a screen reader says again what is put again. */
function put(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

function drawMissing() {
  const missing = beacons().filter((beacon) => beacon.state === "silent");
  rows(document.getElementById("missing"), "piece-missing", missing, (row, beacon) => {
    draw(row.firstElementChild, beacon);
    const note = say("silent", { time: lasted(beacon.ago) });
    put(row.lastElementChild, beacon.role === "badge" ? note : `${called(beacon)}. ${note}`);
  });
}

function drawTray() {
  const of = (role) => beacons().filter((beacon) => beacon.role === role);
  rows(document.getElementById("tray"), "piece-hole", of("badge"), drawOne);
  for (const [id, role] of [["props", "prop"], ["pads", "pad"]]) {
    const shelf = document.getElementById(id);
    shelf.hidden = of(role).length === 0;
    rows(shelf.querySelector("ul"), "piece-thing", of(role), drawOne);
  }
}

function drawOne(row, beacon) {
  const button = row.firstElementChild;
  button.dataset.state = beacon.state;
  draw(button.querySelector(".thing"), beacon);
  const state = { here: where(beacon), heard: "", never: words.never, silent: "" }[beacon.state];
  const ago = beacon.ago === null || beacon.state === "here" ? "" : lasted(beacon.ago, "short");
  put(button.querySelector(".under"), beacon.role === "badge" ? state || ago : beacon.label || words.unlabelled);
  button.setAttribute("aria-label", `${called(beacon)}: ${stateOf(beacon)}`);
  button.onclick = () => take(beacon.identity);
}

function stateOf(beacon) {
  const gaps = { station: where(beacon), time: lasted(beacon.ago ?? 0), ago: longAgo(beacon.ago ?? 0) };
  return say({ here: "state_here", heard: "state_heard", silent: "silent", never: "state_never" }[beacon.state], gaps);
}

function drawStrangers() {
  const { strangers } = now.everyone;
  document.getElementById("strangers").hidden = strangers.length === 0;
  rows(document.querySelector("#strangers ul"), "piece-coin", strangers, (row, beacon) => {
    const button = row.firstElementChild;
    draw(button.firstElementChild, beacon);
    button.setAttribute("aria-label", `${words.role_badge}: ${called(beacon)}, ${where(beacon)}`);
    button.onclick = () => act("register", { identity: beacon.identity }, words.registered);
  });
}

/** As many rows as there are beacons; each is told which it shows. */
function rows(list, name, all, fill) {
  while (list.children.length > all.length) list.lastElementChild.remove();
  while (list.children.length < all.length) list.append(piece(name));
  all.forEach((beacon, index) => fill(list.children[index], beacon));
}

function take(identity) {
  const beacon = beacons().find((each) => each.identity === identity);
  open = identity;
  draw(one.querySelector(".thing"), beacon);
  put(one.querySelector("h2"), called(beacon));
  put(one.querySelector(".lead"), stateOf(beacon));
  choice.set(beacon);
  save.hidden = true; // until there is something to save
  complain(one);
  one.showModal();
}

function takeBack() {
  return act("undo", {}, words.undone);
}

async function act(what, body, done) {
  try {
    show(await tell(what, body));
    toast(done, what === "undo" ? null : takeBack);
    one.close();
  } catch (error) {
    if (one.open) complain(one, error);
    else toast(error.message);
  }
}

one.querySelector("form").addEventListener("submit", (event) => {
  if (event.submitter?.value === "close") return;
  event.preventDefault();
  act("register", { identity: open, ...choice.get() }, words.one_saved);
});
one.querySelector(".remove").addEventListener("click", () => act("remove", { identity: open }, words.one_removed));

async function refresh() {
  try {
    show(await look());
    link(true);
  } catch {
    link(false);
  }
}

async function follow() {
  await refresh();
  setTimeout(follow, now.holding.on ? FAST_MS : SLOW_MS);
}

show({ now, stations });
follow();
