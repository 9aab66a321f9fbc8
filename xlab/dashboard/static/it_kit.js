// IT's page of the kit: its clock goes on, and a button sets it to this device's.

import { setToThis } from "./clock_mark.js";

const shown = document.querySelector("#kit-time");
const ahead = shown && Number(shown.dataset.wall) * 1000 - Date.now();
const spoken = document.documentElement.lang.replace(/^en$/, "en-GB"); // the day before the month, as on every page
const form = { day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit", second: "2-digit" };

/** The kit's clock, read on this device's: it goes on as this one does. */
function show() {
  shown.textContent = new Date(Date.now() + ahead).toLocaleString(spoken, form);
}
if (shown) {
  show();
  setInterval(show, 1000);
}

const button = document.querySelector("#set-clock");
const told = document.querySelector("#clock-said");
if (button) {
  button.hidden = false;
  button.onclick = async () => {
    button.disabled = true;
    const { well, said } = await setToThis().catch(() => ({ well: false }));
    told.textContent = said ?? button.dataset.away;
    button.disabled = false;
    if (well) setTimeout(() => location.reload(), 3000);
  };
}
