// Pages that say how things are now: they are asked for again and again, and what differs is put into this one.
//
// A part of the page with `data-fresh` and an id is kept as the kit has it; with `data-fresh="orders"` it says what became of
// an order, and stays until the next one. A form with `data-order` is posted without leaving the page; the answer is the
// page as it is then. All words are the server's, and no text becomes a script here.

const AWAY_MS = 10_000; // between looks while nobody looks at the page

/** Keep the page like the one at `url`. Calls `seen(fresh document)` after each look; returns a way to look at once. */
export function keepFresh(url, everyMs, seen = () => {}) {
  let timer = 0;
  let asked = 0; // an answer that left before an order was given must not undo what the order showed

  function take(request, number, ordered) {
    if (number < asked) return;
    if (request.status === 401 || !samePage(request.responseURL, url)) return void location.reload(); // signed out
    if (!request.response || (request.status >= 500 && request.status < 600)) return;
    for (const part of document.querySelectorAll("[data-fresh]")) {
      if (part.dataset.fresh === "orders" && !ordered) continue;
      const fresh = request.response.getElementById(part.id);
      if (fresh) morph(part, fresh);
    }
    seen(request.response);
  }

  function send(method, address, body) {
    clearTimeout(timer);
    const number = ++asked;
    const request = new XMLHttpRequest();
    request.responseType = "document";
    request.open(method, address);
    request.onload = () => take(request, number, method === "POST");
    // Away for a moment, perhaps; the next look tells.
    request.onloadend = () => {
      if (number === asked) timer = setTimeout(look, document.hidden ? AWAY_MS : everyMs);
      body?.done?.(request.status >= 200 && request.status < 300);
    };
    request.send(body?.form);
  }

  const look = () => send("GET", url);

  document.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-order]");
    if (!form) return;
    event.preventDefault();
    const said = new FormData(form, event.submitter);
    const part = new URL(url, location.href).searchParams.get("part");
    if (part) said.append("part", part);
    press(event.submitter);
    send("POST", form.action, { form: said, done: (well) => well && form.dataset.order === "clear" && form.reset() });
  });

  document.addEventListener("visibilitychange", () => document.hidden || look());
  timer = setTimeout(look, everyMs);
  return { look, order: (address, form) => send("POST", address, { form }) };
}

/** Show at once what was pressed: the kit's own answer follows. */
function press(button) {
  for (const name of ["aria-pressed", "aria-checked"]) {
    const value = button?.getAttribute(name);
    if (value) button.setAttribute(name, value === "true" ? "false" : "true");
  }
}

/** Whether an answer is of the page that was asked, not of one that asks to sign in. */
function samePage(answered, url) {
  const [here, asked] = [new URL(answered, location.href).pathname, new URL(url, location.href).pathname];
  return here === asked || here.startsWith("/it/demos") || here.startsWith("/stations");
}

/** Make `old` like `fresh` and keep what is the same: the focus, an open question, what was typed. */
export function morph(old, fresh) {
  if (old.nodeType !== fresh.nodeType || old.nodeName !== fresh.nodeName || old.id !== fresh.id) {
    return void old.replaceWith(document.importNode(fresh, true));
  }
  if (old.nodeType === Node.TEXT_NODE) {
    if (old.data !== fresh.data) old.data = fresh.data;
    return;
  }
  if (old.nodeType !== Node.ELEMENT_NODE) return;
  for (const { name } of [...old.attributes]) {
    if (!fresh.hasAttribute(name) && !(name === "open" && old.nodeName === "DETAILS")) old.removeAttribute(name);
  }
  for (const { name, value } of fresh.attributes) if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  const wanted = [...fresh.childNodes];
  wanted.forEach((child, index) => {
    const place = old.childNodes[index];
    const known = child.id ? [...old.children].find((one) => one.id === child.id) : null;
    if (known && known !== place) old.insertBefore(known, place ?? null);
    const target = known ?? place;
    if (!target || (target.id && !known)) old.insertBefore(document.importNode(child, true), place ?? null);
    else morph(target, child);
  });
  while (old.childNodes.length > wanted.length) old.lastChild.remove();
}
