// The clock of this phone and that of the kit: once in a while they are compared, and where they differ, people decide.

const EVERY_MS = 10 * 60_000; // between comparisons in one tab
const DOUBT_S = 5; // half the way to the kit and back, at most: more would blur what is compared
const TRIES = 3;
const KEPT = "xlab-clock";

const box = document.querySelector("#clock-asks");
const says = box?.querySelector("#clock-says");

async function send(path, body) {
  const answer = await fetch(path, {
    method: body ? "POST" : "GET",
    headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": box?.dataset.csrf ?? token() },
    body: body && JSON.stringify(body),
  });
  return { well: answer.ok, said: await answer.json() };
}

const token = () => document.querySelector("[name=csrf_token]")?.value ?? "";

/** What this device's clock shows at a mark of the kit's, and what the kit's shows; null where the kit does not answer. */
async function compare() {
  for (let n = 0; n < TRIES; n++) {
    const began = performance.now();
    const wall = Date.now() / 1000;
    const { well, said } = await send("/clock");
    if (!well) return null;
    const half = (performance.now() - began) / 2000;
    if (half <= DOUBT_S) return { wall: wall + half, mono: said.mono, kit: said.wall };
  }
  return null;
}

/** Set the kit's clock to this device's. Returns whether it was, and what the kit says to it. */
export async function setToThis(mark) {
  const found = mark ?? (await compare());
  if (!found) return { well: false, said: undefined };
  const { well, said } = await send("/clock/set", { wall: found.wall, mono: found.mono });
  return { well, said: well ? said.told : said.error?.message };
}

/** Times as this page's language writes them, the day too where it is another. */
function told(mine, kit) {
  const language = document.documentElement.lang;
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
  box.querySelector("#clock-leave").onclick = () => (box.hidden = true);
  box.querySelector("#clock-set").onclick = async () => {
    for (const key of keys.children) key.disabled = true;
    const { well, said } = await setToThis(mark).catch(() => ({ well: false }));
    says.textContent = said ?? box.dataset.away;
    for (const key of keys.children) key.disabled = false;
    keys.hidden = well || said !== undefined;
    if (well) setTimeout(() => location.reload(), 3000); // times on the page are other ones now
  };
}

async function look() {
  if (Date.now() - Number(sessionStorage.getItem(KEPT) ?? 0) < EVERY_MS) return;
  sessionStorage.setItem(KEPT, String(Date.now()));
  const mark = await compare();
  if (!mark) return;
  const { well, said } = await send("/clock/phone", { wall: mark.wall, mono: mark.mono });
  if (well && said.verdict === "differs") ask(mark);
}

if (box) look().catch(() => {}); // the kit is away for a moment; the next page asks again
