// The field for the next note. What is typed stays in this browser until it is a note; a note that could not be handed over
// waits here, under the name it will have, so that it gets there once, however often it is sent.

import { morph } from "./now.js";

const RETRY_MS = 3000;

const form = document.getElementById("note-new");
const field = document.getElementById("note-text");
const waiting = document.getElementById("waiting");

if (form) begin();

function begin() {
  const draft = `xlab-note-draft ${form.dataset.visit}`;
  const kept = `xlab-notes ${form.dataset.visit}`;
  const queue = JSON.parse(localStorage.getItem(kept) ?? "[]");
  let timer = 0;
  let busy = false;

  field.value = localStorage.getItem(draft) ?? field.value;
  field.addEventListener("input", () => localStorage.setItem(draft, field.value));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const text = field.value.trim();
    if (!text || !event.submitter) return field.focus();
    queue.push({ note: fresh(), kind: event.submitter.value, text });
    field.value = "";
    keep();
    localStorage.removeItem(draft);
    send();
  });
  keep();
  send();

  function keep() {
    if (queue.length) localStorage.setItem(kept, JSON.stringify(queue));
    else localStorage.removeItem(kept);
    waiting.replaceChildren(...queue.map(({ text }) => Object.assign(document.createElement("li"), { textContent: text })));
  }

  function send() {
    if (busy || !queue.length) return;
    busy = true;
    clearTimeout(timer);
    const said = new FormData();
    said.append("csrf_token", form.elements.csrf_token.value);
    for (const [name, value] of Object.entries(queue[0])) said.append(name, value);
    const request = new XMLHttpRequest();
    request.responseType = "document";
    request.open("POST", form.action);
    request.onloadend = () => {
      busy = false;
      const page = request.response;
      const problem = page?.getElementById("problem");
      if (request.status !== 200 || !problem) {
        if (request.status === 200 || request.status === 400) return location.reload(); // signed out: it is kept
        tell(form.dataset.kept);
        timer = setTimeout(send, RETRY_MS);
        return;
      }
      tell(problem.textContent.trim() && form.dataset.kept);
      if (!problem.textContent.trim()) queue.shift();
      keep();
      for (const part of document.querySelectorAll("[data-fresh]")) {
        const now = page.getElementById(part.id);
        if (now) morph(part, now);
      }
      if (problem.textContent.trim()) timer = setTimeout(send, RETRY_MS);
      else send();
    };
    request.send(said);
  }

  function tell(words) {
    waiting.dataset.says = words || "";
  }
}

/** A name nobody else gives: phones on a plain address have no randomUUID. */
function fresh() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
