// @ts-check
// One person at work on one board or at one station: the store, the sender, the token and the counters together.
// A page records through this and through nothing else.

import { Clock } from "./clock.js";
import { Store, StoreLost, nameFor } from "./db.js";
import { hear } from "./heard.js";
import { uuid7 } from "./ids.js";
import { sendLeftovers } from "./leftovers.js";
import { MAX_EVENTS, choose, count, freshPace, roots } from "./outbox.js";
import { due, isSealed, sealed } from "./sealing.js";
import { APP_VERSION, Sender, farewell, http, lockedAs } from "./sync.js";
import { askForToken } from "./token.js";

/** @import { Command, Draft, Queue, Recalled, Seal, Status, Story, Waiting } from "./types.js" */
/** @import { Renewal } from "./sync.js" */

/** After a tap the first send goes out at once, further ones together. */
const FIRST = 250;
const DEBOUNCE = 2000;
const EVERY = 60_000;

/**
 * The server has taken this phone's place back. `sent` stories had gone out whole when that came, of which `checks`
 * wait there for a person; `lost` had something that the server will not take.
 * @typedef {object} Stop
 * @property {Command|null} command null where another tab was told
 * @property {boolean} gone all is sent, and nothing of it is left on this phone
 * @property {number} sent
 * @property {number} checks
 * @property {number} lost
 */

/**
 * @typedef {object} Place
 * @property {string|number} user whose store it is
 * @property {string} [unit] the code of the CLP, for a file that another person brings in
 * @property {string} key of the queue: "board:<uuid>" or "teller:<election>:<station>"
 * @property {string} name of the board or station, for people
 * @property {string} [board] the board's id; a station has none
 * @property {{events: string, ping: string, device: string}} urls
 * @property {string|(() => string)} csrf for asking for a token
 * @property {Seal|null} [seal] what finished answers are sealed with
 * @property {number} [recall] up to which recall the pack has people taken off
 */

/**
 * @typedef {object} Heard
 * @property {() => void} changed the counters or the stories changed
 * @property {(error: StoreLost) => void} failed the store can't be used any more
 * @property {(stop: Stop) => void} stopped the server wants this phone to stop: told at once, and when it has
 * @property {(doors: Recalled[]) => void} [recalled] these people are to be taken off the list at once
 * @property {() => void} [withdrawn] the list was taken back: nothing of it may be shown any more
 */

export class Session {
  /**
   * Open the person's store and go on where it was left. Throws StoreLost when nothing can be kept here.
   * @param {Place} place
   * @param {Heard} heard
   */
  static async open(place, heard) {
    const store = await Store.open(nameFor(place.user));
    const session = new Session(place, store, heard);
    await session._start();
    return session;
  }

  /**
   * @param {Place} place
   * @param {Store} store
   * @param {Heard} heard
   */
  constructor(place, store, { changed, failed, stopped, recalled = () => {}, withdrawn = () => {} }) {
    this.place = place;
    this.store = store;
    this.clock = new Clock();
    this._changed = changed;
    this._failed = failed;
    this._stopped = stopped;
    this._recalled = recalled;
    this._withdrawn = withdrawn;
    /** Whether nothing of this queue is on the phone any more. */
    this.over = false;
    /** @type {Queue|undefined} */
    this._queue = undefined;
    /** @type {Waiting[]} what the store holds, kept in memory too: for the goodbye, and should the store vanish */
    this._rows = [];
    /** @type {Map<string, Story>} */
    this._stories = new Map();
    this._elsewhere = 0;
    this._saves = 0;
    this._channel = new BroadcastChannel(`rosette-${store.name}`);
    /** @type {Promise<Renewal>|null} */
    this._renewal = null;
    /** @type {string|null} why the server gives no token, in its words; null when signing in would help */
    this.refusal = null;
    /** Whether the page may go without the browser asking: it comes back at once, and what waits is kept. */
    this._leaves = false;
    this.sender = this._makeSender();
  }

