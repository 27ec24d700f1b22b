// @ts-check
import { press, read } from "../../static/gotv/numbers.js";
import { equal, test } from "./harness.js";

test("numbers are read as a poll card prints them", () => {
  equal(read("1274"), { number: 1274, suffix: 0 });
  equal(read("1274/1"), { number: 1274, suffix: 1 });
  equal(read("34/10"), { number: 34, suffix: 10 });
  equal(read("307.1"), { number: 307, suffix: 1 });
  equal(read("34.100"), { number: 34, suffix: 1 }, "a decimal fraction");
  equal(read("5.000"), { number: 5, suffix: 0 });
  equal(read("12/"), { number: 12, suffix: 0 });
  equal(read("0012"), { number: 12, suffix: 0 });
});

test("what is no number is none", () => {
  for (const typed of ["", "0", "/1", ".", "12//3", "1.2.3", "1234567", "12/.", "1274/1234567"]) equal(read(typed), null, typed);
});

test("keys write at the end, rub out takes from it, and there is an end", () => {
  equal(press("127", "4"), "1274");
  equal(press("1274", "/"), "1274/");
  equal(press("1274", "back"), "127");
  equal(press("", "back"), "");
  equal(press("1".repeat(13), "1"), "1".repeat(13));
});
