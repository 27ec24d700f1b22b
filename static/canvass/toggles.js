// @ts-check
// Boxes of which several may be chosen; each tap is told at once.

import { copy } from "./page.js";

/** @typedef {{code: string, label: string}} Offered */

/**
 * Put boxes before what is in a place already. `changed` hears all that are chosen.
 * @param {HTMLElement} place
 * @param {string} template
 * @param {Offered[]} offered
 * @param {(codes: string[]) => void} changed
 */
export function toggles(place, template, offered, changed) {
  place.prepend(...offered.map((one) => key(template, one)));
  place.addEventListener("change", () => changed(chosen(place)));
}

/** A box or a radio button with its word. @param {string} template @param {Offered} offered */
export function key(template, { code, label }) {
  const made = copy(template);
  /** @type {HTMLInputElement} */ (made.querySelector("input")).value = code;
  made.append(label);
  return made;
}

/** The codes that are chosen in a place. @param {HTMLElement} place */
export function chosen(place) {
  const boxes = /** @type {NodeListOf<HTMLInputElement>} */ (place.querySelectorAll("input:checked"));
  return [...boxes].map((box) => box.value);
}

/** Choose these codes and no others. @param {HTMLElement} place @param {string[]} codes */
export function choose(place, codes) {
  for (const box of place.querySelectorAll("input")) box.checked = codes.includes(box.value);
}
