// The rest of the pages on a phone: a tap beside them or Escape puts them away. Without scripts a second tap does.
const rest = document.querySelector("#rest");

document.addEventListener("pointerdown", (event) => {
  if (rest && !rest.contains(event.target)) rest.open = false;
});
rest?.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !rest.open) return;
  rest.open = false;
  rest.querySelector("summary").focus();
});