  async _start() {
    const { key, name, urls } = this.place;
    const known = await this.store.queues();
    const device = known[0]?.device_id ?? uuid7();
    const before = known.find((one) => one.key === key);
    const { seal = before?.seal ?? null, recall } = this.place;
    this._queue = await this.store.keepQueue(key, {
      seal,
      ...(recall === undefined ? {} : caughtUp(before, recall)),
      name,
      device_id: device,
      events: new URL(urls.events, location.href).href,
      ping: new URL(urls.ping, location.href).href,
      touched_at: Date.now(),
    });
    this.store.onEmptied = () => this.store.restore(/** @type {Queue} */ (this._queue), this._rows, this.stories());
    this._channel.onmessage = () => void this.refresh();
    await this._reload();
    this._listen();
    // Now and not with the first door: the server takes nothing to have happened before it gave the token.
    if (!this._queue.token) void this._renew().catch((error) => this._lost(error));
    this.sender.checkIn();
    void this._sendLeftovers();
    void this._askToKeep().catch((error) => this._lost(error));
    void this._seal().catch((error) => this._lost(error));
  }

  /** Ask the browser to throw nothing away by itself; the server hears what it said. */
  async _askToKeep() {
    const persists = await navigator.storage?.persist?.();
    if (typeof persists !== "boolean" || persists === this._queue?.persists || this.over) return;
    this._queue = await this.store.keepQueue(this.place.key, { persists });
  }

  /**
   * Seal what is finished: from then on nobody can read it on this phone.
   * @param {boolean} [all] what could still be taken back too: the phone goes into a pocket. Taking back needs no more
   *   than an id.
   */
  async _seal(all = false) {
    const seal = this._queue?.seal;
    if (!seal || !globalThis.crypto?.subtle) return;
    const changes = [];
    for (const row of due(this._rows, Date.now(), all)) {
      if (isSealed(row.event)) continue; // another round was quicker
      const event = await sealed(row.event, seal);
      changes.push({ id: row.id, event });
      row.event = event;
    }
    if (changes.length && !this.over) await this.store.replaceEvents(changes);
  }

  /**
   * Save one thing that happened. When this returns it is on the disk of this phone; if it throws, it is not.
   * With `root` it corrects what that story says now.
   * @param {Draft} draft
   * @param {{root?: string|null, state: string, typed?: string}} story
   * @returns {Promise<Story>}
   */
  record(draft, { root = null, state, typed = "" }) {
    const { household = null, elector = null, district } = draft;
    return this._save(root, (id, now, before) => {
      const [corrected, link] = [before?.chain.at(-1), { id, state }];
      if (before && corrected) {
        const story = { ...before, chain: [...before.chain, link], state, at: now };
        return { draft: { ...draft, supersedes: corrected.id }, story };
      }
      const about = { household, elector, district: district ?? "", typed };
      const story = { queue: this.place.key, root: id, chain: [link], ...about, state, undone: false, at: now };
      return { draft, story };
    });
  }

  /**
   * Take back the last event of a story: what it corrected holds again, or nothing.
   * @param {string} root
   * @returns {Promise<Story>}
   */
  undo(root) {
    return this._save(root, (_id, now, before) => {
      const last = before?.chain.at(-1);
      if (!before || !last) throw new Error(`Nothing of ${root} stands`);
      const chain = before.chain.slice(0, -1);
      const state = chain.at(-1)?.state ?? before.state;
      const { household, elector } = before;
      const draft = { kind: "undo", board_id: this.place.board ?? null, household, elector, supersedes: last.id };
      return { draft, story: { ...before, chain, state, undone: chain.length === 0, at: now } };
    });
  }

  /** Take back a whole story, its last event first. @param {string} root */
  async takeBack(root) {
    for (let story = this._stories.get(root); story && !story.undone; ) story = await this.undo(root);
  }

  /**
   * @param {string|null} root
   * @param {(id: string, now: number, before: Story|undefined) => {draft: Draft, story: Story}} tell
   */
  async _save(root, tell) {
    const id = uuid7();
    const { now, offset, ...times } = this.clock.stamp();
    const { row, story } = await this.store.save(this.place.key, root, (seq, before) => {
      const { draft, story } = tell(id, now, before);
      const event = { ...blank, ...draft, ...times, id, device_seq: seq, payload: draft.payload ?? {} };
      const row = { id, queue: this.place.key, seq, root: story.root, event, offset, saved_at: now };
      return { row, story: { seq, ...story } };
    });
    this._saves += 1;
    this._rows.push(row);
    this._stories.set(story.root, story);
    if (this._queue) this._queue = { ...this._queue, seq: row.seq };
    // Later, since a fault in drawing must not make what is saved look as if it were not.
    queueMicrotask(() => this._changed());
    this._channel.postMessage("changed");
    this.sender.soon(this._rows.length > 1 ? DEBOUNCE : FIRST);
    void this._seal().catch((error) => this._lost(error));
    return story;
  }

