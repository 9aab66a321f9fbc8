// The last hour: for each station a strip of cut-outs, the brighter the more badges were there.
//
// A few steps of brightness and no figure on a cell: it shows where a room gathers, not who was where.

import { ask, piece } from "./post.js";

const AGAIN_MS = 15000;
const STEPS = [1, 2, 4]; // badges there on average, beyond which a cell is one step brighter than the faintest
const FULL = 6; // badges at the fullest station for which these steps are; more or fewer stretch or shrink them
const FEWEST = 1.5;
const MANY = 5; // badge-minutes from which a total is said

const card = document.getElementById("heat");
const list = card.querySelector("ul");

/** Ask for the warmth again and again, and draw it for the stations that `room()` has. */
export function followHeat(room, words) {
  let rows = [];
  const show = () => draw(room(), rows, words);
  async function refresh() {
    const heat = document.hidden ? undefined : await ask("/api/v1/heat");
    if (!heat) return;
    rows = heat.source === room().radio.source ? heat.stations : [];
    show();
  }
  void refresh();
  setInterval(refresh, AGAIN_MS);
  document.addEventListener("visibilitychange", refresh);
  new ResizeObserver(show).observe(card);
}

function draw(room, rows, words) {
  const source = room.radio.source;
  const warm = new Map(rows.map((row) => [row.station, row.seconds]));
  const spots = room.spots.filter((spot) => warm.has(spot.id) || spot.source === source || spot.source === "live");
  card.hidden = rows.every((row) => !spots.some((spot) => spot.id === row.station));
  if (card.hidden) return;
  const each = card.clientWidth > 620 ? 1 : card.clientWidth > 460 ? 2 : 3; // minutes in one cell
  while (list.children.length > spots.length) list.lastElementChild.remove();
  while (list.children.length < spots.length) list.append(piece("piece-warmth"));
  const most = Math.max(...rows.flatMap((row) => row.seconds)) / 60;
  const steps = STEPS.map((step) => (step * Math.max(most, FEWEST)) / FULL);
  spots.forEach((spot, index) => drawRow(list.children[index], spot, warm.get(spot.id) ?? new Array(60).fill(0), each, steps, words));
}

function drawRow(row, spot, seconds, each, steps, words) {
  row.querySelector("strong").textContent = spot.name;
  const minutes = Math.round(seconds.reduce((sum, one) => sum + one, 0) / 60);
  const few = seconds.some(Boolean) ? words.heat.few : words.heat.none;
  row.querySelector("small").textContent = minutes >= MANY ? words.heat.total.replace("{minutes}", minutes) : few;
  const strip = row.querySelector("div");
  const count = seconds.length / each;
  strip.style.setProperty("--cells", count);
  while (strip.children.length > count) strip.lastElementChild.remove();
  while (strip.children.length < count) strip.append(document.createElement("i"));
  for (let index = 0; index < count; index++) {
    const sum = seconds.slice(index * each, (index + 1) * each).reduce((all, one) => all + one, 0);
    const badges = sum / (60 * each);
    const step = sum === 0 ? 0 : 1 + steps.filter((from) => badges > from).length;
    strip.children[index].dataset.step = step;
  }
}
