// @ts-check
import * as outbox from "../../static/canvass/offline/outbox.js";
import { equal, ok, test } from "./harness.js";

/** @param {number} seq @param {object} [more] @returns {any} */
function row(seq, more = {}) {
  const id = `e${seq}`;
  return { id, queue: "q", seq, root: id, event: { id, device_seq: seq }, offset: 0, saved_at: seq, ...more };
}
const rows = (/** @type {number} */ n) => Array.from({ length: n }, (_, at) => row(n - at));
const random = 0;
const refused = /** @type {const} */ ({ kind: "refused" });

test("a batch is the oldest fifty, in order", () => {
  const batch = outbox.choose(rows(120), outbox.freshPace());
  equal(batch.map((one) => one.seq), Array.from({ length: 50 }, (_, at) => at + 1));
});

test("a batch stays under 64 KB, and one event that is larger goes alone", () => {
  const heavy = (/** @type {number} */ seq, /** @type {number} */ kb) =>
    row(seq, { event: { id: `e${seq}`, payload: "ö".repeat(kb * 512) } });
  const batch = outbox.choose([heavy(1, 30), heavy(2, 30), heavy(3, 30)], outbox.freshPace());
  equal(batch.length, 2);
  ok(outbox.bytesOf({ events: batch.map((one) => one.event) }) < 64 * 1024);
  equal(outbox.choose([heavy(1, 90), heavy(2, 1)], outbox.freshPace()).length, 1);
});

test("events recorded under different clocks go in different batches", () => {
  const mixed = [row(1), row(2, { offset: 500 }), row(3, { offset: 10_800_000 }), row(4, { offset: null })];
  equal(outbox.choose(mixed, outbox.freshPace()).map((one) => one.seq), [1, 2]);
  equal(outbox.choose(mixed.slice(3), outbox.freshPace()).map((one) => one.seq), [4]);
});

test("what needs attention, and what the server has, is not sent", () => {
  const mixed = [row(1, { acked_at: 5 }), row(2, { attention: { code: "X", message: "" } }), row(3)];
  equal(outbox.choose(mixed, outbox.freshPace()).map((one) => one.seq), [3]);
});

test("of the server's commands only those that we know are heard", () => {
  const wipe = { command: "wipe", code: "LOST", message: "This phone was reported lost." };
  for (const [commands, heard] of [[[wipe], [wipe]], [[{ command: "sing" }, wipe, null, 7], [wipe]], [undefined, []], ["wipe", []]]) {
    const outcome = outbox.read({ status: 202, ack: "1", retryAfter: null, body: { results: [], commands } });
    equal(outcome.kind === "received" ? outcome.commands : null, heard);
  }
});

test("only 202 with our header and a list counts as received", () => {
  const body = { results: [{ id: "a", status: "stored" }], server_time: "t" };
  const read = (/** @type {object} */ more) =>
    outbox.read({ status: 202, ack: "1", retryAfter: null, body, ...more }).kind;
  equal(read({}), "received");
  equal(read({ ack: null }), "elsewhere");
  equal(read({ status: 200 }), "elsewhere");
  equal(read({ status: 200, body: null, ack: null }), "elsewhere");
  equal(read({ status: 0, body: null, ack: null }), "elsewhere", "a redirect");
  equal(read({ body: null }), "elsewhere", "half an answer");
  equal(read({ body: { results: "all of them" } }), "elsewhere");
  equal(read({ status: 401, body: { code: "GRANT_UNKNOWN" } }), "sign_in");
  equal(read({ status: 401, body: null }), "elsewhere", "a proxy's own sign-in");
  equal(read({ status: 511, body: null }), "elsewhere");
  equal(read({ status: 409, body: { code: "UPGRADE_REQUIRED" } }), "upgrade");
  equal(read({ status: 413 }), "smaller");
  equal(read({ status: 429 }), "busy");
  equal(read({ status: 503 }), "busy");
  equal(read({ status: 500 }), "refused");
  equal(read({ status: 400 }), "refused");
});

test("a server says how long to wait, in seconds", () => {
  const busy = (/** @type {string|null} */ retryAfter) =>
    /** @type {any} */ (outbox.read({ status: 503, ack: null, retryAfter, body: null })).seconds;
  equal(busy("120"), 120);
  equal(busy("Wed, 21 Oct 2026 07:28:00 GMT"), null);
  equal(busy(null), null);
});

