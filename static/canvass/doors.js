// @ts-check
// Where we are on the board: which doors and people are done, and which door is next. Pure.

/** @import { Door, Pack, Person, Story } from "./offline/types.js" */

/** What a door can come to as a whole. */
const AT_THE_DOOR = new Set(["not_in", "no_access", "not_found", "refused", "language"]);
/** What is recorded beside an answer, and is none: how somebody may be reached, a flag, what no list names. */
const BESIDE = new Set(["phone", "email", "flagged", "found"]);
/** Who was out, or would not or could not talk, has not spoken to us. */
const NO_TALK = new Set(["not_in", "refused", "language"]);
/** What this phone can mark, and the office then calls back from every phone. */
const CALLED_BACK = new Set(["do_not_contact", "deceased"]);
/** So long a mark that sticks may be taken back by the phone that made it (canvass/rules/contacts.py). */
const SLIP = 10 * 60_000;
/** Issues alone: somebody spoke, and has not been asked yet. */
const UNFINISHED = "noted";

export class Board {
  /** @param {Pack} pack */
  constructor(pack) {
    this.pack = pack;
    /** @type {Map<number, Story[]>} by household */
    this._stories = new Map();
    /** @type {Map<number, number>} household to the last story that no longer counts: the door is tried again */
    this._again = new Map();
  }

  /** Learn what this phone has recorded. @param {Story[]} stories oldest first */
  learn(stories) {
    this._stories = new Map();
    for (const story of stories) {
      if (story.household === null) continue;
      this._stories.set(story.household, [...(this._stories.get(story.household) ?? []), story]);
    }
  }

  get doors() {
    return this.pack.doors;
  }

  /** People who may be asked; the others at the door only stand there as a note. @param {Door} door */
  askable(door) {
    return door.people.filter((person) => person.elector !== null);
  }

  /**
   * The story that stands for a person, or for the door itself with null.
   * @param {Door} door
   * @param {number|null} elector
   */
  story(door, elector) {
    return this._standing(door)
      .filter((story) => story.elector === elector && !BESIDE.has(story.state))
      .at(-1);
  }

  /**
   * What was recorded beside the answers of a person, or of the door with null: a number, a flag.
   * @param {Door} door
   * @param {number|null} elector
   * @param {string} state
   */
  beside(door, elector, state) {
    return this._standing(door)
      .filter((story) => story.elector === elector && story.state === state)
      .at(-1);
  }

  /** What was said of the whole door: its story, or undefined. @param {Door} door */
  ofDoor(door) {
    const story = this.story(door, null);
    return story && AT_THE_DOOR.has(story.state) ? story : undefined;
  }

  /**
   * Whether a recall is the echo of what this phone marked itself, and that may still be taken back, or was in time.
   * @param {number} household
   * @param {number} elector
   * @param {number} now ms
   */
  isEcho(household, elector, now) {
    const mark = (this._stories.get(household) ?? [])
      .filter((story) => story.elector === elector && CALLED_BACK.has(story.state))
      .at(-1);
    return mark !== undefined && (mark.undone ? mark.at : now) - madeAt(mark.root) < SLIP;
  }

  /** @param {Door} door @param {Person} person */
  isAsked(door, person) {
    const story = this.story(door, person.elector);
    return story !== undefined && story.state !== UNFINISHED;
  }

  /** Whether somebody at this door has spoken to us. @param {Door} door */
  hasSpoken(door) {
    return this._standing(door).some((story) => story.elector !== null && !NO_TALK.has(story.state));
  }

  /** @param {Door} door */
  isDone(door) {
    if (door.state === "no_contact") return true;
    // What this phone recorded since the list was made says more than the list.
    if (door.state === "done" && !this._stories.has(door.household)) return true;
    if (this.ofDoor(door)) return true;
    const people = this.askable(door);
    return people.length > 0 && people.every((person) => this.isAsked(door, person));
  }

  /** A word for the door's state: "no_contact", an outcome, "done" or "open". @param {Door} door */
  state(door) {
    if (door.state === "no_contact") return "no_contact";
    const story = this.ofDoor(door);
    if (story) return story.state;
    return this.isDone(door) ? "done" : "open";
  }

