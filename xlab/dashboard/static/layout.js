// Where stations and badges are in the picture of the room: sizes in, positions out, nothing else.

const LABEL = 48; // two lines below a station: its name and what is on its screen
const NAME = 26; // one line below a place without a screen, or in a crowd
const MANY = 8; // stations, from more of which on only their names are said
const FAR = 1.72; // radius of the outer ring, in radii of a station
const WORDS = 142; // as wide as the words below a station
const ROUNDS = 160;
const LEANS = [-83, -97, -65, -115, -45, -135, -25, -155]; // degrees, upwards first: the ring fades below
const CLOSE = 0.9; // of the room above and below a station, what is kept free of those that were put somewhere
const SMALLEST = 0.6; // of its size, a badge in a crowd
const TURN = 2.4; // radians from one station to the next, so that no two directions are alike

const clamp = (value, low, high) => Math.min(Math.max(value, low), Math.max(low, high));

/** Radii of a station and a badge for this many stations in a picture of this size, in CSS pixels. */
export function sizes(width, height, count) {
  const station = clamp(Math.sqrt((width * height) / Math.max(count, 2)) * 0.235, 36, 72);
  return { station, badge: clamp(station * 0.38, 17, 26) };
}

/**
 * Positions of the stations by id, as the kit gives them in 0..1, moved apart where they would cover each other.
 *
 * The places of a recording stood in another room. They keep a part of the picture to themselves, so that a recorded
 * badge that walks between them never walks over a screen of this room.
 */
export function placeSpots(spots, width, height) {
  const size = sizes(width, height, spots.length);
  const put = areas(spots, width, height, size).flatMap(([group, area, place]) => place(group, area, size));
  for (const one of put) one.lean = lean(one, put, width, size);
  return new Map(put.map((one) => [one.id, one]));
}

/** Which stations go where: all everywhere, or those of this room in a strip beside or below those of a recording. */
function areas(spots, width, height, size) {
  const here = spots.filter((spot) => spot.source === "live");
  const recorded = spots.filter((spot) => spot.source !== "live");
  const all = { left: 0, top: 0, right: width, bottom: height };
  const arranged = here.some((spot) => spot.placed);
  const own = arranged ? placeIn : placeInRows; // in rows as long as nobody has said where they are
  if (recorded.length === 0) return [[here, all, own]];
  if (here.length === 0) return [[recorded, all, new Set(recorded.map((spot) => spot.y)).size > 1 ? placeIn : placeInRows]];
  const beside = width > height * 1.1;
  const { wide, tall } = needs(here, size);
  const columns = arranged ? here.length : lines(here.length, height, tall); // stations that were placed take what they can
  const rows = arranged ? here.length : lines(here.length, width, wide);
  const strip = beside
    ? Math.min((columns - 1) * wide + 2 * sideOf(size), width / 2)
    : Math.min(rows * tall * 1.1, height * (arranged ? 0.5 : 0.6));
  const cut = beside ? { right: width - strip } : { bottom: height - strip };
  const rest = beside ? { left: width - strip } : { top: height - strip };
  return [[spread(recorded), { ...all, ...cut }, placeIn], [here, { ...all, ...rest }, own]];
}

/** What 0..1 is in pixels for the stations of this room: the frame in which the facilitator moves them. */
export function frameOf(spots, width, height) {
  const size = sizes(width, height, spots.length);
  const [here, area] = areas(spots, width, height, size).at(-1);
  return frame(here, area, size);
}

/** From a point in the picture to 0..1 of a frame. */
export function shareOf(point, { left, right, top, low }) {
  const share = (value, from, to) => (to > from ? clamp((value - from) / (to - from), 0, 1) : 0.5);
  return { x: share(point.x, left, right), y: share(point.y, top, low) };
}

/** How many rows (or columns) of this length it takes for so many things of this size. */
const lines = (count, length, each) => Math.ceil(count / Math.max(1, Math.floor(length / each)));

/** Stations side by side in the order the kit gives, in rows as even as can be. */
function placeInRows(spots, area, size) {
  const { wide, tall } = needs(spots, size);
  const width = area.right - area.left;
  const height = area.bottom - area.top;
  const rows = width > height ? lines(spots.length, width, wide) : Math.ceil(spots.length / lines(spots.length, height, tall));
  const inRow = Math.ceil(spots.length / rows);
  return spots.map((spot, index) => {
    const row = Math.floor(index / inRow);
    const count = Math.min(inRow, spots.length - row * inRow);
    return {
      id: spot.id,
      x: area.left + (width * ((index % inRow) + 0.5)) / count,
      y: area.top + (height * (row + 0.5)) / rows - (labelOf(spots) - size.badge) / 2,
    };
  });
}

/** The same places, as far apart as the picture lets them be: where they stood is known among themselves only. */
function spread(spots) {
  const stretch = (values) => {
    const low = Math.min(...values);
    const range = Math.max(...values) - low;
    return values.map((value) => (range > 0.05 ? (value - low) / range : value));
  };
  const xs = stretch(spots.map((spot) => spot.x));
  const ys = stretch(spots.map((spot) => spot.y));
  return spots.map((spot, index) => ({ ...spot, x: xs[index], y: ys[index] }));
}

