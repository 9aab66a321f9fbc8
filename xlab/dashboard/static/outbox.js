// What this phone says and the kit has not acknowledged yet: kept in the page, sent in order, again and again.
// Sending twice is harmless, so after a lost answer it is simply sent once more.

const KEPT = "xlab-outbox";
const PATIENCE_MS = 10000;
const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 8000;
const MOST_TOO_FAST = 10; // after so many tries it was not haste: this phone has said all that it may

/** Post JSON; the status and the error's code. Status 0: nobody answered. */
export async function send(path, body = {}) {
  const ending = new AbortController();
  const timer = setTimeout(() => ending.abort(), PATIENCE_MS);
  try {
    const answer = await fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
      signal: ending.signal,
    });
    const text = await answer.text();
    let said = {};
    try {
      said = JSON.parse(text);
    } catch {
      // No body, or not the kit's own.
    }
    return { status: answer.status, code: said.error?.code ?? "", said };
  } catch {
    return { status: 0, code: "", said: {} };
  } finally {
    clearTimeout(timer);
  }
}

/** `taken(entry)`, `refused(entry, code)`, `out()` (this phone has not joined) and `changed()` are told. */
export class Outbox {
  constructor(told) {
    this.told = told;
    this.entries = recall();
    this.failing = "";
    this.busy = false;
    this.wait = FIRST_WAIT_MS;
    this.wake = () => {};
  }

  /** Say something; what was said under the same key and did not arrive is not said any more. */
  put(key, path, body) {
    this.entries = this.entries.filter((entry) => entry.key !== key || entry === this.going);
    this.entries.push({ key, path, body });
    this.keep();
    this.run();
  }

  /** What waits under this key, newest. */
  waiting(key) {
    return this.entries.filter((entry) => entry.key === key).pop()?.body;
  }

  has(start) {
    return this.entries.some((entry) => entry.key.startsWith(start));
  }

  /** The kit may be back: try at once. */
  poke() {
    this.wait = FIRST_WAIT_MS;
    this.wake();
    this.run();
  }

  clear() {
    this.entries = [];
    this.keep();
  }

  async run() {
    if (this.busy) return;
    this.busy = true;
    while (this.entries.length) {
      this.going = this.entries[0];
      const { status, code } = await send(this.going.path, this.going.body);
      const entry = this.going;
      this.going = null;
      if (status === 429) entry.tooFast = (entry.tooFast ?? 0) + 1;
      if (status === 0 || status >= 500 || (status === 429 && entry.tooFast < MOST_TOO_FAST)) {
        this.failing = code || "away";
        this.told.changed();
        await this.pause(status === 429 ? FIRST_WAIT_MS : this.wait * (0.75 + Math.random() / 2));
        this.wait = Math.min(LONGEST_WAIT_MS, this.wait * 2);
        continue;
      }
      this.failing = "";
      this.wait = FIRST_WAIT_MS;
      if (status === 401) {
        this.busy = false;
        return this.told.out();
      }
      this.entries = this.entries.filter((one) => one !== entry);
      this.keep();
      if (status < 300) this.told.taken(entry);
      else this.told.refused(entry, code);
    }
    this.busy = false;
  }

  pause(ms) {
    return new Promise((done) => {
      this.wake = done;
      setTimeout(done, ms);
    });
  }

  keep() {
    try {
      sessionStorage.setItem(KEPT, JSON.stringify(this.entries));
    } catch {
      // A private window may keep nothing; the page itself still does.
    }
    this.told.changed();
  }
}

function recall() {
  try {
    return JSON.parse(sessionStorage.getItem(KEPT)) ?? [];
  } catch {
    return [];
  }
}
