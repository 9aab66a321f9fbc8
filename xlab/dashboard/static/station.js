// A station's live screen: its picture, and a finger or the mouse on it passed on to the station.

import { fingerOfKeys } from "./keys.js";
import { follow, linkNote, screenWords, showBand } from "./live.js";

const LOOK_MS = 100; // between looks whether the first picture has come
const RETRY_MS = 2000; // before asking again for a picture that failed
const TRIES = 4; // of one touch, so that a finger that went up never stays down on the station
const RIPPLE_MS = 500;

const lab = document.getElementById("lab");
const device = document.getElementById("device");
const screen = document.getElementById("screen");
const station = lab.dataset.station;
const words = JSON.parse(lab.dataset.words);
const token = document.querySelector("meta[name=csrf-token]").content;

let away = true;
let asked = 0;

function watch() {
  asked += 1;
  screen.src = `/stations/${station}/screen.mjpeg?again=${asked}`;
  look(asked);
}

function look(ask) {
  if (ask !== asked || away) return;
  if (screen.naturalWidth === 0) return void setTimeout(() => look(ask), LOOK_MS);
  device.style.setProperty("--ratio", screen.naturalWidth / screen.naturalHeight);
  device.classList.add("seen");
}

screen.addEventListener("error", () => {
  const ask = asked;
  device.classList.remove("seen");
  setTimeout(() => ask === asked && !away && watch(), RETRY_MS);
});

function show(room) {
  showBand(document.getElementById("band"), room.radio, words);
  const spot = room.spots.find((one) => one.id === station);
  const gone = !spot || spot.screen === null || spot.screen === "away";
  document.getElementById("state").textContent = gone ? words.screen.away : screenWords(spot, words);
  device.classList.toggle("is-away", gone);
  if (away && !gone) {
    away = false;
    watch();
  }
  away = gone;
}

const note = linkNote(document.getElementById("reconnecting"));
let linked = true;
function begin() {
  show(JSON.parse(lab.dataset.room));
  follow(show, (up) => {
    note(up);
    // A picture ends with the hub that sent it, without a word to the page: ask for it again with the feed.
    if (up && !linked && !away) watch();
    linked = up;
  });
}

// A phone that was asleep may have been hung up on; its picture stands still then, and nothing tells the page.
document.addEventListener("visibilitychange", () => document.hidden || away || watch());

// An endless picture that begins before the page is complete would keep it loading for ever.
if (document.readyState === "complete") begin();
else addEventListener("load", begin);

// Touches go one after the other, so that they arrive in order; moves that pile up meanwhile become one.
const waiting = [];
let sending = false;
let finger = null;

function point(phase, event) {
  const area = screen.getBoundingClientRect();
  const share = (value, size) => Math.min(Math.max(value / size, 0), 1);
  put(phase, share(event.clientX - area.left, area.width), share(event.clientY - area.top, area.height));
}

function put(phase, x, y) {
  const touch = { phase, x, y };
  if (phase === "move" && waiting.at(-1)?.phase === "move") waiting.pop();
  waiting.push(touch);
  if (!sending) send();
}

async function send() {
  sending = true;
  while (waiting.length > 0) await deliver(waiting.shift());
  sending = false;
}

async function deliver(touch) {
  for (let attempt = 1; attempt <= TRIES; attempt++) {
    try {
      const answer = await fetch(`/stations/${station}/touch`, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": token },
        body: JSON.stringify(touch),
      });
      if (answer.status === 401 || answer.status === 400) location.reload(); // signed out, or signed in anew
      return;
    } catch {
      if (touch.phase === "move") return;
      await new Promise((resume) => setTimeout(resume, 250 * attempt));
    }
  }
}

screen.addEventListener("pointerdown", (event) => {
  if (finger !== null || event.button !== 0 || away) return;
  event.preventDefault();
  finger = event.pointerId;
  screen.setPointerCapture(finger);
  ripple(event);
  point("down", event);
});
screen.addEventListener("pointermove", (event) => event.pointerId === finger && point("move", event));
for (const [name, phase] of [["pointerup", "up"], ["pointercancel", "cancel"]]) {
  screen.addEventListener(name, (event) => {
    if (event.pointerId !== finger) return;
    finger = null;
    point(phase, event);
  });
}
fingerOfKeys(device, screen, document.getElementById("finger"), (phase, x, y) => away || put(phase, x, y));
screen.addEventListener("contextmenu", (event) => event.preventDefault());

/** Show at once where the finger was: the picture's own answer takes the way to the station and back. */
function ripple(event) {
  const area = device.getBoundingClientRect();
  const ring = document.createElement("span");
  ring.className = "ripple";
  ring.style.left = `${event.clientX - area.left - device.clientLeft}px`;
  ring.style.top = `${event.clientY - area.top - device.clientTop}px`;
  device.append(ring);
  setTimeout(() => ring.remove(), RIPPLE_MS);
}
