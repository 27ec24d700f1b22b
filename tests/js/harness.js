// @ts-check
// The smallest test harness: `test(name, work)` in a file test_<module>.js; pytest finds the names and runs each
// on a page of its own (test_modules.py).

/** @type {Map<string, () => unknown>} */
const tests = new Map();

/** @param {string} name @param {() => unknown} work may be asynchronous; throws when the test fails */
export function test(name, work) {
  tests.set(name, work);
}

/** @param {unknown} value @param {string} [why] */
export function ok(value, why = "expected something true") {
  if (!value) throw new Error(`${why}, got ${JSON.stringify(value)}`);
}

/** @param {unknown} actual @param {unknown} expected @param {string} [why] */
export function equal(actual, expected, why = "") {
  const [is, should] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (is !== should) throw new Error(`${why} is ${is}, should be ${should}`);
}

/** @param {() => Promise<unknown>} work @param {string} name the error's */
export async function fails(work, name) {
  try {
    await work();
  } catch (error) {
    equal(/** @type {Error} */ (error).name, name);
    return /** @type {any} */ (error);
  }
  throw new Error(`should have failed with ${name}`);
}

/** A random number generator that can be repeated (mulberry32). @param {number} seed */
export function dice(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const asked = new URLSearchParams(location.search);
if (asked.has("file")) void run();

async function run() {
  let report = "passed";
  try {
    await import(`./${asked.get("file")}`);
    const work = tests.get(asked.get("test") ?? "");
    if (!work) throw new Error("there is no such test");
    await work();
  } catch (error) {
    report = error instanceof Error ? `${error.message}\n${error.stack}` : String(error);
  }
  const shown = document.createElement("output");
  shown.textContent = report;
  document.body.append(shown);
}
