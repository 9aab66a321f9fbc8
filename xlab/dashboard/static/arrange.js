// Arranging: the facilitator moves stations to where they stand. Only after "Arrange", so that no one does by accident.

import { frameOf, placeSpots, shareOf } from "./layout.js";
import { ask, post } from "./post.js";
import { carry } from "./spots.js";

const STEP = 0.02; // of the picture, for an arrow key
const STRIDE = 0.1; // the same with shift
const SETTLED_MS = 600; // after the last arrow key: one move, one undo
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

const tools = document.getElementById("tools");
const button = document.getElementById("arrange");
const undo = document.getElementById("undo");
const failed = document.getElementById("not-moved");

let held = null; // { id, dx, dy, at }: a station under a finger
let settling = 0;
const pending = new Map(); // by station: a place the kit has not taken yet

/** The station that is moved by hand now, or undefined: nobody else puts it anywhere. */
export const dragged = () => held?.id;

/** The stations as the kit tells them, with what was moved here and is on its way to the kit. */
export const withMoves = (spots) =>
  pending.size === 0 ? spots : spots.map((spot) => (pending.has(spot.id) ? { ...spot, ...pending.get(spot.id), placed: true } : spot));

/** Let stations of `picture` be moved. `spots()` gives all as they are known, `show(spots)` draws them otherwise. */
export function arranging(picture, spots, show) {
  const isOn = () => picture.classList.contains("arranging");
  const idOf = (event) => event.target.closest?.('.spot[data-source="live"]')?.dataset.station;

  function turn(on) {
    picture.classList.toggle("arranging", on);
    tools.classList.toggle("on", on);
    button.setAttribute("aria-pressed", String(on));
    button.textContent = on ? button.dataset.done : button.dataset.begin;
    for (const hole of picture.querySelectorAll('.spot[data-source="live"] .hole')) {
      if (!on) {
        for (const name of ["tabindex", "role", "aria-describedby", "aria-labelledby"]) hole.removeAttribute(name);
        continue;
      }
      hole.tabIndex = 0;
      hole.setAttribute("role", "button");
      hole.setAttribute("aria-describedby", "how");
      const name = hole.parentNode.querySelector(".label strong");
      name.id = `name-${hole.parentNode.dataset.station}`;
      hole.setAttribute("aria-labelledby", name.id); // the station is moved now, so it is called by its name
    }
    if (!on) held = null;
  }

  /** All stations of this room as they stand in the picture now, in 0..1: the first move keeps the others in place. */
  function standing() {
    const places = placeSpots(spots(), picture.clientWidth, picture.clientHeight);
    const frame = frameOf(spots(), picture.clientWidth, picture.clientHeight);
    const arranged = spots().some((spot) => spot.placed);
    return spots()
      .filter((spot) => spot.source === "live")
      .map((spot) => ({ station: spot.id, ...(arranged ? { x: spot.x, y: spot.y } : shareOf(places.get(spot.id), frame)) }));
  }

  function put(id, share) {
    for (const { station, x, y } of standing()) {
      const placed = spots().find((spot) => spot.id === station).placed;
      if (station === id || !placed) pending.set(station, station === id ? share : { x, y });
    }
    show(withMoves(spots()));
  }

  async function send() {
    const sent = new Map(pending);
    const done = await post("/api/v1/places", { places: [...sent].map(([station, place]) => ({ station, ...place })) });
    for (const [station, place] of sent) if (pending.get(station) === place) pending.delete(station);
    failed.hidden = done;
    if (done) undo.disabled = false;
    else {
      const room = await ask("/api/v1/room");
      if (room) show(withMoves(room.spots));
    }
  }

  button.addEventListener("click", () => turn(!isOn()));
  undo.addEventListener("click", async () => {
    undo.disabled = true;
    undo.disabled = !(await post("/api/v1/places/undo"));
  });

  picture.addEventListener("click", (event) => {
    if (isOn() && event.target.closest(".spot")) event.preventDefault(); // a screen is moved now, not opened
  }, true);
  picture.addEventListener("dragstart", (event) => event.preventDefault());

  picture.addEventListener("pointerdown", (event) => {
    const id = isOn() && event.isPrimary && event.button === 0 ? idOf(event) : undefined;
    if (!id) return;
    const box = picture.getBoundingClientRect();
    const at = placeSpots(spots(), picture.clientWidth, picture.clientHeight).get(id);
    held = { id, dx: at.x - (event.clientX - box.left), dy: at.y - (event.clientY - box.top), at, moved: false };
    picture.setPointerCapture(event.pointerId);
    picture.querySelector(`[data-station="${CSS.escape(id)}"]`).classList.add("held");
  });
  picture.addEventListener("pointermove", (event) => {
    if (!held) return;
    const box = picture.getBoundingClientRect();
    const frame = frameOf(spots(), picture.clientWidth, picture.clientHeight);
    const inside = (value, low, high) => Math.min(Math.max(value, low), high);
    held.at = {
      x: inside(event.clientX - box.left + held.dx, frame.left, frame.right),
      y: inside(event.clientY - box.top + held.dy, frame.top, frame.low),
    };
    held.moved = true;
    carry(held.id, held.at);
  });
  const release = (event) => {
    if (!held) return;
    const { id, at, moved } = held;
    held = null;
    picture.querySelector(`[data-station="${CSS.escape(id)}"]`)?.classList.remove("held");
    if (event.type === "pointercancel" || !moved) return show(spots());
    put(id, shareOf(at, frameOf(spots(), picture.clientWidth, picture.clientHeight)));
    void send();
  };
  picture.addEventListener("pointerup", release);
  picture.addEventListener("pointercancel", release);

  picture.addEventListener("keydown", (event) => {
    const id = isOn() ? idOf(event) : undefined;
    const arrow = ARROWS[event.key];
    if (event.key === "Escape" && isOn()) turn(false);
    if (!id || !arrow) return;
    event.preventDefault();
    const step = event.shiftKey ? STRIDE : STEP;
    const here = standing().find((one) => one.station === id);
    const share = (value, way) => Math.min(Math.max(value + way * step, 0), 1);
    put(id, { x: share(here.x, arrow[0]), y: share(here.y, arrow[1]) });
    clearTimeout(settling);
    settling = setTimeout(send, SETTLED_MS);
  });
}
