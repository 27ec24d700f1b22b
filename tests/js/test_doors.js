// @ts-check
import { Board, cells, shortName } from "../../static/canvass/doors.js";
import { equal, ok, test } from "./harness.js";

/** @import { Door, Story } from "../../static/canvass/offline/types.js" */

/** @param {number} elector @param {string} [name] @returns {any} */
const person = (elector, name = `P ${elector}`) => ({ elector, name, note: "" });

/** @param {number} household @param {string} number @param {any[]} people @param {Partial<Door>} [more] @returns {Door} */
function door(household, number, people, more = {}) {
  const side = Number.parseInt(number, 10) % 2 ? "odd" : "even";
  return { household, position: household, street: 0, door: number, side, tried: null, state: "open", people, ...more };
}

/** @param {Door[]} doors */
const board = (...doors) => new Board(/** @type {any} */ ({ doors, streets: [{ name: "Tanyard Row", district: "HH3" }] }));

let seq = 0;
/** @param {number} household @param {number|null} elector @param {string} state @param {boolean} [undone] @returns {Story} */
function story(household, elector, state, undone = false) {
  seq += 1;
  return { queue: "q", root: `r${seq}`, chain: [], household, elector, state, undone, at: seq, seq };
}

test("a door is done when everybody has been asked, and not before", () => {
  const made = board(door(1, "1", [person(11), person(12)]));
  const [here] = made.doors;
  made.learn([story(1, 11, "answered")]);
  ok(!made.isDone(here));
  equal(made.nextPerson(here)?.elector, 12);
  made.learn([story(1, 11, "answered"), story(1, 12, "noted")]);
  ok(!made.isDone(here), "issues alone are no answer");
  made.learn([story(1, 11, "answered"), story(1, 12, "moved")]);
  ok(made.isDone(here));
  equal(made.nextPerson(here), null);
});

test("not in is done for the door; taken back, it is open again", () => {
  const made = board(door(1, "1", [person(11)]), door(2, "3", [person(21)]));
  made.learn([story(1, null, "not_in")]);
  equal([made.state(made.doors[0]), made.next(0)], ["not_in", 1]);
  made.learn([story(1, null, "not_in", true)]);
  equal([made.state(made.doors[0]), made.next(-1)], ["open", 0]);
});

test("what this phone recorded says more than the list", () => {
  const made = board(door(1, "1", [person(11)], { state: "done" }));
  ok(made.isDone(made.doors[0]));
  made.learn([story(1, 11, "answered", true)]);
  ok(!made.isDone(made.doors[0]), "its own answer was taken back");
});

test("nobody is sent to a door that wants no contact, and nobody is asked without a name", () => {
  const nobody = /** @type {any} */ ({ elector: null, name: "", note: "Do not contact" });
  const made = board(door(1, "1", [], { state: "no_contact" }), door(2, "3", [nobody, person(21)]));
  equal(made.next(-1), 1);
  equal(made.askable(made.doors[1]).map((one) => one.elector), [21]);
  made.learn([story(2, 21, "answered")]);
  equal(made.next(1), -1);
});

test("the next door is the next open one, round the board once", () => {
  const made = board(...[1, 3, 5, 7].map((number, at) => door(at, String(number), [person(at)])));
  made.learn([story(1, 1, "answered"), story(3, 3, "answered")]);
  equal([made.next(0), made.next(2), made.next(3)], [2, 0, 0]);
});

test("opened again, the board goes on where it was left", () => {
  const made = board(...[1, 3, 5, 7].map((number, at) => door(at, String(number), [person(at), person(10 + at)])));
  made.learn([story(2, 2, "answered")]);
  equal(made.resume(), 2, "the second person there waits");
  made.learn([story(2, 2, "answered"), story(2, 12, "answered")]);
  equal(made.resume(), 3);
  made.learn([]);
  equal(made.resume(), 0);
});

