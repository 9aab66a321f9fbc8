// Registering by holding: one badge after the other, without another tap.

import { called, complain, draw, piece, roleChoice, say, tell, words } from "./badges_api.js";

const SHOWN = 12; // of those registered last
const TYPING_MS = 300; // after the last letter of a label

/** Wire the dialog; returns what is to be called with everything the kit says. `refresh` asks it anew. */
export function holding(refresh) {
  const sheet = document.getElementById("hold");
  const ring = sheet.querySelector(".ring-of");
  const undo = sheet.querySelector(".undo");
  const choice = roleChoice(sheet, () => {
    clearTimeout(typing);
    typing = setTimeout(() => send(true), TYPING_MS);
  });
  let typing = 0;
  let taken = []; // identities, the newest first
  let last = null;
  let running = false;

  async function send(on) {
    try {
      await tell("hold", { on, ...choice.get() });
      complain(sheet);
    } catch (error) {
      complain(sheet, error);
    }
    await refresh();
  }

  document.getElementById("begin").addEventListener("click", async () => {
    taken = [];
    last = null;
    running = false;
    sheet.showModal();
    await send(true);
  });
  sheet.querySelector(".close").addEventListener("click", () => sheet.close());
  sheet.addEventListener("close", () => running && send(false));
  ring.addEventListener("click", () => !running && send(true));
  undo.addEventListener("click", async () => {
    try {
      await tell("undo");
      taken.shift();
    } catch (error) {
      complain(sheet, error);
    }
    await refresh();
  });

  function show({ now, stations }) {
    const state = now.holding;
    if (!sheet.open) return;
    running = state.on;
    const everyone = [...now.everyone.beacons, ...now.everyone.strangers];
    const find = (identity) => everyone.find((beacon) => beacon.identity === identity);
    if (state.last !== last && state.last_is_new) {
      taken = [state.last, ...taken.filter((each) => each !== state.last)];
      choice.label.value = ""; // it was for that thing; the next has another
    }
    last = state.last;
    taken = taken.filter((each) => now.everyone.beacons.some((beacon) => beacon.identity === each));
    undo.disabled = taken.length === 0;
    ring.dataset.phase = state.on ? state.phase : "ended";
    ring.style.setProperty("--share", state.share);
    const held = find(state.beacon) ?? (state.phase === "waiting" ? find(taken[0]) : undefined);
    draw(ring.querySelector(".thing"), held);
    const [title, lead] = sentences(state, held, now, stations, taken.length);
    for (const [element, text] of [[sheet.querySelector(".says h2"), title], [sheet.querySelector(".says .lead"), lead]]) {
      if (element.textContent !== text) element.textContent = text;
    }
    const coins = sheet.querySelector(".done");
    coins.replaceChildren(
      ...taken.slice(0, SHOWN).map((identity) => {
        const coin = piece("piece-missing");
        coin.lastElementChild.remove();
        draw(coin.firstElementChild, find(identity));
        return coin;
      }),
    );
    const note = sheet.querySelector(".note");
    const wrong = state.refused ? words[`refused_${state.refused}`] : now.everyone.listening ? "" : words.hold_deaf;
    note.hidden = wrong === "";
    note.textContent = wrong;
  }

  return show;
}

function sentences(state, held, now, stations, count) {
  if (!state.on) return [words.hold_ended, ""];
  const name = held ? called(held) : "";
  const so_far = count > 0 ? say("hold_count", { n: count }) : "";
  const only = Object.values(stations);
  switch (state.phase) {
    case "holding":
      return [words.hold_holding, stations[state.station] ?? ""];
    case "several":
      return [words.hold_several, words.hold_several_hint];
    case "taken":
      return [name, words.hold_taken];
    case "known":
      return [name, words.hold_known];
    default:
      return [only.length === 1 ? say("hold_waiting_at", { station: only[0] }) : words.hold_waiting, so_far];
  }
}
