// IT's pages of the demos: they stay fresh, a bundle is sent with its progress shown, and demos are dragged into order.

import { arrange } from "./demos_order.js";
import { keepFresh } from "./now.js";

const EVERY_MS = 2000;

const token = document.querySelector("meta[name=csrf-token]").content;
const page = document.querySelector("[data-now]");
const fresh = keepFresh(page?.dataset.now ?? location.href, page ? EVERY_MS : 3_600_000);

const order = document.getElementById("order");
if (order) arrange(order, (form) => fresh.order(order.action, form));

// A station that shows all that are on has nothing to choose.
for (const all of document.querySelectorAll("[data-all]")) {
  const ofIt = document.querySelectorAll(`[data-of="${all.dataset.all}"]`);
  const set = () =>
    ofIt.forEach((one) => {
      one.disabled = all.checked;
      if (all.checked) one.checked = one.closest("tr").dataset.standing === "on";
    });
  all.addEventListener("change", set);
  set();
}

const upload = document.getElementById("upload");
if (upload) sendBundles(upload);

const titleOf = ({ manifest, file }) => manifest?.title[document.documentElement.lang] ?? manifest?.title.en ?? file;

/** Send what is chosen or dropped, with its progress. Without this the form does it alone. */
function sendBundles(form) {
  const drop = form.querySelector(".drop");
  const chosen = form.querySelector("input[type=file]");
  const note = form.querySelector(".sending");
  const bar = note.querySelector("progress");
  const words = JSON.parse(note.dataset.words);
  form.classList.add("ready");

  chosen.addEventListener("change", () => chosen.files[0] && send(chosen.files[0]));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (chosen.files[0]) send(chosen.files[0]);
    else chosen.click();
  });
  for (const name of ["dragover", "drop"]) document.addEventListener(name, (event) => event.preventDefault());
  document.addEventListener("dragover", () => drop.classList.add("over"));
  document.addEventListener("dragleave", (event) => event.relatedTarget || drop.classList.remove("over"));
  document.addEventListener("drop", (event) => {
    drop.classList.remove("over");
    if (event.dataTransfer?.files[0]) send(event.dataTransfer.files[0]);
  });

  function say(text, value = null, trouble = false) {
    note.hidden = false;
    note.classList.toggle("trouble", trouble);
    note.firstElementChild.textContent = text;
    bar.hidden = trouble;
    if (value === null) bar.removeAttribute("value");
    else bar.value = value;
  }

  function send(file) {
    if (file.size > Number(note.dataset.most)) return say(words.large, 0, true);
    form.classList.add("busy");
    const request = new XMLHttpRequest();
    request.open("POST", `${form.dataset.api}?name=${encodeURIComponent(file.name)}`);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.setRequestHeader("X-CSRFToken", token);
    request.responseType = "json";
    request.upload.onprogress = ({ loaded, total }) => {
      const share = total > 0 ? (100 * loaded) / total : 0;
      say(`${words.sending} \u00b7 ${Math.floor(share)} %`, share);
    };
    request.upload.onload = () => say(words.looking);
    request.onload = () => {
      if (request.status === 401) return void location.reload();
      const offer = request.response;
      if (request.status < 300 && offer?.verdict === "trusted") say(words.installed.replace("{title}", titleOf(offer)), 100);
      else if (request.status < 300) note.hidden = true;
      else if (offer?.error && request.status !== 400) say(offer.error.message, 0, true);
      else say(words.failed, 0, true);
      fresh.look();
    };
    request.onerror = () => say(words.failed, 0, true);
    request.onloadend = () => {
      form.classList.remove("busy");
      chosen.value = "";
    };
    say(`${words.sending} \u00b7 0 %`, 0);
    request.send(file);
  }
}
