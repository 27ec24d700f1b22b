// @ts-check
import { Clock } from "../../static/canvass/offline/clock.js";
import { read } from "../../static/canvass/offline/outbox.js";
import { Sender } from "../../static/canvass/offline/sync.js";
import { dice, equal, ok, test } from "./harness.js";

/** @import { Waiting } from "../../static/canvass/offline/types.js" */

/** What survives a crash. `writes` counts down to one. */
class Disk {
  constructor() {
    /** @type {Map<string, Waiting>} */
    this.events = new Map();
    /** @type {any} */
    this.queue = { key: "q", name: "Q", device_id: "d", seq: 0, events: "/e", ping: "/p", token: "t", last_sent_at: null };
    this.writes = Infinity;
    this.wipes = 0;
  }
}

/** A process that uses the disk. When it has crashed, nothing it still waits for ever comes. */
class Process {
  /** @param {Disk} disk @param {() => number} random */
  constructor(disk, random) {
    this.disk = disk;
    this.random = random;
    this.alive = true;
  }

  /** @template T @param {() => T} work @returns {Promise<T>} */
  async write(work) {
    if (!this.alive) return new Promise(() => {});
    this.disk.writes -= 1;
    const crash = this.disk.writes <= 0;
    const answer = crash && this.random() < 0.5 ? null : work();
    if (!crash) return /** @type {T} */ (answer);
    this.alive = false;
    return new Promise(() => {});
  }

  /** @template T @param {T} value @returns {Promise<T>} */
  async read(value) {
    return this.alive ? structuredClone(value) : new Promise(() => {});
  }

  queue() {
    return this.read(this.disk.queue);
  }

  rows() {
    return this.read([...this.disk.events.values()]);
  }

  /** @param {string} id */
  save(id) {
    return this.write(() => {
      const seq = (this.disk.queue.seq += 1);
      const event = /** @type {any} */ ({ id, device_seq: seq });
      this.disk.events.set(id, { id, queue: "q", seq, root: id, event, offset: 0, saved_at: 0 });
    });
  }

  /** @param {string} _key @param {any[]} done @param {any[]} kept @param {number} now */
  acknowledge(_key, done, kept, now) {
    return this.write(() => {
      for (const { id } of done) this.change(id, { acked_at: now });
      for (const { id, code, message } of kept) this.change(id, { attention: { code, message } });
    });
  }

  /** @param {string} id @param {Partial<Waiting>} change */
  change(id, change) {
    const row = this.disk.events.get(id);
    if (row) this.disk.events.set(id, { ...row, ...change });
  }

  clear() {
    return this.write(() => {
      for (const [id, row] of this.disk.events) if (row.acked_at) this.disk.events.delete(id);
    });
  }

  wipe() {
    return this.write(() => {
      if ([...this.disk.events.values()].some((row) => !row.acked_at && !row.attention)) return false;
      this.disk.events.clear();
      this.disk.wipes += 1;
      return true;
    });
  }

  retry() {
    return this.write(() => {
      for (const id of this.disk.events.keys()) this.change(id, { attention: null });
    });
  }
}

/** A server that keeps what it gets, behind a network that does what it likes. */
class World {
  /** @param {number} seed */
  constructor(seed) {
    this.random = dice(seed);
    this.disk = new Disk();
    /** @type {Map<string, number>} id, and how often it was written */
    this.stored = new Map();
    this.faults = 0.5;
    /** @type {Set<string>} ids that make the server fail */
    this.poison = new Set();
    /** @type {Set<string>} ids that it rejects */
    this.unwanted = new Set();
    /** @type {any[]} what the server tells a phone to do */
    this.commands = [];
    this.posts = 0;
    this.together = 0;
    this.most = 0;
    this.time = 1000; // an event that was acknowledged at nought would count as not acknowledged
    /** @type {{work: () => void, due: number}[]} */
    this.timers = [];
    this.start();
  }

  start() {
    this.process = new Process(this.disk, this.random);
    this.disk.writes = Infinity;
    this.timers = [];
    this.sender = this.another();
  }

