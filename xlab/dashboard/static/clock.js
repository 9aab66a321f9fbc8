// The clock of this phone and that of the kit: once in a while they are compared, and where they differ, people decide.

import { compare, send, setToThis } from "./clock_mark.js";

const EVERY_MS = 10 * 60_000; // between comparisons in one tab, unless a question waits for its answer
const A_DAY_MS = 86_400_000;
const KEPT = "xlab-clock";

const box = document.querySelector("#clock-asks");
const says = box?.querySelector("#clock-says");

/** Times as this page's language writes them, the day too where it is another. */
function told(mine, kit) {
  const language = document.documentElement.lang.replace(/^en$/, "en-GB"); // the day before the month, as on every page
  const [a, b] = [new Date(mine * 1000), new Date(kit * 1000)];
  const sameDay = a.toDateString() === b.toDateString();
  const form = sameDay
    ? { hour: "2-digit", minute: "2-digit", second: Math.abs(mine - kit) < 120 ? "2-digit" : undefined }
    : { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit" };
  const write = (date) => date.toLocaleString(language, form);
  return box.dataset.said.replace("{phone}", write(a)).replace("{kit}", write(b));
}

function ask(mark) {
  says.textContent = told(mark.wall, mark.kit);
  box.hidden = false;
  const keys = box.querySelector(".clock-keys");
  box.querySelector("#clock-leave").onclick = () => {
    box.hidden = true;
    enough(A_DAY_MS); // whoever said so once is not asked again in this tab
  };
  box.querySelector("#clock-set").onclick = async () => {
    for (const key of keys.children) key.disabled = true;
    const { well, said } = await setToThis(mark).catch(() => ({ well: false }));
    says.textContent = said ?? box.dataset.away;
    for (const key of keys.children) key.disabled = false;
    keys.hidden = well || said !== undefined;
    if (said) enough();
  };
}

const enough = (forMs = 0) => sessionStorage.setItem(KEPT, String(Date.now() + forMs));

async function look() {
  if (Date.now() - Number(sessionStorage.getItem(KEPT) ?? 0) < EVERY_MS) return;
  const mark = await compare();
  if (!mark) return;
  const { well, said } = await send("/clock/phone", { wall: mark.wall, mono: mark.mono });
  if (well && said.verdict === "differs") ask(mark);
  else enough();
}

if (box) look().catch(() => {}); // the kit is away for a moment; the next page asks again
