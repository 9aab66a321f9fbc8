// The picture of the room: what the kit tells is laid out here and drawn by the files beside this one.

import { arranging, dragged, withMoves } from "./arrange.js";
import { followHeat } from "./heat.js";
import { farRing, isCrowded, placeSpots, sizes } from "./layout.js";
import { follow, linkNote, showBand } from "./live.js";
import { drawRadio, drawRows } from "./side.js";
import { openSignal, showSignal } from "./signal.js";
import { drawSpots } from "./spots.js";
import { drawWalkers } from "./walkers.js";

const lab = document.getElementById("lab");
const picture = document.getElementById("picture");
const words = JSON.parse(lab.dataset.words);
let room = JSON.parse(lab.dataset.room);
let known = { key: "" };

/** Where everything is; worked out again only when stations or the window have changed. */
function layout() {
  picture.style.setProperty("--spots", room.spots.length); // before it is measured: many need a higher picture
  const [width, height] = [picture.clientWidth, picture.clientHeight];
  const key = JSON.stringify([width, height, room.spots.map((one) => [one.id, one.x, one.y, one.placed, one.screen])]);
  if (key !== known.key) {
    const size = sizes(width, height, room.spots.length);
    picture.classList.toggle("crowded", isCrowded(room.spots));
    known = { key, size, places: placeSpots(room.spots, width, height) };
    picture.style.setProperty("--station", `${size.station}px`);
    picture.style.setProperty("--far", `${farRing(size.station)}px`);
    lab.style.setProperty("--badge", `${size.badge}px`);
  }
  return known;
}

function draw() {
  const { size, places } = layout();
  showBand(document.getElementById("band"), room.radio, words);
  document.getElementById("empty").hidden = room.spots.length > 0;
  drawSpots(room, places, words, dragged());
  drawWalkers(room, places, size, words);
  drawRows(room, words);
  drawRadio(room, words);
  showSignal(room);
}

picture.addEventListener("click", (event) => {
  const badge = event.target.closest(".badge");
  if (badge) openSignal(badge.dataset.key, badge);
});
document.getElementById("elsewhere").addEventListener("click", (event) => {
  const badge = event.target.closest(".badge");
  if (badge) openSignal(badge.dataset.key, badge);
});

arranging(
  picture,
  () => room.spots,
  (spots) => {
    room = { ...room, spots };
    draw();
  },
);
followHeat(() => room, words);

// A new size puts everything in its new place at once: gliding is for badges that move, not for windows.
new ResizeObserver(() => {
  picture.classList.add("still");
  draw();
  requestAnimationFrame(() => requestAnimationFrame(() => picture.classList.remove("still")));
}).observe(picture);

follow((now) => {
  room = { ...now, spots: withMoves(now.spots) };
  draw();
}, linkNote(document.getElementById("reconnecting")));
