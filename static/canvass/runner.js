// @ts-check
// One phone for several canvassers: who stands at which door, asking for whom. Pure but for what it is told to keep.

/** @import { Door, Pack } from "./offline/types.js" */
/** @import { Board } from "./doors.js" */

/**
 * Where somebody stands: at a door, and there for one person or, with null, for all of them.
 * @typedef {{household: number, elector: number|null}} Place
 * @typedef {{mode: "solo"|"runner"|"", out: [number, number, number|null][]}} Kept
 */

export class Runner {
  /** @param {Pack} pack @param {Kept|null} kept what was remembered of this board */
  constructor(pack, kept) {
    // A team of one is whoever holds the phone.
    this.team = pack.team.length > 1 ? pack.team : [];
    this.mode = this.team.length ? (kept?.mode ?? "") : "solo";
    const known = new Set(this.team.map((one) => one.id));
    const doors = new Set(pack.doors.map((door) => door.household));
    /** @type {Map<number, Place>} by canvasser */
    this._out = new Map();
    for (const [id, household, elector] of kept?.out ?? []) {
      if (known.has(id) && doors.has(household)) this._out.set(id, { household, elector });
    }
  }

  /** Whether one phone writes for several; otherwise whoever holds it asks and writes. */
  get runs() {
    return this.mode === "runner";
  }

  /** Whether nobody has said yet how this board is worked. */
  get undecided() {
    return this.mode === "";
  }

  /** @param {number} canvasser @returns {Place|null} null: free */
  placeOf(canvasser) {
    return this._out.get(canvasser) ?? null;
  }

  /** Send somebody to a door, or to one person there. @param {number} canvasser @param {Place} place */
  send(canvasser, place) {
    this._out.set(canvasser, place);
  }

  /** Somebody has come back. @param {number} canvasser */
  free(canvasser) {
    this._out.delete(canvasser);
  }

  /**
   * Who speaks with this person: whoever was sent to them, else whoever stands at the door for all.
   * @param {number} household
   * @param {number|null} elector
   * @returns {number|null}
   */
  at(household, elector) {
    const here = [...this._out].filter(([, place]) => place.household === household);
    const theirs = here.find(([, place]) => elector !== null && place.elector === elector);
    const ofDoor = here.find(([, place]) => place.elector === null) ?? (elector === null ? here[0] : undefined);
    return (theirs ?? ofDoor)?.[0] ?? null;
  }

  /** Whoever stands where nobody is left to ask is free again. @param {Board} board */
  settle(board) {
    for (const [id, { household, elector }] of this._out) {
      const door = board.doors.find((one) => one.household === household);
      const person = door?.people.find((one) => one.elector === elector && elector !== null);
      if (!door || board.isDone(door) || (person && board.isAsked(door, person))) this.free(id);
    }
  }

  /**
   * The next doors for those who are free, one each: the open ones where nobody stands, from `at` on.
   * @param {Board} board
   * @param {number} at place on the board of the door to begin after
   * @returns {Map<number, Door>} by canvasser; whoever is not in it has no door left
   */
  suggestions(board, at) {
    const taken = new Set([...this._out.values()].map((place) => place.household));
    const { length } = board.doors;
    const open = Array.from({ length }, (_, step) => board.doors[(at + 1 + step + length) % length]).filter(
      (door) => !board.isDone(door) && !taken.has(door.household),
    );
    const free = this.team.filter((one) => !this._out.has(one.id));
    return new Map(free.slice(0, open.length).map((one, place) => [one.id, open[place]]));
  }

  /** What is to be remembered: ids, and no name. @returns {Kept} */
  kept() {
    return { mode: this.mode, out: [...this._out].map(([id, { household, elector }]) => [id, household, elector]) };
  }
}
