// @ts-check
// The store on this phone. Nothing else in Rosette touches IndexedDB. One database for each person, so that two
// people who share a phone never open each other's work.

import { StoreLost, abort, dropPack, got, isClosed, isFull } from "./idb.js";

/** @import { Attention, Queue, Result, Story, Waiting } from "./types.js" */

export { StoreLost };

const PREFIX = "rosette-user-";
const ALL = ["queues", "events", "stories", "packs", "vault"];
/** Each version only adds. A page of an older one gives way as soon as a newer one opens the store. */
const VERSION = 2;

/**
 * What a write stores along with the event it makes.
 * @typedef {{row: Waiting, story: Story}} Entry
 */

export class Store {
  /**
   * Open the store of one person. Throws StoreLost where the browser keeps nothing (some private windows).
   * @param {string} name from nameFor() or names()
   * @param {IDBFactory|undefined} [factory]
   */
  static async open(name, factory = globalThis.indexedDB) {
    if (!factory) throw new StoreLost("missing");
    const store = new Store(name, factory);
    await store._connect();
    return store;
  }

  /** @param {string} name @param {IDBFactory} factory */
  constructor(name, factory) {
    this.name = name;
    this._factory = factory;
    /** @type {IDBDatabase|null} */
    this._db = null;
    /** Called when the browser threw away what was stored (eviction), before the write that noticed goes on. */
    this.onEmptied = async () => {};
    this._opened = false;
  }

  async _connect() {
    let made = false;
    this._db = await new Promise((resolve, reject) => {
      let request;
      try {
        request = this._factory.open(this.name, VERSION);
      } catch (error) {
        reject(new StoreLost("missing", error));
        return;
      }
      request.onupgradeneeded = (event) => {
        const db = request.result;
        if (event.oldVersion < 1) {
          made = true;
          db.createObjectStore("queues", { keyPath: "key" });
          db.createObjectStore("events", { keyPath: "id" }).createIndex("queue", "queue");
          db.createObjectStore("stories", { keyPath: "root" }).createIndex("queue", "queue");
        }
        if (event.oldVersion < 2) {
          db.createObjectStore("packs", { keyPath: "key" });
          db.createObjectStore("vault", { keyPath: "key" });
        }
      };
      request.onblocked = () => reject(new StoreLost("blocked"));
      request.onerror = () => reject(new StoreLost(isFull(request.error) ? "full" : "missing", request.error));
      request.onsuccess = () => resolve(request.result);
    });
    this._watch(/** @type {IDBDatabase} */ (this._db));
    if (made && this._opened) await this.onEmptied();
    this._opened = true;
  }

  /** @param {IDBDatabase} db */
  _watch(db) {
    // iOS closes stores when memory runs short; the next use opens it again.
    db.onclose = () => {
      if (this._db === db) this._db = null;
    };
    // A newer page wants to change the layout: give way. A deletion may wait until this page is closed.
    db.onversionchange = (event) => {
      if (event.newVersion === null) return;
      db.close();
      this._db = null;
    };
  }

  close() {
    this._db?.close();
    this._db = null;
  }

  /**
   * Do `work` in one transaction and return what it returned, once everything is on the disk.
   * A store that was closed under us is opened again, once.
   * @template T
   * @param {string[]} names
   * @param {IDBTransactionMode} mode
   * @param {(stores: Record<string, IDBObjectStore>) => Promise<T>} work only awaits requests of this transaction
   * @returns {Promise<T>}
   */
  async _do(names, mode, work) {
    try {
      return await this._once(names, mode, work);
    } catch (error) {
      if (isFull(error)) throw new StoreLost("full", error);
      if (!isClosed(error)) throw error;
    }
    this.close();
    try {
      return await this._once(names, mode, work);
    } catch (error) {
      if (error instanceof StoreLost) throw error;
      throw new StoreLost(isFull(error) ? "full" : "closed", error);
    }
  }

  /**
   * @template T
   * @param {string[]} names
   * @param {IDBTransactionMode} mode
   * @param {(stores: Record<string, IDBObjectStore>) => Promise<T>} work
   * @returns {Promise<T>}
   */
  async _once(names, mode, work) {
    if (!this._db) await this._connect();
    const db = /** @type {IDBDatabase} */ (this._db);
    const transaction = db.transaction(names, mode, { durability: mode === "readwrite" ? "strict" : "default" });
    const complete = new Promise((resolve, reject) => {
      transaction.oncomplete = () => resolve(null);
      transaction.onerror = () => reject(transaction.error);
      transaction.onabort = () => reject(transaction.error ?? new DOMException("aborted", "AbortError"));
    });
    const stores = Object.fromEntries(names.map((name) => [name, transaction.objectStore(name)]));
    try {
      const [answer] = await Promise.all([work(stores), complete]);
      return answer;
    } catch (error) {
      // A fault in the middle must leave nothing half-written.
      if (transaction.error === null) abort(transaction);
      throw error;
    }
  }

