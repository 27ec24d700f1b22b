// @ts-check
import { Board } from "../../static/canvass/doors.js";
import { Runner } from "../../static/canvass/runner.js";
import { equal, ok, test } from "./harness.js";

const TEAM = [
  { id: 31, name: "Amara" },
  { id: 32, name: "Ben" },
  { id: 33, name: "Carys" },
];

/** @param {number} doors how many, with two people behind each: 11 and 12, 21 and 22 */
function pack(doors, team = TEAM) {
  const made = Array.from({ length: doors }, (_, at) => ({
    household: at + 1,
    street: 0,
    door: String(at + 1),
    state: "open",
    people: [1, 2].map((one) => ({ elector: 10 * (at + 1) + one, name: `P ${one}` })),
  }));
  return /** @type {any} */ ({ team, doors: made, streets: [{ name: "Tanyard Row" }] });
}

let seq = 0;
/** @param {number} household @param {number|null} elector @param {string} state @returns {any} */
function story(household, elector, state) {
  seq += 1;
  return { root: `r${seq}`, household, elector, state, undone: false, seq, at: seq };
}

test("one canvasser alone is not asked who knocks", () => {
  ok(new Runner(pack(1), null).undecided);
  const alone = new Runner(pack(1, TEAM.slice(0, 1)), null);
  equal([alone.undecided, alone.runs, alone.team.length], [false, false, 0]);
});

test("whoever is free is sent to a door of their own, from here on round the board", () => {
  const made = pack(4);
  const [runner, board] = [new Runner(made, null), new Board(made)];
  board.learn([story(2, null, "not_in")]);
  const doors = () => [...runner.suggestions(board, 1)].map(([id, door]) => [id, door.household]);
  equal(doors(), [[31, 3], [32, 4], [33, 1]]);
  runner.send(31, { household: 3, elector: null });
  equal(doors(), [[32, 4], [33, 1]], "nobody is sent where somebody stands");
  runner.send(32, { household: 4, elector: null });
  runner.send(33, { household: 1, elector: null });
  runner.free(31);
  equal(doors(), [[31, 3]]);
});

test("two at one door: each for a person, and each is written for by name", () => {
  const runner = new Runner(pack(1), null);
  runner.send(31, { household: 1, elector: null });
  equal([runner.at(1, 11), runner.at(1, 12), runner.at(1, null)], [31, 31, 31]);
  runner.send(32, { household: 1, elector: 12 });
  equal([runner.at(1, 11), runner.at(1, 12), runner.at(1, null), runner.at(2, 21)], [31, 32, 31, null]);
});

test("whoever has nobody left to ask is free again", () => {
  const made = pack(2);
  const [runner, board] = [new Runner(made, null), new Board(made)];
  runner.send(31, { household: 1, elector: null });
  runner.send(32, { household: 1, elector: 12 });
  runner.send(33, { household: 2, elector: null });
  board.learn([story(1, 12, "answered")]);
  runner.settle(board);
  equal([31, 32, 33].map((id) => runner.placeOf(id)?.household ?? null), [1, null, 2]);
  board.learn([story(1, 12, "answered"), story(1, 11, "moved"), story(2, null, "not_in")]);
  runner.settle(board);
  equal([31, 32, 33].map((id) => runner.placeOf(id)), [null, null, null]);
});

test("what is remembered is ids, and whoever or whatever is gone is forgotten", () => {
  const runner = new Runner(pack(2), null);
  runner.mode = "runner";
  runner.send(31, { household: 1, elector: 12 });
  runner.send(32, { household: 2, elector: null });
  const kept = JSON.parse(JSON.stringify(runner.kept()));
  equal(kept, { mode: "runner", out: [[31, 1, 12], [32, 2, null]] });
  const again = new Runner(pack(1), kept);
  equal([again.runs, again.placeOf(31), again.placeOf(32)], [true, { household: 1, elector: 12 }, null]);
});
