// @ts-check
// Sending: takes events from the store, posts them, and deletes only those that the server names as received.
// When the server says "wipe", everything that waits goes out first, and then the queue goes from this phone.
// Knows neither the page nor IndexedDB: the store, the wire and the timers are given to it.

import { after, choose, freshPace, read, settle } from "./outbox.js";
import { uuid7 } from "./ids.js";

/** @import { Attention, Command, Outcome, Pace, Queue, Result, Waiting } from "./types.js" */
/** @import { Clock } from "./clock.js" */

/** How long an answer may take before the try counts as failed: Enketo's servers took two minutes and had it all. */
const PATIENCE = 30_000;
export const APP_VERSION = "2";

/** @typedef {Attention & {id: string}} Kept */

/**
 * What the sender needs of a store (db.js, or a stand-in in tests).
 * @typedef {object} SendStore
 * @property {(key: string) => Promise<Queue|undefined>} queue
 * @property {(key: string) => Promise<Waiting[]>} rows
 * @property {(key: string, done: Result[], kept: Kept[], now: number) => Promise<void>} acknowledge
 * @property {(key: string) => Promise<void>} clear
 * @property {(key: string) => Promise<void>} retry
 * @property {(key: string) => Promise<boolean>} wipe delete all of the queue; false, and nothing is, while some waits
 */

/**
 * Whether Rosette itself answers: its time of day; else what stood in the way.
 * @typedef {{time: string}|"elsewhere"|"unreachable"} Pong
 */

/**
 * @typedef {object} Wire
 * @property {(queue: Queue) => Promise<Pong>} ping
 * @property {(queue: Queue, body: object) => Promise<Outcome>} post
 */

/** @typedef {"granted"|"refused"|"unreachable"} Renewal */

export class Sender {
  /**
   * @param {object} means
   * @param {SendStore} means.store
   * @param {string} means.key of the queue
   * @param {Wire} means.wire
   * @param {Clock} means.clock
   * @param {() => Promise<Renewal>} [means.renew] ask for a token with the person's own session, and keep it
   * @param {(error: unknown) => void} [means.failed] told when the store itself fails
   * @param {() => void} [means.changed] called after everything that changes what is shown
   * @param {(time: string|null, commands: Command[]) => Promise<void>} [means.heard] what else an answer says: the
   *   server's time, and whom to take off the list
   * @param {(stop: Command, gone: boolean) => void} [means.stopped] the server wants this phone to stop: told at once,
   *   and with `gone` when all of it is sent and nothing of it is left here
   * @param {(work: () => Promise<void>) => Promise<boolean>} [means.alone] run work unless another tab does
   * @param {() => number} [means.random]
   * @param {(work: () => void, ms: number) => number} [means.later]
   * @param {(timer: number) => void} [means.cancel]
   */
  constructor({
    store,
    key,
    wire,
    clock,
    renew = async () => "refused",
    failed = () => {},
    changed = () => {},
    heard = async () => {},
    stopped = () => {},
    alone = async (work) => work().then(() => true),
    random = Math.random,
    later = (work, ms) => Number(setTimeout(work, ms)),
    cancel = (timer) => clearTimeout(timer),
  }) {
    this.store = store;
    this.key = key;
    this.wire = wire;
    this.clock = clock;
    this.renew = renew;
    this.failed = failed;
    this.changed = changed;
    this.heard = heard;
    this.stopped = stopped;
    this.alone = alone;
    this.random = random;
    this.later = later;
    this.cancel = cancel;
    /** @type {Pace} */
    this.pace = freshPace();
    this._timer = 0;
    this._due = Infinity;
    this._notBefore = 0;
    /** @type {Promise<void>|null} */
    this._running = null;
    this._live = false;
    /** @type {Command|null} the server's word that this phone is to stop */
    this.stop = null;
    /** Whether the queue is gone from this phone. */
    this.over = false;
    this._asks = false;
  }

  /** Ask the server whether this phone is still wanted, also when there is nothing to send. */
  checkIn() {
    this._asks = true;
    this.soon();
  }

  /**
   * Send in `ms`, or sooner when that was planned already; never before a back-off is over.
   * @param {number} [ms]
   */
  soon(ms = 0) {
    if (this.over || this.pace.wait === Infinity) return;
    const now = this.clock.steady();
    const due = Math.max(now + ms, this._notBefore);
    if (this._timer && this._due <= due) return;
    this.cancel(this._timer);
    this._due = due;
    this._timer = this.later(() => void this.attempt(), due - now);
  }

