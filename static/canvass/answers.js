// @ts-check
// What was said at the doors since the page was opened, and how it reads. Kept in memory alone: once an answer is
// sent, the phone itself knows only that there was one.

import { isOnly } from "./doors.js";
import { say } from "./page.js";

/** @import { Door, Pack, Person, SurveyAnswer } from "./offline/types.js" */
/** @import { Board } from "./doors.js" */

/**
 * All that one person said. Each save carries the whole of it, and stands in place of the one before.
 * @typedef {object} Answer
 * @property {string|null} intention
 * @property {number|null} labour_scale
 * @property {string[]} issues
 * @property {string} note
 * @property {string[]} ruled_out
 * @property {string[]} wishes
 * @property {string} language
 * @property {boolean} reported somebody else said it
 * @property {Record<string, SurveyAnswer>} survey by the question's key
 */

/** @type {Answer} */
const NOTHING = {
  intention: null,
  labour_scale: null,
  issues: [],
  note: "",
  ruled_out: [],
  wishes: [],
  language: "",
  reported: false,
  survey: {},
};

export class Answers {
  /** @param {Pack} pack @param {Board} board */
  constructor(pack, board) {
    this.board = board;
    this._version = pack.questions.survey?.version ?? "";
    this._intentions = labels(pack.intentions);
    this._issues = labels(pack.issues);
    this._wishes = labels(pack.questions.wishes);
    /** What was answered to the one question, by the state of its story. */
    this._only = labels((pack.only?.choices ?? []).map(({ code, label }) => ({ code: `${pack.only?.kind}.${code}`, label })));
    /** @type {Map<number, Answer>} by elector */
    this._given = new Map();
  }

  /** @param {Person|null} person @returns {Answer} */
  of(person) {
    return this._given.get(person?.elector ?? -1) ?? NOTHING;
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

  /** Forget everything that was said. */
  forget() {
    this._given.clear();
  }

  /**
   * What goes over the wire: what was always asked, and of the rest what was said (docs/offline.md, part 3).
   * @param {Answer} answer
   * @returns {Record<string, unknown>}
   */
  payload({ intention, labour_scale, issues, reported, survey, ...rest }) {
    const said = Object.fromEntries(Object.entries(rest).filter(([, value]) => value.length));
    const asked = Object.keys(survey).length ? { survey: { version: this._version, answers: survey } } : {};
    return { intention, labour_scale, issues, ...said, ...asked, ...(reported ? { respondent: "other" } : {}) };
  }

  /**
   * What stands beside a name: "Labour, 8"; "Answered" once the page has forgotten it.
   * @param {Door} door
   * @param {Person} person
   */
  short(door, person) {
    const story = this.board.story(door, person.elector);
    if (!story) return "";
    if (isOnly(story)) return this._only.get(story.state) ?? say("answered");
    const { intention, labour_scale: scale, reported } = this.of(person);
    if (story.state !== "answered" || !intention) return say(story.state);
    const label = this._intentions.get(intention) ?? "";
    const answer = scale ? say("withScale", { answer: label, scale }) : label;
    return reported ? say("reportedShort", { answer }) : answer;
  }

  /** What the toast says: "Labour, 8 of 10", or the issues where no intention was said. @param {Answer} answer */
  inFull({ intention, labour_scale: scale, issues }) {
    if (!intention) return this.named("issues", issues) || say("noted");
    const label = this._intentions.get(intention) ?? "";
    return scale ? say("outOfTen", { answer: label, scale }) : label;
  }

  /**
   * The words for some codes of one question.
   * @param {"issues"|"wishes"|"ruled_out"} question
   * @param {string[]} codes
   */
  named(question, codes) {
    const words = { issues: this._issues, wishes: this._wishes, ruled_out: this._intentions }[question];
    return codes.map((code) => words.get(code) ?? code).join(", ");
  }
}

/** What to call a door where it stands alone: "Number 12", or the name that it has. @param {Door} door */
export function doorName(door) {
  return /^\d/.test(door.door) ? say("number", { door: door.door }) : door.door;
}

/** Whether anything was said at all: that somebody else speaks is no answer yet. @param {Answer} answer */
export function isEmpty({ reported: _reported, survey, ...rest }) {
  return Object.values(rest).every((value) => value === null || value.length === 0) && !Object.keys(survey).length;
}

/** @param {{code: string, label: string}[]} pairs */
function labels(pairs) {
  return new Map(pairs.map(({ code, label }) => [code, label]));
}
