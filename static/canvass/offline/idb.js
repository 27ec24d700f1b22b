// @ts-check
// What the store (db.js) needs of IndexedDB itself: requests as promises, and what its errors mean.

/** The store can't be used. `reason` is for choosing the words. */
export class StoreLost extends Error {
  /**
   * @param {"missing"|"full"|"closed"|"blocked"} reason
   * @param {unknown} [cause]
   */
  constructor(reason, cause) {
    super(`The store on this phone can't be used: ${reason}`, { cause });
    this.name = "StoreLost";
    this.reason = reason;
  }
}

/**
 * Forget a pack, and with the last one the key.
 * @param {IDBObjectStore} packs
 * @param {IDBObjectStore} vault
 * @param {string} key
 */
export async function dropPack(packs, vault, key) {
  await got(packs.delete(key));
  if (!(await got(packs.count()))) await got(vault.clear());
}

/**
 * @template T
 * @param {IDBRequest<T>} request
 * @returns {Promise<T>}
 */
export function got(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** @param {IDBTransaction} transaction */
export function abort(transaction) {
  try {
    transaction.abort();
  } catch {
    // It had ended by itself.
  }
}

/** @param {unknown} error */
export function isFull(error) {
  return error instanceof DOMException && error.name === "QuotaExceededError";
}

/** @param {unknown} error */
export function isClosed(error) {
  return error instanceof DOMException && ["InvalidStateError", "UnknownError", "AbortError"].includes(error.name);
}