  /** The next open door after `from`, round the board once; -1 when all are done. @param {number} from */
  next(from) {
    const { length } = this.doors;
    for (let step = 1; step <= length; step += 1) {
      const at = (from + step + length) % length;
      if (!this.isDone(this.doors[at])) return at;
    }
    return -1;
  }

  /** Where to begin: where this phone left off, else at the first open door. -1 when all are done. */
  resume() {
    const stories = [...this._stories.values()].flat().sort((one, other) => one.at - other.at);
    const left = this.doors.findIndex((door) => door.household === stories.at(-1)?.household);
    return left >= 0 && !this.isDone(this.doors[left]) ? left : this.next(left);
  }

  /** The person with this id, else the first who has not been asked, else the first; null where nobody may be. */
  whomToAsk(/** @type {Door} */ door, /** @type {number|null} */ elector) {
    const people = this.askable(door);
    return people.find((one) => one.elector === elector) ?? this.nextPerson(door) ?? people[0] ?? null;
  }

  /** The first person at the door who has not been asked, those after `after` first; null when all have. */
  nextPerson(/** @type {Door} */ door, after = -1) {
    const people = this.askable(door);
    const inTurn = [...people.slice(after + 1), ...people.slice(0, after + 1)];
    return inTurn.find((person) => !this.isAsked(door, person)) ?? null;
  }

  /** The doors of one street, with their places on the board. @param {number} street */
  onStreet(street) {
    return this.doors.map((door, at) => ({ door, at })).filter(({ door }) => door.street === street);
  }

  /** Whether the numbers of this side rise or fall as we walk: "up", "down", or "" where that can't be told. */
  direction(/** @type {number} */ at) {
    const here = this.doors[at];
    const side = this.onStreet(here.street).filter(({ door }) => door.side === here.side);
    const figures = side.map(({ door }) => figure(door)).filter((value) => !Number.isNaN(value));
    const rise = (figures.at(-1) ?? 0) - (figures[0] ?? 0);
    if (!here.side || rise === 0) return "";
    return rise > 0 ? "up" : "down";
  }

  /** Doors where nobody was in, to be tried once more. */
  notIn() {
    return this.doors.filter((door) => this.ofDoor(door)?.state === "not_in");
  }

  /** Open those doors again. What was recorded stays; a second visit is a second record. */
  tryAgain() {
    for (const door of this.notIn()) this._again.set(door.household, this.ofDoor(door)?.seq ?? 0);
  }

  /** @param {Door} door */
  _standing(door) {
    const after = this._again.get(door.household) ?? 0;
    return (this._stories.get(door.household) ?? []).filter((story) => !story.undone && (story.seq ?? 0) > after);
  }
}

/** Whether a story is the answer to the one question that somebody may be asked: "postal.sent". @param {Story} [story] */
export function isOnly(story) {
  return story !== undefined && story.state.includes(".");
}

/** @param {Door} door */
function figure(door) {
  return Number.parseInt(door.door.match(/\d+/)?.[0] ?? "", 10);
}

/** When a story began: its root is a UUID of version 7. @param {string} root */
function madeAt(root) {
  return Number.parseInt(root.replaceAll("-", "").slice(0, 12), 16);
}

/** What to call somebody in a question: the first name, or all of it when two at the door share it. */
export function shortName(/** @type {Door} */ door, /** @type {Person} */ person) {
  const [first] = person.name.split(" ");
  const same = door.people.filter((other) => other.name.split(" ")[0] === first);
  return same.length > 1 ? person.name : first;
}

/**
 * The cells of the strip: one for each door, or one for several where the street is long.
 * @param {{done: boolean, here: boolean}[]} doors
 * @param {number} most
 * @returns {("done"|"here"|"todo")[]}
 */
export function cells(doors, most = 64) {
  const each = Math.ceil(doors.length / most);
  const groups = Math.ceil(doors.length / each);
  return Array.from({ length: groups }, (_, at) => {
    const group = doors.slice(at * each, (at + 1) * each);
    if (group.some((door) => door.here)) return "here";
    return group.every((door) => door.done) ? "done" : "todo";
  });
}
