// @ts-check
// What is saved, what is sent, what needs attention: always in view, and the sheet behind it that says more.

import { takeOver } from "./installing.js";
import { announce, byId, copy, dayAndTime, download, onPress, say, timeOfDay, write } from "./page.js";

/** @import { Status } from "./offline/types.js" */
/** @import { Session } from "./offline/session.js" */

const TOO_OLD = 2 * 60 * 60_000;
const TOO_MANY = 200;
/** What the way out is called while nothing waits. */
const wayOut = byId("sheet-leave").textContent ?? "";

/** The one thing that needs a person, in order of weight; "" when nothing does. @param {Status} status */
export function needed(status) {
  if (status.attention) return say("needsAttention", { n: status.attention });
  if (status.trouble === "sign_in") return say(status.refusal ? "cantSend" : "signInToSend");
  if (status.trouble === "upgrade") return say("upgradeToSend");
  if (status.earlier?.unsent) return say("mayBeLost", { n: status.earlier.unsent });
  if (status.earlier?.emptied) return say("someMayBeLost");
  const old = status.oldest !== null && Date.now() - status.oldest > TOO_OLD;
  return old || status.waiting > TOO_MANY ? say("notSentYet", { n: status.waiting }) : "";
}

/** Why nothing goes out just now, in words; "" when all is well. @param {Status} status */
function trouble(status) {
  const words = {
    sign_in: "troubleSignIn",
    upgrade: "troubleUpgrade",
    unreachable: "troubleUnreachable",
    elsewhere: "troubleElsewhere",
    refused: "troubleServer",
    busy: "troubleServer",
  };
  if (status.trouble === "sign_in" && status.refusal) return status.refusal;
  return status.trouble && status.waiting ? say(words[status.trouble]) : "";
}

/**
 * Wire the sheet up with a session. `show(status, needs)` draws the page's own counters.
 * @param {(status: Status, needs: string) => void} show
 */
export function makeStrip(show) {
  const sheet = /** @type {HTMLDialogElement} */ (byId("sheet"));
  /** @type {Session|null} */
  let session = null;
  let lastNeed = "";

  function draw() {
    if (!session) return;
    const status = session.status();
    const needs = needed(status);
    show(status, needs);
    if (needs && needs !== lastNeed) announce(needs);
    lastNeed = needs;
    if (sheet.open) fill(session, status);
  }

  function open(leaving = false) {
    byId("sheet-leaving").hidden = !leaving;
    sheet.showModal();
    draw();
  }

  for (const opener of document.querySelectorAll("[data-opens-sheet]")) opener.addEventListener("click", () => open());
  onPress("sheet-close", () => sheet.close());
  onPress("sheet-send", () => void session?.sender.now().then(draw));
  onPress("sheet-export", () => void save(session));
  onPress("earlier-read", () => void session?.readEarlier());
  byId("sheet-upgrade").addEventListener("click", (event) => {
    event.preventDefault();
    void takeOver(location.pathname).finally(() => {
      session?.mayLeave();
      location.reload();
    });
  });
  /** @param {Event} event */
  function leave(event) {
    if (!session?.status().waiting || sheet.open) return;
    event.preventDefault();
    event.stopPropagation();
    open(true);
  }

  for (const link of document.querySelectorAll("a[data-leave]")) link.addEventListener("click", leave);
  for (const form of document.querySelectorAll("form[data-leave]")) form.addEventListener("submit", leave);
  return {
    draw,
    /** @param {Session} opened */
    use(opened) {
      session = opened;
      // It can save again: until now `stop` was in the way.
      /** @type {HTMLDialogElement} */ (byId("stop")).close();
      draw();
    },
  };
}

/** @param {Session|null} session */
async function save(session) {
  const file = await session?.exported();
  if (file) download(file, `rosette-${new Date().toISOString().slice(0, 16).replace(/\D/g, "")}.json`);
}

/** What the phone before this one held, or this one before its browser emptied it. @param {Status} status */
function fillEarlier({ earlier }) {
  const place = byId("sheet-earlier");
  place.hidden = !earlier;
  if (!earlier) return;
  const { emptied, heard_at, unsent } = earlier;
  const time = heard_at ? dayAndTime(heard_at) : "";
  const held = unsent ? say("earlierUnsent", { n: unsent, time }) : say("earlierSent", { time });
  write(place, "h3", say(emptied ? "earlierEmptied" : "earlierOther"));
  write(place, "p", time ? held : say("earlierNever"));
  write(place, "p + p", say(emptied ? "earlierGone" : "earlierThere"));
}

/** @param {Session} session @param {Status} status */
function fill(session, status) {
  fillEarlier(status);
  byId("sheet-fragile").hidden = !status.fragile || !status.waiting;
  write(byId("sheet"), "#sheet-saved", status.saved);
  write(byId("sheet"), "#sheet-sent", status.sent);
  write(byId("sheet"), "#sheet-last", status.last_sent_at ? timeOfDay(status.last_sent_at) : say("notYet"));
  write(byId("sheet"), "#sheet-waiting", status.waiting);
  write(byId("sheet"), "#sheet-trouble", trouble(status));
  const checks = session.stories().filter((story) => story.check).length;
  write(byId("sheet"), "#sheet-checks", checks ? say("checks", { n: checks }) : "");
  write(byId("sheet"), "#sheet-elsewhere", status.elsewhere ? say("elsewhere", { n: status.elsewhere }) : "");
  write(byId("sheet"), "#sheet-leave", status.waiting ? say("leaveUnsent", { n: status.waiting }) : wayOut);
  byId("sheet-sign-in").hidden = status.trouble !== "sign_in" || status.refusal !== null;
  byId("sheet-upgrade").hidden = status.trouble !== "upgrade";
  byId("sheet-file").hidden = status.waiting + status.attention === 0;
  const items = session.needAttention().map((row) => {
    const item = copy("t-attention");
    write(item, "b", timeOfDay(row.saved_at));
    write(item, "span", row.attention?.message || say("cantBeTaken"));
    return item;
  });
  byId("sheet-attention").replaceChildren(...items);
}

/**
 * Say that this phone can't save any more, and stay in the way until it can: `use` closes it. Never pretend.
 * @param {string} reason of the StoreLost
 * @param {Session|null} session
 * @param {() => void} again
 */
export function stop(reason, session, again) {
  const dialog = /** @type {HTMLDialogElement} */ (byId("stop"));
  const words = { full: "stopFull", missing: "stopMissing", blocked: "stopBlocked", closed: "stopClosed" };
  const waiting = session?.status().waiting ?? 0;
  write(dialog, "#stop-why", say(words[/** @type {keyof words} */ (reason)] ?? "stopClosed"));
  const kept = waiting ? say("stopKept", { n: waiting }) : say("stopNothing");
  write(dialog, "#stop-kept", session ? kept : "");
  byId("stop-export").hidden = !waiting;
  byId("stop-export").onclick = () => void save(session);
  const button = /** @type {HTMLButtonElement} */ (byId("stop-again"));
  button.disabled = false;
  button.onclick = () => {
    button.disabled = true;
    again();
  };
  // Escape would leave a page behind that looks as if it could save.
  dialog.oncancel = (event) => event.preventDefault();
  if (!dialog.open) dialog.showModal();
}
