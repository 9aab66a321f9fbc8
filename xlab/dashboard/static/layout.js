// Where stations and badges are in the picture of the room: sizes in, positions out, nothing else.

const LABEL = 48; // two lines below a station
const FAR = 1.72; // radius of the outer ring, in radii of a station
const WORDS = 142; // as wide as the words below a station
const ROUNDS = 160;
const TURN = 2.4; // radians from one station to the next, so that no two directions are alike

const clamp = (value, low, high) => Math.min(Math.max(value, low), Math.max(low, high));

/** Radii of a station and a badge for this many stations in a picture of this size, in CSS pixels. */
export function sizes(width, height, count) {
  const station = clamp(Math.sqrt((width * height) / Math.max(count, 2)) * 0.235, 36, 72);
  return { station, badge: clamp(station * 0.38, 17, 26) };
}

/** Positions of the stations by id, as the kit gives them in 0..1, moved apart where they would cover each other. */
export function placeSpots(spots, width, height) {
  const { station, badge } = sizes(width, height, spots.length);
  const side = Math.max(station * FAR, station + 24) + badge * 0.6;
  const top = station * FAR + badge;
  const low = height - station - LABEL - 8;
  // A little off, each in its own direction, so that stations given one and the same place can part.
  const put = spots.map((spot, index) => ({
    id: spot.id,
    x: clamp(side + spot.x * (width - 2 * side) + Math.cos(index * TURN), side, width - side),
    y: clamp(top + spot.y * (low - top) + Math.sin(index * TURN), top, low),
  }));
  const wide = Math.max(station * 2 + badge * 1.6, WORDS);
  const tall = station * 2 + LABEL + badge * 1.2;
  for (let round = 0; round < ROUNDS; round++) {
    for (let i = 0; i < put.length; i++) {
      for (let j = i + 1; j < put.length; j++) apart(put[i], put[j], wide, tall);
    }
    for (const one of put) {
      one.x = clamp(one.x, side, width - side);
      one.y = clamp(one.y, top, low);
    }
  }
  return new Map(put.map((one) => [one.id, one]));
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

/** Where the `index`-th of `count` badges sits that are this close to a station at `spot`. */
export function placeBadge(spot, proximity, index, count, size) {
  const middle = index - (count - 1) / 2;
  if (proximity === "touch") {
    const step = Math.min(size.badge * 1.5, (size.station * 1.5) / count);
    return { x: spot.x + middle * step, y: spot.y + size.station * 0.36 };
  }
  const radius = proximity === "near" ? size.station : size.station * FAR;
  const widest = proximity === "near" ? 210 : 180;
  const gap = ((size.badge * 2.15) / radius) * (180 / Math.PI);
  const lean = proximity === "near" ? 0 : gap * 0.35;
  const angle = ((-90 + lean + middle * Math.min(gap, widest / count)) * Math.PI) / 180;
  return { x: spot.x + radius * Math.cos(angle), y: spot.y + radius * Math.sin(angle) };
}

export const farRing = (station) => station * FAR;
