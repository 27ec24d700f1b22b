// @ts-check
// The PIN for the day is also the one that keeps boards on this phone, so that nobody has to choose two. Both open the
// same names to the same person until the same evening; the server has a slow hash of it, this phone a key behind it.

import { Store, nameFor } from "./offline/db.js";
import { canEncrypt, choosePin, hasPin, isPin } from "./offline/vault.js";
import { byId } from "./page.js";

const form = /** @type {HTMLFormElement} */ (document.querySelector("#main form"));
let isOnItsWay = false;

form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (isOnItsWay) return;
  isOnItsWay = true;
  void keep().finally(() => form.submit());
});

/** Where this phone keeps nothing, or what it keeps has a PIN already, the day's PIN signs in and no more. */
async function keep() {
  const [pin, again] = /** @type {NodeListOf<HTMLInputElement>} */ (form.querySelectorAll("input[type=password]"));
  if (!canEncrypt() || !isPin(pin.value) || pin.value !== again.value) return;
  try {
    const store = await Store.open(nameFor(byId("main").dataset.user ?? ""));
    if (!(await hasPin(store)) || !(await store.packs()).length) await choosePin(store, pin.value);
    store.close();
  } catch (error) {
    console.warn("No PIN can be kept on this phone.", error);
  }
}

// Coming back with the browser's own button shows the page as it was left.
addEventListener("pageshow", () => (isOnItsWay = false));
