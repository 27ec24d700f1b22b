// @ts-check
// What an answer says beside what became of each event: the server's time, and whom to take off the list. It is on the
// disk before the phone says that it has heard it, and a pack is never opened without it.

import { recalled } from "./recall.js";

/** @import { Command, Recalled } from "./types.js" */
/** @import { Store } from "./db.js" */

/**
 * Returns whom to take off the list that may be open just now, and whether all of it was taken back.
 * @param {Store} store
 * @param {string} key of the queue
 * @param {string|null} time
 * @param {Command[]} commands
 * @returns {Promise<{doors: Recalled[], withdrawn: boolean}>}
 */
export async function hear(store, key, time, commands) {
  const news = commands.flatMap((one) => {
    const doors = recalled(one);
    return doors.length ? [{ number: Number(one.number), doors }] : [];
  });
  const withdrawn = commands.some((one) => one.command === "withdrawn");
  const queue = await store.queue(key);
  if (!queue) return { doors: [], withdrawn };
  const change = { ...(time ? { server_time: later(queue.server_time, time) } : {}) };
  if (news.length) {
    const recalls = [...(queue.recalls ?? []), ...news];
    const heard = Math.max(queue.heard ?? 0, ...news.map((one) => one.number));
    await store.keepQueue(key, { ...change, recalls, heard });
  } else if (time) await store.keepQueue(key, change);
  if (withdrawn) await store.dropPack(key);
  return { doors: news.flatMap((one) => one.doors), withdrawn };
}

/** @param {string|null|undefined} one @param {string} other */
function later(one, other) {
  return one && Date.parse(one) > Date.parse(other) ? one : other;
}
