// @ts-check
// What was said at the doors since the page was opened, and how it reads. Kept in memory alone: once an answer is
// sent, the phone itself knows only that there was one.

import { say } from "./page.js";

/** @import { Door, Pack, Person } from "./offline/types.js" */
/** @import { Board } from "./doors.js" */

/** @typedef {{intention: string|null, labour_scale: number|null, issues: string[]}} Answer */

export class Answers {
  /** @param {Pack} pack @param {Board} board */
  constructor(pack, board) {
    this.board = board;
    this._intentions = new Map(pack.intentions.map(({ code, label }) => [code, label]));
    this._issues = new Map(pack.issues.map(({ code, label }) => [code, label]));
    /** @type {Map<number, Answer>} by elector */
    this._given = new Map();
  }

  /** @param {Person|null} person @returns {Answer} */
  of(person) {
    return this._given.get(person?.elector ?? -1) ?? { intention: null, labour_scale: null, issues: [] };
  }

  /** Whether the page still remembers it. @param {Person|null} person */
  knows(person) {
    return this._given.has(person?.elector ?? -1);
  }

  /** @param {Person} person @param {Answer|null} answer null forgets it */
  keep(person, answer) {
    if (person.elector === null) return;
    if (answer) this._given.set(person.elector, answer);
    else this._given.delete(person.elector);
  }

  /**
   * What stands beside a name: "Labour, 8"; "Answered" once the page has forgotten it.
   * @param {Door} door
   * @param {Person} person
   */
  short(door, person) {
    const story = this.board.story(door, person.elector);
    if (!story) return "";
    const { intention, labour_scale: scale } = this.of(person);
    if (story.state !== "answered" || !intention) return say(story.state);
    const label = this._intentions.get(intention) ?? "";
    return scale ? say("withScale", { answer: label, scale }) : label;
  }

  /** What the toast says: "Labour, 8 of 10", or the issues where nothing else was said. @param {Answer} answer */
  inFull({ intention, labour_scale: scale, issues }) {
    if (!intention) return issues.map((code) => this._issues.get(code)).join(", ");
    const label = this._intentions.get(intention) ?? "";
    return scale ? say("outOfTen", { answer: label, scale }) : label;
  }
}
