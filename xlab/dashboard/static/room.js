// The picture of the room: stations as cut-outs, badges gliding between them.

import { farRing, placeBadge, placeSpots, sizes } from "./layout.js";
import { follow, linkNote, screenWords, showBand } from "./live.js";

const LEAVE_MS = 400;

const lab = document.getElementById("lab");
const picture = document.getElementById("picture");
const elsewhere = document.getElementById("elsewhere");
const words = JSON.parse(lab.dataset.words);

const spots = new Map(); // by station id: { element, ring, screen }
const badges = new Map(); // by beacon, which is an identity and is never shown: { element }
const queues = new Map(); // who is where, first come first: "station/proximity" -> beacons
let room = JSON.parse(lab.dataset.room);

function piece(name) {
  return document.getElementById(name).content.firstElementChild.cloneNode(true);
}

function draw() {
  showBand(document.getElementById("band"), room.radio, words);
  drawSpots();
  drawBadges();
  drawRows();
  drawRadio();
}

function drawSpots() {
  picture.style.setProperty("--spots", room.spots.length); // before it is measured: many need a higher picture
  const width = picture.clientWidth;
  const height = picture.clientHeight;
  const size = sizes(width, height, room.spots.length);
  const places = placeSpots(room.spots, width, height);
  picture.style.setProperty("--station", `${size.station}px`);
  picture.style.setProperty("--far", `${farRing(size.station)}px`);
  lab.style.setProperty("--badge", `${size.badge}px`);
  document.getElementById("empty").hidden = room.spots.length > 0;
  for (const [id, shown] of spots) {
    const now = room.spots.find((spot) => spot.id === id);
    if (now && (now.screen === null) === (shown.screen === null)) continue;
    shown.element.remove();
    shown.ring.remove();
    spots.delete(id);
  }
  for (const spot of room.spots) {
    if (!spots.has(spot.id)) {
      const element = piece(spot.screen === null ? "piece-post" : "piece-spot");
      const ring = piece("piece-ring");
      element.dataset.station = spot.id;
      picture.append(element);
      picture.prepend(ring); // below every station, where rings meet their neighbours
      spots.set(spot.id, { element, ring, screen: undefined });
    }
    const shown = spots.get(spot.id);
    const place = places.get(spot.id);
    shown.element.style.transform = `translate(${place.x}px, ${place.y}px)`;
    shown.ring.style.transform = shown.element.style.transform;
    shown.element.querySelector(".label strong").textContent = spot.name;
    shown.element.querySelector(".label span").textContent = spot.screen ? screenWords(spot, words) : "";
    if (spot.screen !== null) drawScreen(shown, spot);
    shown.screen = spot.screen;
  }
}

function drawScreen(shown, spot) {
  const link = shown.element.querySelector("a");
  link.href = `/stations/${spot.id}`;
  link.setAttribute("aria-label", words.say.live_screen.replace("{station}", spot.name));
  shown.element.dataset.screen = spot.screen;
  if (shown.screen === spot.screen) return;
  const glyph = piece(`glyph-${spot.screen}`);
  shown.element.querySelector("svg").replaceChildren(...glyph.childNodes);
}

function drawBadges() {
  const size = sizes(picture.clientWidth, picture.clientHeight, room.spots.length);
  const places = placeSpots(room.spots, picture.clientWidth, picture.clientHeight);
  line();
  for (const [beacon, shown] of badges) {
    if (!room.badges.some((badge) => badge.beacon === beacon)) leave(beacon, shown);
  }
  for (const badge of room.badges) {
    const spot = places.get(badge.station);
    const shown = badges.get(badge.beacon) ?? arrive(badge);
    const { element } = shown;
    const host = spot ? picture : elsewhere;
    if (element.parentNode !== host) host.append(element);
    element.dataset.at = badge.station ?? "";
    element.dataset.proximity = badge.proximity;
    if (spot) {
      const queue = queues.get(keyOf(badge));
      const at = placeBadge(spot, badge.proximity, queue.indexOf(badge.beacon), queue.length, size);
      element.style.transform = `translate(${at.x}px, ${at.y}px)`;
    } else {
      element.style.transform = "";
    }
    say(element, badge);
  }
  elsewhere.hidden = !room.badges.some((badge) => !places.has(badge.station));
}

const keyOf = (badge) => `${badge.station}/${badge.proximity}`;

/** Keep who came first in front, so that badges that stay put do stay put. */
function line() {
  const now = new Map(room.badges.map((badge) => [badge.beacon, keyOf(badge)]));
  for (const [key, queue] of queues) queues.set(key, queue.filter((beacon) => now.get(beacon) === key));
  for (const [beacon, key] of now) {
    const queue = queues.get(key) ?? [];
    if (!queue.includes(beacon)) queue.push(beacon);
    queues.set(key, queue);
  }
}

function arrive(badge) {
  const element = piece("piece-badge");
  element.querySelector("img").src = `/badges/${badge.face.animal}-${badge.face.accent}.svg`;
  element.dataset.animal = badge.face.animal;
  element.dataset.accent = badge.face.accent;
  element.classList.add("arriving");
  requestAnimationFrame(() => requestAnimationFrame(() => element.classList.remove("arriving")));
  const shown = { element };
  badges.set(badge.beacon, shown);
  return shown;
}

function leave(beacon, shown) {
  badges.delete(beacon);
  shown.element.classList.add("leaving");
  setTimeout(() => shown.element.remove(), LEAVE_MS);
}

function say(element, badge) {
  const spot = room.spots.find((one) => one.id === badge.station);
  const animal = words.animal[badge.face.animal] ?? badge.face.animal;
  const accent = words.accent[badge.face.accent] ?? badge.face.accent;
  const pattern = spot ? words.say.face : words.say.face_nowhere;
  element.querySelector("img").alt = pattern
    .replace("{animal}", animal)
    .replace("{accent}", accent)
    .replace("{proximity}", words.say[badge.proximity])
    .replace("{station}", spot?.name ?? "");
  const tag = element.querySelector(".tag");
  tag.hidden = badge.source === "live" || (badge.source === "recorded" && room.radio.source === "recorded");
  tag.textContent = words.source[badge.source];
}

function drawRows() {
  const kiosks = room.spots.filter((spot) => spot.screen !== null);
  const section = document.getElementById("stations");
  section.hidden = kiosks.length === 0;
  const list = section.querySelector("ul");
  while (list.children.length > kiosks.length) list.lastElementChild.remove();
  while (list.children.length < kiosks.length) list.append(piece("piece-row"));
  kiosks.forEach((spot, index) => {
    const row = list.children[index];
    row.querySelector("a").href = `/stations/${spot.id}`;
    row.querySelector("strong").textContent = spot.name;
    row.querySelector("span").textContent = screenWords(spot, words);
    row.dataset.screen = spot.screen;
  });
}

function drawRadio() {
  const card = document.getElementById("radio");
  card.dataset.state = room.radio.state;
  card.querySelector(".state span").textContent = words.radio[room.radio.state] ?? room.radio.state;
  const reason = card.querySelector(".hint");
  reason.textContent = words.reason[room.radio.reason] ?? room.radio.reason;
  reason.hidden = room.radio.reason === "";
}

// A new size puts everything in its new place at once: gliding is for badges that move, not for windows.
new ResizeObserver(() => {
  picture.classList.add("still");
  draw();
  requestAnimationFrame(() => requestAnimationFrame(() => picture.classList.remove("still")));
}).observe(picture);

follow((now) => {
  room = now;
  draw();
}, linkNote(document.getElementById("reconnecting")));
