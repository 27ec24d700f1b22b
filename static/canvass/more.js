// @ts-check
// Everything else that a door takes: a sheet over the page, first what it is about, then that alone. What is chosen
// from a list is saved with the tap; what is written, with its button, and then the sheet is gone.

import { doorName, isEmpty } from "./answers.js";
import { ruledOut } from "./asked.js";
import { makeCard } from "./card.js";
import { shortName } from "./doors.js";
import { makeForms } from "./forms.js";
import { announce, byId, onPress, say, write } from "./page.js";
import { choose, toggles } from "./toggles.js";

/** @import { Door, Draft, Pack, Person } from "./offline/types.js" */
/** @import { Answer, Answers } from "./answers.js" */
/** @import { Board } from "./doors.js" */

/** @typedef {"consent"|"flag"|"found"} Beside what is recorded beside the answers */

/**
 * What the sheet asks of the board. Each that saves says whether it did.
 * @typedef {object} Acts
 * @property {() => {door: Door, person: Person|null}} here
 * @property {() => boolean} isOneThing whether this person may not be asked how they vote
 * @property {(part: Partial<Answer>, said?: string) => Promise<boolean>} answer
 * @property {(code: string, whom: Person|null, language?: string) => Promise<void>} outcome saves, and goes on
 * @property {(kind: Beside, about: Partial<Draft>, state: string, said: string) => Promise<boolean>} beside
 * @property {(root: string) => Promise<boolean>} takeBack
 * @property {(panel: string) => void} show
 * @property {() => void} survey begins with the organiser's questions
 */

/** Pages whose form is that of another, with other words. */
const SHARED = /** @type {Record<string, string>} */ ({ tongue: "language", someone: "found", somewhere: "found" });

export class More {
  /** @param {Pack} pack @param {Board} board @param {Answers} answers @param {Acts} acts */
  constructor(pack, board, answers, acts) {
    this.pack = pack;
    this.board = board;
    this.answers = answers;
    this.acts = acts;
    this.sheet = /** @type {HTMLDialogElement} */ (byId("more"));
    /** What is being asked just now: a name of data-goes, or "hub". */
    this.page = "hub";
    this.forms = makeForms(this);
    makeCard(pack, () => acts.here().person !== null);
    toggles(byId("wishes"), "t-check", pack.questions.wishes, (codes) => void this._choose("wishes", codes));
    toggles(byId("ruled_out"), "t-check", ruledOut(pack), (codes) => void this._choose("ruled_out", codes));
    this._wire();
  }

  /** Open it, at the beginning unless something else is meant. @param {string} [to] a name of data-goes */
  open(to = "hub") {
    const oneThing = this.acts.isOneThing();
    byId("more-survey").hidden = oneThing || !this.pack.questions.survey;
    byId("more-never").hidden = oneThing;
    this._go(to);
    this.sheet.showModal();
  }

  close() {
    this.sheet.close();
  }

  /** What is wrong with what was written; "" for nothing. @param {string} why @returns {boolean} */
  wrong(why) {
    write(this.sheet, "#more-wrong", why);
    if (why) byId("more-wrong").scrollIntoView({ block: "nearest" });
    return why !== "";
  }

  /** What to call whom this is about. */
  get name() {
    const { door, person } = this.acts.here();
    return person ? shortName(door, person) : "";
  }

  _wire() {
    for (const button of /** @type {NodeListOf<HTMLElement>} */ (this.sheet.querySelectorAll("[data-goes]"))) {
      button.addEventListener("click", () => this._go(button.dataset.goes ?? ""));
    }
    // Whatever leads elsewhere takes the sheet away first; what it does is wired with the rest of the page.
    this.sheet.addEventListener("click", (event) => {
      const button = event.target instanceof Element && event.target.closest("[data-outcome], [data-shows]");
      if (button) this.close();
    }, { capture: true });
    onPress("card-stop", () => this.close());
    onPress("more-close", () => this.close());
    onPress("more-back", () => this._go("hub"));
    onPress("more-survey", () => {
      this.close();
      this.acts.survey();
    });
    onPress("refused", () => this.endAt("refused"));
    onPress("not-found", () => {
      this.close();
      void this.acts.outcome("not_found", null);
    });
    byId("reported").addEventListener("change", () => void this._report());
  }

