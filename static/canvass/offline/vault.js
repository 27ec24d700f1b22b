// @ts-check
// Packs at rest: encrypted, with a key that only the person's PIN opens. Five wrong PINs destroy that key, and with it
// every pack of this person; what isn't sent yet lies elsewhere in the store and stays.

/** @import { Store } from "./db.js" */
/** @import { Pack } from "./types.js" */

export const TRIES = 5;
const ITERATIONS = 600_000;
const LOCK = "lock";

/**
 * @typedef {object} Lock
 * @property {string} key always "lock"
 * @property {Uint8Array<ArrayBuffer>} salt
 * @property {number} iterations of PBKDF2 with SHA-256
 * @property {Uint8Array<ArrayBuffer>} iv
 * @property {ArrayBuffer} wrapped the packs' key, under the key that the PIN gives
 * @property {number} tries how many have failed since the last that didn't
 */

/**
 * A pack as it lies in the store. What stands beside the encrypted part names nobody.
 * @typedef {object} Kept
 * @property {string} key of the queue that it goes with: "board:<uuid>"
 * @property {string} name of the board
 * @property {string} [page] where it opens; none in what was kept before there were other lists than boards
 * @property {string} read_until
 * @property {string} server_time when it was fetched
 * @property {number} kept_at ms
 * @property {Uint8Array<ArrayBuffer>} iv
 * @property {ArrayBuffer} data
 */

/** Whether this browser can keep anything encrypted: only on HTTPS, or on the machine itself. */
export function canEncrypt() {
  return Boolean(globalThis.crypto?.subtle && globalThis.indexedDB);
}

/** @param {string} pin */
export function isPin(pin) {
  return /^[0-9]{6}$/.test(pin);
}

/** @param {Store} store @returns {Promise<boolean>} */
export async function hasPin(store) {
  return Boolean(await store.row("vault", LOCK));
}

/**
 * Make the key, to be opened by this PIN from now on.
 * @param {Store} store
 * @param {string} pin
 * @param {number} [iterations]
 */
export async function choosePin(store, pin, iterations = ITERATIONS) {
  const [salt, iv] = [random(16), random(12)];
  const key = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, true, ["encrypt", "decrypt"]);
  const wrapped = await crypto.subtle.wrapKey("raw", key, await fromPin(pin, salt, iterations), { name: "AES-GCM", iv });
  await store.putRow("vault", { key: LOCK, salt, iterations, iv, wrapped, tries: 0 });
  return /** @type {Promise<CryptoKey>} */ (unwrap(store, pin));
}

/**
 * Try a PIN. Returns the key; or how many tries are left, of which 0 means that the packs are gone.
 * @param {Store} store
 * @param {string} pin
 * @returns {Promise<CryptoKey|number>}
 */
export async function unwrap(store, pin) {
  const lock = /** @type {Lock|undefined} */ (await store.row("vault", LOCK));
  if (!lock) return 0;
  // Counted before it is tried, so that switching the phone off in between gains nothing.
  const tries = lock.tries + 1;
  await store.putRow("vault", { ...lock, tries });
  try {
    const by = await fromPin(pin, lock.salt, lock.iterations);
    const usages = /** @type {KeyUsage[]} */ (["encrypt", "decrypt"]);
    const gcm = { name: "AES-GCM", iv: lock.iv };
    const key = await crypto.subtle.unwrapKey("raw", lock.wrapped, by, gcm, { name: "AES-GCM" }, false, usages);
    await store.putRow("vault", { ...lock, tries: 0 });
    return key;
  } catch (error) {
    if (!(error instanceof DOMException) || error.name !== "OperationError") throw error;
  }
  if (tries >= TRIES) await store.destroyPacks();
  return Math.max(0, TRIES - tries);
}

/** @param {Store} store @param {CryptoKey} key @param {string} queue @param {Pack} pack */
export async function keepPack(store, key, queue, pack) {
  const iv = random(12);
  const data = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, new TextEncoder().encode(JSON.stringify(pack)));
  const { read_until, server_time, board } = pack;
  const page = pack.urls?.page;
  const row = { key: queue, name: board.name, page, read_until, server_time, kept_at: Date.now(), iv, data };
  await store.putRow("packs", row);
}

/** @param {CryptoKey} key @param {Kept} kept @returns {Promise<Pack>} */
export async function openPack(key, kept) {
  const clear = await crypto.subtle.decrypt({ name: "AES-GCM", iv: kept.iv }, key, kept.data);
  return JSON.parse(new TextDecoder().decode(clear));
}

/**
 * Whether the time is over for which this phone may know names: by its own clock or the last word of the server's,
 * whichever is later, so that turning the clock back gains nothing.
 * @param {string} readUntil
 * @param {(string|null|undefined)[]} heard times that the server gave
 * @param {number} [now] ms
 */
export function isOver(readUntil, heard, now = Date.now()) {
  const times = heard.flatMap((time) => (time ? [Date.parse(time)] : []));
  return Math.max(now, ...times) > Date.parse(readUntil);
}

/** @param {string} pin @param {Uint8Array<ArrayBuffer>} salt @param {number} iterations */
async function fromPin(pin, salt, iterations) {
  const raw = new TextEncoder().encode(pin);
  const base = await crypto.subtle.importKey("raw", raw, "PBKDF2", false, ["deriveKey"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations };
  return crypto.subtle.deriveKey(how, base, { name: "AES-GCM", length: 256 }, false, ["wrapKey", "unwrapKey"]);
}

/** @param {number} length */
function random(length) {
  return crypto.getRandomValues(new Uint8Array(length));
}
