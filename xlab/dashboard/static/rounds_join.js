// The code as large as the screen, and how many phones came in by it.

import { say, write } from "./words.js";

const counted = document.getElementById("joined");
const feed = new EventSource("/join/live");
feed.addEventListener("counts", (message) => {
  const { joined } = JSON.parse(message.data);
  write(counted, joined === 0 ? "" : joined === 1 ? say("lead_one") : say("lead_some", { count: joined }));
});

const button = document.getElementById("full");
const page = document.getElementById("invite");
button.hidden = !page.requestFullscreen;
button.addEventListener("click", () => page.requestFullscreen().catch(() => (button.hidden = true)));
