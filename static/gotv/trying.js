// @ts-check
// Before the day: try whether this phone keeps numbers and reaches Rosette, as the keypad will. Only then is it noted that
// it works. Without a script the form says no more than that the page came through.

import { install } from "../canvass/installing.js";
import { Session } from "../canvass/offline/session.js";
import { byId, data, say, write } from "../canvass/page.js";

/** @import { Teller } from "../canvass/offline/types.js" */

/** @type {Teller} */
const teller = data("teller");
const form = /** @type {HTMLFormElement} */ (byId("try"));

form.addEventListener("submit", (event) => {
  event.preventDefault();
  // Before once.js hears of it: whoever finds signal presses again.
  event.stopPropagation();
  void attempt();
});

async function attempt() {
  write(document, "#tried", say("trying"));
  const { user, station, election, urls } = teller;
  const csrf = /** @type {HTMLInputElement} */ (form.querySelector("[name=csrfmiddlewaretoken]")).value;
  const place = { user: user.id, key: `teller:${election.id}:${station.id}`, name: station.name, urls, csrf };
  const nothing = () => {};
  try {
    const session = await Session.open(place, { changed: nothing, failed: nothing, stopped: nothing });
    await session.store.keepQueue(place.key, { teller });
    await install("/gotv/teller/");
    if (!(await isHeard(session, place.key))) {
      write(document, "#tried", say("noAnswer"));
      return;
    }
  } catch {
    write(document, "#tried", say("keepsNothing"));
    return;
  }
  form.submit();
}

/** Send an empty batch under the phone's own token: the way that every number will go. @param {Session} session @param {string} key */
async function isHeard({ sender, store }, key) {
  if (!(await store.queue(key))?.token && (await sender.renew()) !== "granted") return false;
  const queue = await store.queue(key);
  if (!queue) return false;
  const outcome = await sender.wire.post(queue, sender.envelope(queue, [], 0));
  return outcome.kind === "received";
}
