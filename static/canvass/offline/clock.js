// @ts-check
// This phone's clock may be wrong, and may be put right in the middle of a round. The server works out when a
// thing happened as device_time + (its own now - device_now). So with each batch we say what the phone's clock
// WOULD say now, had it gone on as it went when those events were recorded. No event is ever changed for it.

/** A jump of the clock that is no measuring error, in ms. */
export const JUMP = 2000;

export class Clock {
  /**
   * @param {object} [means]
   * @param {() => number} [means.wall] this phone's time of day in ms
   * @param {() => number} [means.steady] ms that nobody can turn back; stands still while some phones sleep
   * @param {() => number} [means.zone] minutes east of UTC
   */
  constructor({
    wall = () => Date.now(),
    steady = () => performance.now(),
    zone = () => -new Date().getTimezoneOffset(),
  } = {}) {
    this.wall = wall;
    this.steady = steady;
    this.zone = zone;
    /** @type {number|null} server's clock minus ours in ms; null when not known */
    this.offset = null;
    this._ahead = wall() - steady();
  }

  /**
   * Compare both clocks and return the time of day. Gone back: somebody turned it back, by just so much.
   * Gone forward: either it was put forward or the phone slept; only the server can tell, so forget the offset.
   */
  look() {
    const now = this.wall();
    const jump = now - this.steady() - this._ahead;
    this._ahead += jump;
    if (jump < -JUMP && this.offset !== null) this.offset -= jump;
    if (jump > JUMP) this.offset = null;
    return now;
  }

  /**
   * Learn from the server's time of day, which it read about `trip / 2` ms ago.
   * @param {string|null|undefined} serverTime
   * @param {number} [trip] ms from asking to hearing
   */
  heard(serverTime, trip = 0) {
    const server = serverTime ? Date.parse(serverTime) : NaN;
    const now = this.look();
    if (!Number.isNaN(server)) this.offset = server + trip / 2 - now;
  }

  /** Return the times to record with an event. */
  stamp() {
    const now = this.look();
    const zone = this.zone();
    return { now, device_time: isoLocal(now, zone), device_utc_offset: zone, offset: this.offset };
  }

  /**
   * Return device_now for a batch of events that were recorded under this offset.
   * @param {number|null} recordedUnder
   */
  deviceNow(recordedUnder) {
    const now = this.look();
    const gone = recordedUnder === null || this.offset === null ? now : now + this.offset - recordedUnder;
    return isoLocal(gone, this.zone());
  }
}

/**
 * Two events may go in one batch when the clock went alike for both.
 * @param {number|null} one
 * @param {number|null} other
 */
export function sameClock(one, other) {
  return one === null || other === null ? one === other : Math.abs(one - other) <= JUMP;
}

/**
 * Return "2026-05-07T18:31:02.123+01:00".
 * @param {number} at ms
 * @param {number} zone minutes east of UTC
 */
export function isoLocal(at, zone) {
  const sign = zone < 0 ? "-" : "+";
  const part = (/** @type {number} */ value) => String(Math.floor(value)).padStart(2, "0");
  const local = new Date(at + zone * 60_000).toISOString().slice(0, -1);
  return `${local}${sign}${part(Math.abs(zone) / 60)}:${part(Math.abs(zone) % 60)}`;
}
