// @ts-check
import { Calls, liftOf, toSay } from "../../static/gotv/calls.js";
import { equal, ok, test } from "./harness.js";

/** @param {number} elector @returns {any} */
const person = (elector) => ({ elector, name: `P ${elector}`, note: "" });

/** @param {number} household @param {any[]} people @returns {any} */
const door = (household, people) => ({ household, position: 0, street: 0, door: "1", side: "", tried: null, state: "open", people });

/** @param {any} more @returns {any} */
const story = (more) => ({ queue: "q", root: `r${more.seq}`, chain: [], undone: false, at: more.seq, elector: null, ...more });

const calls = () =>
  new Calls(/** @type {any} */ ({ doors: [door(1, [person(11), person(12)]), door(2, [person(21)])], streets: [{}] }));

test("a door folds away when all who are on the list there have said something", () => {
  const made = calls();
  made.learn([story({ household: 1, elector: 11, state: "voted", seq: 1 })]);
  equal(made.finished().length, 0);
  equal(made.nextPerson(made.doors[0])?.elector, 12);
  made.learn([
    story({ household: 1, elector: 11, state: "voted", seq: 1 }),
    story({ household: 1, elector: 12, state: "will", seq: 2 }),
  ]);
  equal(made.finished().length, 1);
  equal(made.next(-1), 1);
});

test("what was taken back opens the door again", () => {
  const made = calls();
  made.learn([story({ household: 2, elector: 21, state: "wont", seq: 1, undone: true })]);
  ok(!made.isDone(made.doors[1]));
});

test("nobody in ends the call and can be tried again", () => {
  const made = calls();
  made.learn([story({ household: 2, state: "not_in", seq: 1 })]);
  ok(made.isDone(made.doors[1]));
  made.tryAgain();
  ok(!made.isDone(made.doors[1]));
});

test("a lift's times are in order, or there is none", () => {
  equal(liftOf({ people: "2", from: "14:00", until: "13:00", needs: [] }), null);
  equal(JSON.stringify(liftOf({ people: "2", from: "", until: "13:00", needs: ["frame"] })), '{"people":2,"needs":["frame"],"until":"13:00"}');
});

test("who votes by post is told something else", () => {
  const vote = { places: [], bring: "ID", until: "22", absent: { postal: "Hand it in" } };
  equal(toSay(vote, undefined).join(), "ID,22");
  equal(toSay(vote, "postal").join(), "Hand it in");
});
