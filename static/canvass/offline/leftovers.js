// @ts-check
// Work that is still on this phone from somewhere else: this person's other boards, and other people who used the
// phone. It goes out with the token that was stored with it, and nothing of it is shown.

import { Clock } from "./clock.js";
import { Store, names } from "./db.js";
import { hear } from "./heard.js";
import { roots } from "./outbox.js";
import { Sender, http, lockedAs } from "./sync.js";

/** @import { Command } from "./types.js" */

/** What is long sent, and long not looked at, is forgotten. */
const KEPT_FOR = 14 * 24 * 60 * 60_000;

/**
 * Try once to send all that is left on this phone, but for the one queue that the page itself takes care of. With
 * `ask`, queues that have nothing to send ask too whether they are still wanted.
 * Returns how many stories are still not wholly sent, and the server's word about the queues that were wiped. Throws
 * StoreLost.
 * @param {{except?: {store: string, key: string}|null, ask?: boolean}} [how]
 */
export async function sendLeftovers({ except = null, ask = false } = {}) {
  let left = 0;
  /** @type {Command[]} */
  const stops = [];
  for (const name of await names()) {
    const store = await Store.open(name);
    for (const queue of await store.queues()) {
      if (name === except?.store && queue.key === except.key) continue;
      stops.push(...(await sendOnce(store, queue.key, ask)));
      left += roots(await store.rows(queue.key)).size;
      if (Date.now() - queue.touched_at > KEPT_FOR) await store.forget(queue.key);
    }
    store.close();
  }
  return { left, stops };
}

/** @param {Store} store @param {string} key @param {boolean} ask */
async function sendOnce(store, key, ask) {
  /** @type {unknown[]} */
  const failures = [];
  /** @type {Command[]} */
  const stops = [];
  const sender = new Sender({
    store,
    key,
    wire: http,
    clock: new Clock(),
    alone: lockedAs(`rosette-send-${store.name}-${key}`),
    failed: (error) => failures.push(error),
    heard: async (time, commands) => void (await hear(store, key, time, commands)),
    stopped: (stop, gone) => {
      if (gone) stops.push(stop);
    },
    // No second try by itself: whoever called decides when.
    later: () => 0,
  });
  if (ask) sender.checkIn();
  await sender.attempt();
  if (failures.length) throw failures[0];
  return stops;
}