test("an event is settled only by its own id", () => {
  const batch = [row(1), row(2), row(3), row(4), row(5), row(6)];
  const statuses = ["stored", "duplicate", "quarantined", "rejected", "perhaps"];
  const results = statuses.map((status, at) => /** @type {any} */ ({ id: `e${at + 1}`, status }));
  const { done, kept, missing } = outbox.settle(batch, [...results, /** @type {any} */ ({ id: "e99", status: "stored" })]);
  equal(done.map((one) => one.id), ["e1", "e2", "e3"]);
  equal(kept.map((one) => one.id), ["e4"]);
  equal(missing, 2);
});

test("waiting starts at a second, doubles, ends at five minutes, and never marches in step", () => {
  equal([1, 2, 3, 9, 30].map((failures) => outbox.backOff(failures, 0)), [1000, 2000, 4000, 256_000, 300_000]);
  equal(outbox.backOff(30, 1), 150_000);
});

test("a busy server is given the time it asks for", () => {
  const pace = outbox.after(outbox.freshPace(), { kind: "busy", seconds: 90 }, { batch: [row(1)], settled: 0, random });
  equal(pace.wait, 90_000);
  equal(pace.aside, []);
});

test("too large: half of it, at once", () => {
  const pace = outbox.after(outbox.freshPace(), { kind: "smaller" }, { batch: rows(40), settled: 0, random });
  equal([pace.limit, pace.wait], [20, 0]);
});

test("an unknown token, or too old a page, stops the sending until somebody acts", () => {
  for (const kind of /** @type {const} */ (["sign_in", "upgrade"])) {
    const pace = outbox.after(outbox.freshPace(), { kind }, { batch: [row(1)], settled: 0, random });
    equal([pace.wait === Infinity, pace.trouble], [true, kind]);
  }
});

test("an answer that settles nothing counts as a failure", () => {
  const outcome = { kind: /** @type {const} */ ("received"), results: [], commands: [], server_time: null };
  const pace = outbox.after(outbox.freshPace(), outcome, { batch: [row(1)], settled: 0, random });
  equal([pace.failures, pace.refusals, pace.wait], [1, 1, 1000]);
});

test("a batch that fails three times is cut in half until the one event is found", () => {
  const poison = "e37";
  let pace = outbox.freshPace();
  let left = rows(50);
  let tries = 0;
  while (!pace.givenUp && tries < 200) {
    tries += 1;
    const batch = outbox.choose(left, pace);
    const bad = batch.some((one) => one.id === poison);
    const results = batch.map(({ id }) => /** @type {any} */ ({ id, status: "stored" }));
    if (!bad) left = left.filter((one) => !batch.includes(one));
    const outcome = bad ? refused : { kind: /** @type {const} */ ("received"), results, commands: [], server_time: null };
    pace = outbox.after(pace, outcome, { batch, settled: bad ? 0 : batch.length, random });
  }
  equal(pace.givenUp, poison);
  equal(left.map((one) => one.id), [poison]);
  ok(tries < 60, `found in ${tries} tries`);
});

test("a server that fails on everything makes no event needing attention", () => {
  let pace = outbox.freshPace();
  for (let tries = 0; tries < 500; tries += 1) {
    const batch = outbox.choose(rows(8), pace);
    pace = outbox.after(pace, refused, { batch, settled: 0, random });
    equal(pace.givenUp, null);
  }
});

test("the three numbers count stories, and a story is sent when all of it is", () => {
  const story = (/** @type {string} */ root, undone = false) => /** @type {any} */ ({ root, undone });
  const stories = [story("a"), story("b"), story("c", true), story("d", true), story("e")];
  const open = [
    row(1, { root: "b" }),
    row(2, { root: "d" }),
    row(3, { root: "e", attention: { code: "X", message: "" } }),
    row(4, { root: "a", acked_at: 9 }),
    row(5, { root: "b" }),
  ];
  equal(outbox.count(stories, open), { saved: 4, sent: 1, attention: 1, waiting: 2, oldest: 1 });
});
