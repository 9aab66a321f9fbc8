// Dragging demos into another order, with a finger or the mouse. The arrows beside each do the same without this.

/** Let the rows of `form` be dragged by their grip; `keep(form data)` is told the order that came of it. */
export function arrange(form, keep) {
  let held = null;

  form.addEventListener("pointerdown", (event) => {
    const grip = event.target.closest(".grip");
    if (!grip || event.button !== 0 || held) return;
    event.preventDefault();
    held = { row: grip.closest("li"), pointer: event.pointerId, before: order(form) };
    form.setPointerCapture(event.pointerId); // the row moves in the page, which would lose it
    held.row.classList.add("held");
  });

  form.addEventListener("pointermove", (event) => {
    if (event.pointerId !== held?.pointer) return;
    const { row } = held;
    const [above, below] = [row.previousElementSibling, row.nextElementSibling];
    if (above && event.clientY < middle(above)) above.before(row);
    else if (below && event.clientY > middle(below)) below.after(row);
  });

  for (const name of ["pointerup", "pointercancel"]) {
    form.addEventListener(name, (event) => {
      if (event.pointerId !== held?.pointer) return;
      const { row, before } = held;
      held = null;
      row.classList.remove("held");
      if (order(form) === before) return;
      form.elements.order.value = order(form);
      keep(new FormData(form));
    });
  }

  // The arrows change the order on the server, which says how it is then.
  new MutationObserver(() => held || (form.elements.order.value = order(form))).observe(form, {
    childList: true,
    subtree: true,
  });
}

const middle = (row) => row.getBoundingClientRect().top + row.offsetHeight / 2;
const order = (form) => [...form.querySelectorAll("[data-demo]")].map((row) => row.dataset.demo).join(" ");