  /** @param {string} key @returns {Promise<Queue|undefined>} */
  queue(key) {
    return this._do(["queues"], "readonly", ({ queues }) => got(queues.get(key)));
  }

  /** @returns {Promise<Queue[]>} */
  queues() {
    return this._do(["queues"], "readonly", ({ queues }) => got(queues.getAll()));
  }

  /**
   * Change or make a queue's row. The sequence only ever grows.
   * @param {string} key
   * @param {Partial<Queue>} change
   * @returns {Promise<Queue>}
   */
  keepQueue(key, change) {
    return this._do(["queues"], "readwrite", async ({ queues }) => {
      const before = (await got(queues.get(key))) ?? { key, seq: 0, token: null, last_sent_at: null };
      const row = { ...before, ...change, key, seq: Math.max(before.seq, change.seq ?? 0) };
      await got(queues.put(row));
      return row;
    });
  }

  /**
   * Save one event: give it the next number, write it, wait for the disk, and read it back. Only when this has
   * returned may the screen say "saved".
   * @param {string} key
   * @param {string|null} root of the story that it goes on with; null for a new one
   * @param {(seq: number, before: Story|undefined) => Entry} make
   * @returns {Promise<Entry>}
   */
  async save(key, root, make) {
    const entry = await this._do(["queues", "events", "stories"], "readwrite", async (stores) => {
      const queue = await got(stores.queues.get(key));
      if (!queue) throw new StoreLost("closed"); // another tab was told to wipe it
      const made = make(queue.seq + 1, root === null ? undefined : await got(stores.stories.get(root)));
      await got(stores.queues.put({ ...queue, seq: queue.seq + 1, touched_at: made.row.saved_at }));
      await got(stores.events.add(made.row));
      await got(stores.stories.put(made.story));
      return made;
    });
    if (!(await this._holds(entry))) throw new StoreLost("closed");
    return entry;
  }

  /**
   * Read an entry back. The event itself may be gone again, when another tab has sent it in between.
   * @param {Entry} entry
   */
  _holds({ row, story }) {
    return this._do(["events", "stories"], "readonly", async ({ events, stories }) => {
      const found = await got(events.get(row.id));
      if (found) return JSON.stringify(found.event) === JSON.stringify(row.event);
      return (await got(stories.get(story.root)))?.at >= story.at;
    });
  }

  /**
   * Put back what the browser threw away, from memory.
   * @param {Queue} queue
   * @param {Waiting[]} rows
   * @param {Story[]} stories
   */
  restore(queue, rows, stories) {
    return this._do(["queues", "events", "stories"], "readwrite", async (stores) => {
      await got(stores.queues.put(queue));
      for (const row of rows) await got(stores.events.put(row));
      for (const story of stories) await got(stores.stories.put(story));
    });
  }

  /** @param {string} [key] every queue's without it @returns {Promise<Waiting[]>} */
  rows(key) {
    return this._do(["events"], "readonly", ({ events }) =>
      got(key === undefined ? events.getAll() : events.index("queue").getAll(key)),
    );
  }

  /** @param {string} key @returns {Promise<Story[]>} */
  stories(key) {
    return this._do(["stories"], "readonly", ({ stories }) => got(stories.index("queue").getAll(key)));
  }

  /**
   * Note what the server said: which events it has, and which it will not take. Deletes nothing yet, so that a
   * phone that dies here only sends once more.
   * @param {string} key
   * @param {Result[]} done
   * @param {(Attention & {id: string})[]} kept
   * @param {number} now ms
   */
  acknowledge(key, done, kept, now) {
    return this._do(["queues", "events", "stories"], "readwrite", async (stores) => {
      for (const result of done) {
        const row = await got(stores.events.get(result.id));
        if (!row) continue;
        await got(stores.events.put({ ...row, acked_at: now, attention: null }));
        const story = await got(stores.stories.get(row.root));
        if (story) await got(stores.stories.put(told(story, result)));
      }
      for (const { id, code, message } of kept) {
        const row = await got(stores.events.get(id));
        if (row) await got(stores.events.put({ ...row, attention: { code, message } }));
      }
      const queue = await got(stores.queues.get(key));
      if (queue && done.length) await got(stores.queues.put({ ...queue, last_sent_at: now }));
    });
  }

