// Adding to the board, one question at a time: most answers are one tap, and only a name has to be typed.

import { send } from "./outbox.js";
import { icon, make, say, write } from "./words.js";

const CROSS = "M6 6l12 12M18 6L6 18";
const BACK = "M15 5l-7 7 7 7";
const TICK = "M5 12.5l4.5 4.5L19 7.5";
const LONGEST = 80;

const sheet = document.getElementById("sheet");
const rest = [...document.body.children].filter((one) => one !== sheet);

/** Ask what to add; `lists` are the board's own, `people` who is on it already, `over` is called when something was sent. */
export function addToBoard(lists, people, over) {
  const said = { values: [], brings: [], text: "", name: "", pattern: "" };
  const words = (start, id) => say(`board_${start}_${id.replaceAll(" ", "_")}`);
  const kindOf = (kind) => (lists.worths.includes(kind) ? words("worth", kind) : words("kind", kind));
  let way = [];
  let at = 0;
  let problem = "";

  const WAYS = {
    who: [
      { title: "class", draw: () => tiles(lists.groups, "group", (id) => words("group", id), (id) => make("i", { "data-group": id, "aria-hidden": "true" })) },
      { title: "name", draw: drawName, ready: () => said.name.trim() !== "" },
      { title: "values", hint: "values_hint", draw: () => chips(lists.worths, said.values, (id) => words("worth", id)), may: true },
      { title: "brings", hint: "brings_hint", draw: drawBrings, may: true },
    ],
    idea: [
      { title: "whom", draw: () => tiles(people.map((one) => one.id), "stakeholder", (id) => people.find((one) => one.id === id).name, (id) => make("i", { "data-group": people.find((one) => one.id === id).group, "aria-hidden": "true" })) },
      { title: "gain", draw: () => tiles(lists.worths, "value", (id) => words("worth", id)) },
      { title: "idea", draw: drawIdea, ready: () => said.pattern.trim() !== "" },
      { title: "stage", draw: () => tiles(lists.stages, "stage", (id) => words("stage", id)) },
    ],
  };

  function begin() {
    const choice = (name, path) => {
      const none = name === "idea" && !people.length;
      const hint = none ? say("own_idea_later") : say(`own_what_${name}_hint`);
      return make("button", { type: "button", class: "tile tall", disabled: none, onclick: () => ((way = WAYS[name]), (at = 0), step()) }, icon(path), make("span", {}, make("strong", {}, say(`own_what_${name}`)), make("small", {}, hint)));
    };
    way = [];
    draw(say("own_what"), "", [make("div", { class: "tiles one" }, choice("who", "M12 11a4 4 0 100-8 4 4 0 000 8zM4 21c0-4 3.6-7 8-7s8 3 8 7"), choice("idea", "M9 18h6M10 21h4M12 3a6 6 0 00-4 10.5c.7.7 1 1.5 1 2.5h6c0-1 .3-1.8 1-2.5A6 6 0 0012 3z"))], null);
  }

  function step() {
    const { title, hint, draw: content, ready, may } = way[at];
    const last = at === way.length - 1;
    const parts = [content()];
    const next = make("button", { type: "button", class: "button", onclick: () => (last ? post() : go(1)) });
    const update = () => {
      const empty = title === "values" ? !said.values.length : title === "brings" ? !said.brings.length && !said.text.trim() : false;
      write(next, say(last ? "own_send" : may && empty ? "own_skip" : "own_next"));
      next.disabled = Boolean(ready && !ready());
      next.classList.toggle("firm", Boolean(may && empty && !last));
    };
    const name = title === "values" && said.known ? "more" : title;
    draw(say(`own_${name}`), hint ? say(`own_${hint}`) : "", parts, may || ready || last ? next : null, last ? problem : "");
    sheet.oninput = sheet.onchange = update;
    update();
  }

  const go = (by) => {
    at += by;
    problem = "";
    if (at < 0) return begin();
    // Whoever says more of somebody on the board does not name them anew.
    if (way === WAYS.who && at === 1 && said.known) return go(by);
    step();
  };

  function draw(title, hint, parts, next, trouble = "") {
    const first = way.length === 0;
    const back = make("button", { type: "button", class: "round", "aria-label": say("own_back"), hidden: first, onclick: () => go(-1) }, icon(BACK));
    const close = make("button", { type: "button", class: "round", "aria-label": say("own_close"), onclick: shut }, icon(CROSS));
    const count = first ? "" : say("own_at_step", { number: at + 1, count: way.length });
    const heading = make("h1", { id: "sheet-title", tabindex: "-1" }, title);
    sheet.replaceChildren(
      make("div", { class: "over" }, back, make("p", { class: "hint", role: "status" }, count), close),
      make("div", { class: "question" }, heading, hint ? make("p", { class: "hint" }, hint) : null, ...parts),
      make("div", { class: "under-thumb" }, trouble ? make("p", { class: "note", role: "alert" }, trouble) : null, next),
    );
    sheet.oninput = sheet.onchange = null;
    heading.focus({ preventScroll: true });
    sheet.scrollTop = 0;
  }

  /** One of these, and on to the next question. */
  function tiles(ids, field, name, picture = () => null) {
    const choose = (id) => {
      said[field] = id;
      if (field === "group") said.known = undefined;
      return at === way.length - 1 ? step() : go(1);
    };
    return make("div", { class: `tiles${ids.length > 9 ? " many" : ""}`, role: "group", "aria-labelledby": "sheet-title" }, ...ids.map((id) => make("button", { type: "button", class: "tile", "aria-pressed": String(said[field] === id), onclick: () => choose(id) }, picture(id), make("span", { dir: "auto" }, name(id)))));
  }

  /** Any of these, in the order of the taps. */
  function chips(ids, chosen, name) {
    const buttons = ids.map((id) => make("button", { type: "button", class: "chip", "aria-pressed": String(chosen.includes(id)), onclick: () => tap(id) }, name(id)));
    const tap = (id) => {
      if (chosen.includes(id)) chosen.splice(chosen.indexOf(id), 1);
      else chosen.push(id);
      buttons.forEach((button, index) => button.setAttribute("aria-pressed", String(chosen.includes(ids[index]))));
      sheet.dispatchEvent(new Event("change"));
    };
    return make("div", { class: "chips", role: "group", "aria-labelledby": "sheet-title" }, ...buttons);
  }

  function field(name, label, hint) {
    const input = make("input", { id: `sheet-${name}`, maxlength: String(LONGEST), autocomplete: "off", autocapitalize: "sentences", enterkeyhint: "next", placeholder: hint, "aria-label": label });
    input.value = said[name];
    input.addEventListener("input", () => (said[name] = input.value));
    input.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.isComposing) return;
      event.preventDefault();
      sheet.querySelector(".under-thumb .button:not(:disabled)")?.click();
    });
    return input;
  }

  function drawName() {
    const here = people.filter((one) => one.group === said.group);
    const more = (one) => () => ((said.known = one), go(1));
    const known = here.map((one) => make("button", { type: "button", class: "chip", onclick: more(one) }, make("span", { dir: "auto" }, one.name)));
    return make("div", { class: "stack" }, field("name", say("own_name"), say("board_name_example")), make("p", { class: "hint" }, say("board_name_hint")), here.length ? make("p", { class: "ask" }, say("own_there")) : null, here.length ? make("div", { class: "chips" }, ...known) : null);
  }

  function drawBrings() {
    return make("div", { class: "stack" }, chips(besidesMoney(lists.kinds), said.brings, kindOf), field("text", say("own_brings_text"), say("own_brings_text")));
  }

  function drawIdea() {
    const own = field("pattern", say("own_idea_own"), say("own_idea_own"));
    const pick = (id) => ((said.pattern = id), go(1));
    if (lists.patterns.includes(said.pattern)) own.value = "";
    const buttons = lists.patterns.map((id) => make("button", { type: "button", class: "chip", "aria-pressed": String(said.pattern === id), onclick: () => pick(id) }, words("pattern", id)));
    return make("div", { class: "stack" }, make("div", { class: "chips", role: "group", "aria-labelledby": "sheet-title" }, ...buttons), own);
  }

  function item() {
    if (way === WAYS.idea) return { type: "platform", id: "new", pattern: said.pattern, stage: said.stage, stakeholder: said.stakeholder, value: said.value };
    // What was written goes with the first kind that was tapped; alone it is of no kind.
    const kinds = said.brings.length || !said.text.trim() ? said.brings : ["other"];
    const brings = kinds.map((kind, index) => ({ kind, text: index ? "" : said.text }));
    return { type: "stakeholder", id: said.known?.id ?? "new", group: said.group, name: said.known?.name ?? said.name, values: said.values, brings };
  }

  async function post() {
    const offered = item();
    if (said.known && way === WAYS.who && !offered.values.length && !offered.brings.length) return refuse(say("own_nothing_yet"));
    if (way === WAYS.idea && !said.stage) return;
    const button = sheet.querySelector(".under-thumb .button");
    button.disabled = true;
    write(button, say("own_sending"));
    const { status, code } = await send("/api/v1/visitors/offer", { item: offered });
    if (sheet.hidden) return;
    if (status !== 204) return refuse(say(REFUSED.includes(code) ? `own_refused_${code}` : status === 0 ? "own_refused_away" : "own_refused_wrong"));
    over();
    thank();
  }

  function refuse(text) {
    problem = text;
    step();
  }

  function thank() {
    const again = make("button", { type: "button", class: "button firm", onclick: () => addToBoard(lists, people, over) }, say("own_again"));
    const done = make("button", { type: "button", class: "button", onclick: shut }, say("own_done"));
    way = [];
    draw(say("own_sent"), "", [make("p", { class: "lead" }, say("own_sent_body"))], make("div", { class: "stack" }, done, again));
    sheet.querySelector(".question").prepend(icon(TICK, "icon big"));
    sheet.querySelector(".question").classList.add("thanks");
  }

  open();
  begin();
}

/** Money comes to mind by itself: it stands last. */
const besidesMoney = (kinds) => [...kinds.filter((kind) => kind !== "money"), "money"];

const REFUSED = ["state", "wrong", "unknown", "busy", "full", "not_stored"];
let before = null;

function open() {
  if (!sheet.hidden) return;
  before = document.activeElement;
  sheet.hidden = false;
  document.body.classList.add("covered");
  for (const one of rest) one.inert = true;
}

/** Back to the page, where it was left. */
function shut() {
  sheet.hidden = true;
  sheet.replaceChildren();
  document.body.classList.remove("covered");
  for (const one of rest) one.inert = false;
  before?.focus();
}

sheet.addEventListener("keydown", (event) => event.key === "Escape" && shut());
