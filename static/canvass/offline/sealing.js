// @ts-check
// Finished answers are sealed: each under a fresh key that only the server can open. From then on this phone itself
// can no longer read them; it only carries them.

/** @import { Seal, Sealed, Waiting } from "./types.js" */

/** The last ones stay open while somebody looks at the page. */
export const OPEN = 5;
/** Nothing stays open for longer than this. */
export const AFTER = 10 * 60_000;

/**
 * Which rows to seal now: all but the last five, and those too once they are ten minutes old or nobody looks. Pure.
 * @param {Waiting[]} rows of one queue
 * @param {number} now ms
 * @param {boolean} [all] nobody looks at the page any more
 */
export function due(rows, now, all = false) {
  const open = rows.filter((row) => !isSealed(row.event) && !row.acked_at).sort((one, other) => one.seq - other.seq);
  const newest = new Set(open.slice(-OPEN));
  return open.filter((row) => all || !newest.has(row) || now - row.saved_at > AFTER);
}

/** @param {Waiting["event"]} event @returns {event is Sealed} */
export function isSealed(event) {
  return "sealed" in event;
}

/**
 * Return the sealed form of an event.
 * @param {Waiting["event"]} event
 * @param {Seal} seal
 * @returns {Promise<Sealed>}
 */
export async function sealed(event, seal) {
  const publicKey = await crypto.subtle.importKey(
    "spki",
    fromBase64(seal.spki),
    { name: "RSA-OAEP", hash: "SHA-256" },
    false,
    ["encrypt"],
  );
  const key = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, true, ["encrypt"]);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const clear = new TextEncoder().encode(JSON.stringify(event));
  const data = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, clear);
  const raw = await crypto.subtle.exportKey("raw", key);
  const wrapped = await crypto.subtle.encrypt({ name: "RSA-OAEP" }, publicKey, raw);
  const box = { v: 1, key: seal.key, wrapped: toBase64(wrapped), iv: toBase64(iv), data: toBase64(data) };
  return { id: event.id, device_seq: event.device_seq, sealed: box };
}

/** @param {ArrayBuffer|Uint8Array} bytes */
function toBase64(bytes) {
  return btoa(String.fromCharCode(...new Uint8Array(bytes)));
}

/** @param {string} text */
function fromBase64(text) {
  return Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
}
