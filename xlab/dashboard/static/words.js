// Small things every page about rounds needs: words with gaps, texts in several languages, elements.

const holder = document.querySelector("[data-words]");
const table = JSON.parse(holder.dataset.words);
const language = document.documentElement.lang;

/** The words for `key` with `{values}` put in. */
export const say = (key, values = {}) => table[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);

/** Of words in several languages those of this page, else English, else whichever there are. */
export const pick = (said) => said[language] ?? said.en ?? Object.values(said)[0] ?? "";

/** "1 person" or "4 people": `key_none`, `key_one`, `key_some`. */
export const count = (key, n) => say(`${key}_${n === 0 ? "none" : n === 1 ? "one" : "some"}`, { count: n });

/** A figure as this page's language writes it. */
export const figure = (value, digits = 0) =>
  value.toLocaleString(language, { minimumFractionDigits: digits, maximumFractionDigits: digits });

/** An element: `make("p", { class: "lead" }, "text", child)`. An attribute that is false or undefined is left out. */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value !== false && value !== undefined) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

const SVG = "http://www.w3.org/2000/svg";

/** A drawing of lines, 24 by 24. */
export function icon(path, name = "icon") {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", name);
  svg.setAttribute("aria-hidden", "true");
  const line = document.createElementNS(SVG, "path");
  line.setAttribute("d", path);
  svg.append(line);
  return svg;
}

/** Write only what changed, so that a screen reader hears each thing once. */
export function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
