// Asking the kit to do something, as the facilitator who is signed in on this page.

const token = document.querySelector("meta[name=csrf-token]")?.content ?? "";

/** Post `body` as JSON; whether the kit did it. A sign-in that ended reloads the page. */
export async function post(path, body) {
  try {
    const answer = await fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token },
      body: JSON.stringify(body ?? {}),
    });
    if (answer.status === 401) location.reload();
    return answer.ok;
  } catch {
    return false;
  }
}

/** What the kit answers at `path`; undefined where it does not answer. */
export async function ask(path) {
  try {
    const answer = await fetch(path, { headers: { Accept: "application/json" } });
    if (answer.status === 401) location.reload();
    return answer.ok ? await answer.json() : undefined;
  } catch {
    return undefined;
  }
}

/** A copy of what a template holds. */
export const piece = (name) => document.getElementById(name).content.firstElementChild.cloneNode(true);
