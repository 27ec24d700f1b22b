// @ts-check
// "All is well" from the board itself, in one tap. It goes to the leader at once or not at all: kept for later it would
// say something that was true an hour ago.

import { byId, onPress, say, timeOfDay } from "./page.js";

/** @import { Pack } from "./offline/types.js" */

const PATIENCE = 10_000;

/** A board of no session has no leader who waits. @param {Pack["session"]} session @param {() => string} csrf */
export function wireFine(session, csrf) {
  const url = session?.fine;
  byId("fine").hidden = !url;
  if (!url) return;
  onPress("fine", async () => {
    const said = byId("fine-said");
    said.hidden = false;
    said.textContent = say("fineBegun");
    const heard = await tell(url, csrf());
    said.textContent = heard
      ? say("fineSaid", { time: timeOfDay(new Date().toISOString()), leader: session.leader })
      : say("fineUnsaid", { leader: session.leader });
  });
}

/** @param {string} url @param {string} token */
async function tell(url, token) {
  try {
    const headers = { "X-CSRFToken": token, Accept: "application/json" };
    const signal = AbortSignal.timeout(PATIENCE);
    const answer = await fetch(url, { method: "POST", headers, redirect: "manual", signal });
    return answer.status === 204; // a page for signing in, or somebody's Wi-Fi, answers otherwise
  } catch {
    return false;
  }
}
