// A form with `data-draft` is sent as a whole, when it is ready: until then what was typed is kept in this browser, also
// over a reload, and whoever comes back to it is told so and may begin anew.

const SENT = "xlab-draft-sent"; // the version on which what was sent rests

const fieldsOf = (form) => [...form.querySelectorAll("input:not([type=hidden]), textarea")];

function recall(key) {
  try {
    return JSON.parse(localStorage.getItem(key)) ?? {};
  } catch {
    return {};
  }
}

/** Keep the page's draft, if it has one; on a page that shows the agreed charter, drop the one that was taken. */
export function keepDraft() {
  const place = document.querySelector("[data-draft-key]");
  if (!place) return;
  const key = `xlab-draft-whole ${place.dataset.draftKey}`;
  const form = document.querySelector("form[data-draft]");
  // What the kit refused is on the page already, with the reason, and still a draft.
  const refused = form?.dataset.draft === "refused";
  const sent = sessionStorage.getItem(SENT);
  if (sent !== null && sent !== place.dataset.version && !refused) localStorage.removeItem(key);
  sessionStorage.removeItem(SENT);
  if (!form) return;
  const kept = recall(key);
  const note = form.querySelector(".kept");
  for (const field of fieldsOf(form)) {
    if (refused || kept[field.id] === undefined || kept[field.id] === field.value) continue;
    field.value = kept[field.id];
    note.hidden = false;
  }
  form.addEventListener("input", (event) => {
    const said = { ...recall(key), [event.target.id]: event.target.value };
    localStorage.setItem(key, JSON.stringify(said));
  });
  form.addEventListener("submit", () => sessionStorage.setItem(SENT, place.dataset.version));
  note.querySelector("button").addEventListener("click", () => {
    localStorage.removeItem(key);
    form.reset();
    note.hidden = true;
    fieldsOf(form)[0].focus();
  });
}