/** Whether there are so many stations that the picture says their names and nothing else. */
export const isCrowded = (spots) => spots.length > MANY;

const labelOf = (spots) => (!isCrowded(spots) && spots.some((spot) => spot.screen !== null) ? LABEL : NAME);
const sideOf = ({ station, badge }) => Math.max(station * FAR, station + 24) + badge * 0.6;

/** How far apart two of these stations have to be, in CSS pixels. */
function needs(spots, { station, badge }) {
  return {
    wide: Math.max(station * 2 + badge * 1.6, labelOf(spots) === LABEL ? WORDS : 0),
    tall: station * 2 + labelOf(spots) + badge * 1.2,
  };
}

/** Where the middle of a station may be in an area, so that all that belongs to it is inside. */
function frame(spots, area, size) {
  // Where stations are put by hand, every pixel is one to put them: badges further away then lean to where there is room.
  const byHand = spots.some((spot) => spot.source === "live");
  const side = byHand ? Math.max(size.station + 8, WORDS / 2 + 4) : sideOf(size);
  const above = byHand ? size.station + size.badge * 2 : size.station * FAR + size.badge;
  const below = size.station + labelOf(spots) + 8;
  const [left, right] = span(area.left + side, area.right - side);
  const [top, low] = span(area.top + above, area.bottom - below);
  return { left, right, top, low };
}

function placeIn(spots, area, size) {
  // Where the facilitator put stations they may stand closer, as far as their names allow: where they are counts then.
  const close = spots.some((spot) => spot.placed) ? CLOSE : 1;
  const { wide, tall } = needs(spots, size);
  const { left, right, top, low } = frame(spots, area, size);
  // A little off, each in its own direction, so that stations given one and the same place can part.
  const put = spots.map((spot, index) => ({
    id: spot.id,
    x: clamp(left + spot.x * (right - left) + Math.cos(index * TURN), left, right),
    y: clamp(top + spot.y * (low - top) + Math.sin(index * TURN), top, low),
  }));
  for (let round = 0; round < ROUNDS; round++) {
    for (let i = 0; i < put.length; i++) {
      for (let j = i + 1; j < put.length; j++) apart(put[i], put[j], wide, tall * close);
    }
    for (const one of put) {
      one.x = clamp(one.x, left, right);
      one.y = clamp(one.y, top, low);
    }
  }
  return put;
}

/** From low to high; where there is no room between them, both are the middle. */
function span(low, high) {
  return low <= high ? [low, high] : [(low + high) / 2, (low + high) / 2];
}

/** Move two stations apart as if each were an ellipse, a little further each round. */
function apart(a, b, wide, tall) {
  const dx = (b.x - a.x) / wide;
  const dy = (b.y - a.y) / tall;
  const distance = Math.hypot(dx, dy);
  if (distance >= 1) return;
  const push = (1 - distance) / 3 / Math.max(distance, 0.01);
  a.x -= dx * push * wide;
  b.x += dx * push * wide;
  a.y -= dy * push * tall;
  b.y += dy * push * tall;
}

/** The direction, in degrees, in which badges further away from a station come nearest to no other one. */
function lean(spot, spots, width, { station, badge }) {
  const room = (angle) => {
    const x = spot.x + station * FAR * Math.cos((angle * Math.PI) / 180);
    const y = spot.y + station * FAR * Math.sin((angle * Math.PI) / 180);
    const others = spots.filter((one) => one !== spot).map((one) => Math.hypot(one.x - x, one.y - y) - station);
    return Math.min(x, width - x, y, ...others);
  };
  const enough = badge + 4;
  return LEANS.find((angle) => room(angle) >= enough) ?? LEANS.reduce((best, one) => (room(one) > room(best) ? one : best));
}

/** Where the `index`-th of `count` badges sits that are this close to a station, and how much smaller a crowd makes it. */
export function placeBadge(spot, proximity, index, count, size) {
  const middle = index - (count - 1) / 2;
  if (proximity === "touch") {
    const rows = count > 4 ? 2 : 1;
    const inRow = Math.ceil(count / rows);
    const row = Math.floor(index / inRow);
    const across = (index % inRow) - (Math.min(inRow, count - row * inRow) - 1) / 2;
    const step = Math.min(size.badge * 1.5, (size.station * 1.7) / inRow);
    const scale = clamp(step / (size.badge * 1.3), SMALLEST, 1);
    const down = rows > 1 ? (row - 0.25) * size.badge * 1.6 * scale : 0;
    return { x: spot.x + across * step, y: spot.y + size.station * 0.36 + down, scale };
  }
  const radius = proximity === "near" ? size.station : size.station * FAR;
  const widest = proximity === "near" ? 236 : 190;
  const gap = ((size.badge * 2.15) / radius) * (180 / Math.PI);
  const direction = proximity === "near" ? -90 : spot.lean;
  const step = Math.min(gap, widest / Math.max(count - 1, 1));
  const angle = ((direction + middle * step) * Math.PI) / 180;
  const scale = clamp(step / gap, SMALLEST, 1);
  return { x: spot.x + radius * Math.cos(angle), y: spot.y + radius * Math.sin(angle), scale };
}

export const farRing = (station) => station * FAR;
