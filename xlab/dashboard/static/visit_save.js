// A form with `data-save` is saved as one types: only what differs from what the kit said, so that two people can write in
// one section. What is not saved yet stays in this browser, also over a reload, and goes out when the kit answers again.

const PAUSE_MS = 900;
const RETRY_MS = 3000;
const texts = "input:not([type=hidden]), textarea";

const sheet = document.querySelector("[data-visit]");
const key = (field) => `xlab-draft ${sheet.dataset.visit} ${field.id}`;
const differs = (field) => field.value !== field.defaultValue;
const fieldsOf = (form) => [...form.querySelectorAll(texts)];
const queues = new WeakMap();
const told = new WeakMap(); // what each form says of itself, since the kit's page says nothing there

/** Save every form that asks for it; `look` fetches the page anew once something was saved. */
export function saveForms(look) {
  if (!sheet) return;
  document.documentElement.dataset.script = "";
  for (const form of document.querySelectorAll("form[data-save]")) {
    for (const field of fieldsOf(form)) {
      const kept = localStorage.getItem(key(field));
      if (kept !== null && kept !== field.value) field.value = kept;
    }
    if (fieldsOf(form).some(differs)) soon(form, look, 0);
  }
  document.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-save]");
    if (!form) return;
    localStorage.setItem(key(event.target), event.target.value);
    say(form, "saving");
    soon(form, look, PAUSE_MS);
  });
  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-save]");
    if (form) soon(form, look, 0);
  });
  document.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-save]");
    if (!form || event.submitter?.name) return;
    event.preventDefault();
    soon(form, look, 0);
  });
}

/** After the page was brought up to date: a field nobody is typing in shows what the kit has. */
export function settle() {
  for (const form of document.querySelectorAll("form[data-save]")) if (told.has(form)) say(form, ...told.get(form));
  for (const field of document.querySelectorAll(`form[data-save] :is(${texts})`)) {
    if (field !== document.activeElement && differs(field) && localStorage.getItem(key(field)) === null) field.value = field.defaultValue;
  }
}

function soon(form, look, pause) {
  const queue = queues.get(form) ?? { timer: 0, busy: false };
  queues.set(form, queue);
  clearTimeout(queue.timer);
  queue.timer = setTimeout(() => save(form, look, queue), pause);
}

/** One request of a form at a time: what was typed meanwhile goes out with the next. */
function save(form, look, queue) {
  if (queue.busy) return soon(form, look, PAUSE_MS);
  const changed = fieldsOf(form).filter(differs);
  if (!changed.length) {
    for (const field of fieldsOf(form)) localStorage.removeItem(key(field));
    return say(form, "saved");
  }
  const said = new FormData();
  for (const hidden of form.querySelectorAll("[type=hidden]")) said.append(hidden.name, hidden.value);
  const sent = changed.map((field) => [field, field.value]);
  for (const [field, value] of sent) said.append(field.name, value);
  queue.busy = true;
  say(form, "saving");
  const request = new XMLHttpRequest();
  request.responseType = "document";
  request.open("POST", form.action);
  request.onloadend = () => {
    queue.busy = false;
    const page = request.response;
    if (request.status !== 200 || !page?.getElementById("problem")) {
      if (request.status === 200 || request.status === 400) return location.reload(); // signed out: the draft is kept
      say(form, "kept");
      return soon(form, look, RETRY_MS);
    }
    const refused = page.getElementById("problem").textContent.trim();
    if (refused) {
      say(form, "", refused);
      return look();
    }
    const was = form.querySelector("[name=was]");
    const fresh = page.getElementById(form.id)?.querySelector("[name=was]");
    if (was && fresh) was.value = fresh.value;
    for (const [field, value] of sent) {
      const known = page.getElementById(field.id);
      field.defaultValue = known?.defaultValue ?? value;
      if (field.value !== value) continue; // typed on meanwhile: its own turn comes
      localStorage.removeItem(key(field));
      if (field !== document.activeElement) field.value = field.defaultValue;
      // What the kit tidied is shown when the field is left; it is saved all the same.
      else if (differs(field)) field.addEventListener("blur", () => (field.value = field.defaultValue), { once: true });
    }
    say(form, "saved");
    look();
  };
  request.send(said);
}

function say(form, state, text = state && sheet.dataset[state]) {
  told.set(form, [state, text]);
  const place = form.querySelector(".saved");
  if (!place) return;
  place.dataset.is = state;
  if (place.textContent !== text) place.textContent = text;
}
