// The kit goes down: this page asks it whether it is still there, and says when the plug may be pulled. The kit's programs
// end first; the system then needs some seconds to finish with the card, in which nobody answers.

const EVERY_MS = 1000;
const MISSES = 3; // in a row, until the kit counts as gone: one is a bad moment of the Wi-Fi
const SETTLE_MS = 25_000; // a Raspberry Pi takes five to fifteen seconds from its last answer to the end

const gone = document.querySelector("#gone");
const ahead = document.querySelector("#ahead");
const restarts = gone.dataset.switch === "restart";
let misses = 0;
let since = 0;

async function answers() {
  try {
    return (await fetch("/api/v1/health", { cache: "no-store", signal: AbortSignal.timeout(2000) })).ok;
  } catch {
    return false;
  }
}

async function look() {
  const there = await answers();
  misses = there ? 0 : misses + 1;
  if (gone.dataset.step === "going" && misses >= MISSES) {
    gone.dataset.step = "waiting";
    since = Date.now();
  }
  if (gone.dataset.step === "waiting") {
    ahead.value = Math.min(100, (100 * (Date.now() - since)) / (restarts ? 2 * SETTLE_MS : SETTLE_MS));
    if (restarts ? there : ahead.value >= 100) gone.dataset.step = "done";
  }
  if (gone.dataset.step !== "done") setTimeout(look, EVERY_MS);
}
look();
