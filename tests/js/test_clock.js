// @ts-check
import { Clock, isoLocal, sameClock } from "../../static/canvass/offline/clock.js";
import { equal, ok, test } from "./harness.js";

const HOUR = 3_600_000;
const SERVER = Date.parse("2026-05-07T17:00:00Z");

/** A phone whose clocks we turn: `time` passes for both, `wall` is put right or wrong, sleep stops `steady`. */
function phone(error = 0) {
  const now = { server: SERVER, wall: SERVER + error, steady: 1000 };
  const clock = new Clock({ wall: () => now.wall, steady: () => now.steady, zone: () => 60 });
  return {
    now,
    clock,
    pass(/** @type {number} */ ms, asleep = false) {
      now.server += ms;
      now.wall += ms;
      if (!asleep) now.steady += ms;
    },
    /** What the server takes for the time of an event (contract: device_time + (its now - device_now)). */
    estimate(/** @type {{device_time: string, offset: number|null}} */ event) {
      const deviceNow = Date.parse(clock.deviceNow(event.offset));
      return Date.parse(event.device_time) + (now.server - deviceNow);
    },
    contact() {
      clock.heard(new Date(now.server).toISOString());
    },
  };
}

test("the time is written with its offset from UTC", () => {
  equal(isoLocal(Date.parse("2026-05-07T17:31:02.123Z"), 60), "2026-05-07T18:31:02.123+01:00");
  equal(isoLocal(Date.parse("2026-01-07T17:31:02.123Z"), -210), "2026-01-07T14:01:02.123-03:30");
});

test("a clock that is three hours wrong all day is put right by the server's formula", () => {
  for (const error of [3 * HOUR, -3 * HOUR]) {
    const { clock, contact, estimate, pass } = phone(error);
    contact();
    const event = clock.stamp();
    pass(HOUR);
    equal(estimate(event), SERVER);
  }
});

test("a clock turned back in mid-round spoils no event before or after, with no network between", () => {
  const { now, clock, contact, estimate, pass } = phone();
  contact();
  const before = clock.stamp();
  pass(HOUR);
  now.wall -= 3 * HOUR;
  const later = clock.stamp();
  pass(HOUR);
  equal(estimate(before), SERVER);
  equal(estimate(later), SERVER + HOUR);
  ok(!sameClock(before.offset, later.offset), "they go in two batches");
});

test("a clock put forward in mid-round spoils no event, once the server is heard again", () => {
  const { now, clock, contact, estimate, pass } = phone();
  contact();
  const before = clock.stamp();
  pass(HOUR);
  now.wall += 3 * HOUR;
  const later = clock.stamp();
  equal(later.offset, null);
  pass(HOUR);
  contact();
  equal(estimate(before), SERVER);
  equal(estimate(later), SERVER + HOUR);
});

test("a phone that slept is not taken for one whose clock was changed", () => {
  const { clock, contact, estimate, pass } = phone(5 * 60_000);
  contact();
  const before = clock.stamp();
  pass(2 * HOUR, true);
  const later = clock.stamp();
  pass(HOUR);
  contact();
  equal(estimate(before), SERVER);
  equal(estimate(later), SERVER + 2 * HOUR);
});

test("with no word from the server the phone's own clock is used as it is", () => {
  const { clock, now } = phone(1234);
  equal(Date.parse(clock.deviceNow(clock.stamp().offset)), now.wall);
  clock.heard("not a time");
  equal(clock.offset, null);
});
