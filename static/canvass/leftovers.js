// @ts-check
// On the pages around a board: send what is still only on this phone, and say how much that is. Whoever signs out
// with work unsent is told, and may.

import { sendLeftovers } from "./offline/leftovers.js";
import { byId, say, write } from "./page.js";

const AGAIN = 30_000;
let left = 0;
let sending = false;

async function send() {
  if (sending) return;
  sending = true;
  try {
    left = await sendLeftovers();
  } catch (error) {
    console.warn("What is on this phone can't be read here.", error);
  } finally {
    sending = false;
  }
  write(document, "#leftovers", left ? say("left", { n: left }) : "");
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
