// @ts-check
import { isSaid, next, place, previous, standing } from "../../static/canvass/survey.js";
import { dice, equal, ok, test } from "./harness.js";

/** @import { Question } from "../../static/canvass/offline/types.js" */

/** @param {string} key @param {string} [on] @param {string[]} [codes] @returns {Question} */
const question = (key, on = "", codes = []) => ({
  key,
  text: key,
  kind: "choice",
  options: [],
  only_if: on ? { key: on, codes } : null,
});

const BUSES = [question("bus"), question("why", "bus", ["no", "rarely"]), question("fare", "why", ["price"]), question("vote")];

test("what is asked next hangs on what was answered", () => {
  equal(next(BUSES, {}, "")?.key, "bus");
  equal(next(BUSES, { bus: "yes" }, "bus")?.key, "vote");
  equal(next(BUSES, { bus: "no" }, "bus")?.key, "why");
  equal(next(BUSES, { bus: "no", why: ["often", "price"] }, "why")?.key, "fare");
  equal(next(BUSES, {}, "bus")?.key, "vote", "skipped, so nothing hangs on it");
  equal(next(BUSES, { vote: "yes" }, "vote"), null);
});

test("back leads over what was not asked", () => {
  equal(previous(BUSES, { bus: "yes" }, "vote")?.key, "bus");
  equal(previous(BUSES, { bus: "no" }, "vote")?.key, "why");
  equal(previous(BUSES, {}, "bus"), null);
});

test("a changed answer takes with it what hung on the old one", () => {
  const all = { bus: "no", why: "price", fare: "yes", vote: "no" };
  equal(standing(BUSES, all), all);
  equal(standing(BUSES, { ...all, bus: "yes" }), { bus: "yes", vote: "no" });
  equal(standing(BUSES, { ...all, why: "" }), { bus: "no", vote: "no" });
});

test("a number from a scale can be hung on too", () => {
  const asked = [{ ...question("sure"), kind: /** @type {const} */ ("scale") }, question("doubt", "sure", ["1", "2"])];
  equal(next(asked, { sure: 2 }, "sure")?.key, "doubt");
  equal(next(asked, { sure: 9 }, "sure"), null);
});

test("people are told how far it is", () => {
  equal(place(BUSES, { bus: "yes" }, "vote"), { at: 2, of: 2 });
  equal(place(BUSES, { bus: "no" }, "vote"), { at: 3, of: 3 });
});

test("no text, no code and no list of codes is no answer", () => {
  equal([undefined, "", []].map((one) => isSaid(/** @type {any} */ (one))), [false, false, false]);
  equal([0, "no", ["a"]].map((one) => isSaid(/** @type {any} */ (one))), [true, true, true]);
});

test("whatever is answered, each question is asked once at most and the way back is the way there", () => {
  for (let seed = 1; seed <= 200; seed += 1) {
    const roll = dice(seed);
    const asked = Array.from({ length: 8 }, (_, at) =>
      question(`q${at}`, at && roll() < 0.6 ? `q${Math.floor(roll() * at)}` : "", ["a"]),
    );
    /** @type {Record<string, string>} */
    const given = {};
    const there = [];
    for (let one = next(asked, given, ""); one; one = next(asked, given, one.key)) {
      ok(!there.includes(one.key), "asked twice");
      there.push(one.key);
      if (roll() < 0.8) given[one.key] = roll() < 0.5 ? "a" : "b";
    }
    equal(standing(asked, given), given);
    const back = [];
    for (let key = there.at(-1) ?? ""; key; key = previous(asked, given, key)?.key ?? "") back.unshift(key);
    equal(back, there);
  }
});
