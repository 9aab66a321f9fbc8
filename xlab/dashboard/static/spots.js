// Stations as cut-outs in the picture of the room: a screen in each, or what only listens.

import { screenWords } from "./live.js";
import { piece } from "./post.js";

const picture = document.getElementById("picture");
const spots = new Map(); // by station id: { element, ring, screen }

/** Draw every station where `places` has it, but not the one that is `held` by a finger. */
export function drawSpots(room, places, words, held) {
  for (const [id, shown] of spots) {
    const now = room.spots.find((spot) => spot.id === id);
    if (now && (now.screen === null) === (shown.screen === null)) continue;
    shown.element.remove();
    shown.ring.remove();
    spots.delete(id);
  }
  for (const spot of room.spots) {
    const shown = spots.get(spot.id) ?? add(spot);
    const place = places.get(spot.id);
    if (spot.id !== held) move(shown, place);
    shown.element.dataset.source = spot.source;
    shown.element.querySelector(".label strong").textContent = spot.name;
    const trouble = deafness(room, spot.id, words);
    shown.element.dataset.ear = trouble ? "deaf" : "";
    shown.element.querySelector(".label span").textContent = trouble || (spot.screen ? screenWords(spot, words) : "");
    if (spot.screen !== null) drawScreen(shown, spot, words);
    shown.screen = spot.screen;
  }
}

/** Why a further station does not hear, in words; empty where it does, or has no radio of its own. */
function deafness(room, station, words) {
  const ear = room.scanners?.find((one) => one.station === station);
  if (!ear || (ear.here && ear.state === "scanning")) return "";
  return ear.here ? words.ear.deaf.replace("{state}", words.radio[ear.state] ?? ear.state) : words.ear.away;
}

/** Put one station and its ring to `x`, `y` of the picture while it is moved by hand. */
export const carry = (id, place) => move(spots.get(id), place);

function add(spot) {
  const element = piece(spot.screen === null ? "piece-post" : "piece-spot");
  const ring = piece("piece-ring");
  element.dataset.station = spot.id;
  picture.append(element);
  picture.prepend(ring); // below every station, where rings meet their neighbours
  const shown = { element, ring, screen: undefined };
  spots.set(spot.id, shown);
  return shown;
}

function move(shown, { x, y }) {
  shown.element.style.transform = `translate(${x}px, ${y}px)`;
  shown.ring.style.transform = shown.element.style.transform;
}

function drawScreen(shown, spot, words) {
  const link = shown.element.querySelector("a");
  link.href = `/stations/${spot.id}`;
  link.setAttribute("aria-label", words.say.live_screen.replace("{station}", spot.name));
  shown.element.dataset.screen = spot.screen;
  if (shown.screen === spot.screen) return;
  const glyph = piece(`glyph-${spot.screen}`);
  shown.element.querySelector("svg").replaceChildren(...glyph.childNodes);
}
