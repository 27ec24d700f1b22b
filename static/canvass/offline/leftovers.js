// @ts-check
// Work that is still on this phone from somewhere else: this person's other boards, and other people who used the
// phone. It goes out with the token that was stored with it, and nothing of it is shown.

import { Clock } from "./clock.js";
import { Store, names } from "./db.js";
import { roots } from "./outbox.js";
import { Sender, http, lockedAs } from "./sync.js";

/** What is long sent, and long not looked at, is forgotten. */
const KEPT_FOR = 14 * 24 * 60 * 60_000;

/**
 * Try once to send all that is left on this phone, but for the one queue that the page itself takes care of.
 * Returns how many stories are still not wholly sent. Throws StoreLost.
 * @param {{store: string, key: string}|null} [except]
 */
export async function sendLeftovers(except = null) {
  let left = 0;
  for (const name of await names()) {
    const store = await Store.open(name);
    for (const queue of await store.queues()) {
      if (name === except?.store && queue.key === except.key) continue;
      await sendOnce(store, queue.key);
      left += roots(await store.rows(queue.key)).size;
      if (Date.now() - queue.touched_at > KEPT_FOR) await store.forget(queue.key);
    }
    store.close();
  }
  return left;
}

/** @param {Store} store @param {string} key */
async function sendOnce(store, key) {
  /** @type {unknown[]} */
  const failures = [];
  const sender = new Sender({
    store,
    key,
    wire: http,
    clock: new Clock(),
    alone: lockedAs(`rosette-send-${store.name}-${key}`),
    failed: (error) => failures.push(error),
    // No second try by itself: whoever called decides when.
    later: () => 0,
  });
  await sender.attempt();
  if (failures.length) throw failures[0];
}