  another() {
    const process = /** @type {Process} */ (this.process);
    return new Sender({
      store: process,
      key: "q",
      clock: new Clock({ wall: () => this.time, steady: () => this.time, zone: () => 0 }),
      random: this.random,
      wire: {
        ping: async () => (this.random() < this.faults / 3 ? "unreachable" : { time: new Date(this.time).toISOString() }),
        post: (_queue, body) => this.post(/** @type {any} */ (body).events),
      },
      later: (work, ms) => this.timers.push({ work, due: this.time + ms }),
      cancel: () => {},
    });
  }

  /** @param {{id: string}[]} events @returns {Promise<any>} */
  async post(events) {
    this.posts += 1;
    this.together += 1;
    this.most = Math.max(this.most, this.together);
    for (let turn = 0; turn < 8; turn += 1) await null;
    this.together -= 1;
    const fault = this.random() < this.faults ? Math.floor(this.random() * 7) : -1;
    const answer = (/** @type {number} */ status, /** @type {any} */ body = null, /** @type {string|null} */ ack = null) =>
      read({ status, ack, body, retryAfter: null });
    if (fault === 0) return { kind: "unreachable" };
    if (fault === 1) return answer(200);
    if (fault === 2) return answer(500);
    if (fault === 3) return answer(events.length > 3 ? 413 : 503);
    if (events.some(({ id }) => this.poison.has(id))) return answer(500);
    const results = events.map(({ id }) => {
      if (this.unwanted.has(id)) return { id, status: "rejected", code: "WRONG_ORG", message: "" };
      const status = this.stored.has(id) ? "duplicate" : "stored";
      if (status === "stored") this.stored.set(id, 1);
      return { id, status };
    });
    if (fault === 4) return { kind: "unreachable" };
    if (fault === 5) return answer(202, null, "1");
    const { commands } = this;
    if (fault === 6) return answer(202, { results: results.filter(() => this.random() < 0.5), commands }, "1");
    return answer(202, { results, commands, server_time: new Date(this.time).toISOString() }, "1");
  }

  /** Let time go on until `ms` have passed, and everything due has run. @param {number} ms */
  async pass(ms) {
    const end = this.time + ms;
    for (;;) {
      await settled();
      const due = this.timers.filter((timer) => timer.due <= end).sort((one, other) => one.due - other.due)[0];
      if (!due) break;
      this.timers.splice(this.timers.indexOf(due), 1);
      this.time = Math.max(this.time, due.due);
      due.work();
    }
    this.time = end;
  }
}

const channel = new MessageChannel();
channel.port1.start();

/** Let everything run that waits for nothing but its turn. Quicker than a timer of no length. */
function settled() {
  return new Promise((resolve) => {
    channel.port1.onmessage = resolve;
    channel.port2.postMessage(null);
  });
}

/**
 * One afternoon: events, faults, crashes. Throws when an event that was said to be saved is neither here nor there.
 * @param {number} seed
 */
async function afternoon(seed) {
  const world = new World(seed);
  const { random, disk } = world;
  /** @type {Set<string>} */
  const promised = new Set();
  for (let step = 0; step < 60; step += 1) {
    const choice = random();
    if (choice < 0.45) {
      const id = `e${step}`;
      if (random() < 0.05) world.poison.add(id);
      else if (random() < 0.05) world.unwanted.add(id);
      void world.process?.save(id).then(() => promised.add(id));
      await settled();
      world.sender?.soon(250);
      for (let taps = random() < 0.1 ? 3 : 0; taps > 0; taps -= 1) void world.sender?.now();
    } else if (choice < 0.85) await world.pass(random() * 20_000);
    else if (choice < 0.95) disk.writes = 1 + Math.floor(random() * 6);
    else world.start();
    if (!world.process?.alive) world.start();
    for (const id of promised) ok(world.stored.has(id) || disk.events.has(id), `seed ${seed}: ${id} is lost`);
  }
  world.faults = 0;
  world.start();
  world.sender?.soon();
  await world.pass(3 * 3_600_000);
  return { world, promised };
}

