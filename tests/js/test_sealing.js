// @ts-check
import { due, isSealed, sealed } from "../../static/canvass/offline/sealing.js";
import { apply, recalled, stillToApply } from "../../static/canvass/offline/recall.js";
import { equal, ok, test } from "./harness.js";

const MINUTE = 60_000;

/** @param {number} count @param {number} [at] */
function rows(count, at = 0) {
  const event = (/** @type {number} */ seq) => ({ id: `e${seq}`, device_seq: seq, payload: { intention: "labour" } });
  return /** @type {any[]} */ (
    Array.from({ length: count }, (_, place) => ({ id: `e${place + 1}`, seq: place + 1, saved_at: at, event: event(place + 1) }))
  );
}

/** @param {string} text */
const bytes = (text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));

test("the last five stay open, for whoever takes one back", () => {
  equal(due(rows(5), 0), []);
  equal(due(rows(8), 0).map((row) => row.seq), [1, 2, 3]);
});

test("after ten minutes none stays open", () => {
  equal(due(rows(3), 10 * MINUTE).length, 0);
  equal(due(rows(3), 10 * MINUTE + 1).length, 3);
});

test("where nobody looks, all are sealed", () => {
  equal(due(rows(3), 0, true).map((row) => row.seq), [1, 2, 3]);
});

test("what is sealed or received is left alone", () => {
  const all = rows(8);
  all[0].event = { id: "e1", device_seq: 1, sealed: {} };
  all[1].acked_at = 5;
  equal(due(all, 0).map((row) => row.seq), [3]);
});

test("only the server's key opens a sealed event, and it is the event", async () => {
  const algorithm = { name: "RSA-OAEP", modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]), hash: "SHA-256" };
  const pair = await crypto.subtle.generateKey(algorithm, true, ["encrypt", "decrypt"]);
  const spki = btoa(String.fromCharCode(...new Uint8Array(await crypto.subtle.exportKey("spki", pair.publicKey))));
  const [{ event }] = rows(1);
  const made = await sealed(event, { key: "k1", spki });
  ok(isSealed(made));
  equal([made.id, made.device_seq, made.sealed.v, made.sealed.key], ["e1", 1, 1, "k1"]);
  ok(!JSON.stringify(made).includes("labour"));
  const raw = await crypto.subtle.decrypt({ name: "RSA-OAEP" }, pair.privateKey, bytes(made.sealed.wrapped));
  const key = await crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["decrypt"]);
  const clear = await crypto.subtle.decrypt({ name: "AES-GCM", iv: bytes(made.sealed.iv) }, key, bytes(made.sealed.data));
  equal(JSON.parse(new TextDecoder().decode(clear)), event);
  ok((await sealed(event, { key: "k1", spki })).sealed.data !== made.sealed.data, "each has a key of its own");
});

/** @returns {any} */
function board() {
  const person = (/** @type {number} */ elector) => ({ elector, district: "HH1", number: elector, suffix: 0, name: `N${elector}`, note: "New" });
  return { doors: [{ household: 1, state: "open", people: [person(5), person(6)] }, { household: 2, state: "open", people: [person(7)] }] };
}

test("a recalled person has no name, no id and no reason", () => {
  const pack = board();
  ok(apply(pack, [{ household: 1, electors: [5, 99] }]));
  equal(pack.doors[0].people[0], { elector: null, district: "", number: 0, suffix: 0, name: "", note: "" });
  equal([pack.doors[0].people[1].name, pack.doors[0].state, pack.doors[1].people[0].name], ["N6", "open", "N7"]);
  equal(apply(pack, [{ household: 1, electors: [5] }]), false, "a second time nothing changes, and");
});

test("a door whose people were all recalled, or that was itself, is closed", () => {
  const pack = board();
  ok(apply(pack, [{ household: 2, electors: [7] }, { household: 1, electors: null }, { household: 9, electors: null }]));
  equal(pack.doors.map((/** @type {any} */ door) => door.state), ["no_contact", "no_contact"]);
  ok(!JSON.stringify(pack).includes("N5"));
});

test("a pack that knows of a recall already is left alone", () => {
  const recalls = [1, 2, 3].map((number) => ({ number, doors: [{ household: number, electors: null }] }));
  const queue = /** @type {any} */ ({ recalls });
  equal(stillToApply(queue, 2).map((door) => door.household), [3]);
  equal(stillToApply(undefined, 0), []);
});

test("commands that are none, or that this version doesn't know, recall nobody", () => {
  const odd = /** @type {any[]} */ ([{ command: "wipe" }, { command: "recall" }, { command: "recall", doors: [null, { household: "x" }] }]);
  equal(odd.map(recalled), [[], [], []]);
});
