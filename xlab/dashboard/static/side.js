// What stands beside the picture: the stations with a screen, and the radio.

import { screenWords } from "./live.js";
import { piece } from "./post.js";

/** One row for each kiosk. */
export function drawRows(room, words) {
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

/** The radio's state and, where it is not well, why. */
export function drawRadio(room, words) {
  const card = document.getElementById("radio");
  card.dataset.state = room.radio.state;
  card.querySelector(".state span").textContent = words.radio[room.radio.state] ?? room.radio.state;
  const reason = card.querySelector(".hint");
  reason.textContent = words.reason[room.radio.reason] ?? room.radio.reason;
  reason.hidden = room.radio.reason === "";
}
