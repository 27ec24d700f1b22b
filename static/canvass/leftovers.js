// @ts-check
// On the pages around a board: send what is still only on this phone, and say how much that is. Where nothing holds
// somebody up who is on the way to signing in (#go-on), they go on by themselves. Whoever signs out with work unsent is
// told, and may. What the server takes back from this phone goes, and that is said too.

import { sendLeftovers } from "./offline/leftovers.js";
import { byId, say, write } from "./page.js";

/** @import { Command } from "./offline/types.js" */

const AGAIN = 30_000;
let left = 0;
let sending = false;
let asked = false;

async function send() {
  if (sending) return;
  sending = true;
  try {
    const told = await sendLeftovers({ ask: !asked });
    left = told.left;
    if (told.stops.length) write(document, "#wiped", words(told.stops));
  } catch (error) {
    console.warn("What is on this phone can't be read here.", error);
  } finally {
    sending = false;
    asked = true;
  }
  const onward = /** @type {HTMLAnchorElement|null} */ (document.getElementById("go-on"));
  if (onward && !left && byId("wiped").hidden) location.replace(onward.href);
  write(document, "#leftovers", left ? say("left", { n: left }) : "");
}

/** Each reason once. @param {Command[]} stops */
function words(stops) {
  const why = [...new Set(stops.map((stop) => stop.message))].join(" ");
  return `${why} ${say("wiped", { n: stops.length })}`;
}

addEventListener("online", () => void send());
document.addEventListener("visibilitychange", () => void send());
setInterval(() => {
  if (left) void send();
}, AGAIN);
for (const form of /** @type {NodeListOf<HTMLFormElement>} */ (document.querySelectorAll("form[data-leaving]"))) {
  form.addEventListener("submit", (event) => {
    if (!left || form.dataset.leaving === "told") return;
    event.preventDefault();
    // Before once.js hears of it, which would take the second press for a repeat.
    event.stopPropagation();
    form.dataset.leaving = "told";
    write(form, "button", say("leaveUnsent", { n: left }));
    byId("leftovers").scrollIntoView({ block: "center" });
  });
}
void send();
