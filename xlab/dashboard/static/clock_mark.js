// What this device's clock shows at a mark of the kit's (see clock.py), and setting the kit's clock by it.

const DOUBT_S = 5; // half the way to the kit and back, at most: more would blur what is compared
const TRIES = 3;
const token = document.querySelector("#clock-asks")?.dataset.csrf ?? "";

/** Ask the kit, or tell it `body`. */
export async function send(path, body) {
  const answer = await fetch(path, {
    method: body ? "POST" : "GET",
    headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": token },
    body: body && JSON.stringify(body),
  });
  return { well: answer.ok, said: await answer.json() };
}

/** What this device's clock shows at a mark of the kit's, and what the kit's shows; null where the kit does not answer. */
export async function compare() {
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