  /** A person asked for it: no back-off, and what was given up gets another chance. */
  async now() {
    await this._running;
    await this._guarded(() => this.store.retry(this.key));
    this.wake();
    await this.attempt();
  }

  /** Somebody looks at the page again, perhaps after signing in: try once without waiting. */
  wake() {
    // What was found out about a batch that fails stays known, or a person who taps often would hinder the search.
    this.pace = { ...this.pace, failures: 0, wait: 0, trouble: null };
    this._notBefore = 0;
    this.soon();
  }

  /** Send until nothing is left or something stands in the way. Never twice at once. */
  async attempt() {
    this.cancel(this._timer);
    this._timer = 0;
    this._due = Infinity;
    if (this.over) return;
    if (this._running) {
      // What was saved during the last step may have been missed by it.
      await this._running;
      this.soon();
      return;
    }
    this._running = this._guarded(() => this._pass()).finally(() => {
      this._running = null;
    });
    await this._running;
  }

  /** @param {() => Promise<void>} work */
  async _guarded(work) {
    try {
      await work();
    } catch (error) {
      // The store failed. Nothing was deleted; the page says so and offers the file.
      this.failed(error);
    }
  }

  async _pass() {
    const had = await this.alone(async () => {
      await this.store.clear(this.key);
      while (await this._step()) this.changed();
    });
    this.changed();
    if (!had) this.soon(3000);
    else if (this.pace.wait > 0 && this.pace.wait < Infinity) {
      this._notBefore = this.clock.steady() + this.pace.wait;
      this.soon();
    }
  }

  /** Send one batch. Returns whether to go on at once. */
  async _step() {
    const rows = await this.store.rows(this.key);
    const batch = choose(rows, this.pace);
    if (!batch.length) {
      if (this.pace.wait < Infinity) this.pace = freshPace();
      if (this._asks) await this._askServer(rows.length);
      return this.stop ? this._wipe() : false;
    }
    return this._learn(await this._try(batch, rows.length), batch);
  }

  /**
   * @param {Waiting[]} batch
   * @param {number} depth
   * @returns {Promise<Outcome>}
   */
  async _try(batch, depth) {
    let queue = await this._queue();
    if (!this._live) {
      const trouble = await this._reach(queue);
      if (trouble) return { kind: trouble };
    }
    for (let fresh = !queue.token; ; fresh = true) {
      if (fresh) {
        const renewal = await this.renew();
        if (renewal !== "granted") return { kind: renewal === "refused" ? "sign_in" : "unreachable" };
        queue = await this._queue();
      }
      const asked = this.clock.steady();
      const outcome = await this.wire.post(queue, this.envelope(queue, batch, depth));
      if (outcome.kind === "received") this.clock.heard(outcome.server_time, this.clock.steady() - asked);
      // The token may have ended while the person is still signed in: ask for another once, and no more.
      if (outcome.kind !== "sign_in" || fresh) return outcome;
    }
  }

  /** Send an empty batch. Whoever doesn't answer is asked another time: nothing waits for it. @param {number} depth */
  async _askServer(depth) {
    this._asks = false;
    const queue = await this._queue();
    if (!queue.token) return;
    const outcome = await this.wire.post(queue, this.envelope(queue, [], depth));
    if (outcome.kind === "received") await this._hear(outcome);
  }

  /** @param {Extract<Outcome, {kind: "received"}>} answer */
  async _hear({ commands, server_time }) {
    this._obey(commands);
    await this.heard(server_time, commands);
  }

  /** @param {Command[]} commands */
  _obey(commands) {
    const stop = commands.find((one) => one.command === "wipe");
    if (!stop || this.stop) return;
    this.stop = stop;
    this.stopped(stop, false);
  }

  /** All is sent: forget it, and tell the server so. Returns whether to go on at once. */
  async _wipe() {
    const queue = await this._queue();
    // What was saved in this very moment goes out first.
    if (!(await this.store.wipe(this.key))) return true;
    this.over = true;
    this.stopped(/** @type {Command} */ (this.stop), true);
    await this.wire.post(queue, { ...this.envelope(queue, [], 0), wiped: true });
    return false;
  }