test("whatever the network does and wherever the phone dies, nothing is lost and nothing doubled", async () => {
  for (let seed = 1; seed <= 150; seed += 1) {
    const { world, promised } = await afternoon(seed);
    const { disk, stored, poison, unwanted } = world;
    for (const id of promised) {
      const stays = poison.has(id) || unwanted.has(id);
      equal([stored.has(id), disk.events.has(id)], [!stays, stays], `seed ${seed}: ${id} (at the server, here)`);
    }
    equal([...stored.values()].filter((times) => times !== 1), [], `seed ${seed}`);
    equal(world.most <= 1, true, `seed ${seed}: one post at a time`);
  }
});

test("an event that the server always fails on ends under attention, the others get through", async () => {
  const world = new World(7);
  world.faults = 0;
  world.poison.add("e5");
  for (let at = 0; at < 20; at += 1) await world.process?.save(`e${at}`);
  world.sender?.soon();
  await world.pass(3_600_000);
  equal([...world.disk.events.values()].map((row) => [row.id, row.attention?.code]), [["e5", "CANT_BE_TAKEN"]]);
  equal(world.stored.size, 19);
  world.poison.clear();
  await world.sender?.now();
  equal(world.disk.events.size, 0, "a tap on Send now tries it once more");
});

test("a down server is asked less and less, and a tap asks it at once", async () => {
  const world = new World(3);
  world.faults = 1;
  world.random = () => 0.4;
  await world.process?.save("e1");
  world.sender?.soon();
  await world.pass(3_600_000);
  ok(world.posts < 60, `${world.posts} posts in an hour`);
  world.faults = 0;
  await world.sender?.now();
  equal(world.stored.size, 1);
});

test("an unknown token asks once for a new one, then waits for the person", async () => {
  const world = new World(1);
  world.faults = 0;
  await world.process?.save("e1");
  const sender = /** @type {Sender} */ (world.sender);
  let renewals = 0;
  let posts = 0;
  sender.wire.post = async () => {
    posts += 1;
    return { kind: "sign_in" };
  };
  sender.renew = async () => {
    renewals += 1;
    return "granted";
  };
  sender.soon();
  await world.pass(3_600_000);
  sender.soon();
  await world.pass(3_600_000);
  equal([renewals, posts, sender.pace.trouble], [1, 2, "sign_in"]);
  equal(world.disk.events.size, 1, "the work stays");
  sender.wire.post = (_queue, body) => world.post(/** @type {any} */ (body).events);
  sender.wake();
  await world.pass(1000);
  equal(world.stored.size, 1, "looking at the page again tries once more");
});

test("without the network no token is asked for, and it is not taken for a missing sign-in", async () => {
  const world = new World(2);
  world.faults = 0;
  world.disk.queue.token = null;
  await world.process?.save("e1");
  const sender = /** @type {Sender} */ (world.sender);
  sender.renew = async () => "unreachable";
  sender.soon();
  await world.pass(10_000);
  equal(sender.pace.trouble, "unreachable");
  sender.renew = async () => {
    world.disk.queue.token = "fresh";
    return "granted";
  };
  await world.pass(300_000);
  equal(world.stored.size, 1);
});

test("while another tab sends, this one waits its turn", async () => {
  const world = new World(4);
  world.faults = 0;
  await world.process?.save("e1");
  const sender = /** @type {Sender} */ (world.sender);
  let free = false;
  sender.alone = async (work) => {
    if (free) await work();
    return free;
  };
  sender.soon();
  await world.pass(10_000);
  equal(world.posts, 0);
  free = true;
  await world.pass(3000);
  equal(world.posts, 1);
});

test("a store that fails while sending is reported, and nothing counts as sent", async () => {
  const world = new World(5);
  world.faults = 0;
  await world.process?.save("e1");
  const sender = /** @type {Sender} */ (world.sender);
  /** @type {unknown[]} */
  const failures = [];
  sender.failed = (error) => failures.push(error);
  sender.store.acknowledge = async () => {
    throw new Error("no store");
  };
  sender.soon();
  await world.pass(1000);
  equal([failures.length, world.disk.events.size], [1, 1]);
});