test("doors where nobody was in can be tried again, and the second visit is its own", () => {
  const made = board(door(1, "1", [person(11)]), door(2, "3", [person(21)]));
  const stories = [story(1, null, "not_in"), story(2, 21, "answered")];
  made.learn(stories);
  equal(made.next(-1), -1);
  equal(made.notIn().length, 1);
  made.tryAgain();
  equal(made.next(-1), 0);
  equal(made.story(made.doors[0], null), undefined, "nothing to correct: a new record");
  made.learn([...stories, story(1, null, "not_in")]);
  equal(made.next(-1), -1);
});

test("the side is said to go up or down by its first and last number", () => {
  const up = board(door(1, "1", []), door(2, "3A", []), door(3, "11", []));
  const down = board(door(1, "10", []), door(2, "Flat 2, 8", [], { side: "even" }), door(3, "2", []));
  equal([up.direction(0), down.direction(0)], ["up", "down"]);
  equal(board(door(1, "The Cottage", [], { side: "" })).direction(0), "");
  equal(board(door(1, "7", [])).direction(0), "");
});

test("people are called by their first name, unless two share it", () => {
  const house = door(1, "1", [person(1, "Elsie Marchbank"), person(2, "Elsie Ottaway"), person(3, "Imran Haddad")]);
  equal(house.people.map((one) => shortName(house, one)), ["Elsie Marchbank", "Elsie Ottaway", "Imran"]);
});

test("a long street has a cell for several doors", () => {
  const doors = Array.from({ length: 130 }, (_, at) => ({ done: at < 60, here: at === 60 }));
  const drawn = cells(doors, 64);
  ok(drawn.length <= 64);
  equal([drawn[0], drawn[20], drawn[43]], ["done", "here", "todo"]);
  equal(cells(doors.slice(0, 2)), ["done", "done"]);
});

test("a number, a flag and what was found are recorded beside an answer, and are none", () => {
  const made = board(door(1, "1", [person(11)]));
  const [here] = made.doors;
  made.learn([story(1, 11, "phone"), story(1, null, "flagged"), story(1, null, "found")]);
  ok(!made.isDone(here));
  equal([made.story(here, 11), made.story(here, null)], [undefined, undefined]);
  ok(made.beside(here, 11, "phone") && made.beside(here, null, "flagged") && !made.beside(here, 11, "email"));
  made.learn([story(1, 11, "answered"), story(1, 11, "email")]);
  equal([made.story(here, 11)?.state, made.isDone(here)], ["answered", true]);
});

test("a door that was not found, or where nobody would or could talk, is done", () => {
  const made = board(...["not_found", "refused", "language"].map((_, at) => door(at, String(at), [person(10 + at)])));
  made.learn([story(0, null, "not_found"), story(1, null, "refused"), story(2, null, "language")]);
  equal(made.doors.map((one) => made.state(one)), ["not_found", "refused", "language"]);
  equal(made.next(-1), -1);
});

test("whoever would not talk has not talked to us", () => {
  const made = board(door(1, "1", [person(11), person(12)]));
  made.learn([story(1, 11, "refused")]);
  ok(!made.hasSpoken(made.doors[0]));
  made.learn([story(1, 11, "phone")]);
  ok(made.hasSpoken(made.doors[0]));
});

test("a recall of what this phone marked waits while the mark may be taken back", () => {
  const made = board(door(1, "1", [person(11), person(12), person(13)]));
  const now = 1_800_000_000_000;
  const root = (/** @type {number} */ at) => `${at.toString(16).padStart(12, "0").replace(/(.{8})/, "$1-")}-7000-8000-0`;
  const minute = 60_000;
  made.learn([
    { ...story(1, 11, "do_not_contact"), root: root(now - 2 * minute), at: now - 2 * minute },
    { ...story(1, 12, "deceased"), root: root(now - 11 * minute), at: now - 11 * minute },
    { ...story(1, 13, "do_not_contact", true), root: root(now - 30 * minute), at: now - 29 * minute },
  ]);
  equal([11, 12, 13, 14].map((one) => made.isEcho(1, one, now)), [true, false, true, false]);
});
