// The live feed: the room as it changes, for as long as the page is open.

const RETRY_MS = 2500;

/** Call `onRoom` with every room and `onLink` with whether the feed is connected. A sign-in that ended reloads the page. */
export function follow(onRoom, onLink) {
  const feed = new EventSource("/live");
  feed.addEventListener("open", () => onLink(true));
  feed.addEventListener("room", (message) => onRoom(JSON.parse(message.data)));
  feed.addEventListener("error", () => {
    onLink(false);
    // The browser comes back by itself, except after an answer that is no feed: then we ask why.
    if (feed.readyState === EventSource.CLOSED) setTimeout(() => again(onRoom, onLink), RETRY_MS);
  });
}

async function again(onRoom, onLink) {
  try {
    const answer = await fetch("/api/v1/room");
    if (answer.status === 401) return location.reload();
  } catch {
    // Not there yet: the feed below tries again.
  }
  follow(onRoom, onLink);
}

/** Show or hide the note that the link is down; a short gap is not worth a word. */
export function linkNote(note) {
  let timer = 0;
  return (up) => {
    clearTimeout(timer);
    if (up) note.hidden = true;
    else timer = setTimeout(() => (note.hidden = false), 1000);
  };
}

/** Say across the page where the badges come from, unless they are here. */
export function showBand(band, radio, words) {
  band.hidden = radio.source === "live";
  if (band.hidden) return;
  band.querySelector("strong").textContent = words.source[radio.source];
  band.querySelector("span").textContent = words.band[radio.source];
}

/** What is on a station's screen, in words: the demo's title while one plays. */
export function screenWords(spot, words) {
  if (spot.screen === "playing" && spot.demo) return words.demo[spot.demo] ?? spot.demo;
  return words.screen[spot.screen] ?? "";
}
