// @ts-check
// Typing a marked register with the fingers on the keys: a letter behind a number sends it, U in an empty box undoes.
// Fingers are quicker than the network. What is finished while something is on its way waits its turn, in order, and
// what is half typed stays in the box when the page's part is put in anew.

const KEYS = "vpan";
const UNDO = "u";

/** What waits its turn: texts to send, or UNDO. @type {string[]} */
const waiting = [];
/** What is on its way, "" for an undo; null for nothing. @type {string | null} */
let sent = null;
/** What was in the box when the page's part was put in anew. */
let ahead = "";
/** What came back in the box could not be read: it is put right first, and what waits goes after it. */
let isRefused = false;
/** Warnings about what waited: seen together, since nobody could read one before the next took its place. @type {Node[]} */
let warnings = [];

/** @returns {HTMLInputElement | null} */
function box() {
  const found = document.querySelector("#typed input[name=numbers]");
  return found instanceof HTMLInputElement ? found : null;
}

/** The part that is put in anew with each answer. @returns {HTMLElement | null} */
function part() {
  return document.querySelector("[data-typing]");
}

/** Where it is said what came of the last thing typed. */
function said() {
  return part()?.querySelector("[role=status]");
}

function undo() {
  const button = document.querySelector("[data-undo]");
  if (button instanceof HTMLButtonElement) button.click();
}

/** Send what waits longest. What is being typed meanwhile stays in the box. */
function next() {
  const field = box();
  const text = waiting.shift();
  if (!field || text === undefined) return;
  warnings.push(...(said()?.querySelectorAll(".notice--warn") ?? []));
  if (text === UNDO) {
    undo();
    return;
  }
  const typing = field.value;
  field.value = text;
  field.form?.requestSubmit();
  field.value = typing;
}

document.addEventListener("keydown", (event) => {
  const field = box();
  if (!field || event.target !== field || event.ctrlKey || event.metaKey || event.altKey) return;
  const key = event.key.toLowerCase();
  if (key === UNDO && field.value.trim() === "") {
    event.preventDefault();
    if (sent === null) undo();
    else waiting.push(UNDO);
    return;
  }
  // A district's own letters come before a number, so a letter counts only behind one.
  if (key.length === 1 && KEYS.includes(key) && /\d\s*$/.test(field.value)) {
    event.preventDefault();
    field.value = `${field.value.trim()} ${key}`;
    field.form?.requestSubmit();
  }
});

// Before anybody else hears of it: while one thing is on its way, the next one waits.
document.addEventListener(
  "submit",
  (event) => {
    const field = box();
    const form = event.target;
    if (!field || !(form instanceof HTMLFormElement) || !part()?.contains(form)) return;
    const isNext = form === field.form && field.value.trim() === "" && waiting.length > 0;
    if (sent === null && !isNext) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (sent === null) {
      next();
    } else if (form === field.form && field.value.trim() !== "") {
      waiting.push(field.value);
      field.value = "";
    }
  },
  true,
);

/**
 * Hear an event of htmx about a request of the part that changes.
 * @param {string} name
 * @param {(detail: any) => void} then
 */
function on(name, then) {
  document.addEventListener(name, (event) => {
    if (event instanceof CustomEvent && event.target instanceof Node && part()?.contains(event.target)) {
      then(event.detail);
    }
  });
}

// The request is put together: the box is free for the next number.
on("htmx:configRequest", ({ parameters, elt }) => {
  const field = box();
  sent = elt.id === "typed" ? parameters.numbers : "";
  if (field && elt === field.form) field.value = "";
});

on("htmx:beforeSwap", (detail) => {
  if (detail.xhr.status === 200 && detail.xhr.responseText.includes('id="typed"')) {
    ahead = box()?.value ?? "";
    return;
  }
  // A sign-in that has run out, or a page that is gone, is shown as a page and not inside this one.
  detail.shouldSwap = false;
  location.reload();
});

on("htmx:afterSwap", () => {
  const field = box();
  if (!field) return;
  isRefused = field.value !== "";
  if (!isRefused) field.value = ahead;
  said()?.prepend(...warnings);
  warnings = [];
  field.focus();
});

on("htmx:afterSettle", () => {
  sent = null;
  if (!isRefused) next();
});

on("htmx:sendError", () => {
  if (sent) waiting.unshift(sent);
  sent = null;
  const words = said();
  if (words) words.textContent = part()?.dataset.offline ?? "";
});

addEventListener("online", next);
