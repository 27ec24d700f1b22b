// @ts-check
// What a page for the street asks: one panel at a time, in the same place under the thumb.

import { enter } from "./choices.js";
import { byId, say, settle, timeOfDay, write } from "./page.js";

/** @import { Status } from "./offline/types.js" */

/** Whether something has been shown yet: a page that has just been opened leaves the focus at its top. */
let began = false;

/** Show this panel and no other; the thumb must not answer it by accident. @param {string} which */
export function raise(which) {
  for (const one of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-panel]"))) {
    one.hidden = one.dataset.panel !== which;
  }
  const open = /** @type {HTMLElement} */ (document.querySelector(`[data-panel="${which}"]`));
  settle(open);
  return open;
}

/** Bring a raised panel under the thumb, once it says what it asks. @param {HTMLElement} open */
export function bring(open) {
  // The thumb's keys first, should a full house not fit on the glass.
  open.scrollIntoView({ block: "nearest" });
  if (began) enter(open.querySelector("[data-first]") ?? open);
  began = true;
}

/** Whether a panel has been brought up since the page was opened. */
export function hasBegun() {
  return began;
}

/**
 * Write a panel's questions with the name of whoever is asked.
 * @param {HTMLElement} open
 * @param {Record<string, string>} values
 */
export function entitle(open, values) {
  for (const title of /** @type {NodeListOf<HTMLElement>} */ (open.querySelectorAll("[data-asks]"))) {
    title.textContent = say(title.dataset.asks ?? "", values);
  }
}

/**
 * Let every button with this data attribute do something with what it holds.
 * @param {string} name of the attribute, without "data-"
 * @param {(value: string) => void} act
 */
export function onEach(name, act) {
  for (const button of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(`[data-${name}]`))) {
    button.addEventListener("click", () => act(button.dataset[name] ?? ""));
  }
}

/** The counters that are always in view. @param {Status} status @param {string} needs */
export function drawCounters(status, needs) {
  const sync = byId("sync");
  write(sync, "#saved b", status.saved);
  write(sync, "#sent b", status.sent);
  write(sync, "#sent small", status.last_sent_at ? say("sentAt", { time: timeOfDay(status.last_sent_at) }) : "");
  sync.classList.toggle("sync--calm", !needs);
  write(byId("attention"), "span", needs || say("needsAttention", { n: 0 }));
}
