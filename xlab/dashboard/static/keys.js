// A finger made of keys, for whoever cannot point: arrows move it over the live picture, Enter or Space puts it down.

const STEP = 1 / 24; // of the picture's longer side, for each press of an arrow
const FINE = 1 / 96; // the same with Shift
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** Let keys tap on the picture `screen` while `device` has the focus; `mark` shows where. `put(phase, x, y)` gets shares of it. */
export function fingerOfKeys(device, screen, mark, put) {
  let at = { x: 0.5, y: 0.5 };
  let down = false;

  function show() {
    mark.style.left = `${at.x * 100}%`;
    mark.style.top = `${at.y * 100}%`;
    mark.classList.toggle("down", down);
  }

  function lift(phase) {
    if (!down) return;
    down = false;
    put(phase, at.x, at.y);
    show();
  }

  device.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const arrow = ARROWS[event.key];
    if (arrow) {
      event.preventDefault();
      const { width, height } = screen.getBoundingClientRect();
      const step = (event.shiftKey ? FINE : STEP) * Math.max(width, height);
      const inside = (value) => Math.min(Math.max(value, 0), 1);
      at = { x: inside(at.x + (arrow[0] * step) / width), y: inside(at.y + (arrow[1] * step) / height) };
      if (down) put("move", at.x, at.y);
    } else if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      if (down || event.repeat) return; // a key that is held is a finger that stays
      down = true;
      put("down", at.x, at.y);
    }
    show();
  });
  device.addEventListener("keyup", (event) => (event.key === "Enter" || event.key === " ") && lift("up"));
  device.addEventListener("blur", () => lift("cancel")); // the key comes up where nobody hears it
  show();
}
