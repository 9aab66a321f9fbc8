// Putting things in order, and spending points: both are made ready on the page and then sent as one answer.

import { figure, icon, make, pick, say, write } from "./words.js";

const UP = "M6 15l6-6 6 6";
const DOWN = "M6 9l6 6 6-6";
const GRIP = "M8 6h.01M8 12h.01M8 18h.01M16 6h.01M16 12h.01M16 18h.01";

/** The button that sends; it says whether there is something to send. */
function sender(ask, value) {
  const button = make("button", { type: "button", class: "button wide", onclick: () => ask.answer("", value()) }, "");
  const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);
  return [
    button,
    () => {
      const sent = ask.mine("");
      button.hidden = sent !== undefined && same(sent, value());
      write(button, say(sent === undefined ? "phone_send" : "phone_send_change"));
    },
  ];
}

/** Drag by the grip, or tap the arrows, or use the arrow keys on them. */
export function drawRank(box, ask) {
  const { options } = ask.round.question;
  const names = new Map(options.map((option) => [option.id, pick(option.text)]));
  const sent = (ask.mine("") ?? []).filter((id) => names.has(id));
  // Whoever comes first in the question must not win by it: every phone begins with an order of its own.
  let order = [...sent, ...shuffled([...names.keys()].filter((id) => !sent.includes(id)))];
  const list = make("ol", { class: "rank" });
  const lines = new Map(
    [...names].map(([id, name]) => [
      id,
      make(
        "li",
        {},
        make("span", { class: "grip" }, icon(GRIP)),
        make("b"),
        make("span", { class: "name", dir: "auto" }, name),
        make("button", { type: "button", "aria-label": say("phone_up", { name }), onclick: () => move(id, -1, 0) }, icon(UP)),
        make("button", { type: "button", "aria-label": say("phone_down", { name }), onclick: () => move(id, 1, 1) }, icon(DOWN)),
      ),
    ]),
  );
  const told = make("p", { class: "unseen", role: "status" });
  const [button, ready] = sender(ask, () => order);
  box.append(list, told, button);
  for (const [id, line] of lines) line.querySelector(".grip").addEventListener("pointerdown", (event) => drag(event, id, line));

  function place(id, at) {
    order = order.filter((one) => one !== id);
    order.splice(at, 0, id);
    show();
  }
  function move(id, by, which) {
    const at = order.indexOf(id) + by;
    if (at < 0 || at >= order.length) return;
    place(id, at);
    lines.get(id).querySelectorAll("button")[which].focus();
    write(told, say("phone_place", { place: at + 1, name: names.get(id) }));
  }
  function drag(event, id, line) {
    event.preventDefault();
    const grip = event.currentTarget;
    grip.setPointerCapture(event.pointerId);
    line.classList.add("held");
    const follow = (moved) => {
      const at = order.findIndex((one) => one !== id && within(lines.get(one), moved.clientY));
      if (at >= 0) place(id, at);
    };
    const drop = () => {
      line.classList.remove("held");
      grip.removeEventListener("pointermove", follow);
    };
    grip.addEventListener("pointermove", follow);
    grip.addEventListener("lostpointercapture", drop, { once: true });
  }
  function show() {
    order.forEach((id, index) => {
      const line = lines.get(id);
      if (list.children[index] !== line) list.insertBefore(line, list.children[index] ?? null);
      write(line.querySelector("b"), String(index + 1));
    });
    ready();
  }
  show();
  return ready;
}

function within(element, y) {
  const { top, height } = element.getBoundingClientRect();
  return y > top + height * 0.25 && y < top + height * 0.75;
}

function shuffled(ids) {
  for (let last = ids.length - 1; last > 0; last--) {
    const other = Math.floor(Math.random() * (last + 1));
    [ids[last], ids[other]] = [ids[other], ids[last]];
  }
  return ids;
}

/** Sliders with buttons beside them; what is left stands above. Things with a price are bought or not. */
export function drawBudget(box, ask) {
  const { options, budget } = ask.round.question;
  const spent = { ...(ask.mine("") ?? {}) };
  const of = (id) => spent[id] ?? 0;
  const left = () => budget - options.reduce((sum, option) => sum + of(option.id), 0);
  const unit = budget > 20 ? Math.max(1, Math.round(budget / 20)) : 1;
  const purse = make("p", { class: "purse", role: "status" }, make("span"), make("i"));
  const [button, ready] = sender(ask, () => Object.fromEntries(options.filter((one) => of(one.id)).map((one) => [one.id, of(one.id)])));
  const lines = options.map((option) => (option.cost ? price(option) : slider(option)));
  box.append(purse, make("ul", { class: "budget" }, ...lines.map((line) => line.element)), button);

  function put(id, points) {
    spent[id] = Math.max(0, Math.min(points, of(id) + left()));
    show();
  }
  function slider(option) {
    const name = pick(option.text);
    const range = make("input", { type: "range", min: "0", max: String(budget), step: String(unit), "aria-label": name, oninput: () => put(option.id, Number(range.value)) });
    const points = make("b");
    const step = (by, key, sign) => make("button", { type: "button", "aria-label": say(key, { name }), onclick: () => put(option.id, of(option.id) + by) }, sign);
    const element = make("li", {}, make("span", { class: "name", dir: "auto" }, name), points, step(-unit, "phone_less", "\u2212"), range, step(unit, "phone_more", "+"));
    const update = () => {
      range.value = of(option.id);
      range.style.setProperty("--share", `${(100 * of(option.id)) / budget}%`);
      write(points, figure(of(option.id)));
    };
    return { element, update };
  }
  function price(option) {
    const buy = make("button", { type: "button", class: "option", onclick: () => put(option.id, of(option.id) ? 0 : option.cost) }, make("span", { dir: "auto" }, pick(option.text)), make("b", {}, figure(option.cost)));
    const update = () => {
      buy.setAttribute("aria-pressed", of(option.id) > 0);
      buy.disabled = !of(option.id) && option.cost > left();
    };
    return { element: make("li", { class: "whole" }, buy), update };
  }
  function show() {
    for (const line of lines) line.update();
    write(purse.firstChild, left() ? say("phone_left", { count: figure(left()) }) : say("phone_left_none"));
    purse.lastChild.style.setProperty("--share", `${(100 * left()) / budget}%`);
    ready();
  }
  show();
  return ready;
}
