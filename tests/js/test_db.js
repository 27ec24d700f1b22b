// @ts-check
import { Store, nameFor, names } from "../../static/canvass/offline/db.js";
import { equal, fails, test } from "./harness.js";

/** @import { Story, Waiting } from "../../static/canvass/offline/types.js" */

const KEY = "board:b";

/** @param {number} seq @param {string} [id] */
function entry(seq, id = `e${seq}`) {
  const row = /** @type {Waiting} */ ({ id, queue: KEY, seq, root: id, event: { id, device_seq: seq }, saved_at: seq });
  const story = /** @type {Story} */ ({ queue: KEY, root: id, chain: [{ id, state: "answered" }], state: "answered", undone: false, at: seq });
  return { row, story };
}

/** @param {number} [events] */
async function store(events = 0) {
  const made = await Store.open(nameFor("alun"));
  await made.keepQueue(KEY, { name: "Tanyard Row" });
  for (let at = 1; at <= events; at += 1) await made.save(KEY, null, (seq) => entry(seq));
  return made;
}

test("what was saved is there when the page is opened again", async () => {
  const first = await store(3);
  first.close();
  const again = await Store.open(nameFor("alun"));
  equal((await again.rows(KEY)).map((row) => row.seq), [1, 2, 3]);
  equal((await again.queue(KEY))?.seq, 3);
  equal((await again.stories(KEY)).length, 3);
});

test("two tabs never give out the same number", async () => {
  const [one, other] = [await store(), await store()];
  const saves = Array.from({ length: 20 }, (_, at) => (at % 2 ? one : other).save(KEY, null, (seq) => entry(seq, `id${at}`)));
  const numbers = (await Promise.all(saves)).map(({ row }) => row.seq);
  equal(new Set(numbers).size, 20);
  equal(Math.max(...numbers), 20);
});

test("a queue's number is never taken back", async () => {
  const one = await store(5);
  await one.keepQueue(KEY, { token: "t", seq: 2 });
  equal((await one.queue(KEY))?.seq, 5);
});

test("received is noted first and deleted afterwards", async () => {
  const one = await store(3);
  const done = [{ id: "e1", status: /** @type {const} */ ("stored") }];
  await one.acknowledge(KEY, done, [{ id: "e2", code: "WRONG_ORG", message: "Not yours." }], 99);
  const rows = await one.rows(KEY);
  equal(rows.map((row) => row.acked_at ?? null), [99, null, null]);
  equal(rows[1].attention, { code: "WRONG_ORG", message: "Not yours." });
  equal((await one.queue(KEY))?.last_sent_at, 99);
  await one.clear(KEY);
  equal((await one.rows(KEY)).map((row) => row.id), ["e2", "e3"]);
  await one.retry(KEY);
  equal((await one.rows(KEY)).map((row) => row.attention ?? null), [null, null]);
});

test("the server's verdict and its wish for a check stay with the story", async () => {
  const one = await store(2);
  const done = [
    { id: "e1", status: /** @type {const} */ ("stored"), detail: { verdict: "already_in" } },
    { id: "e2", status: /** @type {const} */ ("quarantined"), code: "SKEW" },
  ];
  await one.acknowledge(KEY, done, [], 1);
  const [first, second] = await one.stories(KEY);
  equal([first.state, second.state, second.check], ["already_in", "answered", true]);
});

test("a save that fails in the middle leaves nothing", async () => {
  const one = await store(1);
  await fails(() => one.save(KEY, null, () => entry(2, "e1")), "ConstraintError");
  equal([(await one.queue(KEY))?.seq, (await one.rows(KEY)).length], [1, 1]);
});

test("a store that was closed under us is opened again", async () => {
  const one = await store(1);
  /** @type {any} */ (one)._db.close();
  await one.save(KEY, null, (seq) => entry(seq));
  equal((await one.rows(KEY)).length, 2);
});

