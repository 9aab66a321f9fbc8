// The signal of one badge: how strong each station has heard it in the last five minutes, and where it was.

import { drawChart, seriesOf } from "./chart.js";
import { ask, piece } from "./post.js";
import { keyOf, nameOf } from "./walkers.js";

const AGAIN_MS = 1000;
const WHOLE = 300; // seconds of the chart
const OVERLAP = 3; // seconds asked for again: the last ones were not over
const ABOVE = 0.12; // of the window, where a badge is still seen above its panel
const LETTER = 7.5; // pixels of a letter in the strip
const FRESH = 3; // seconds a level counts as the present one

const lab = document.getElementById("lab");
const panel = document.getElementById("signal");
const words = JSON.parse(lab.dataset.words);
const look = Object.fromEntries(
  ["title", "at", "face", "thing", "tag", "chart", "stays", "rows", "quiet"].map((name) => [name, panel.querySelector(`[data-part=${name}]`)]),
);

let room = { spots: [], badges: [] };
let open = null; // { key, badge, opener, end, levels: Map, answer }

/** Show the signal of this badge until the panel is closed. */
export function openSignal(key, opener) {
  open = { key, badge: null, opener, end: 0, levels: new Map(), answer: undefined };
  panel.hidden = false;
  lab.classList.add("watching");
  mark();
  showSignal(room);
  panel.focus({ preventScroll: true });
  // Where the panel comes up from below, as on a phone, it would cover the badge it is about.
  const { top, bottom } = opener.getBoundingClientRect();
  if (bottom > panel.getBoundingClientRect().top && panel.offsetWidth >= innerWidth) {
    scrollBy({ top: top - innerHeight * ABOVE, behavior: "smooth" });
  }
  void listen(open);
}

/** The room has changed: the badge that is shown may be somewhere else, or gone. */
export function showSignal(now) {
  room = now;
  if (!open) return;
  const badge = room.badges.find((one) => keyOf(one) === open.key) ?? null;
  open.badge = badge ?? open.badge;
  if (!open.badge) return close();
  const spot = badge && room.spots.find((one) => one.id === badge.station);
  const prop = open.badge.role === "prop";
  look.face.hidden = prop;
  look.thing.hidden = !prop;
  if (!prop) look.face.src = `/badges/${open.badge.face.animal}-${open.badge.face.accent}.svg`;
  look.title.textContent = nameOf(open.badge, words);
  look.at.textContent = spot ? `${spot.name} · ${words.say[badge.proximity]}` : badge ? words.signal.no_station : words.signal.left;
  look.tag.hidden = open.badge.source === "live";
  look.tag.textContent = words.source[open.badge.source];
  mark();
}

function close() {
  const { opener } = open;
  open = null;
  panel.hidden = true;
  lab.classList.remove("watching");
  mark();
  if (opener?.isConnected) opener.focus({ preventScroll: true });
}

function mark() {
  for (const badge of lab.querySelectorAll(".badge")) badge.classList.toggle("watched", badge.dataset.key === open?.key);
}

panel.querySelector("button").addEventListener("click", close);
document.addEventListener("keydown", (event) => event.key === "Escape" && open && close());
new ResizeObserver(() => open?.answer && draw()).observe(look.chart);

/** Ask every second for what is new, for as long as this is what is open. */
async function listen(mine) {
  while (open === mine) {
    if (!document.hidden) {
      const missing = mine.asked ? Math.min(WHOLE, Math.ceil((performance.now() - mine.asked) / 1000) + OVERLAP) : WHOLE;
      const space = mine.key.indexOf(" ");
      const query = new URLSearchParams({ source: mine.key.slice(0, space), beacon: mine.key.slice(space + 1), seconds: missing });
      const asked = performance.now();
      const answer = await ask(`/api/v1/signals?${query}`);
      if (open !== mine) return;
      if (answer !== undefined) {
        mine.asked = asked;
        take(mine, answer);
        draw();
      }
    }
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
  }
}

