// @ts-check
import { Store, nameFor } from "../../static/canvass/offline/db.js";
import { canEncrypt, choosePin, hasPin, isOver, isPin, keepPack, openPack, unwrap } from "../../static/canvass/offline/vault.js";
import { equal, ok, test } from "./harness.js";

const PIN = "482915";
const QUICK = 1000;
const pack = /** @type {any} */ ({
  board: { id: "b", name: "Tanyard Row" },
  read_until: "2026-05-07T22:00:00+01:00",
  server_time: "2026-05-07T18:00:00+01:00",
  doors: [{ household: 1, people: [{ elector: 5, name: "Elsie Marchbank" }] }],
});

async function kept() {
  const store = await Store.open(nameFor("alun"));
  await store.keepQueue("board:b", { name: "Tanyard Row" });
  await keepPack(store, await choosePin(store, PIN, QUICK), "board:b", pack);
  return store;
}

test("a pack opens with its PIN, also after the browser was closed", async () => {
  ok(canEncrypt());
  (await kept()).close();
  const store = await Store.open(nameFor("alun"));
  ok(await hasPin(store));
  const key = await unwrap(store, PIN);
  const [row] = await store.packs();
  equal(await openPack(/** @type {CryptoKey} */ (key), row), pack);
  equal(/** @type {CryptoKey} */ (key).extractable, false);
});

test("what lies in the store names nobody", async () => {
  const store = await kept();
  const [row] = await store.packs();
  const text = new TextDecoder("latin1").decode(row.data) + JSON.stringify(row);
  ok(!text.includes("Marchbank"));
  ok(!JSON.stringify(await store.row("vault", "lock")).includes(PIN));
});

test("the fifth wrong PIN destroys the packs, and no event", async () => {
  const store = await kept();
  const row = /** @type {any} */ ({ id: "e1", queue: "board:b", seq: 1, root: "e1", event: { id: "e1" }, saved_at: 1 });
  const story = /** @type {any} */ ({ queue: "board:b", root: "e1", chain: [], state: "answered", undone: false, at: 1 });
  await store.save("board:b", null, () => ({ row, story }));
  for (const left of [4, 3, 2, 1]) equal(await unwrap(store, "000000"), left);
  equal(await unwrap(store, "000000"), 0);
  equal((await store.packs()).length, 0);
  equal(await hasPin(store), false);
  equal(await unwrap(store, PIN), 0, "the right PIN is too late");
  equal((await store.rows("board:b")).length, 1);
});

test("a right PIN forgives the wrong ones before it, and only then", async () => {
  const store = await kept();
  for (const _ of [1, 2, 3, 4]) await unwrap(store, "000000");
  ok((await unwrap(store, PIN)) instanceof CryptoKey);
  equal(await unwrap(store, "000000"), 4);
});

test("a try counts although the phone is switched off in the middle of it", async () => {
  const store = await kept();
  void unwrap(store, "000000").catch(() => {});
  await store.row("vault", "lock");
  equal((await store.row("vault", "lock")).tries, 1);
});

test("with the last pack its key goes too", async () => {
  const store = await kept();
  const key = /** @type {CryptoKey} */ (await unwrap(store, PIN));
  await keepPack(store, key, "board:c", { ...pack, board: { id: "c", name: "Mill Lane" } });
  await store.dropPack("board:b");
  ok(await hasPin(store));
  await store.dropPack("board:c");
  equal(await hasPin(store), false);
});

test("a queue that is wiped takes its pack along", async () => {
  const store = await kept();
  ok(await store.wipe("board:b"));
  equal((await store.packs()).length, 0);
});

test("turning the clock back doesn't make the time longer", () => {
  const until = "2026-05-07T22:00:00+01:00";
  const [before, after] = [Date.parse("2026-05-07T21:00:00+01:00"), Date.parse("2026-05-07T22:00:01+01:00")];
  equal(isOver(until, [], before), false);
  equal(isOver(until, [], after), true);
  equal(isOver(until, ["2026-05-07T18:00:00+01:00", null, undefined], before), false);
  equal(isOver(until, ["2026-05-07T22:30:00+01:00"], before), true);
});

test("a PIN is six digits", () => {
  equal(["123456", "12345", "1234567", "12345a", "", " 123456"].map(isPin), [true, false, false, false, false, false]);
});

test("a store of the version before keeps what it holds", async () => {
  const old = await new Promise((done) => {
    const request = indexedDB.open(nameFor("bea"), 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("queues", { keyPath: "key" });
      request.result.createObjectStore("events", { keyPath: "id" }).createIndex("queue", "queue");
      request.result.createObjectStore("stories", { keyPath: "root" }).createIndex("queue", "queue");
      request.transaction?.objectStore("events").add({ id: "e1", queue: "board:b", seq: 1 });
    };
    request.onsuccess = () => done(request.result);
  });
  old.close();
  const store = await Store.open(nameFor("bea"));
  equal((await store.rows()).map((row) => row.id), ["e1"]);
  equal(await store.packs(), []);
});