test("a full phone is said to be full, and what is there stays", async () => {
  const one = await store(1);
  const put = IDBObjectStore.prototype.add;
  IDBObjectStore.prototype.add = () => {
    throw new DOMException("no room", "QuotaExceededError");
  };
  equal((await fails(() => one.save(KEY, null, (seq) => entry(seq)), "StoreLost")).reason, "full");
  IDBObjectStore.prototype.add = put;
  equal((await one.rows(KEY)).length, 1);
  await one.save(KEY, null, (seq) => entry(seq));
  equal((await one.queue(KEY))?.seq, 2);
});

test("a store that stays closed is an error after one try, not a promise", async () => {
  const one = await store(1);
  const open = /** @type {any} */ (one)._factory;
  let tries = 0;
  /** @type {any} */ (one)._factory = {
    open() {
      tries += 1;
      throw new DOMException("Connection to Indexed Database server lost", "UnknownError");
    },
  };
  /** @type {any} */ (one)._db.close();
  await fails(() => one.save(KEY, null, (seq) => entry(seq)), "StoreLost");
  equal(tries, 1);
  /** @type {any} */ (one)._factory = open;
  equal((await one.rows(KEY)).length, 1);
});

test("a browser that keeps nothing says so at once", async () => {
  equal((await fails(() => Store.open("x", /** @type {any} */ (null)), "StoreLost")).reason, "missing");
});

test("a write that can't be read back is not saved", async () => {
  const one = await store();
  const get = IDBObjectStore.prototype.get;
  IDBObjectStore.prototype.get = function (/** @type {any} */ key) {
    return get.call(this, typeof key === "string" && key.startsWith("e") ? "gone" : key);
  };
  await fails(() => one.save(KEY, null, (seq) => entry(seq)), "StoreLost");
  IDBObjectStore.prototype.get = get;
});

test("a store that the browser threw away is filled again from memory", async () => {
  const one = await store(2);
  const [queue, rows, stories] = [await one.queue(KEY), await one.rows(KEY), await one.stories(KEY)];
  one.onEmptied = () => one.restore(/** @type {any} */ (queue), rows, stories);
  one.close();
  await new Promise((resolve) => {
    indexedDB.deleteDatabase(nameFor("alun")).onsuccess = resolve;
  });
  await one.save(KEY, null, (seq) => entry(seq));
  equal((await one.rows(KEY)).map((row) => row.seq), [1, 2, 3]);
});

test("another tab can't delete the store while this page works with it", async () => {
  const one = await store(1);
  const request = indexedDB.deleteDatabase(nameFor("alun"));
  await new Promise((resolve) => {
    request.onblocked = resolve;
  });
  equal((await one.rows(KEY)).length, 1);
});

test("a finished queue is forgotten, one with unsent work is not", async () => {
  const one = await store(1);
  await one.forget(KEY);
  equal((await one.rows(KEY)).length, 1);
  await one.acknowledge(KEY, [{ id: "e1", status: "stored" }], [], 1);
  await one.clear(KEY);
  await one.forget(KEY);
  equal([await one.queue(KEY), (await one.stories(KEY)).length], [undefined, 0]);
});

test("each person has a store of their own, and the others' can be found", async () => {
  (await store(1)).close();
  const bea = await Store.open(nameFor("bea"));
  equal((await bea.rows()).length, 0);
  equal((await names()).sort(), [nameFor("alun"), nameFor("bea")]);
});

test("a queue is wiped only when nothing of it waits, and then wholly", async () => {
  const one = await store(3);
  equal(await one.wipe(KEY), false);
  equal((await one.rows(KEY)).length, 3);
  const done = [{ id: "e1", status: /** @type {const} */ ("stored") }];
  const refused = ["e2", "e3"].map((id) => ({ id, code: "WRONG_ORG", message: "" }));
  await one.acknowledge(KEY, done, refused, 9);
  await one.keepQueue("board:c", { name: "Another" });
  equal(await one.wipe(KEY), true);
  equal([await one.rows(), await one.stories(KEY), (await one.queues()).map(({ key }) => key)], [[], [], ["board:c"]]);
  await fails(() => one.save(KEY, null, (seq) => entry(seq, "late")), "StoreLost");
  equal((await one.rows()).length, 0, "nothing comes back after a wipe");
});
