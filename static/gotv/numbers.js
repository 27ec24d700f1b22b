// @ts-check
// Elector numbers as a teller types them. Reads them as the server does (gotv/rules/numbers.py): "1274", "1274/1",
// "1274.1"; a test holds the two together. Pure.

const HIGHEST = 999_999;
/** "999999/999999" */
const LONGEST = 13;

/**
 * Return number and suffix (0 is none), or null for what can't be a number on a poll card.
 * @param {string} typed
 * @returns {{number: number, suffix: number}|null}
 */
export function read(typed) {
  const found = /^(\d+)(?:([./])(\d*))?$/.exec(typed);
  if (!found) return null;
  const [, whole, sign, after = ""] = found;
  // After a point stands a decimal fraction, so its last noughts mean nothing; after a stroke the suffix itself.
  const suffix = Number(sign === "." ? after.replace(/0+$/, "") : after);
  const number = Number(whole);
  return number >= 1 && number <= HIGHEST && suffix <= HIGHEST ? { number, suffix } : null;
}

/**
 * Return what stands on the screen after a key: a figure, "/", ".", or "back".
 * @param {string} typed
 * @param {string} key
 */
export function press(typed, key) {
  if (key === "back") return typed.slice(0, -1);
  return typed.length < LONGEST ? typed + key : typed;
}