  /** Delete the events that the server is known to have. @param {string} key */
  clear(key) {
    return this._do(["events"], "readwrite", async ({ events }) => {
      for (const row of await got(events.index("queue").getAll(key))) {
        if (row.acked_at) await got(events.delete(row.id));
      }
    });
  }

  /** Let the events be sent again that were given up. @param {string} key */
  retry(key) {
    return this._do(["events"], "readwrite", async ({ events }) => {
      for (const row of await got(events.index("queue").getAll(key))) {
        if (row.attention) await got(events.put({ ...row, attention: null }));
      }
    });
  }

  /** @param {Story[]} changed */
  keepStories(changed) {
    return this._do(["stories"], "readwrite", async ({ stories }) => {
      for (const story of changed) await got(stories.put(story));
    });
  }

  /**
   * Delete all of a queue, for good: what the server has, what it refused, the stories, the token. While anything
   * still waits to be sent nothing is deleted, and the answer is false. The database stays, empty: deleting it could
   * take with it what another tab saves in the same moment.
   * @param {string} key
   */
  wipe(key) {
    return this._do(ALL, "readwrite", async ({ queues, events, stories, packs, vault }) => {
      const rows = await got(events.index("queue").getAll(key));
      if (rows.some((row) => !row.acked_at && !row.attention)) return false;
      for (const row of rows) await got(events.delete(row.id));
      for (const root of await got(stories.index("queue").getAllKeys(key))) await got(stories.delete(root));
      await got(queues.delete(key));
      await dropPack(packs, vault, key);
      return true;
    });
  }

  /** Forget a queue that has nothing left to send, and its stories. @param {string} key */
  forget(key) {
    return this._do(ALL, "readwrite", async ({ queues, events, stories, packs, vault }) => {
      if (await got(events.index("queue").count(key))) return;
      for (const root of await got(stories.index("queue").getAllKeys(key))) await got(stories.delete(root));
      await got(queues.delete(key));
      await dropPack(packs, vault, key);
    });
  }

  /** @param {"packs"|"vault"} name @param {string} key @returns {Promise<any>} */
  row(name, key) {
    return this._do([name], "readonly", (stores) => got(stores[name].get(key)));
  }

  /** @param {"packs"|"vault"} name @param {{key: string}} row */
  putRow(name, row) {
    return this._do([name], "readwrite", (stores) => got(stores[name].put(row)));
  }

  /** @returns {Promise<import("./vault.js").Kept[]>} */
  packs() {
    return this._do(["packs"], "readonly", ({ packs }) => got(packs.getAll()));
  }

  /** Forget a pack; with the last one goes the key, so that the next one asks for a PIN afresh. @param {string} key */
  dropPack(key) {
    return this._do(["packs", "vault"], "readwrite", ({ packs, vault }) => dropPack(packs, vault, key));
  }

  /** Too many wrong PINs: the key and all packs go, in one. What isn't sent stays. */
  destroyPacks() {
    return this._do(["packs", "vault"], "readwrite", async ({ packs, vault }) => {
      await got(vault.clear());
      await got(packs.clear());
    });
  }

  /**
   * Put sealed events in the place of open ones, each only if it still lies there as it was.
   * @param {{id: string, event: Waiting["event"]}[]} changes
   */
  replaceEvents(changes) {
    return this._do(["events"], "readwrite", async ({ events }) => {
      for (const { id, event } of changes) {
        const row = await got(events.get(id));
        if (row) await got(events.put({ ...row, event }));
      }
    });
  }
}

/** @param {Story} story @param {Result} result @returns {Story} */
function told(story, result) {
  const verdict = result.detail?.verdict;
  return {
    ...story,
    ...(typeof verdict === "string" ? { state: verdict } : {}),
    ...(result.status === "quarantined" ? { check: true } : {}),
  };
}

/** @param {string|number} user */
export function nameFor(user) {
  return `${PREFIX}${user}`;
}

/**
 * Return the names of all stores on this phone, so that unsent work can be sent whoever it is from. Empty where the
 * browser can't tell.
 * @param {IDBFactory} [factory]
 */
export async function names(factory = globalThis.indexedDB) {
  if (!factory?.databases) return [];
  const all = await factory.databases();
  return all.flatMap(({ name }) => (name?.startsWith(PREFIX) ? [name] : []));
}
