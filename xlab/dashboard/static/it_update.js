// IT's page of updates: it shows how one goes, also across the kit's own start, and sends a file in pieces.
//
// A piece that gets lost on a bad network is sent again, and the file goes on where it stopped: the kit says how much it has.

import { keepFresh } from "./now.js";

const EVERY_MS = 1000;
const TRIES = 8;
const WAIT_MS = 1500;

const token = document.querySelector("meta[name=csrf-token]").content;
const fresh = keepFresh(location.pathname, EVERY_MS);

const place = document.getElementById("send");
if (place) sendFiles(place);

function sendFiles(place) {
  const chosen = place.querySelector("input[type=file]");
  const note = place.querySelector(".sending");
  const bar = note.querySelector("progress");
  const piece = Number(place.dataset.piece);

  chosen.addEventListener("change", async () => {
    const file = chosen.files[0];
    if (!file) return;
    chosen.disabled = true;
    place.classList.add("busy");
    const trouble = file.size > Number(place.dataset.most) ? place.dataset.large : await send(file);
    note.hidden = !trouble;
    note.classList.toggle("trouble", !!trouble);
    note.firstElementChild.textContent = trouble;
    bar.hidden = true;
    chosen.disabled = false;
    chosen.value = "";
    place.classList.remove("busy");
    fresh.look();
  });

  function show(share) {
    note.hidden = bar.hidden = false;
    note.classList.remove("trouble");
    note.firstElementChild.textContent = `${place.dataset.sending} \u00b7 ${Math.floor(share)} %`;
    bar.value = share;
  }

  /** Send all of it; why that did not work, or nothing. */
  async function send(file) {
    let have = 0;
    let left = TRIES;
    while (have < file.size) {
      show((100 * have) / file.size);
      const answer = await sendPiece(file, have);
      if (answer.refused) return answer.refused;
      if (answer.have !== undefined && (answer.have > have || left-- > 0)) {
        if (answer.have > have) left = TRIES;
        have = answer.have;
      } else if (answer.have === undefined && left-- > 0) await new Promise((go) => setTimeout(go, WAIT_MS));
      else return place.dataset.failed;
    }
    show(100);
    return "";
  }

  async function sendPiece(file, at) {
    const query = new URLSearchParams({ name: file.name, at, total: file.size });
    try {
      const answer = await fetch(`${place.dataset.to}?${query}`, {
        method: "POST",
        headers: { "Content-Type": "application/octet-stream", "X-CSRFToken": token },
        body: file.slice(at, at + piece),
      });
      if (answer.status === 401) location.reload();
      const said = await answer.json();
      return answer.status === 409 ? { refused: said.error.message } : answer.ok ? said : {};
    } catch {
      return {};
    }
  }
}
