// The stations as they are: the page is asked for again and again, and what differs is put into this one.

const EVERY_MS = 1000;

/** Ask for what is so now. As a document, so that no text ever becomes part of the page here. */
function look() {
  const asking = new XMLHttpRequest();
  asking.responseType = "document";
  asking.open("GET", "/stations?part=now");
  asking.onload = () => {
    if (!asking.responseURL.includes("part=now")) location.reload(); // signed out
    else if (asking.status === 200) show(asking.response);
  };
  // Away for a moment, perhaps; the next look tells.
  asking.onloadend = () => setTimeout(look, document.hidden ? 5 * EVERY_MS : EVERY_MS);
  asking.send();
}

function show(now) {
  same(document.getElementById("count"), now.getElementById("count"));
  same(document.getElementById("waiting"), now.getElementById("waiting"));
  const rows = document.getElementById("rows");
  const wanted = [...now.getElementById("rows").children];
  for (const row of [...rows.children]) if (!wanted.some((one) => one.id === row.id)) row.remove();
  wanted.forEach((fresh, index) => {
    const row = document.getElementById(fresh.id);
    if (row && alike(row, fresh)) return copy(row, fresh);
    row?.remove();
    rows.insertBefore(fresh, rows.children[index] ?? null);
  });
}

/** Whether both have the same parts: a station that got a screen or a radio is drawn anew. */
function alike(row, fresh) {
  const parts = (one) => [...one.querySelectorAll("[data-part]")].map((part) => part.dataset.part).join();
  return parts(row) === parts(fresh);
}

/** Keep the row, its open question and its focus, and take over what it says. */
function copy(row, fresh) {
  row.dataset.here = fresh.dataset.here;
  const states = fresh.querySelectorAll("[data-state]");
  row.querySelectorAll("[data-state]").forEach((one, index) => (one.dataset.state = states[index].dataset.state));
  for (const part of row.querySelectorAll("[data-part]")) same(part, fresh.querySelector(`[data-part=${part.dataset.part}]`));
}

function same(element, fresh) {
  if (element.innerHTML !== fresh.innerHTML) element.replaceChildren(...fresh.cloneNode(true).childNodes);
}

document.getElementById("rows").addEventListener("click", (event) => {
  if (!event.target.closest(".keep")) return;
  const question = event.target.closest("details");
  question.open = false;
  question.querySelector("summary").focus();
});

setTimeout(look, EVERY_MS);
