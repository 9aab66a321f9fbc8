// IT's page of the kit: it stays fresh, its clock goes on, and a button sets that to this device's.

import { setToThis } from "./clock_mark.js";
import { keepFresh } from "./now.js";

const EVERY_MS = 10_000;
const spoken = document.documentElement.lang.replace(/^en$/, "en-GB"); // the day before the month, as on every page
const form = { day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit", second: "2-digit" };

const shown = document.querySelector("#kit-time");
let ahead = 0;

/** The kit's clock, read on this device's: it goes on as this one does. */
function show() {
  shown.textContent = new Date(Date.now() + ahead).toLocaleString(spoken, form);
}
function anew() {
  ahead = Number(shown.dataset.wall) * 1000 - Date.now();
  show();
}
anew();
setInterval(show, 1000);

const fresh = keepFresh(location.pathname, EVERY_MS, anew);

const button = document.querySelector("#set-clock");
const told = document.querySelector("#clock-said");
if (button) {
  button.hidden = false;
  button.onclick = async () => {
    button.disabled = true;
    const { said } = await setToThis().catch(() => ({}));
    told.textContent = said ?? button.dataset.away;
    button.disabled = false;
    fresh.look();
  };
}