  /** Of the person, where somebody here has talked to us already; else of the door. @param {string} code */
  endAt(code, language = "") {
    const { door, person } = this.acts.here();
    this.close();
    void this.acts.outcome(code, this.board.hasSpoken(door) ? person : null, language);
  }

  /** Somebody else speaks for this person, or not after all: that changes what was said, and what comes. */
  async _report() {
    const reported = /** @type {HTMLInputElement} */ (byId("reported")).checked;
    const said = say(reported ? "reportedOn" : "reportedOff", { name: this.name });
    const isFirst = isEmpty(this.answers.of(this.acts.here().person));
    if (!(await this.acts.answer({ reported }, said))) return;
    this.close();
    this.acts.show("ask");
    // Nothing was said yet, so nothing is saved, and no toast says so.
    if (isFirst) announce(said);
  }

  /**
   * Save what is chosen now, and say so where the eye is.
   * @param {"wishes"|"ruled_out"} question
   * @param {string[]} codes
   */
  async _choose(question, codes) {
    const said = codes.length ? this.answers.named(question, codes) : say("nothingChosen");
    if (!(await this.acts.answer({ [question]: codes }, said))) return;
    write(this.sheet, "#more-said", say("heard", { said: say("said", { name: this.name, answer: said }) }));
  }

  /** @param {string} to a name of data-goes, or "hub" */
  _go(to) {
    this.page = to;
    this.wrong("");
    write(this.sheet, "#more-said", "");
    for (const page of /** @type {NodeListOf<HTMLElement>} */ (this.sheet.querySelectorAll("[data-page]"))) {
      page.hidden = page.dataset.page !== (SHARED[to] ?? to);
    }
    byId("more-back").hidden = to === "hub";
    const { door, person } = this.acts.here();
    const values = { name: this.name, fullName: person?.name ?? "", door: door.door };
    const title = to === "hub" ? (person ? "askMore" : "askMoreDoor") : TITLES[/** @type {keyof TITLES} */ (to)];
    byId("more-title").textContent = say(title, values);
    if (to === "hub") this._hub(door, person);
    else if (to === "wishes" || to === "ruled_out") choose(byId(to), this.answers.of(person)[to]);
    else this.forms.open(to);
    this.sheet.scrollTop = 0;
    if (this.sheet.open) byId("more-title").focus();
  }

  /** @param {Door} door @param {Person|null} person */
  _hub(door, person) {
    byId("more-person").hidden = !person;
    byId("more-door").textContent = doorName(door);
    const answer = this.answers.of(person);
    /** @type {HTMLInputElement} */ (byId("reported")).checked = answer.reported;
    const reach = ["phone", "email"].filter((way) => person && this.board.beside(door, person.elector, way));
    const known = {
      wishes: answer.wishes.length ? say("chosen", { n: answer.wishes.length }) : "",
      ruled_out: answer.ruled_out.length ? say("chosen", { n: answer.ruled_out.length }) : "",
      note: answer.note ? say("written") : "",
      contact: reach.map((way) => say(way)).join(", "),
      tongue: answer.language,
    };
    for (const [name, text] of Object.entries(known)) write(this.sheet, `[data-goes="${name}"] small`, text);
  }
}

const TITLES = {
  wishes: "titleWishes",
  ruled_out: "titleRuledOut",
  note: "titleNote",
  contact: "titleContact",
  tongue: "titleTongue",
  language: "titleLanguage",
  flag: "titleFlag",
  someone: "titleSomeone",
  somewhere: "titleSomewhere",
};
