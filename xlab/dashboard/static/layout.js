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

/**
 * Positions of the stations by id, as the kit gives them in 0..1, moved apart where they would cover each other.
 *
 * The places of a recording stood in another room. They keep a part of the picture to themselves, so that a recorded
 * badge that walks between them never walks over a screen of this room.
 */
export function placeSpots(spots, width, height) {
  const { station, badge } = sizes(width, height, spots.length);
  const room = { station, badge, wide: Math.max(station * 2 + badge * 1.6, WORDS), tall: station * 2 + LABEL + badge * 1.2 };
  const put = [];
  for (const [group, area] of areas(spots, width, height, room)) put.push(...placeIn(group, area, room));
  return new Map(put.map((one) => [one.id, one]));
}

/** Which stations go where: all everywhere, or those of this room in a strip beside or below those of a recording. */
function areas(spots, width, height, { wide, tall }) {
  const here = spots.filter((spot) => spot.source === "live");
  const recorded = spots.filter((spot) => spot.source !== "live");
  const all = { left: 0, top: 0, right: width, bottom: height };
  if (here.length === 0 || recorded.length === 0) return [[spots, all]];
  const beside = width > height * 1.1;
  const lines = Math.ceil((here.length * (beside ? tall : wide)) / (beside ? height : width));
  const strip = Math.min(lines * (beside ? wide : tall) * 1.15, (beside ? width : height) * 0.5);
  const cut = beside ? { right: width - strip } : { bottom: height - strip };
  const rest = beside ? { left: width - strip } : { top: height - strip };
  return [[recorded, { ...all, ...cut }], [here, { ...all, ...rest }]];
}

function placeIn(spots, area, { station, badge, wide, tall }) {
  const side = Math.max(station * FAR, station + 24) + badge * 0.6;
  const above = station * FAR + badge;
  const below = station + LABEL + 8;
  const [left, right] = span(area.left + side, area.right - side);
  const [top, low] = span(area.top + above, area.bottom - below);
  // A little off, each in its own direction, so that stations given one and the same place can part.
  const put = spots.map((spot, index) => ({
    id: spot.id,
    x: clamp(left + spot.x * (right - left) + Math.cos(index * TURN), left, right),
    y: clamp(top + spot.y * (low - top) + Math.sin(index * TURN), top, low),
  }));
  for (let round = 0; round < ROUNDS; round++) {
    for (let i = 0; i < put.length; i++) {
      for (let j = i + 1; j < put.length; j++) apart(put[i], put[j], wide, tall);
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
