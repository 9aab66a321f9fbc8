// A new question: its kind, its words, what to choose from. Ready-made ones fill the form and stay in all languages.

import { make, pick, say, write } from "./words.js";

const MOST_OPTIONS = 20;
const FIRST_OPTIONS = 3;
const WITH_OPTIONS = { choice: 2, pair: 2, rank: 2, budget: 2, statements: 1 };
const WITH_IDEAS = ["pair", "statements"];

const element = (id) => document.getElementById(id);
const language = document.documentElement.lang;
const starters = JSON.parse(element("rounds").dataset.starters);

/** `ask({question, shows})` puts it to the room and says whether that was done. Gives back `fill(question)`. */
export function newQuestion(ask) {
  const form = element("new");
  const chosen = (name) => form.querySelector(`input[name=${name}]:checked`)?.value;
  const choose = (name, value) => {
    const one = form.querySelector(`input[name=${name}][value="${value}"]`);
    if (one) one.checked = true;
  };
  let ready = null; // the ready-made question in the form: words nobody changed are asked in all its languages

  function kindChanged() {
    const kind = chosen("kind");
    write(element("about"), say(`about_${kind}`));
    const shown = { "options-part": kind in WITH_OPTIONS, "scale-part": kind === "scale", "steps-part": kind === "scale", "most-part": kind === "choice", "budget-part": kind === "budget", "ideas-part": WITH_IDEAS.includes(kind) };
    for (const [id, wanted] of Object.entries(shown)) element(id).hidden = !wanted;
    write(element("options-title"), say(kind === "pair" || kind === "statements" ? `options_${kind}` : "options"));
    const offered = starters.filter((one) => one.kind === kind);
    const chips = offered.map((one) => make("button", { type: "button", class: "chip", onclick: () => fill(one) }, pick(one.text)));
    element("ready").replaceChildren(...chips);
    if (kind in WITH_OPTIONS) while (element("options").children.length < FIRST_OPTIONS) addOption("");
    problem("");
  }

  function addOption(text) {
    const list = element("options");
    const input = make("input", { maxlength: "200", autocomplete: "off", enterkeyhint: "next" });
    input.value = text;
    const remove = make("button", { type: "button", class: "remove" }, "\u00d7");
    const line = make("li", {}, input, remove);
    remove.addEventListener("click", () => (line.remove(), number(), (list.lastElementChild?.querySelector("input") ?? element("add")).focus()));
    input.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.isComposing) return;
      event.preventDefault();
      (line.nextElementSibling ?? addOption("")).querySelector("input").focus();
    });
    list.append(line);
    number();
    return line;
  }

  function number() {
    const lines = [...element("options").children];
    lines.forEach((line, index) => {
      line.querySelector("input").setAttribute("aria-label", say("option_label", { number: index + 1 }));
      line.querySelector(".remove").setAttribute("aria-label", say("option_remove", { number: index + 1 }));
    });
    element("add").hidden = lines.length >= MOST_OPTIONS;
  }

  function fill(question) {
    ready = question;
    choose("kind", question.kind);
    kindChanged();
    element("question").value = pick(question.text);
    element("options").replaceChildren();
    for (const option of question.options) addOption(pick(option.text));
    element("low").value = pick(question.low ?? {});
    element("high").value = pick(question.high ?? {});
    element("ideas").checked = Boolean(question.ideas);
    choose("steps", question.steps);
    choose("most", question.most);
    choose("budget", question.budget);
    problem("");
    // One tap more and it is asked; the words can be changed, but no keyboard comes up over them by itself.
    element("open").focus({ preventScroll: true });
    element("open").scrollIntoView({ block: "nearest" });
  }

  /** Words as they were typed; where they are those of the ready-made question, in all its languages. */
  function words(text, known) {
    const typed = text.trim();
    if (known && pick(known) === typed) return known;
    return typed ? { [language]: typed } : {};
  }

  function question() {
    const kind = chosen("kind");
    const known = ready?.options ?? [];
    const typed = kind in WITH_OPTIONS ? [...element("options").querySelectorAll("input")].map((input) => input.value.trim()).filter(Boolean) : [];
    return {
      kind,
      text: words(element("question").value, ready?.text),
      options: typed.map((text, index) => ({ id: `o${index + 1}`, text: words(text, known.find((one) => pick(one.text) === text)?.text) })),
      low: kind === "scale" ? words(element("low").value, ready?.low) : {},
      high: kind === "scale" ? words(element("high").value, ready?.high) : {},
      steps: Number(chosen("steps")),
      most: kind === "choice" ? Math.max(1, Math.min(Number(chosen("most")), typed.length)) : 1,
      budget: Number(chosen("budget")),
      ideas: WITH_IDEAS.includes(kind) && element("ideas").checked,
    };
  }

  function problem(text) {
    element("problem").hidden = !text;
    write(element("problem"), text);
    return text !== "";
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const asked = question();
    const fewest = asked.ideas ? 0 : (WITH_OPTIONS[asked.kind] ?? 0);
    if (!Object.keys(asked.text).length) return problem(say("need_question")) && element("question").focus();
    if (asked.options.length < fewest) return problem(say("need_options", { count: fewest })) && element("options").querySelector("input")?.focus();
    problem("");
    element("open").disabled = true;
    if (await ask({ question: asked, shows: chosen("shows") })) {
      ready = null;
      form.reset();
      element("options").replaceChildren();
      kindChanged();
    }
    element("open").disabled = false;
  });
  form.addEventListener("change", (event) => event.target.name === "kind" && kindChanged());
  element("add").addEventListener("click", () => addOption("").querySelector("input").focus());
  kindChanged();
  return { fill };
}