/** Add what came to what is known, second by second. */
function take(mine, answer) {
  mine.answer = answer;
  if (!answer) return;
  const from = answer.end - WHOLE + 1;
  for (const line of answer.lines) {
    const known = mine.levels.get(line.station) ?? new Map();
    line.levels.forEach((level, index) => {
      const second = answer.end - line.levels.length + 1 + index;
      if (level === null) known.delete(second);
      else known.set(second, level);
    });
    for (const second of known.keys()) if (second < from) known.delete(second);
    mine.levels.set(line.station, known);
  }
  mine.end = answer.end;
}

function draw() {
  const heard = Boolean(open.answer) && open.levels.size > 0;
  look.quiet.hidden = heard;
  look.chart.hidden = look.stays.hidden = !heard;
  look.rows.parentElement.hidden = !heard;
  if (!heard) return;
  const order = room.spots.map((spot) => spot.id);
  const rank = (station) => (order.includes(station) ? order.indexOf(station) : order.length);
  const stations = [...open.levels.keys()].sort((a, b) => rank(a) - rank(b));
  const now = open.answer.stays.at(-1)?.station ?? null;
  const series = seriesOf(stations, order, new Set(open.answer.stays.map((stay) => stay.station)));
  const plot = drawChart(look.chart, open, series, now, words);
  drawStays(series, plot);
  drawRows(series, now);
}

const nameOfStation = (id) => room.spots.find((spot) => spot.id === id)?.name ?? "";

/** The stations it was at, as a strip under the lines, on the same seconds. */
function drawStays(series, plot) {
  const from = open.end - WHOLE;
  const stays = open.answer.stays
    .map((stay, index, all) => ({ ...stay, until: all[index + 1]?.since ?? open.end }))
    .map((stay) => ({ ...stay, since: Math.max(stay.since, from) }))
    .filter((stay) => stay.until > stay.since && stay.station !== null);
  const together = [];
  for (const stay of stays) {
    const last = together.at(-1);
    if (last && last.station === stay.station && last.until === stay.since) last.until = stay.until;
    else together.push({ ...stay });
  }
  look.stays.style.marginInline = `${plot.left}px ${plot.right}px`;
  look.stays.replaceChildren(
    ...together.map((stay) => {
      const part = document.createElement("span");
      const style = series.find((one) => one.station === stay.station);
      part.style.left = `${(100 * (stay.since - from)) / WHOLE}%`;
      part.style.width = `${(100 * (stay.until - stay.since)) / WHOLE}%`;
      if (style) part.style.setProperty("--line", style.colour);
      part.dataset.dash = style?.dash ?? 0;
      const name = nameOfStation(stay.station);
      const wide = ((stay.until - stay.since) / WHOLE) * (look.chart.clientWidth - plot.left - plot.right);
      part.title = name;
      part.textContent = wide > name.length * LETTER + 12 ? name : "";
      return part;
    }),
  );
}

/** The same in words: every station with what it hears now. */
function drawRows(series, now) {
  const bands = new Map(open.answer.lines.map((line) => [line.station, line]));
  while (look.rows.children.length > series.length) look.rows.lastElementChild.remove();
  while (look.rows.children.length < series.length) look.rows.append(piece("piece-level"));
  series.forEach((one, index) => {
    const row = look.rows.children[index];
    const known = open.levels.get(one.station);
    let level = null;
    for (let second = open.end; second > open.end - FRESH && level === null; second--) level = known.get(second) ?? null;
    row.classList.toggle("here", one.station === now);
    row.querySelector("i").style.setProperty("--line", one.colour);
    row.querySelector("i").dataset.dash = one.dash;
    row.querySelector("th span").textContent = nameOfStation(one.station) || words.signal.other_station;
    const { touch, near } = bands.get(one.station) ?? {};
    const band = level === null ? null : level >= touch ? "touch" : level >= near ? "near" : "far";
    row.querySelector("[data-part=words]").textContent = band ? words.say[band] : words.signal.silent;
    row.querySelector("[data-part=level]").textContent = level === null ? "" : `${String(level).replace("-", "−")} dBm`;
  });
}
