// What a phone says beside the rounds: for whom it speaks, and what it would put on the board. All of it is optional, asked
// once, and out of the way while a question is open.

import { send } from "./outbox.js";
import { addToBoard } from "./visitor_board.js";
import { make, say } from "./words.js";

const LOOK_MS = 20000; // what became of an offer
const OPEN_MS = 60000; // whether a visit opened, for a phone that was early
const NOT_ASKED = "xlab-side-not-asked";

const element = (id) => document.getElementById(id);
const lists = JSON.parse(element("page").dataset.lists);
let me = null; // what the kit says of this phone; nothing until it did
let joined = false;
let busy = false;
let choosing = false;
let drawn = "";
let looking = 0;

/** Whether the phone is in, and whether a question is open on its page. */
export function isJoined(now, isBusy) {
  if (now === joined && isBusy === busy) return;
  const came = now && !joined;
  if (now !== joined) me = null;
  joined = now;
  busy = isBusy;
  show();
  if (came) look();
}

/** Ask the kit what it has of this phone, now and again. */
async function look() {
  clearTimeout(looking);
  if (!joined) return;
  if (!document.hidden) {
    try {
      const answer = await fetch("/api/v1/visitors/me");
      if (answer.ok && joined) me = await answer.json();
    } catch {
      // The next look tells.
    }
    show();
  }
  const waits = me?.offers.some((one) => !one.verdict);
  // Not all phones at once.
  if (waits || !me?.open) looking = setTimeout(look, (waits ? LOOK_MS : OPEN_MS) * (0.75 + Math.random() / 2));
}

document.addEventListener("visibilitychange", () => document.hidden || look());

function show() {
  element("beside").hidden = !joined || me === null;
  if (!joined || me === null) return;
  element("add").hidden = !me.open;
  const state = JSON.stringify([me, choosing, busy, asked()]);
  if (state === drawn) return;
  drawn = state;
  drawSide(element("side"));
  drawOffers(element("offered"));
}

// For whom

function asked() {
  try {
    return sessionStorage.getItem(NOT_ASKED) === null;
  } catch {
    return true;
  }
}

function drawSide(box) {
  if (me.side && !choosing) {
    const change = make("button", { type: "button", class: "link", onclick: () => ((choosing = true), show()) }, say("own_side_change"));
    box.className = "side-told";
    return box.replaceChildren(make("p", {}, `${say("own_side_is")} `, make("strong", {}, say(`own_side_${me.side}`))), change);
  }
  if (!choosing && (busy || !asked())) {
    const ask = make("button", { type: "button", class: "link", onclick: () => ((choosing = true), show()) }, say("own_side_ask"));
    box.className = "side-told";
    return box.replaceChildren(ask);
  }
  const choices = lists.groups.map((group) =>
    make("button", { type: "button", class: "tile", "aria-pressed": String(me.side === group), onclick: () => tell(group) }, make("i", { "data-group": group, "aria-hidden": "true" }), make("span", {}, say(`own_side_${group}`))),
  );
  const none = make("button", { type: "button", class: "link", onclick: () => tell("") }, say("own_side_none"));
  box.className = "side-ask";
  box.replaceChildren(make("h2", { id: "side-title" }, say("own_side_ask")), make("p", { class: "hint" }, say("own_side_hint")), make("div", { class: "tiles", role: "group", "aria-labelledby": "side-title" }, ...choices), none);
}

async function tell(side) {
  const before = me.side;
  choosing = false;
  me = { ...me, side };
  try {
    sessionStorage.setItem(NOT_ASKED, "1");
  } catch {
    // Asked again after a reload, then.
  }
  show();
  if (side === before) return;
  const { status } = await send("/api/v1/visitors/side", { side });
  if (status !== 204 && me) me = { ...me, side: before };
  show();
}

// The board

function drawOffers(box) {
  box.hidden = !me.offers.length;
  const lines = [...me.offers].reverse().map((one) => {
    const said = say(`own_is_${one.verdict ?? "waits"}`, { reason: one.reason ?? "" });
    return make("li", {}, make("span", { dir: "auto" }, nameOf(one.item)), make("small", { "data-is": one.verdict ?? "waits" }, said));
  });
  box.lastElementChild.replaceChildren(...lines);
}

/** An offer in a line: the stakeholder's name, or the platform's in this page's language. */
function nameOf(item) {
  if (item.type === "stakeholder") return item.name;
  return lists.patterns.includes(item.pattern) ? say(`board_pattern_${item.pattern.replaceAll(" ", "_")}`) : item.pattern;
}

element("add").addEventListener("click", () => addToBoard(lists, me.people, () => look()));
