// @ts-check
// The server has taken this phone's place back: say so, say what became of what was saved, and leave nothing behind.

import { announce, byId, say, write } from "./page.js";

/** @import { Stop } from "./offline/session.js" */

/**
 * Write what happened into the page's panel for it. Called as soon as the server has said it, and again when all is
 * sent and gone.
 * @param {Stop} stop
 * @param {number} waiting records still to send
 */
export function tellStop(stop, waiting) {
  const panel = byId("stopped");
  const why = stop.command?.message || say("stopped");
  write(panel, "h2", why);
  write(panel, "#stopped-sent", stop.gone ? sent(stop) : waiting ? say("stopping", { n: waiting }) : "");
  write(panel, "#stopped-checks", stop.gone && stop.checks ? say("checks", { n: stop.checks }) : "");
  write(panel, "#stopped-lost", stop.gone && stop.lost ? say("stoppedLost", { n: stop.lost }) : "");
  write(panel, "#stopped-gone", stop.gone ? say("stoppedGone") : "");
  panel.hidden = false;
  byId("sync").hidden = stop.gone;
  announce(stop.gone ? say("stoppedGone") : why);
}

/** @param {Stop} stop */
function sent(stop) {
  return stop.sent ? say("stoppedSent", { n: stop.sent }) : say("stoppedNothing");
}
