// Asking and telling the kit about its badges, and saying what they are.

const page = document.getElementById("badges");
export const words = JSON.parse(page.dataset.words);
const token = document.querySelector("meta[name=csrf-token]").content;
const language = document.documentElement.lang;

/** A request the kit refused: `message` is in the reader's language. */
export class Refused extends Error {}

/** What is so now. A sign-in that ended reloads the page. */
export async function look() {
  const answer = await fetch("/api/v1/badges");
  if (answer.status === 401) location.reload();
  if (!answer.ok) throw new Refused(words.refused_unreachable);
  return answer.json();
}

/** Tell the kit something; its answer, or `Refused`. */
export async function tell(what, body = {}) {
  let answer;
  try {
    answer = await fetch(`/api/v1/badges/${what}`, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token },
      body: JSON.stringify(body),
    });
  } catch {
    throw new Refused(words.refused_unreachable);
  }
  if (answer.status === 401) location.reload();
  const said = await answer.json().catch(() => ({}));
  if (answer.ok) return said;
  throw new Refused(words[said.error?.code] ?? words.refused_unreachable);
}

/** Words with `{gaps}` filled. */
export function say(key, gaps = {}) {
  return words[key].replace(/\{(\w+)\}/g, (_, name) => gaps[name]);
}

/** A time in the largest unit that is full. */
function measured(seconds) {
  const units = [["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]];
  const [unit, size] = units.find(([, each]) => seconds >= each) ?? units[3];
  return [Math.max(1, Math.floor(seconds / size)), unit];
}

/** How long something has lasted: "3 hours". */
export function lasted(seconds, unitDisplay = "long") {
  const [count, unit] = measured(seconds);
  return new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay }).format(count);
}

/** How long ago something was: "3 hours ago". */
export function longAgo(seconds) {
  const [count, unit] = measured(seconds);
  return new Intl.RelativeTimeFormat(language).format(-count, unit);
}

/** What people call it: its animal and accent, or its label. */
export function called(beacon) {
  if (beacon.role === "badge" && beacon.face) return `${words.animal[beacon.face.animal]}, ${words.accent[beacon.face.accent]}`;
  return beacon.label || words[`role_${beacon.role}`];
}

/** Copy a template's element. */
export function piece(name) {
  return document.getElementById(name).content.firstElementChild.cloneNode(true);
}

/** Draw what a beacon is into `host`: an animal, a luggage tag or a pad. */
export function draw(host, beacon) {
  const look = beacon && (beacon.role === "badge" ? `${beacon.face?.animal}-${beacon.face?.accent}` : beacon.role);
  if (host.dataset.look === String(look)) return;
  host.dataset.look = String(look);
  const shape = beacon && (beacon.role !== "badge" || beacon.face) ? piece(`shape-${beacon.role}`) : null;
  if (shape instanceof HTMLImageElement) shape.src = `/badges/${look}.svg`;
  host.replaceChildren(...(shape ? [shape] : []));
}

/** Let the choice of a role show its hint and ask for a label; returns `{ get, set }` of both. */
export function roleChoice(sheet, onChange = () => {}) {
  const choices = [...sheet.querySelectorAll(".roles input")];
  const label = sheet.querySelector(".label-field input");
  const show = () => {
    const role = choices.find((one) => one.checked).value;
    sheet.querySelector(".role-hint").textContent = words[`role_${role}_hint`];
    sheet.querySelector(".label-field").hidden = role === "badge";
    return role;
  };
  for (const one of [...choices, label]) one.addEventListener("input", () => onChange(show()));
  show();
  return {
    label,
    get: () => ({ role: show(), label: label.value.trim() }),
    set(beacon) {
      for (const one of choices) one.checked = one.value === beacon.role;
      label.value = beacon.label;
      show();
    },
  };
}

let fading = 0;

/** Say across the page for a moment what was done; `undo` takes it back. */
export function toast(text, undo = null) {
  const note = document.getElementById("toast");
  note.querySelector("span").textContent = text;
  const button = note.querySelector("button");
  button.hidden = undo === null;
  button.onclick = undo;
  note.hidden = false;
  clearTimeout(fading);
  fading = setTimeout(() => (note.hidden = true), undo ? 6000 : 2500);
}

/** Show why something was refused in a sheet's note, or nothing. */
export function complain(sheet, error = null) {
  if (error && !(error instanceof Refused)) throw error;
  const note = sheet.querySelector(".note");
  note.hidden = !error;
  note.textContent = error?.message ?? "";
}
