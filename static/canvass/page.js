// @ts-check
// What both phone pages need of the page itself. Every word comes from the template, so that it can be translated.

/**
 * Return the element with this id. A page without it is a fault in the template.
 * @template {HTMLElement} [E=HTMLElement]
 * @param {string} id
 * @returns {E}
 */
export function byId(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`The page has no #${id}`);
  return /** @type {E} */ (found);
}

/** Return what the server put into the page as JSON. @param {string} id @returns {any} */
export function data(id) {
  return JSON.parse(byId(id).textContent ?? "null");
}

const plurals = new Intl.PluralRules(document.documentElement.lang || "en-GB");
const clock = new Intl.DateTimeFormat(document.documentElement.lang || "en-GB", {
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
  timeZone: "Europe/London",
});

/** @type {Record<string, string|undefined>} */
const vocabulary = {};
for (const place of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-words]"))) {
  Object.assign(vocabulary, place.dataset);
}

/**
 * Return the template's words under `name`, with {placeholders} filled in. Where the words differ by number they are
 * data-name-one, data-name-other and so on, chosen by `n`.
 * @param {string} name as in dataset: "doorsLeft" is data-doors-left
 * @param {Record<string, string|number>} [values]
 */
export function say(name, values = {}) {
  const form = "n" in values ? plurals.select(Number(values.n)) : "";
  const inForm = form && vocabulary[`${name}${form[0].toUpperCase()}${form.slice(1)}`];
  const words = inForm || (form && vocabulary[`${name}Other`]) || vocabulary[name];
  if (words === undefined) throw new Error(`The page has no words for ${name}`);
  return words.replace(/\{(\w+)\}/g, (_all, key) => String(values[key] ?? ""));
}

/** Return "16:41", as the clocks in Britain show it. @param {number|string|Date} at */
export function timeOfDay(at) {
  return clock.format(new Date(at));
}

const calendar = new Intl.DateTimeFormat(document.documentElement.lang || "en-GB", {
  day: "numeric",
  month: "long",
  timeZone: "Europe/London",
});

/** Return "16:41" for today, and "9 March, 16:41" for another day. @param {number|string|Date} at */
export function dayAndTime(at) {
  const day = calendar.format(new Date(at));
  return day === calendar.format(new Date()) ? timeOfDay(at) : `${day}, ${timeOfDay(at)}`;
}

const dates = new Intl.DateTimeFormat("en-CA", { timeZone: "Europe/London" });

/** Return the date in Britain as "2026-05-07". @param {number|Date} at */
export function dateOf(at) {
  return dates.format(at);
}

/**
 * Return a copy of a <template>'s one element.
 * @template {HTMLElement} [E=HTMLElement]
 * @param {string} id
 * @returns {E}
 */
export function copy(id) {
  const made = /** @type {HTMLTemplateElement} */ (byId(id)).content.firstElementChild?.cloneNode(true);
  if (!made) throw new Error(`The template #${id} is empty`);
  return /** @type {E} */ (made);
}

/**
 * Write text into the first element inside `root` that matches, and hide it when there is none.
 * @param {ParentNode} root
 * @param {string} selector
 * @param {string|number} text
 */
export function write(root, selector, text) {
  const found = /** @type {HTMLElement} */ (root.querySelector(selector));
  if (found.textContent !== String(text)) found.textContent = String(text);
  found.hidden = text === "";
}

/** Call `work` when an element with this id is pressed. @param {string} id @param {(event: MouseEvent) => void} work */
export function onPress(id, work) {
  byId(id).addEventListener("click", work);
}

/** Tell a screen reader, once. @param {string} text */
export function announce(text) {
  byId("heard").textContent = text;
}

/** Hand somebody a file. @param {Blob} blob @param {string} name */
export function download(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

const SETTLE = 300;

/**
 * What has just come up under a thumb takes no tap for a moment: a second tap was meant for what was there before.
 * @param {HTMLElement} element
 */
export function settle(element) {
  element.classList.add("settling");
  setTimeout(() => element.classList.remove("settling"), SETTLE);
}