  async _queue() {
    const queue = await this.store.queue(this.key);
    if (!queue) throw new Error(`There is no queue ${this.key}`);
    return queue;
  }

  /** @param {Queue} queue */
  async _reach(queue) {
    const asked = this.clock.steady();
    const pong = await this.wire.ping(queue);
    if (typeof pong === "string") return pong;
    this.clock.heard(pong.time, this.clock.steady() - asked);
    return null;
  }

  /**
   * @param {Outcome} outcome
   * @param {Waiting[]} batch
   */
  async _learn(outcome, batch) {
    let settled = 0;
    if (outcome.kind === "received") {
      this._asks = false;
      await this._hear(outcome);
      const { done, kept } = settle(batch, outcome.results);
      settled = done.length + kept.length;
      const attention = kept.map(({ id, code, message }) => ({ id, code: code ?? "REJECTED", message: message ?? "" }));
      await this.store.acknowledge(this.key, done, attention, this.clock.look());
      await this.store.clear(this.key);
    }
    this._live = outcome.kind === "received" || outcome.kind === "smaller";
    this.pace = after(this.pace, outcome, { batch, settled, random: this.random() });
    if (this.pace.givenUp) {
      const given = { id: this.pace.givenUp, code: "CANT_BE_TAKEN", message: "" };
      await this.store.acknowledge(this.key, [], [given], this.clock.look());
      this.pace = { ...this.pace, givenUp: null };
    }
    return this.pace.wait === 0;
  }

  /**
   * Return the body of a batch.
   * @param {Queue} queue
   * @param {Waiting[]} batch
   * @param {number} depth
   */
  envelope(queue, batch, depth) {
    return {
      batch_id: uuid7(this.clock.wall()),
      device_id: queue.device_id,
      app_version: APP_VERSION,
      device_now: this.clock.deviceNow(batch[0]?.offset ?? null),
      queue_depth: depth,
      ...(queue.heard === undefined ? {} : { heard: queue.heard }),
      ...(typeof queue.persists === "boolean" ? { persists: queue.persists } : {}),
      events: batch.map((row) => row.event),
    };
  }
}

/** The wire of a real phone. @type {Wire} */
export const http = {
  async ping(queue) {
    const nonce = uuid7();
    let answer;
    try {
      const url = `${queue.ping}?nonce=${nonce}`;
      answer = await fetch(url, { cache: "no-store", credentials: "omit", signal: AbortSignal.timeout(PATIENCE) });
    } catch {
      return "unreachable";
    }
    const said = await answer.json().catch(() => null);
    if (said?.nonce === nonce) return { time: String(said.server_time) };
    return answer.status >= 500 && answer.status !== 511 ? "unreachable" : "elsewhere";
  },

  async post(queue, body) {
    let answer;
    try {
      answer = await fetch(queue.events, { ...request(queue, body), signal: AbortSignal.timeout(PATIENCE) });
    } catch {
      return { kind: "unreachable" };
    }
    return read({
      status: answer.status,
      ack: answer.headers.get("X-Sync-Ack"),
      retryAfter: answer.headers.get("Retry-After"),
      body: await answer.json().catch(() => null),
    });
  },
};

/**
 * A last try while the page goes away. Nobody hears the answer; the next page sends again and is told "duplicate".
 * @param {Queue} queue
 * @param {object} body
 */
export function farewell(queue, body) {
  void fetch(queue.events, { ...request(queue, body), keepalive: true }).catch(() => {});
}

/** @param {Queue} queue @param {object} body @returns {RequestInit} */
function request(queue, body) {
  return {
    method: "POST",
    headers: {
      Authorization: `Bearer ${queue.token}`,
      "Content-Type": "application/json",
      "X-Sync-Version": "1",
    },
    body: JSON.stringify(body),
    cache: "no-store",
    credentials: "omit",
    redirect: "manual",
  };
}

/**
 * Run `work` unless another tab of this browser does so already; says whether it ran. A browser without locks
 * (any page that is not HTTPS) may send twice: the server knows an event by its id.
 * @param {string} name
 */
export function lockedAs(name) {
  /** @param {() => Promise<void>} work @returns {Promise<boolean>} */
  return async (work) => {
    if (!navigator.locks) {
      await work();
      return true;
    }
    return navigator.locks.request(name, { ifAvailable: true }, async (lock) => {
      if (lock) await work();
      return lock !== null;
    });
  };
}
