// The pages of the visit: kept as the kit has them while somebody else writes too, and saved as one goes.

import { keepFresh } from "./now.js";
import { keepDraft } from "./visit_draft.js";
import { saveForms, settle } from "./visit_save.js";

const EVERY_MS = 10_000; // the feed tells of changes at once; this is for a feed that fell silent
const RETRY_MS = 2000;
const NOTE_MS = 1000;

const page = keepFresh(location.pathname + location.search.replace(/[?&]refused=\w*/, ""), EVERY_MS, settle);
saveForms(page.look);
keepDraft();
listen();

function listen(noting = 0) {
  const feed = new EventSource("/visit/live");
  feed.addEventListener("changed", () => {
    clearTimeout(noting);
    document.getElementById("away").hidden = true;
    page.look();
  });
  feed.addEventListener("error", () => {
    feed.close();
    if (!noting) noting = setTimeout(() => (document.getElementById("away").hidden = false), NOTE_MS);
    setTimeout(() => listen(noting), RETRY_MS);
  });
}

document.addEventListener("click", (event) => {
  const question = event.target.closest(".keep")?.closest("details");
  if (!question) return;
  question.open = false;
  question.querySelector("summary").focus();
});

// What was renamed or parked is done: its question closes, and the page shows what became of it.
document.addEventListener("submit", (event) => {
  const question = event.target.closest("details.off");
  if (question && event.target.matches("[data-order]")) question.open = false;
});
