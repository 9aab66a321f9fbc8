// A result as a picture to take home. It is a plain image with an address of its own: phones save it with a long press.

import { make, say, write } from "./words.js";

const AGAIN_MS = 2000; // another picture is drawn just now
const TRIES = 12;

/** A way to the picture of a closed round; `own` is the row this phone answered, where the question has one answer. */
export function takeHome(round, own) {
  const box = make("section", { class: "take" });
  const open = make("button", { type: "button", class: "button firm wide", onclick: () => show() }, say("own_take"));
  box.append(open);

  function show() {
    const picture = make("img", { alt: say("own_take_alt"), width: "1080", height: "1080" });
    const told = make("p", { class: "hint", role: "status" }, say("own_take_hint"));
    const alone = make("a", { class: "link", target: "_blank", rel: "noopener" }, say("own_take_open"));
    const mine = own === undefined ? null : make("button", { type: "button", class: "chip", "aria-pressed": "false", onclick: () => mark() }, say("own_take_mine"));
    let tries = 0;
    const load = () => {
      const marked = mine?.getAttribute("aria-pressed") === "true";
      const address = `/take/${encodeURIComponent(round)}.png?lang=${document.documentElement.lang}${marked ? `&mine=${encodeURIComponent(own)}` : ""}`;
      alone.href = address;
      picture.src = tries ? `${address}&again=${tries}` : address;
    };
    const mark = () => {
      mine.setAttribute("aria-pressed", String(mine.getAttribute("aria-pressed") !== "true"));
      tries = 0;
      load();
    };
    picture.addEventListener("error", () => {
      tries += 1;
      if (tries < TRIES) setTimeout(load, AGAIN_MS);
      else write(told, say("own_take_failed"));
    });
    picture.addEventListener("load", () => {
      picture.removeAttribute("height");
      write(told, say("own_take_hint"));
    });
    box.replaceChildren(picture, told, make("div", { class: "side-told" }, alone, mine));
    load();
  }
  return box;
}
