// @ts-check
// Which doors of a round are still to be called at, and what was said at the others. Pure.

import { Board } from "../canvass/doors.js";

/** @import { Door, Person, Story } from "../canvass/offline/types.js" */

export class Calls extends Board {
  /** Whatever somebody said, they are not asked again on this round. @param {Door} door @param {Person} person */
  isAsked(door, person) {
    return this.story(door, person.elector) !== undefined;
  }

  /** Doors that fold away: nobody is left to be asked there. */
  finished() {
    return this.doors.filter((door) => this.isDone(door));
  }
}

/**
 * What a lift's form says, as an event carries it; null where its times are the wrong way round.
 * @param {{people: string, from: string, until: string, needs: string[]}} form
 * @returns {{people: number, needs: string[], from?: string, until?: string}|null}
 */
export function liftOf({ people, from, until, needs }) {
  if (from && until && from >= until) return null;
  return { people: Number(people), needs, ...(from ? { from } : {}), ...(until ? { until } : {}) };
}

/**
 * What to say of how and where somebody votes: at a place, with what, until when; or by post or by proxy.
 * @param {{places: string[], bring: string, until: string, absent: Record<string, string>}} vote
 * @param {string|undefined} how "postal", "proxy", "postal_proxy"; at the place for nothing
 * @returns {string[]}
 */
export function toSay(vote, how) {
  const other = how && vote.absent[how];
  return other ? [other] : [vote.bring, vote.until];
}
