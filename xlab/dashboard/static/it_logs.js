// IT's page of the logs: new lines come in by themselves, and what is seen can be copied.

import { keepFresh } from "./now.js";

keepFresh(location.href, 2000);

const copy = document.querySelector("#copy");
const toast = document.querySelector("#toast");

copy.hidden = false;
copy.onclick = () => {
  const lines = [...document.querySelectorAll("#lines > li[data-level]")].map((line) =>
    [line.querySelector("time").dateTime, line.dataset.level, line.querySelector("small").textContent + ":", line.querySelector(".what").textContent, line.querySelector("pre")?.textContent ?? ""].join(" ").trim(),
  );
  // A kit speaks plain http, where browsers keep their newer way to the clipboard shut.
  const sheet = document.createElement("textarea");
  sheet.value = lines.join("\n");
  sheet.className = "unseen";
  document.body.append(sheet);
  sheet.select();
  const done = document.execCommand("copy");
  sheet.remove();
  copy.focus();
  if (!done) return;
  toast.textContent = copy.dataset.done;
  toast.hidden = false;
  setTimeout(() => (toast.hidden = true), 3000);
};
