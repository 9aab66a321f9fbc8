// The charts of a report, drawn from the same descriptions as the printed ones. Nothing here is ever evaluated as code:
// expressions are interpreted, since the policy of these pages forbids to run what was put together on the way.

const sheet = document.getElementById("report");
const state = document.getElementById("paper");
const NARROW = 620; // CSS pixels of the sheet under which the charts are those for phones

/** The library empties a place by writing no text at all into it as HTML; anything else is refused. */
globalThis.trustedTypes?.createPolicy("default", { createHTML: (text) => (text === "" ? "" : null) });

let drawn = "";
let asked = 0;

async function draw() {
  const width = sheet.clientWidth < NARROW ? "narrow" : "wide";
  if (width === drawn) return;
  drawn = width;
  const number = ++asked;
  try {
    const [{ expressionInterpreter }, specs] = await Promise.all([
      import(sheet.dataset.interpreter),
      fetch(`${sheet.dataset.charts}?width=${width}`).then((answer) => answer.json()),
    ]);
    for (const place of sheet.querySelectorAll("[data-chart]")) {
      if (number !== asked) return;
      const spec = specs[place.dataset.chart];
      if (spec) await window.vegaEmbed(place, spec, { ast: true, expr: expressionInterpreter, renderer: "svg", actions: false, tooltip: false, defaultStyle: false });
      place.querySelector("svg")?.setAttribute("aria-hidden", "true"); // the figure around it says what it shows
    }
  } catch (error) {
    drawn = ""; // the tables below tell the same; the next turn of the phone tries again
    console.info(`The charts are not drawn: ${error.message}`);
  }
}

if (sheet && window.vegaEmbed) new ResizeObserver(draw).observe(sheet);

// A newer report is there, or the first: the page is asked for as a whole.
const made = state.dataset.made;
new MutationObserver(() => state.dataset.made !== made && location.reload()).observe(state, { attributeFilter: ["data-made"] });
