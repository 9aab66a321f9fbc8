// Badges and props in the picture of the room, gliding from place to place.

import { placeBadge } from "./layout.js";
import { piece } from "./post.js";

const LEAVE_MS = 400;

const picture = document.getElementById("picture");
const elsewhere = document.getElementById("elsewhere");
const walkers = new Map(); // by key: element
const queues = new Map(); // who is where, first come first: "station/proximity" -> keys

/** One beacon heard live and seen in a recording is two. The key is an identity and is never shown. */
export const keyOf = (badge) => `${badge.source} ${badge.beacon}`;

/** What people call a badge: its animal and accent; a prop by its label. */
export function nameOf(badge, words) {
  if (badge.role === "prop" && badge.label) return badge.label;
  const animal = words.animal[badge.face.animal] ?? badge.face.animal;
  return `${animal}, ${words.accent[badge.face.accent] ?? badge.face.accent}`;
}

/** Draw who is in the room. Pads belong to the furniture. */
export function drawWalkers(room, places, size, words) {
  const here = room.badges.filter((badge) => badge.role !== "pad");
  line(here);
  const keys = new Set(here.map(keyOf));
  for (const [key, element] of walkers) {
    if (!keys.has(key)) leave(key, element);
  }
  for (const badge of here) {
    const spot = places.get(badge.station);
    const element = walkers.get(keyOf(badge)) ?? arrive(badge);
    const host = spot ? picture : elsewhere;
    if (element.parentNode !== host) host.append(element);
    element.dataset.at = badge.station ?? "";
    element.dataset.proximity = badge.proximity;
    if (spot) {
      const queue = queues.get(placeOf(badge));
      const at = placeBadge(spot, badge.proximity, queue.indexOf(keyOf(badge)), queue.length, size);
      element.style.transform = `translate(${inside(at.x, picture.clientWidth, size)}px, ${inside(at.y, picture.clientHeight, size)}px) scale(${at.scale})`;
    } else {
      element.style.transform = "";
    }
    say(element, badge, room, words);
  }
  elsewhere.hidden = !here.some((badge) => !places.has(badge.station));
}

/** A crowd at the edge of the picture closes up; nobody is cut off. */
const inside = (value, length, { badge }) => Math.min(Math.max(value, badge + 2), length - badge - 2);

const placeOf = (badge) => `${badge.station}/${badge.proximity}`;

/** Keep who came first in front, so that badges that stay put do stay put. */
function line(here) {
  const now = new Map(here.map((badge) => [keyOf(badge), placeOf(badge)]));
  for (const [place, queue] of queues) queues.set(place, queue.filter((key) => now.get(key) === place));
  for (const [key, place] of now) {
    const queue = queues.get(place) ?? [];
    if (!queue.includes(key)) queue.push(key);
    queues.set(place, queue);
  }
}

function arrive(badge) {
  const prop = badge.role === "prop";
  const element = piece(prop ? "piece-prop" : "piece-badge");
  if (!prop) element.querySelector("img").src = `/badges/${badge.face.animal}-${badge.face.accent}.svg`;
  element.dataset.key = keyOf(badge);
  element.dataset.animal = badge.face.animal;
  element.dataset.accent = badge.face.accent;
  element.classList.add("arriving");
  requestAnimationFrame(() => requestAnimationFrame(() => element.classList.remove("arriving")));
  walkers.set(keyOf(badge), element);
  return element;
}

function leave(key, element) {
  walkers.delete(key);
  element.classList.add("leaving");
  setTimeout(() => element.remove(), LEAVE_MS);
}

function say(element, badge, room, words) {
  const spot = room.spots.find((one) => one.id === badge.station);
  const prop = badge.role === "prop";
  const pattern = prop ? words.prop : { at: words.say.face, nowhere: words.say.face_nowhere };
  const text = (spot ? pattern.at : pattern.nowhere)
    .replace("{label}", badge.label)
    .replace("{animal}", words.animal[badge.face.animal] ?? badge.face.animal)
    .replace("{accent}", words.accent[badge.face.accent] ?? badge.face.accent)
    .replace("{proximity}", words.say[badge.proximity])
    .replace("{station}", spot?.name ?? "");
  const face = element.querySelector("img");
  if (face) face.alt = text;
  else element.setAttribute("aria-label", text);
  const tag = element.querySelector(".tag");
  tag.hidden = badge.source === "live" || (badge.source === "recorded" && room.radio.source === "recorded");
  tag.textContent = words.source[badge.source];
  const label = element.querySelector(".prop-name");
  if (label) label.textContent = badge.label;
}