  /** @returns {Story[]} oldest first */
  stories() {
    return [...this._stories.values()].sort((one, other) => (one.seq ?? 0) - (other.seq ?? 0));
  }

  /** @param {string} root @returns {Story|undefined} */
  story(root) {
    return this._stories.get(root);
  }

  /** Whether some event of this story is still only on this phone. @param {string} root */
  isUnsent(root) {
    return this._rows.some((row) => row.root === root);
  }

  /** @returns {Status} */
  status() {
    return {
      ...count(this.stories(), this._rows),
      elsewhere: this._elsewhere,
      last_sent_at: this._queue?.last_sent_at ?? null,
      trouble: this.sender.pace.trouble,
      refusal: this.refusal,
      earlier: this._queue?.earlier ?? null,
      fragile: this._queue?.persists === false,
    };
  }

  /** The page is about to be opened again, as the person was asked to do. */
  mayLeave() {
    this._leaves = true;
  }

  /** The person has read what may have been lost before. */
  async readEarlier() {
    this._queue = await this.store.keepQueue(this.place.key, { earlier: null });
    this._changed();
  }

  /** What the server will not take, each with its reason. */
  needAttention() {
    return this._rows.filter((row) => row.attention);
  }

  /**
   * Everything that is not sent, as a file for a person to hand in: all of it sealed, so that nobody reads it on its
   * way. Where it can't be sealed it is open: losing it would be worse.
   */
  async exported() {
    try {
      await this._seal(true);
    } catch {
      // The store is gone or the browser can't seal: what is in memory is all there is, and goes into the file.
    }
    const { name, key: queue, user, unit = null } = this.place;
    const events = this._rows.map(({ event, offset, attention }) => ({
      event,
      behind: offset,
      refused: attention ?? null,
    }));
    const { device_time: made_at } = this.clock.stamp();
    const device_id = this._queue?.device_id ?? null;
    const body = { rosette: 2, unit, user, queue, name, device_id, made_at, app_version: APP_VERSION, events };
    return new Blob([JSON.stringify(body, null, 1)], { type: "application/json" });
  }

  /** Let stories forget the number that was typed. @param {Story[]} stories */
  async forgetTyped(stories) {
    const changed = stories.map((story) => ({ ...story, typed: "", district: "" }));
    for (const story of changed) this._stories.set(story.root, story);
    await this.store.keepStories(changed);
  }

  /** Read everything afresh: another tab, or the sender, has changed it. */
  async refresh() {
    if (this.over) return;
    try {
      await this._reload();
      this._changed();
    } catch (error) {
      this._lost(error);
    }
  }

  async _reload() {
    const { key } = this.place;
    let [queue, rows, stories] = [this._queue, this._rows, this.stories()];
    // What is saved while we read would be missing from what we read.
    for (let saves = -1; saves !== this._saves; ) {
      saves = this._saves;
      [queue, rows, stories] = [await this.store.queue(key), await this.store.rows(), await this.store.stories(key)];
    }
    if (!queue && this._queue) return this._end(null);
    this._queue = queue;
    const open = rows.filter((row) => !row.acked_at);
    this._rows = open.filter((row) => row.queue === key);
    this._elsewhere = roots(open).size - roots(this._rows).size;
    this._stories = new Map(stories.map((story) => [story.root, story]));
  }

  /** @param {string|null} time @param {Command[]} commands */
  async _hear(time, commands) {
    const { doors, withdrawn } = await hear(this.store, this.place.key, time, commands);
    if (doors.length) this._recalled(doors);
    if (withdrawn) this._withdrawn();
  }

  /** The server's word that this phone is to stop. @param {Command} command @param {boolean} gone */
  _obey(command, gone) {
    if (gone) this._end(command);
    else this._stopped(this._told(command, false));
  }

