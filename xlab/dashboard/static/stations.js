// The stations as they are, and orders to them; a hand that is on a question is not disturbed.

import { keepFresh } from "./now.js";

const EVERY_MS = 1000;

keepFresh("/stations?part=now", EVERY_MS);

document.getElementById("rows").addEventListener("click", (event) => {
  if (!event.target.closest(".keep")) return;
  const question = event.target.closest("details");
  question.open = false;
  question.querySelector("summary").focus();
});
