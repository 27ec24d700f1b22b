// @ts-check
// One phone for several canvassers: who stands where, whom to send next, and who is asking whom at a door.

import { check } from "./choices.js";
import { shortName } from "./doors.js";
import { byId, copy, onPress, say, write } from "./page.js";
import { Runner } from "./runner.js";
import { key } from "./toggles.js";

/** @import { Door, Pack, Person } from "./offline/types.js" */
/** @import { Kept } from "./runner.js" */
/** @import { Board } from "./doors.js" */

/**
 * @typedef {object} Ways
 * @property {() => number} at place on the board of the door on view
 * @property {(household: number, elector: number|null) => void} goTo
 * @property {() => void} begin somebody has said how this board is worked
 */

/** So many names are said of a door, and the rest counted. */
const FEW = 3;

/** What is remembered of a board is who holds it and where they stand, by ids. */
const nameFor = (/** @type {Pack} */ pack) => `rosette-round-${pack.user.id}-${pack.board.id}`;

/** @param {Pack} pack @returns {Kept|null} */
function recall(pack) {
  try {
    return JSON.parse(localStorage.getItem(nameFor(pack)) ?? "null");
  } catch {
    return null; // no store, or something else's: nobody has said yet
  }
}

export class Round {
  /** @param {Pack} pack @param {Board} board @param {Ways} ways */
  constructor(pack, board, ways) {
    this.pack = pack;
    this.board = board;
    this.ways = ways;
    /** @type {number|null} the person whom somebody can be sent to */
    this._chosen = null;
    this.runner = new Runner(pack, recall(pack));
    onPress("solo", () => this._decide("solo"));
    onPress("runner", () => this._decide("runner"));
    onPress("mode-change", () => this._decide(this.runner.runs ? "solo" : "runner"));
    byId("who").addEventListener("change", (event) => this._sendHere(Number(inputOf(event).value)));
  }

  /** @param {"solo"|"runner"} mode */
  _decide(mode) {
    this.runner.mode = mode;
    this.keep();
    this.ways.begin();
  }

  /** Remember it, should the page be opened anew. */
  keep() {
    try {
      localStorage.setItem(nameFor(this.pack), JSON.stringify(this.runner.kept()));
    } catch {
      // Nowhere to remember it: the page asks again when it is opened next.
    }
  }

  /** Forget it: nothing of this board is to be left. */
  forget() {
    try {
      localStorage.removeItem(nameFor(this.pack));
    } catch {
      // What can't be reached holds nothing either.
    }
  }

  /** Who speaks with this person, as an event says it: nobody's id where one canvasser works alone. */
  canvasser(/** @type {Door} */ door, /** @type {Person|null} */ person) {
    const id = this.runner.runs ? this.runner.at(door.household, person?.elector ?? null) : null;
    return id === null ? {} : { canvasser: id };
  }

  /** Something was saved: whoever has nobody left to ask is free. Whether somebody still stands at this door. */
  settle(/** @type {Door} */ door) {
    this.runner.settle(this.board);
    this.keep();
    return this.isManned(door);
  }

  /** Whether somebody stands at this door. @param {Door} door */
  isManned(door) {
    return this.runner.team.some((one) => this.runner.placeOf(one.id)?.household === door.household);
  }

  /** Draw who is where. */
  draw() {
    const suggestions = this.runner.suggestions(this.board, this.ways.at() - 1);
    const rows = this.runner.team.map(({ id, name }) => {
      const row = copy("t-canvasser");
      const place = this.runner.placeOf(id);
      const [go, free] = /** @type {NodeListOf<HTMLButtonElement>} */ (row.querySelectorAll("button"));
      const door = place ? this.board.doors.find((one) => one.household === place.household) : suggestions.get(id);
      write(go, "b", name);
      write(go, "span", this._words(door, place?.elector ?? null, Boolean(place)));
      go.disabled = !door;
      go.classList.toggle("canvasser--out", Boolean(place));
      free.hidden = !place;
      free.setAttribute("aria-label", say("isBack", { name }));
      go.addEventListener("click", () => this._press(id, door));
      free.addEventListener("click", () => {
        this.runner.free(id);
        this.keep();
        this.draw();
      });
      return row;
    });
    byId("round").querySelector("ul")?.replaceChildren(...rows);
  }

  /**
   * "Send to 12: ask for Elsie, Graham"
   * @param {Door|undefined} door
   * @param {number|null} elector
   * @param {boolean} out
   */
  _words(door, elector, out) {
    if (!door) return say("noDoorLeft");
    const people = this.board.askable(door).filter((one) => elector === null || one.elector === elector);
    const open = people.filter((one) => !this.board.isAsked(door, one));
    const all = (open.length ? open : people).map((one) => one.name);
    const few = all.slice(0, FEW).join(", ");
    const names = all.length > FEW ? say("andMore", { names: few, n: all.length - FEW }) : few;
    const words = say(out ? "isAt" : "sendTo", { door: door.door, names });
    return door.flag ? `${words}. ${say("takeCare")}` : words;
  }

  /**
   * Send somebody who is free; look at the door of somebody who is out.
   * @param {number} id
   * @param {Door|undefined} door
   */
  _press(id, door) {
    if (!door) return;
    const place = this.runner.placeOf(id);
    if (place) return this.ways.goTo(place.household, place.elector);
    this.runner.send(id, { household: door.household, elector: null });
    this.keep();
    this.draw();
  }

  /** Somebody stands at the door on view, and asks the person on view where another is there too. @param {number} id */
  _sendHere(id) {
    const door = this.board.doors[this.ways.at()];
    this.runner.free(id);
    const others = this.isManned(door);
    this.runner.send(id, { household: door.household, elector: others ? this._chosen : null });
    this.keep();
  }

  /** Draw who is asking this person. @param {Door} door @param {Person|null} person */
  drawWho(door, person) {
    this._chosen = person?.elector ?? null;
    byId("who").hidden = !this.runner.runs;
    if (!this.runner.runs) return;
    if (!byId("who").querySelector("label")) {
      const chips = this.runner.team.map(({ id, name }) => key("t-who", { code: String(id), label: name }));
      byId("who").querySelector(".chips")?.append(...chips);
    }
    const id = this.runner.at(door.household, this._chosen);
    check(byId("who"), id === null ? null : String(id));
    byId("who-legend").textContent = person
      ? say("whoAsks", { name: shortName(door, person) })
      : say("whoIsAt", { door: door.door });
  }
}

/** @param {Event} event */
function inputOf(event) {
  return /** @type {HTMLInputElement} */ (event.target);
}