const WIPE = { command: "wipe", code: "LOST", message: "This phone was reported lost." };

test("a phone that is told to wipe sends everything first, and says so afterwards", async () => {
  const world = new World(6);
  world.faults = 0;
  world.commands = [WIPE];
  for (let at = 0; at < 120; at += 1) await world.process?.save(`e${at}`);
  const sender = /** @type {Sender} */ (world.sender);
  /** @type {any[]} */
  const told = [];
  /** @type {boolean[]} */
  const confirmed = [];
  sender.stopped = (stop, gone) => told.push([stop.code, gone, world.stored.size]);
  const { post } = sender.wire;
  sender.wire.post = (queue, body) => {
    confirmed.push(/** @type {any} */ (body).wiped === true);
    return post(queue, body);
  };
  sender.soon();
  await world.pass(1000);
  equal(told, [["LOST", false, 50], ["LOST", true, 120]], "told with the first batch, gone after the last");
  equal([world.disk.events.size, world.disk.wipes, world.stored.size], [0, 1, 120]);
  equal(confirmed, [false, false, false, true]);
  sender.soon();
  sender.checkIn();
  await sender.now();
  await world.pass(3_600_000);
  equal(confirmed.length, 4, "and then it is still");
});

test("with nothing to send a phone hears of it by asking", async () => {
  const world = new World(8);
  world.faults = 0;
  world.commands = [WIPE];
  world.sender?.soon();
  await world.pass(1000);
  equal([world.posts, world.disk.wipes], [0, 0]);
  world.sender?.checkIn();
  await world.pass(1000);
  equal([world.posts, world.disk.wipes], [2, 1]);
});

test("asking whether it is wanted shows nothing and waits for nobody", async () => {
  const world = new World(9);
  const sender = /** @type {Sender} */ (world.sender);
  let renewals = 0;
  sender.renew = async () => {
    renewals += 1;
    return "granted";
  };
  for (const kind of /** @type {const} */ (["sign_in", "unreachable", "refused", "elsewhere", "upgrade"])) {
    sender.wire.post = async () => ({ kind });
    sender.checkIn();
    await world.pass(1000);
    equal([sender.pace.trouble, sender.pace.wait, renewals], [null, 0, 0], kind);
  }
  world.disk.queue.token = null;
  sender.wire.post = async () => {
    throw new Error("without a token there is nothing to ask with");
  };
  sender.checkIn();
  await world.pass(1000);
});

test("what is saved while the wipe begins goes out before it", async () => {
  const world = new World(10);
  world.faults = 0;
  world.commands = [WIPE];
  await world.process?.save("e1");
  const sender = /** @type {Sender} */ (world.sender);
  sender.stopped = (_stop, gone) => {
    if (!gone) void world.process?.save("late");
  };
  sender.soon();
  await world.pass(1000);
  equal([[...world.stored.keys()], world.disk.events.size], [["e1", "late"], 0]);
});

test("told to wipe in the middle of any trouble, a phone loses nothing and ends empty", async () => {
  for (let seed = 1; seed <= 60; seed += 1) {
    const world = new World(seed);
    const { random, disk } = world;
    /** @type {Set<string>} */
    const promised = new Set();
    const from = Math.floor(random() * 30);
    for (let step = 0; step < 40 && !disk.wipes; step += 1) {
      if (step === from) world.commands = [WIPE];
      const id = `e${step}`;
      if (random() < 0.1) world.unwanted.add(id);
      void world.process?.save(id).then(() => promised.add(id));
      await settled();
      world.sender?.soon(250);
      await world.pass(random() * 5000);
      if (random() < 0.1) disk.writes = 1 + Math.floor(random() * 6);
      if (!world.process?.alive) world.start();
    }
    world.faults = 0;
    world.start();
    world.sender?.checkIn();
    await world.pass(3_600_000);
    equal([disk.events.size, disk.wipes > 0], [0, true], `seed ${seed}`);
    for (const id of promised) ok(world.stored.has(id) || world.unwanted.has(id), `seed ${seed}: ${id} is lost`);
  }
});