  /** Nothing is left: forget it in memory too, and look after what else is on this phone. @param {Command|null} command */
  _end(command) {
    if (this.over) return;
    this.over = true;
    const told = this._told(command, true);
    this._rows = [];
    this._stories.clear();
    this._queue = undefined;
    this.store.onEmptied = async () => {};
    this.store.close();
    this._channel.postMessage("changed");
    this._stopped(told);
    void this._sendLeftovers(true);
  }

  /** @param {Command|null} command @param {boolean} gone @returns {Stop} */
  _told(command, gone) {
    const { sent, waiting, attention } = this.status();
    const checks = this.stories().filter((story) => story.check && !story.undone).length;
    return { command, gone, sent: gone ? sent + waiting : sent, checks, lost: attention };
  }

  /** @param {unknown} error */
  _lost(error) {
    if (this.over) return;
    this._failed(error instanceof StoreLost ? error : new StoreLost("closed", error));
  }

  _makeSender() {
    const { store, clock, place } = this;
    return new Sender({
      store,
      clock,
      key: place.key,
      wire: http,
      renew: () => this._renew(),
      alone: lockedAs(`rosette-send-${store.name}-${place.key}`),
      failed: (error) => this._lost(error),
      heard: (time, commands) => this._hear(time, commands),
      stopped: (command, gone) => this._obey(command, gone),
      changed: () => {
        void this.refresh();
        this._channel.postMessage("changed");
      },
    });
  }

  /** Ask for a token with the session of the person who is signed in; once at a time. @returns {Promise<Renewal>} */
  _renew() {
    this._renewal ??= this._askForToken().finally(() => {
      this._renewal = null;
    });
    return this._renewal;
  }

  /** @returns {Promise<Renewal>} */
  async _askForToken() {
    const { csrf, urls, key } = this.place;
    const token = typeof csrf === "string" ? csrf : csrf();
    const answer = await askForToken(urls.device, token, this._queue?.device_id);
    if (answer.renewal === "unreachable") return answer.renewal;
    this.refusal = answer.refusal;
    if (answer.over) {
      await this.store.dropPack(key);
      this._withdrawn();
    }
    if (answer.renewal !== "granted") return answer.renewal;
    this.clock.heard(answer.time);
    const { token: given, earlier } = answer;
    this._queue = await this.store.keepQueue(key, { token: given, ...(earlier ? { earlier } : {}) });
    this._changed();
    return answer.renewal;
  }

  _listen() {
    addEventListener("online", () => this.sender.wake());
    addEventListener("pagehide", () => this._goodbye());
    addEventListener("beforeunload", (event) => {
      if (this.status().waiting && !this._leaves) event.preventDefault();
    });
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState !== "visible") {
        void this._seal(true).catch((error) => this._lost(error));
        return;
      }
      this.sender.wake();
      this.sender.checkIn();
    });
    setInterval(() => {
      void this._seal().catch((error) => this._lost(error));
      if (document.visibilityState !== "visible") return;
      this.sender.checkIn();
      if (this._elsewhere) void this._sendLeftovers();
    }, EVERY);
  }

  _goodbye() {
    const batch = choose(this._rows, { ...freshPace(), limit: MAX_EVENTS });
    const queue = this._queue;
    if (queue?.token && batch.length) farewell(queue, this.sender.envelope(queue, batch, this._rows.length));
  }

  /** @param {boolean} [ask] whether lists with nothing to send ask too if they are still wanted */
  async _sendLeftovers(ask = false) {
    try {
      await sendLeftovers({ except: { store: this.store.name, key: this.place.key }, ask });
      await this.refresh();
    } catch (error) {
      this._lost(error);
    }
  }
}

/** What a pack that knows of recalls up to `recall` leaves to remember. @param {Queue|undefined} before @param {number} recall */
function caughtUp(before, recall) {
  const recalls = (before?.recalls ?? []).filter((one) => one.number > recall);
  return { recalls, heard: Math.max(before?.heard ?? 0, recall) };
}

const blank = {
  schema_v: 2,
  board_id: null,
  household: null,
  elector: null,
  district: null,
  number: null,
  suffix: null,
  supersedes: null,
};
